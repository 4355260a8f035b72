"""One contender of `benchmarks.throughput`, in a process of its own: standard input and output are JSON.

    .venv-argos/bin/python benchmarks/contenders.py argos < request.json

Run by the interpreter of whichever environment has what the contender needs, so nothing of the program is imported
before it is known which one it is.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

Request = dict[str, Any]


def _of_length(translate_batch: Callable[..., Any], length: int) -> Callable[..., Any]:
    def translating(self: Any, source: Any, *arguments: Any, **options: Any) -> Any:
        # Weights drawn by lot never end a sentence: all contenders write the same number of tokens.
        options |= {"min_decoding_length": length, "max_decoding_length": length}
        return translate_batch(self, source, *arguments, **options)

    return translating


def _fix_length(length: int) -> None:
    import ctranslate2

    class Translator(ctranslate2.Translator):  # type: ignore[misc]
        translate_batch = _of_length(ctranslate2.Translator.translate_batch, length)

    ctranslate2.Translator = Translator


def bare(request: Request) -> None:
    """CTranslate2 alone: one call over all different sentences, longest first, with the program's options."""
    import ctranslate2
    import sentencepiece

    folder = Path(request["model"])
    translator = ctranslate2.Translator(
        str(folder / "model"), inter_threads=len(os.sched_getaffinity(0)), intra_threads=1
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    tokens = [pieces.encode(text, out_type=str) for text in dict.fromkeys(request["sentences"])]
    tokens.sort(key=len, reverse=True)
    results = translator.translate_batch(
        tokens,
        target_prefix=[[request["prefix"]]] * len(tokens) if request["prefix"] else None,
        beam_size=request["beam"],
        length_penalty=1.0,
        no_repeat_ngram_size=3,
        disable_unk=True,
        max_batch_size=1024,
        batch_type="tokens",
        max_input_length=0,
        max_decoding_length=256,
    )
    [pieces.decode(result.hypotheses[0]) for result in results]


def engine(request: Request) -> None:
    """The program's decoder alone, on the same sentences: batches of one length."""
    from translate_pipeline.models.store import list_packages
    from translate_pipeline.translation.decoding import PackageEngine

    folder = Path(request["model"])
    package = next(each for each in list_packages(folder.parent) if each.folder == folder)
    PackageEngine(package).decode(request["sentences"])


def program(request: Request) -> None:
    """`translate`: reading, glossary, enforcement, conventions, checks, PO files."""
    from translate_pipeline.locales import find_locale
    from translate_pipeline.project import find_project
    from translate_pipeline.reports.reader import find_reports
    from translate_pipeline.stages.translating import translate

    project = find_project(Path(request["project"]))
    paths = find_reports(project.folders["reports"])
    result = translate(project, paths, [find_locale(request["locale"])], workers=request.get("workers", 1))
    if result.faults:
        raise SystemExit(str(result.faults[0]))


def argos(request: Request) -> None:
    """Argos Translate's own interface, a paragraph at a time."""
    import argostranslate.package
    import argostranslate.translate

    argostranslate.package.install_from_path(request["package"])
    translation = argostranslate.translate.get_translation_from_codes("en", request["to"])
    for paragraph in request["paragraphs"]:
        translation.hypotheses(paragraph, num_hypotheses=1)


def argos_command(request: Request) -> None:
    """Argos Translate's command, once for each file."""
    import argostranslate.package

    argostranslate.package.install_from_path(request["package"])
    command = [Path(sys.executable).with_name("argos-translate"), "--from-lang", "en", "--to-lang", request["to"]]
    for file in request["files"]:
        with Path(file).open("rb") as stream:
            subprocess.run(command, stdin=stream, stdout=subprocess.DEVNULL, check=True)


def libretranslate(request: Request) -> dict[str, float]:
    """LibreTranslate's server, file after file; its start is not counted."""
    import argostranslate.package

    for package in request["packages"]:
        argostranslate.package.install_from_path(package)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("libretranslate"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _until_it_answers(f"{url}/languages", server)
            _translate_file(url, request["warm"], request["to"])
            before, start = _processor_time(server.pid), time.perf_counter()
            for file in request["files"]:
                _translate_file(url, file, request["to"])
            return {"wall": time.perf_counter() - start, "cpu": _processor_time(server.pid) - before}
        finally:
            server.terminate()


def _until_it_answers(url: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("LibreTranslate did not start")


def _translate_file(url: str, file: str, code: str) -> None:
    border = "a-border-between-parts"
    parts = "".join(
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("source", "en"), ("target", code))
    )
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = (parts + head).encode() + Path(file).read_bytes() + f"\r\n--{border}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={border}"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/translate_file", body, kind), timeout=3600) as answer:
        found = json.load(answer)
    with urllib.request.urlopen(found["translatedFileUrl"], timeout=60) as answer:
        if not answer.read().strip():
            raise SystemExit("LibreTranslate gave an empty file")


def _processor_time(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


CONTENDERS: dict[str, Callable[[Request], dict[str, float] | None]] = {
    "bare": bare,
    "engine": engine,
    "program": program,
    "argos": argos,
    "argos-command": argos_command,
    "libretranslate": libretranslate,
}


def main() -> None:
    """Run one contender and print what it took."""
    request = json.load(sys.stdin)
    if request.get("length"):
        _fix_length(request["length"])
    start = time.perf_counter()
    own_figures = CONTENDERS[sys.argv[1]](request)
    wall = time.perf_counter() - start
    # The decoder has threads of its own.
    decoding = time.process_time() - time.thread_time()
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "wall": wall,
                "cpu": sum((own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime)),
                "peak_mb": max(own.ru_maxrss, children.ru_maxrss) / 1024,
                "decoding": decoding,
            }
            | (own_figures or {})
        )
    )


if __name__ == "__main__":
    main()
