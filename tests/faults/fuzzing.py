"""Feeds damaged files to the readers, within limits of memory and time.

    python -m tests.faults.fuzzing TARGET INPUTS SEED

Prints one line of JSON. An input that makes a reader fall, take more than 1 GB or 5 seconds of processor time is
written to standard error in hexadecimal, and the exit status is 1.
"""

from __future__ import annotations

import faulthandler
import gc
import io
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.faults.targets import REFUSAL, TARGETS

MOST_SECONDS = 5
MOST_MEMORY = 1024**3
SEEDS = Path(__file__).parent / "seeds"
_PIECE = 64
_EDITS = (1, 1, 1, 2, 3, 6)
# Where a piece of most formats begins or ends.
_BORDER = re.compile(rb"[\s<>\"',:;|={}\[\]()]")
_ODD = (
    "\u200c",
    "\u202e",
    "\u0301",
    "\ufeff",
    "\u2028",
    "\U0001f600",
    "\x85",
    "",
    "\x00",
    "9" * 30,
    "-1",
    "\u06cc\u0654",
)


class HungError(Exception):
    """A reader took too long."""


def damaged(chance: random.Random, samples: list[bytes], words: tuple[bytes, ...]) -> bytes:
    """A sample with a few pieces cut, repeated, exchanged, or turned into something else; now and then noise."""
    sample = chance.choice(samples)
    match chance.randrange(12):
        case 0:
            return bytes(chance.randrange(256) for _ in range(chance.randrange(200)))
        case 1:
            return sample[: chance.randrange(len(sample) + 1)]
    if sample.startswith(b"PK") and chance.randrange(4):
        return _with_damaged_member(chance, sample, words)
    return _edited(chance, sample, samples, words)


def _with_damaged_member(chance: random.Random, sample: bytes, words: tuple[bytes, ...]) -> bytes:
    """A whole archive, one of whose members is damaged or oddly named."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            data = source.read(name)
            if name == chosen and not chance.randrange(5):
                name = chance.choice(("../", "/", "a\\", "C:", "CON/", "\n", "")) + name
            elif name == chosen:
                data = _edited(chance, data, [data], words)
            target.writestr(name, data)
    return stream.getvalue()


def _edited(chance: random.Random, sample: bytes, samples: list[bytes], words: tuple[bytes, ...]) -> bytes:
    data = bytearray(sample)
    for _ in range(chance.choice(_EDITS)):
        start = end = _border_after(data, chance.randrange(len(data) + 1))
        for _ in range(chance.randrange(4)):
            end = _border_after(data, end)
        if not chance.randrange(3):
            start = chance.randrange(len(data) + 1)
            end = min(len(data), start + chance.randrange(_PIECE))
        match chance.randrange(8):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end] * chance.choice((1, 2, 300))
            case 2:
                data[start:start] = chance.choice(words)
            case 3:
                data[start:end] = chance.choice(words)
            case 4:
                data[start:start] = chance.choice(words) * chance.choice((3, 1000))
            case 5:
                data[start : start + 1] = bytes((chance.randrange(256),))
            case 6:
                other = chance.choice(samples)
                place = chance.randrange(len(other) + 1)
                data[start:end] = other[place : place + chance.randrange(1000)]
            case _:
                data[start:end] = chance.choice(_ODD).encode()
    return bytes(data)


def _border_after(data: bytearray, place: int) -> int:
    found = _BORDER.search(data, place)
    return found.end() if found else len(data)


def _hung(*_: object) -> None:
    raise HungError(f"more than {MOST_SECONDS} s of processor time")


def main(name: str, inputs: int, start: int) -> int:
    target = TARGETS[name]
    samples = target.samples()
    faulthandler.enable()
    tally = {"refused": 0, "taken": 0}
    slowest = 0.0
    last = b""
    signal.signal(signal.SIGPROF, _hung)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"input{target.suffix}")

        def use(data: bytes) -> None:
            nonlocal slowest, last
            last = data
            path.write_bytes(data)
            began = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            try:
                target.use(path)
                tally["taken"] += 1
            except REFUSAL as refusal:
                assert "\n" not in str(refusal)
                tally["refused"] += 1
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            slowest = max(slowest, time.process_time() - began)

        for sample in samples:
            use(sample)
        for kept in sorted(SEEDS.glob(f"{name}-*.bin")):
            use(kept.read_bytes())
        _limit_memory()

        @settings(
            max_examples=inputs,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @seed(start)
        @given(st.randoms(use_true_random=False))
        def fuzz(chance: random.Random) -> None:
            use(damaged(chance, samples, target.words))

        try:
            fuzz()
        except BaseException as error:
            import traceback

            traceback.print_exc()
            print(f"{name}: {type(error).__name__} with {last.hex()}", file=sys.stderr)
            return 1
    gc.collect()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"target": name, **tally, "slowest_s": round(slowest, 3), "memory_mb": memory}))
    return 0


def _limit_memory() -> None:
    """No more than the limit on top of what is there already."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, used + MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
