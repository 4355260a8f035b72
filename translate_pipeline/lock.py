"""One run at a time in a project, whoever starts it and wherever.

Two things hold a project. The kernel's lock on the file `lock` goes with its process, and is all that counts on a disk
of one machine. Folders that machines share may not pass such locks on, so a file `lock.owner` says who is at work
besides: it is renewed while the run lasts, and one that has not been is left over from a run that was killed.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from translate_pipeline.confinement import real_place
from translate_pipeline.errors import InputError

LOCK, OWNER = "lock", "lock.owner"
_RENEWED_EVERY = 15
# Eight renewals missed: seconds after which an owner on another machine counts as gone.
_GONE_AFTER = 120


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is at work in a project.

    Attributes:
        since: when the run began, in seconds since 1970.
        began: when its process began, as the kernel of its machine counts; empty where that is not known.
    """

    user: str
    host: str
    process: int
    since: float
    began: str = ""

    def words(self, now: float) -> str:
        """Who it is and for how long, for the operator who has to wait."""
        who = f"{self.user} on {self.host} (process {self.process})"
        return f"{who} has been at work in this project for {_age(now - self.since)}"


@contextmanager
def project_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a project while it is written to.

    Args:
        folder: the project's state folder.

    Raises:
        InputError: another run holds it, or the folder cannot be written.
    """
    path = real_place(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", remedy="check its rights", path=path) from None
    with os.fdopen(handle, "r+") as stream:
        locked = _lock(stream.fileno())
        if locked is False:
            raise _held(path, read_owner(folder))
        try:
            _own(folder, alone_here=bool(locked))
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", remedy="check its rights", path=path) from None
        finished = threading.Event()
        renewal = threading.Thread(target=_renew, args=(folder / OWNER, finished), daemon=True)
        renewal.start()
        try:
            yield
        finally:
            finished.set()
            renewal.join()
            with suppress(OSError):
                (folder / OWNER).unlink()


def read_owner(folder: Path) -> Owner | None:
    """Who says that they are at work in a project; None where nobody does, or in words that are not ours."""
    try:
        values = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return Owner(
            str(values["user"]),
            str(values["host"]),
            int(values["process"]),
            float(values["since"]),
            str(values["began"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _own(folder: Path, *, alone_here: bool) -> None:
    """Write down who holds the project; one who is gone is replaced.

    Args:
        alone_here: the kernel's lock is ours, so no other run of this machine holds the project.

    Raises:
        InputError: somebody on a machine whose locks do not reach this one is at work.
    """
    path = folder / OWNER
    me = Owner(_user(), platform.node(), os.getpid(), time.time(), _began(os.getpid()))
    draft = real_place(path.with_name(f"{OWNER}.{me.process}.tmp"))
    draft.write_text(json.dumps(asdict(me)) + "\n", encoding="utf-8")
    try:
        # Its age against a file of this moment: the clocks of two machines may differ.
        owner = read_owner(folder)
        if path.exists() and not _gone(path, owner, draft.stat().st_mtime, alone_here=alone_here):
            raise _held(folder / LOCK, owner)
        path.unlink(missing_ok=True)
        # Of two that come at the same moment one finds the name taken.
        try:
            os.link(draft, path)
        except FileExistsError:
            raise _held(folder / LOCK, read_owner(folder)) from None
        except OSError:
            # A file system without hard links.
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _gone(path: Path, owner: Owner | None, now: float, *, alone_here: bool) -> bool:
    """Whether the run that wrote an owner file has ended without taking it away."""
    if owner is not None and owner.host == platform.node() and (alone_here or os.name == "posix"):
        return alone_here or not _runs(owner)
    try:
        # One from the future was renewed last before the clock was set back, or by nobody who is still at work.
        return abs(now - path.stat().st_mtime) > _GONE_AFTER
    except FileNotFoundError:
        return True


def _runs(owner: Owner) -> bool:
    try:
        os.kill(owner.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not owner.began or _began(owner.process) == owner.began


def _began(process: int) -> str:
    """When a process began, in the kernel's ticks; process numbers come again, these do not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _renew(path: Path, finished: threading.Event) -> None:
    while not finished.wait(_RENEWED_EVERY):
        with suppress(OSError):
            os.utime(path)


def _held(path: Path, owner: Owner | None) -> InputError:
    who = owner.words(time.time()) if owner else "another process is at work in this project"
    remedy = "wait until that run has finished"
    if owner and owner.host != platform.node():
        remedy += f"; if it broke off, the project is free again in {_GONE_AFTER // 60} minutes"
    return InputError(who, remedy=remedy, path=path)


def _age(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{minutes // 60} hours"


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def _lock(handle: int) -> bool | None:
    """Take the kernel's lock; None where there is none: on Windows, and in some shared folders."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
