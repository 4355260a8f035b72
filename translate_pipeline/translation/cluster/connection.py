"""The connection to a scheduler, opened when the first sentence has to be decoded."""

from __future__ import annotations

import asyncio
import logging
import socket
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from translate_pipeline.errors import InputError
from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.cluster.settings import ClusterSettings, check_scheduler
from translate_pipeline.translation.options import DecodingOptions

if TYPE_CHECKING:
    from translate_pipeline.translation.cluster.batches import Questions
    from translate_pipeline.translation.cluster.crew import Crew
    from translate_pipeline.translation.cluster.dispatch import Done

_CONNECT = 10.0
_CLOSE = 3.0


class Cluster:
    """A scheduler with its workers.

    Args:
        note: told what the operator should know of the workers.

    Raises:
        InputError: the scheduler's address is refused.
    """

    def __init__(self, settings: ClusterSettings, note: Callable[[str], None]):
        check_scheduler(settings)
        self.settings = settings
        self._note = note
        # dask.distributed has no types of its own for what is used of it.
        self._client: Any = None
        self._crews: dict[tuple[str, str, str], Crew] = {}

    def __enter__(self) -> Cluster:
        """The cluster itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection; workers finish the batches they have, for nobody."""
        if self._client is None:
            return
        client, self._client = self._client, None
        with suppress(TimeoutError, RuntimeError, OSError):
            client.sync(self._dismiss, callback_timeout=_CLOSE)
        client.close(timeout=_CLOSE)

    async def _dismiss(self) -> None:
        for crew in self._crews.values():
            await crew.close()

    def answer(self, package: ModelPackage, options: DecodingOptions, questions: Questions, done: Done) -> list[Any]:
        """What the workers answer, in the order of the questions.

        Args:
            done: called, from another thread, with the indexes of each batch that is answered.

        Raises:
            InputError: no scheduler, no usable worker, or a batch that fails wherever it goes.
        """
        found: list[Any] = self.sync(self._answer, package, options, questions, done)
        return found

    def sync(self, work: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """What comes of a coroutine on the connection's own thread.

        Raises:
            InputError: no scheduler answers.
        """
        return self._connected().sync(work, *arguments)

    async def _answer(
        self, package: ModelPackage, options: DecodingOptions, questions: Questions, done: Done
    ) -> list[Any]:
        from translate_pipeline.translation.cluster.crew import Crew
        from translate_pipeline.translation.cluster.dispatch import Dispatch

        key = package.sha256, options.device, options.compute_type
        if key not in self._crews:
            self._crews[key] = Crew(self, package, options, self._note)
        return await Dispatch(self, self._crews[key], self.settings, questions, done).run()

    async def workers(self) -> frozenset[str]:
        """The addresses of the workers that the scheduler knows.

        Raises:
            InputError: the scheduler is lost.
        """
        try:
            known = await asyncio.wait_for(self._client.scheduler.identity(), _CONNECT)
        except (OSError, TimeoutError):
            problem = f"the scheduler at {self.settings.scheduler} was lost"
            remedy = "start it again; what was finished is kept, run it again to go on"
            raise InputError(problem, remedy=remedy) from None
        return frozenset(known["workers"])

    async def call(self, worker: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function returns on a worker."""
        found = await self._client.run(function, *arguments, workers=[worker], asynchronous=True)
        return found[worker]

    def _connected(self) -> Any:
        if self._client is None:
            self._client = _connect(self.settings.scheduler)
        return self._client


def _connect(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        remedy = "install it with: pip install 'translate-pipeline[cluster]'"
        raise InputError("--scheduler needs dask.distributed, which is not installed", remedy=remedy) from None
    # Its log would stand among the lines for the operator, who gets one line for each fault.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    client_of: Any = distributed.Client
    security_of: Any = distributed.Security
    parts = urlsplit(address)
    try:
        # Dask would try again and again where nobody listens.
        socket.create_connection((parts.hostname, parts.port), _CONNECT).close()
        security = security_of(require_encryption=True) if address.startswith("tls:") else None
        with warnings.catch_warnings():
            # Versions are compared with each worker's.
            warnings.simplefilter("ignore")
            return _started(client_of, address, timeout=_CONNECT, security=security, set_as_default=False)
    except (OSError, TimeoutError, TypeError, ValueError, RuntimeError) as error:
        problem = f"no scheduler answers at {address} ({_short(error)})"
        if address.startswith("tls:"):
            remedy = "start one there, and name ca-file, cert and key in dask's configuration (docs/cluster.md)"
        else:
            remedy = "start one with: dask scheduler; one that has certificates wants tls:// (docs/cluster.md)"
        raise InputError(problem, remedy=remedy) from None


def _started(client_of: Any, *arguments: Any, **options: Any) -> Any:
    """A client that has connected; one that could not is closed at once.

    Left to the garbage collector it may be closed while the next one starts, and both then wait for one lock for ever.
    """
    client = client_of.__new__(client_of)
    try:
        client.__init__(*arguments, **options)
    except BaseException:
        with suppress(Exception):
            client.close()
        raise
    return client


def _short(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0][:120] if lines else type(error).__name__
