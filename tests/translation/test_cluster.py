"""Sentences decoded by real workers of a real scheduler, which are killed, stopped and joined while they work."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.newsroom import make_project
from tests.conftest import ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import install_package, list_packages, package_for
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.stages.translating import translate
from translate_pipeline.translation.cluster.connection import Cluster
from translate_pipeline.translation.cluster.engine import ClusterEngine
from translate_pipeline.translation.cluster.parcels import SENT, find_package, keep_parcel, pack_parcel, receive_chunk
from translate_pipeline.translation.cluster.settings import ClusterSettings, check_scheduler
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Completion
from translate_pipeline.translation.options import DecodingOptions

pytest.importorskip("distributed", reason="dask.distributed is not installed")

PASHTO = find_locale("ps")
SENTENCES = [
    f"{people} {what} in {place} on {day}."
    for people in ("Officials said that the road was closed", "Two policemen were killed", "Residents left their homes")
    for what in ("after heavy fighting", "because of the flood")
    for place in ("Herat", "the south")
    for day in ("Thursday", "Monday")
]
_OPTIONS = DecodingOptions(beam=2)


class Fleet:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path, *tls: str):
        self.folder = folder
        self.packages = folder / "packages"
        self.processes: list[subprocess.Popen[str]] = []
        self.tls = tls
        where = ("--protocol", "tls") if tls else ()
        scheduler = self._start("distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", *where)
        self.address = _await_line(scheduler, r"Scheduler at:\s+(t\w\w://\S+)")
        self.settings = ClusterSettings(self.address, patience=60, wait=120)

    def worker(self, preload: str = "") -> subprocess.Popen[str]:
        """One more worker that is registered with the scheduler."""
        options = ["--preload", preload] if preload else []
        process = self._start("distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "1", *options)
        _await_line(process, r"(Registered to)")
        return process

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", module, *arguments, "--no-dashboard", *self.tls]
        settings = {
            "DASK_TRANSLATE_PIPELINE__PACKAGES": str(self.packages),
            "DASK_TEMPORARY_DIRECTORY": str(self.folder),
        }
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        self.processes.append(process)
        return process

    def close(self) -> None:
        """Kill all, stopped ones too."""
        for process in self.processes:
            process.kill()
            process.wait()


def _await_line(process: subprocess.Popen[str], pattern: str) -> str:
    """What a process says on standard error; the rest of it is thrown away as it comes."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        found = re.search(pattern, line)
        if found:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1]
    raise AssertionError("".join(said))


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    yield fleet
    fleet.close()


@pytest.fixture(scope="module")
def workers(fleet: Fleet) -> list[subprocess.Popen[str]]:
    return [fleet.worker() for _ in range(3)]


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> PackageEngine:
    return PackageEngine(package_for(PASHTO, "", tmp_path_factory.mktemp("packages"), ROOT / "models"), _OPTIONS)


def test_every_question_gets_the_answer_that_this_machine_gives(
    fleet: Fleet, workers: list[subprocess.Popen[str]], local: PackageEngine
) -> None:
    notes: list[str] = []
    with Cluster(fleet.settings, notes.append) as cluster:
        far = ClusterEngine(local, cluster)
        assert far.signature == local.signature
        assert far.decode([*SENTENCES, SENTENCES[0]]) == local.decode([*SENTENCES, SENTENCES[0]])
        assert far.decode(SENTENCES[:4], candidates=3) == local.decode(SENTENCES[:4], candidates=3)
        stricter = replace(_OPTIONS, repetition_penalty=1.4, no_repeat=2)
        assert far.with_options(stricter).decode(SENTENCES[:6]) == local.with_options(stricter).decode(SENTENCES[:6])
        begun = [Completion(SENTENCES[0], "چارواکو", ("د",)), Completion(SENTENCES[3], "دوه")]
        assert far.complete(begun) == local.complete(begun)
        pairs = [(each, local.decode([each])[0][0].text) for each in SENTENCES[:2]]
        assert far.attend(pairs) == local.attend(pairs)
        questions = [(source, target, (0, 9)) for source, target in pairs]
        assert far.locate(questions) == local.locate(questions)
        lost = [(source, target, "⟦0⟧") for source, target in pairs]
        assert far.places(lost) == local.places(lost)
        assert far.decode([]) == []
    assert notes == []
    # The package was sent once to this machine, for all of its workers.
    assert [path.name for path in (fleet.packages / SENT).iterdir() if not path.name.startswith(".")] != []
    assert len(list((fleet.packages / SENT).iterdir())) == 1


