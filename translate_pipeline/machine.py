"""What the machine has to give: cores, and memory within the limits of the container that the program runs in."""

from __future__ import annotations

import os
from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")
# Where the system does not say, half of what four-year-old machines have is taken for granted.
_UNKNOWN = 4 * 1024**3


def cores_at_hand() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> int:
    """Bytes of memory that can be had without swapping, or a guess where the system does not say."""
    known = known_free_memory()
    return _UNKNOWN if known is None else known


def known_free_memory() -> int | None:
    """What the system has free, in bytes, within the limits of the process's groups; None where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
        return max(0, min([free, *_left_in_groups()]))
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _left_in_groups() -> list[int]:
    """What each group of this process that has a limit has left; version 1 and 2 of Linux's control groups."""
    left = []
    for folder, limit, used, cached in _places():
        try:
            most = int((folder / limit).read_text(encoding="ascii"))
            taken = int((folder / used).read_text(encoding="ascii"))
            lines = (folder / "memory.stat").read_text(encoding="ascii").splitlines()
            # Files that were read and are not in use give way before anything is ended for want of memory.
            spare = sum(int(line.split()[1]) for line in lines if line.split()[0] == cached)
            left.append(most - taken + spare)
        except (OSError, ValueError):
            # No such group in sight, or "max".
            continue
    return left


def _places() -> list[tuple[Path, str, str, str]]:
    found = []
    try:
        rows = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    for row in rows:
        _, kinds, group = row.split(":", 2)
        if not kinds:
            base, names = _GROUPS, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            base, names = _GROUPS / "memory", ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        # Limits of the groups around count too; in a container its own group is often the top of what it sees.
        parts = [part for part in group.split("/") if part]
        found += [(base.joinpath(*parts[:depth]), *names) for depth in range(len(parts) + 1)]
    return found
