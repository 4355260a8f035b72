"""Downloads end whole or not at all, against a server that does everything wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.models.server import Request, Server, running_server
from translate_pipeline.errors import InputError
from translate_pipeline.models.download import download

CONTENT = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def cut(server: Server, path: str, after: int, tag: str = '"one"') -> str:
    """Serve the first time only `after` bytes of the file, then well."""
    server.serve(path, CONTENT, tag)
    well = server.answers[path]

    def answer(request: Request) -> None:
        server.answers[path] = well
        request.head(Content_Length=len(CONTENT), ETag=tag)
        request.wfile.write(CONTENT[:after])

    server.answers[path] = answer
    return server.url + path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_whole_file_and_its_progress(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "downloads" / "model"
    assert download(server.serve("/m", CONTENT), path, progress=lambda *each: told.append(each)) == SHA256
    assert path.read_bytes() == CONTENT and names(path.parent) == {"model"}
    assert told[-1] == (len(CONTENT), len(CONTENT)) and told == sorted(told)


def test_after_a_cut_it_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    download(cut(server, "/m", 100_000), tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert [span for _, span in server.seen] == ["", "bytes=100000-"]


def test_what_a_broken_off_run_left_is_used_by_the_next(server: Server, tmp_path: Path) -> None:
    def broken(request: Request) -> None:
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        span = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
        headers = {"Content_Range": span} if start else {}
        request.head(206 if start else 200, Content_Length=len(CONTENT) - start, ETag='"one"', **headers)
        request.wfile.write(CONTENT[start : start + 1000])

    server.answers["/m"] = broken
    with pytest.raises(InputError, match=r"broken off after 3,000 bytes.*run it again to go on"):
        download(server.url + "/m", tmp_path / "model")
    assert names(tmp_path) == {"model.part", "model.part.json"}
    download(server.serve("/m", CONTENT), tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT and names(tmp_path) == {"model"}
    assert server.seen[-1] == ("/m", "bytes=3000-")


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    url = cut(server, "/m", 5000, tag='"old"')
    first = server.answers["/m"]

    def then_changed(request: Request) -> None:
        first(request)
        server.serve("/m", CONTENT[::-1], tag='"new"')

    server.answers["/m"] = then_changed
    download(url, tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT[::-1]


def test_a_server_that_ignores_ranges(server: Server, tmp_path: Path) -> None:
    url = cut(server, "/m", 5000)
    first = server.answers["/m"]

    def plain(request: Request) -> None:
        request.head(Content_Length=len(CONTENT), ETag='"one"')
        request.wfile.write(CONTENT)

    def answer(request: Request) -> None:
        first(request)
        server.answers["/m"] = plain

    server.answers["/m"] = answer
    assert download(url, tmp_path / "model") == SHA256


def test_the_wrong_part_is_not_put_together(server: Server, tmp_path: Path) -> None:
    url = cut(server, "/m", 5000)
    first = server.answers["/m"]

    def wrong(request: Request) -> None:
        request.head(206, Content_Length=10, Content_Range=f"bytes 7-16/{len(CONTENT)}", ETag='"one"')
        request.wfile.write(CONTENT[7:17])
        server.serve("/m", CONTENT)

    def answer(request: Request) -> None:
        first(request)
        server.answers["/m"] = wrong

    server.answers["/m"] = answer
    assert download(url, tmp_path / "model") == SHA256


def test_a_server_that_stalls(server: Server, tmp_path: Path) -> None:
    def stall(request: Request) -> None:
        request.head(Content_Length=len(CONTENT))
        request.wfile.write(CONTENT[:10])
        request.wfile.flush()
        server.over.wait()

    server.answers["/m"] = stall
    with pytest.raises(InputError, match=r"broken off after 10 bytes \(.*timed out"):
        download(server.url + "/m", tmp_path / "model", stall=0.1)
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("promised", [len(CONTENT) + 5, len(CONTENT) - 5])
def test_a_lie_about_the_length(server: Server, tmp_path: Path, promised: int) -> None:
    def lie(request: Request) -> None:
        request.head(Content_Length=promised)
        request.wfile.write(CONTENT)

    server.answers["/m"] = lie
    with pytest.raises(InputError, match=r"broken off|SHA-256"):
        download(server.url + "/m", tmp_path / "model", sha256=SHA256)
    assert not (tmp_path / "model").exists()


def test_no_length_at_all(server: Server, tmp_path: Path) -> None:
    def silent(request: Request) -> None:
        request.head()
        request.wfile.write(CONTENT)

    server.answers["/m"] = silent
    assert download(server.url + "/m", tmp_path / "model") == SHA256


def test_a_wrong_checksum_leaves_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"its SHA-256 is {SHA256}, not 00ff"):
        download(server.serve("/m", CONTENT), tmp_path / "model", sha256="00ff")
    assert names(tmp_path) == set()


def test_more_than_allowed_is_not_read(server: Server, tmp_path: Path) -> None:
    def endless(request: Request) -> None:
        request.head()
        while not server.over.is_set():
            try:
                request.wfile.write(CONTENT)
            except OSError:
                return

    server.answers["/m"] = endless
    with pytest.raises(InputError, match="more than 1,000,000"):
        download(server.url + "/m", tmp_path / "model", most=1_000_000)
    with pytest.raises(InputError, match="more than 1,000"):
        download(server.serve("/n", CONTENT), tmp_path / "other", most=1_000)


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"])
def test_redirects_lead_to_the_web_only(server: Server, tmp_path: Path, place: str) -> None:
    server.answers["/m"] = lambda request: request.head(302, Location=place, Content_Length=0)
    with pytest.raises(InputError, match=r"[Rr]edirect"):
        download(server.url + "/m", tmp_path / "model")
    with pytest.raises(InputError, match="http"):
        download(place, tmp_path / "model")


def test_redirects_end(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = lambda request: request.head(302, Location="/m", Content_Length=0)
    with pytest.raises(InputError):
        download(server.url + "/m", tmp_path / "model")


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_is_said(server: Server, tmp_path: Path, status: int) -> None:
    server.answers["/m"] = lambda request: request.head(status, Content_Length=0)
    with pytest.raises(InputError, match=f"the server refuses: {status}"):
        download(server.url + "/m", tmp_path / "model")
    assert len(server.seen) == 1


def test_no_server(tmp_path: Path) -> None:
    with running_server() as gone:
        url = gone.url
    with pytest.raises(InputError, match="broken off after 0 bytes"):
        download(url + "/m", tmp_path / "model")