def test_workers_are_killed_stopped_and_joined_and_the_catalogs_are_the_same(
    fleet: Fleet, workers: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    here = make_project(tmp_path / "here", 2, words=120)
    there = make_project(tmp_path / "there", 2, words=120)
    settings = replace(fleet.settings, patience=4)
    counts: list[int] = []
    events = iter([workers[0].kill, fleet.worker, lambda: workers[1].send_signal(signal.SIGSTOP)])

    def disturb(_: object, done: int, of: int) -> None:
        counts.append(done)
        next(events, lambda: None)()

    paths = sorted((there.root / "reports").iterdir())
    result = translate(replace(there, cluster=settings), paths, [PASHTO], progress=disturb)
    assert next(events, None) is None
    assert not result.faults
    translate(here, sorted((here.root / "reports").iterdir()), [PASHTO], workers=1)
    assert _catalogs(there) == _catalogs(here)
    assert max(counts) == result.decoded
    workers[1].send_signal(signal.SIGCONT)


def test_an_interrupted_run_goes_on_where_it_was(fleet: Fleet, workers: object, local: PackageEngine) -> None:
    def interrupt(_: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    # A shell's background jobs are born deaf to the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), Cluster(fleet.settings, print) as cluster:
            ClusterEngine(local, cluster).decode(SENTENCES, progress=interrupt)
    finally:
        signal.signal(signal.SIGINT, before)
    with Cluster(fleet.settings, print) as cluster:
        counts: list[int] = []
        found = ClusterEngine(local, cluster).decode(SENTENCES, progress=counts.append)
    assert found == local.decode(SENTENCES)
    assert sum(counts) == len(SENTENCES)


def _catalogs(project: Project) -> dict[str, bytes]:
    folder = project.folders["locale"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.po*"))}


def test_workers_of_other_versions_are_left_out(tmp_path: Path, local: PackageEngine) -> None:
    fleet = Fleet(tmp_path)
    notes: list[str] = []
    try:
        other = tmp_path / "other.py"
        other.write_text("import translate_pipeline\ntranslate_pipeline.__version__ = '0.0.1'\n", encoding="utf-8")
        none = tmp_path / "none.py"
        none.write_text("import sys\nsys.modules['translate_pipeline'] = None\n", encoding="utf-8")
        settings = replace(fleet.settings, wait=1)
        with Cluster(settings, notes.append) as cluster, pytest.raises(InputError, match=r"no worker came .* start"):
            ClusterEngine(local, cluster).decode(SENTENCES[:2])
        fleet.worker(str(other))
        fleet.worker(str(none))
        with Cluster(fleet.settings, notes.append) as cluster, pytest.raises(InputError, match="same versions"):
            ClusterEngine(local, cluster).decode(SENTENCES[:2])
        fleet.processes[0].kill()
        with Cluster(fleet.settings, notes.append) as cluster, pytest.raises(InputError, match="no scheduler answers"):
            ClusterEngine(local, cluster).decode(SENTENCES[:2])
    finally:
        fleet.close()
    assert any("0.0.1" in note for note in notes)
    assert any("has no translate-pipeline" in note for note in notes)


def _tls(ca: str, certificate: str, key: str) -> dict[str, str]:
    own = {"ca-file": ca, "client.cert": certificate, "client.key": key}
    return {f"distributed.comm.tls.{name}": value for name, value in own.items()}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_an_encrypted_scheduler_serves_those_who_have_a_certificate(tmp_path: Path, local: PackageEngine) -> None:
    import dask
    import distributed

    ca, key, certificate = (str(tmp_path / name) for name in ("ca.pem", "key.pem", "cert.pem"))
    request = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=newsroom".split()
    for keys, place in ((str(tmp_path / "other-key.pem"), str(tmp_path / "other.pem")), (key, ca)):
        subprocess.run([*request, "-keyout", keys, "-out", place], check=True, capture_output=True)
    shutil.copy(ca, certificate)
    fleet = Fleet(tmp_path, "--tls-ca-file", ca, "--tls-cert", certificate, "--tls-key", key)
    try:
        fleet.worker()
        for known in ({}, _tls(ca, str(tmp_path / "other.pem"), str(tmp_path / "other-key.pem"))):
            with (
                dask.config.set(known),
                Cluster(fleet.settings, print) as cluster,
                pytest.raises(InputError, match=r"no scheduler answers .* cert"),
            ):
                ClusterEngine(local, cluster).decode(SENTENCES[:2])
        # One left to the garbage collector can keep the next from starting, for ever.
        clients = [each for each in gc.get_objects() if isinstance(each, distributed.Client)]
        assert {each.status for each in clients} <= {"closed"}
        plain = replace(fleet.settings, scheduler=fleet.address.replace("tls:", "tcp:"))
        with Cluster(plain, print) as cluster, pytest.raises(InputError, match="one that has certificates wants tls"):
            ClusterEngine(local, cluster).decode(SENTENCES[:2])
        with dask.config.set(_tls(ca, certificate, key)), Cluster(fleet.settings, print) as cluster:
            assert ClusterEngine(local, cluster).decode(SENTENCES[:8]) == local.decode(SENTENCES[:8])
    finally:
        fleet.close()


def test_what_answers_and_is_no_scheduler_is_an_input_error(local: PackageEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with (
            Cluster(ClusterSettings(address), print) as cluster,
            pytest.raises(InputError, match="no scheduler answers"),
        ):
            ClusterEngine(local, cluster).decode(["Hello."])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://scheduler.example:8786", "not encrypted"),
        ("tcp://10.0.0.5:8786", "not encrypted"),
        ("tcp://0.0.0.0:8786", "not encrypted"),
        ("scheduler.example:8786", "no address"),
        ("tcp://127.0.0.1", "no address"),
        ("tcp://127.0.0.1:99999", "no address"),
        ("http://127.0.0.1:8786", "no address"),
        ("inproc://127.0.0.1:8786", "no address"),
        ("tls://scheduler.example:8786/path", "no address"),
    ],
)
def test_an_address_that_is_none_or_not_encrypted_is_refused(address: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why):
        check_scheduler(ClusterSettings(address))
    path = tmp_path / FILE_NAME
    path.write_text(f'[cluster]\nscheduler = "{address}"\n', encoding="utf-8")
    with pytest.raises(InputError, match=rf"{FILE_NAME}:2: .*{why}"):
        read_project(path)


def test_the_command_says_in_one_line_what_is_wrong_with_a_scheduler(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    shutil.copytree(ROOT / "models", project.root / "models")
    for address, why in ((closed, "no scheduler answers"), ("tcp://10.0.0.5:8786", "trusted = true")):
        command = [
            sys.executable,
            "-m",
            "translate_pipeline",
            "-C",
            str(project.root),
            "translate",
            "--scheduler",
            address,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert why in line
        assert not list(project.root.glob("locale/ps/LC_MESSAGES/attack.po"))


def test_a_scheduler_elsewhere_is_used_with_encryption_or_trust(tmp_path: Path) -> None:
    check_scheduler(ClusterSettings("tls://scheduler.example:8786"))
    check_scheduler(ClusterSettings("tcp://localhost:8786"))
    check_scheduler(ClusterSettings("tcp://[::1]:8786"))
    path = tmp_path / FILE_NAME
    path.write_text('[cluster]\nscheduler = "tcp://10.0.0.5:8786"\ntrusted = true\npatience = 5\n', encoding="utf-8")
    assert read_project(path).cluster == ClusterSettings("tcp://10.0.0.5:8786", trusted=True, patience=5)


def test_a_package_that_was_sent_is_what_its_checksum_says(tmp_path: Path) -> None:
    package = install_package(ROOT / "models" / "translate-en_ps-0_4.argosmodel", tmp_path / "own")
    worker, sending = tmp_path / "worker", "0" * 32
    parcel = pack_parcel(package, tmp_path / "parcel")
    assert pack_parcel(package, tmp_path / "again") == parcel
    data = (tmp_path / "parcel").read_bytes()
    middle = len(data) // 2

    def send(content: bytes) -> None:
        receive_chunk(worker, sending, 0, content[:middle])
        receive_chunk(worker, sending, middle, content[middle:])
        keep_parcel(worker, sending, parcel)

    damaged = bytearray(data)
    damaged[middle] ^= 1
    with pytest.raises(InputError, match="came damaged"):
        send(bytes(damaged))
    assert find_package(worker, package.sha256, parcel) is None
    assert list((worker / SENT).iterdir()) == []
    for _ in range(2):
        send(data)
    found = find_package(worker, package.sha256, parcel)
    assert found is not None
    assert (found.folder / "model" / "model.bin").read_bytes() == (package.folder / "model" / "model.bin").read_bytes()
    assert [path.name for path in (worker / SENT).iterdir()] == [parcel]
    assert list_packages(worker) == []
    own = find_package(tmp_path / "own", package.sha256, "")
    assert own == package
    for path in ("../outside", "0" * 63, str(tmp_path)):
        with pytest.raises(InputError, match="no checksum"):
            keep_parcel(worker, sending, path)
