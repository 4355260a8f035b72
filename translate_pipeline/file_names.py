"""File names that some system cannot hold."""

from __future__ import annotations

import re

# Windows takes these for devices, with any suffix (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?: *\..*)?", re.IGNORECASE | re.DOTALL)


def is_device(name: str) -> bool:
    """Whether Windows would take a file of this name for a device."""
    return _DEVICE.fullmatch(name.rstrip(" .")) is not None
