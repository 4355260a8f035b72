"""Which scheduler a project's sentences go to, and which addresses are refused."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from translate_pipeline.errors import InputError

_SCHEMES = ("tcp", "tls")
_EXAMPLE = "write it like tls://scheduler.example:8786"


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """A scheduler, and how it is treated.

    Attributes:
        scheduler: its address; empty where all is decoded on this machine.
        trusted: use a scheduler on another machine without encryption, too. Whoever reaches it can run code on all
            machines of the cluster.
        patience: seconds that a batch may be with a worker before another one gets it, too.
        wait: seconds without a sign of any worker after which a run gives up.
    """

    scheduler: str = ""
    trusted: bool = False
    patience: float = 60.0
    wait: float = 120.0


NO_CLUSTER = ClusterSettings()


def check_scheduler(settings: ClusterSettings) -> None:
    """Refuse an address that is none, or that anybody on the way could speak for.

    Raises:
        InputError: the address is not one, or lies on another machine and is neither encrypted nor trusted.
    """
    address = settings.scheduler
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme not in _SCHEMES or f"{parts.scheme}://{parts.netloc}" != address:
        raise InputError(f"{address!r} is no address of a scheduler", remedy=_EXAMPLE)
    if parts.scheme == "tcp" and not settings.trusted and not _on_this_machine(host):
        problem = f"scheduler {address} is on another machine and not encrypted; who reaches it can run code there"
        remedy = "use tls:// (docs/cluster.md), or set trusted = true in [cluster] if the network is yours alone"
        raise InputError(problem, remedy=remedy)


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
