"""Engines for workers: a module of its own, so that they start without the test's tools."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from translate_pipeline.translation.engine import Hypothesis, Progress

SENTENCES = [f"They counted {number} houses." for number in range(300)]


class Counting:
    """An engine that is a function of a sentence."""

    name = language = signature = "counting"
    placeholders = ()

    def __init__(self, translate: Callable[[str], str]):
        self.translate = translate

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """One hypothesis each."""
        if progress:
            progress(len(sentences))
        return [[Hypothesis(self.translate(each))] for each in sentences]


def counted(sentence: str) -> str:
    return "دوی " + "".join(each for each in sentence if each.isdigit()) + " کورونه وشمېرل."


def engines(threads: int) -> Sequence[Counting]:
    return [Counting(counted)]


def deadly(folder: Path, deaths: int, sentence: str) -> str:
    """An engine whose process is ended, as the kernel does for want of memory, the first few times."""
    if sentence == SENTENCES[7]:
        for number in range(deaths):
            try:
                (folder / str(number)).touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
    return counted(sentence)


def deadly_engines(folder: Path, deaths: int, threads: int) -> Sequence[Counting]:
    return [Counting(partial(deadly, folder, deaths))]


def hungry(folder: Path, sentence: str) -> str:
    """An engine that takes 800 MB for one sentence, the first time that it is asked."""
    if sentence == SENTENCES[7]:
        try:
            (folder / "asked").touch(exist_ok=False)
        except FileExistsError:
            return counted(sentence)
        return counted(sentence) + bytearray(b"1") * (800 * 1024**2)  # type: ignore[operator]
    return counted(sentence)


def hungry_engines(folder: Path, threads: int) -> Sequence[Counting]:
    return [Counting(partial(hungry, folder))]


def wait_on(folder: Path, sentence: str) -> str:
    """Say which process works here, then wait for ever."""
    (folder / str(os.getpid())).touch()
    threading.Event().wait()
    return sentence


def waiting_engines(folder: Path, threads: int) -> Sequence[Counting]:
    return [Counting(partial(wait_on, folder))]
