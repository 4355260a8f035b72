"""Downloading one file: resumed after a cut, never longer than promised, in its place only when it is whole.

What is not finished stays beside as `NAME.part`, with a note of which version of the file it belongs to; the next
attempt goes on from there if the server still has that version.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from translate_pipeline.confinement import real_place
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.models.archive import MAX_BYTES

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes that there will be; 0 where the server does not say."""

STALL_SECONDS = 30.0
ATTEMPTS = 3
_SPARE = 64 * 1024**2
_CHUNK = 1 << 16
_MAX_REDIRECTS = 5
_GO_ON = "run it again to go on where it stopped"


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to http and https only, and never from https down to http."""

    max_redirections = _MAX_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if after not in ("http", "https") or (before == "https" and after == "http"):
            raise InputError(f"redirects to {newurl!r}", remedy="do not use this server", path=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True, slots=True)
class _Version:
    """Which version of a file a part belongs to; `tag` is what the server calls it, empty where it does not."""

    url: str
    tag: str
    length: int


def download(
    url: str,
    path: Path,
    *,
    sha256: str = "",
    progress: Progress | None = None,
    stall: float = STALL_SECONDS,
    most: int = MAX_BYTES,
) -> str:
    """Fetch `url` into `path` and return the SHA-256 of what came.

    Args:
        sha256: what the checksum must be; empty takes any.
        stall: seconds without a byte after which the connection counts as dead.
        most: bytes that the file may have.

    Raises:
        InputError: the address is no http(s) address, the server refuses, stalls or cuts the file off, the disk has no
            room, or the checksum differs. `path` then is as it was; a part of the right version stays for the next
            attempt.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise InputError(f"not an address to download from: {url!r}", remedy="give an http or https address")
    part = real_place(path.with_name(f"{path.name}.part"))
    real_place(_note(part))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(ATTEMPTS):
            try:
                _fetch(url, part, progress, stall, most)
                break
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, OSError) and error.errno is not None and not _is_network(error):
                    raise
                if attempt == ATTEMPTS - 1:
                    have = part.stat().st_size if part.exists() else 0
                    problem = f"download broken off after {have:,} bytes ({_reason(error)})"
                    raise InputError(problem, remedy=_GO_ON, path=url) from None
        with part.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if sha256 and found != sha256:
            forget(path)
            problem = f"its SHA-256 is {found}, not {sha256}"
            raise InputError(problem, remedy="do not use this file; ask where it comes from", path=url)
        part.replace(path)
        _note(part).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, path) from None
    return found


def forget(path: Path) -> None:
    """Remove what is left of a download of `path`."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def fetch_text(url: str, *, most: int, stall: float = STALL_SECONDS) -> str:
    """The content of a small text file on a server.

    Raises:
        InputError: it cannot be fetched, is longer than `most` bytes or not UTF-8.
    """
    try:
        with _open(urllib.request.Request(url), stall) as answer:
            content = answer.read(most + 1)
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"cannot be fetched ({_reason(error)})", remedy="check the network", path=url) from None
    if len(content) > most:
        raise InputError(f"longer than {most:,} bytes", remedy="check the address", path=url)
    try:
        text: str = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", remedy="check the address", path=url) from None
    return text


def _open(request: urllib.request.Request, stall: float) -> Any:
    opener = urllib.request.build_opener(_Redirects)
    try:
        return opener.open(request, timeout=stall)
    except urllib.error.HTTPError as error:
        if error.code == 416 or error.code >= 500:
            raise
        problem = f"the server refuses: {error.code} {error.reason}"
        raise InputError(problem, remedy="check the address", path=request.full_url) from None


def _fetch(url: str, part: Path, progress: Progress | None, stall: float, most: int) -> None:
    have, version = _resumable(url, part)
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", version.tag)
    try:
        answer = _open(request, stall)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        # The part is as long as the file or longer: only the whole file can tell.
        part.unlink(missing_ok=True)
        have, answer = 0, _open(urllib.request.Request(url, headers={"Accept-Encoding": "identity"}), stall)
    with answer:
        if answer.status == 206 and _starts_at(answer.headers) != have:
            part.unlink(missing_ok=True)
            raise http.client.HTTPException("another part came than was asked for")
        if answer.status != 206:
            have = 0
        left = int(answer.headers.get("Content-Length") or 0)
        whole = have + left if left else 0
        _check_room(url, part, whole, left, most)
        _note(part).write_text(json.dumps(asdict(_Version(url, _tag(answer.headers), whole))), encoding="utf-8")
        with part.open("r+b" if have else "wb") as stream:
            stream.seek(have)
            while chunk := answer.read1(_CHUNK):
                have += len(chunk)
                _check_room(url, part, have, len(chunk), most)
                stream.write(chunk)
                if progress:
                    progress(have, whole)
            stream.truncate()
    if whole and have != whole:
        raise http.client.IncompleteRead(b"", whole - have)


def _resumable(url: str, part: Path) -> tuple[int, _Version]:
    """The bytes to go on from; 0 where nothing is there, or nobody knows which version it is of."""
    nothing = _Version(url, "", 0)
    with suppress(OSError, ValueError, TypeError):
        version = _Version(**json.loads(_note(part).read_text(encoding="utf-8")))
        if version.url == url and version.tag:
            return part.stat().st_size, version
    return 0, nothing


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _tag(headers: Message) -> str:
    """A strong entity tag or the time of the last change: what If-Range takes."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _starts_at(headers: Message) -> int:
    first = headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    return int(first) if first.isdecimal() else -1


def _check_room(url: str, part: Path, whole: int, needed: int, most: int) -> None:
    if whole > most:
        raise InputError(f"{whole:,} bytes, more than {most:,}", remedy="check the address", path=url)
    free = shutil.disk_usage(part.parent).free
    if free < needed + _SPARE:
        raise InputError(f"it needs {needed:,} bytes and {free:,} are free", remedy="make room on the disk", path=url)


def _is_network(error: OSError) -> bool:
    return isinstance(error, ConnectionError | TimeoutError | urllib.error.URLError)


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    if isinstance(error, http.client.IncompleteRead):
        return "the server closed the connection"
    return str(error) or type(error).__name__
