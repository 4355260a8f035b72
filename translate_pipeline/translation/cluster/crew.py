"""The workers that are ready for one model package: greeted, given the package, and compared with one another."""

from __future__ import annotations

import asyncio
import json
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.cluster import remote
from translate_pipeline.translation.cluster.parcels import CHUNK, pack_parcel
from translate_pipeline.translation.options import DecodingOptions

_AGAIN = 2.0
_HERE = "translate_pipeline"


class Link(Protocol):
    """The way to the workers."""

    async def workers(self) -> frozenset[str]:
        """The addresses of those that the scheduler knows."""

    async def call(self, worker: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function of `remote` returns on a worker.

        Raises:
            Exception: whatever went wrong there or on the way.
        """


class UnfitError(Exception):
    """A worker cannot be used; the message says why."""


@dataclass(slots=True)
class Hand:
    """A worker that is ready.

    Attributes:
        busy: batches it has been given.
        silent: it has kept one for too long.
    """

    threads: int
    busy: int = 0
    silent: bool = False

    @property
    def room(self) -> int:
        """How many more batches it may have: one for each thread, and one that waits."""
        return 0 if self.silent else max(0, self.threads + 1 - self.busy)


class Crew:
    """Keeps up with the workers as they come and go.

    Args:
        note: told of workers that are left out.
    """

    def __init__(self, link: Link, package: ModelPackage, options: DecodingOptions, note: Callable[[str], None]):
        self.hands: dict[str, Hand] = {}
        self.unfit: dict[str, str] = {}
        self.present: frozenset[str] = frozenset()
        self.stirred = 0.0
        self._link = link
        self._package = package
        self._options = options
        self._note = note
        self._welcomes: dict[str, asyncio.Task[Hand]] = {}
        self._not_before: dict[str, float] = {}
        self._fingerprint = ""
        self._parcel = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._packing = asyncio.Lock()
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def threads(self) -> int:
        """Threads of all workers that are ready."""
        return sum(hand.threads for hand in self.hands.values() if not hand.silent)

    @property
    def wanted(self) -> str:
        """What a worker is to have loaded."""
        return json.dumps({"package": self._package.sha256, "parcel": self._parcel, "options": asdict(self._options)})

    def begin(self) -> None:
        """Begin a new call: who was silent is greeted again."""
        self.hands = {address: Hand(hand.threads) for address, hand in self.hands.items() if not hand.silent}
        self._stir()

    async def look(self) -> None:
        """See who is there, greet who is new, take in who is ready."""
        self.present = await self._link.workers()
        for known in (self.hands, self.unfit, self._not_before):
            for address in known.keys() - self.present:
                del known[address]
        now = asyncio.get_running_loop().time()
        for address in sorted(self.present - self.hands.keys() - self.unfit.keys() - self._welcomes.keys()):
            if now >= self._not_before.get(address, 0):
                self._welcomes[address] = asyncio.create_task(self._welcome(address))
        for address, task in list(self._welcomes.items()):
            if address not in self.present:
                task.cancel()
                del self._welcomes[address]
            elif task.done():
                del self._welcomes[address]
                self._take_in(address, task)

    @property
    def welcoming(self) -> list[asyncio.Task[Hand]]:
        """Greetings under way."""
        return list(self._welcomes.values())

    def dismiss(self, address: str) -> None:
        """Take a worker from the crew after a failure; if it is still there, it is greeted again after a while."""
        self.hands.pop(address, None)
        self._not_before[address] = asyncio.get_running_loop().time() + _AGAIN

    def heard(self, address: str) -> None:
        """A worker has answered."""
        self._stir()
        if address in self.hands:
            self.hands[address].silent = False

    async def close(self) -> None:
        """Break off the greetings."""
        for task in self._welcomes.values():
            task.cancel()
        if self._welcomes:
            await asyncio.wait(self._welcomes.values(), timeout=_AGAIN)
        if self._folder:
            self._folder.cleanup()

    def _stir(self) -> None:
        self.stirred = asyncio.get_running_loop().time()

    def _take_in(self, address: str, task: asyncio.Task[Hand]) -> None:
        try:
            self.hands[address] = task.result()
            self._stir()
        except (OSError, asyncio.CancelledError):
            self.dismiss(address)
        except Exception as error:  # whatever a machine far away can raise
            foreign = not isinstance(error, UnfitError)
            why = "it has no translate-pipeline of this version" if foreign and _HERE in str(error) else str(error)
            self.unfit[address] = why or type(error).__name__
            self._note(f"worker {address} was left out: {self.unfit[address]}")

    async def _welcome(self, address: str) -> Hand:
        answer = await self._prepare(address)
        if "missing" in answer:
            async with self._hosts[urlsplit(address).hostname or address]:
                await self._pack()
                # Another worker of that machine may have been sent it meanwhile.
                answer = await self._prepare(address)
                if "missing" in answer:
                    await self._send(address)
                    answer = await self._prepare(address)
        if "fingerprint" not in answer:
            raise UnfitError("it cannot keep the model package")
        self._fingerprint = self._fingerprint or answer["fingerprint"]
        if answer["fingerprint"] != self._fingerprint:
            raise UnfitError("it computes otherwise than the others (another kind of processor?)")
        return Hand(int(answer["threads"]))

    async def _prepare(self, address: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(await self._link.call(address, remote.prepare, self.wanted))
        self._stir()
        for name, here in remote.versions().items():
            there = answer["versions"].get(name)
            if there != here:
                raise UnfitError(f"it has {name} {there}, and this machine has {here}")
        return _sound(answer)

    async def _pack(self) -> None:
        async with self._packing:
            if not self._parcel:
                self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
                self._parcel = await asyncio.to_thread(pack_parcel, self._package, Path(self._folder.name) / "parcel")

    async def _send(self, address: str) -> None:
        assert self._folder is not None
        sending, offset = uuid.uuid4().hex, 0
        with (Path(self._folder.name) / "parcel").open("rb") as stream:
            while data := await asyncio.to_thread(stream.read, CHUNK):
                _sound(json.loads(await self._link.call(address, remote.receive, sending, offset, data)))
                self._stir()
                offset += len(data)
        _sound(json.loads(await self._link.call(address, remote.keep, sending, self._parcel)))
        self._stir()


def _sound(answer: dict[str, Any]) -> dict[str, Any]:
    if "fault" in answer:
        raise UnfitError(answer["fault"])
    return answer
