"""A web server on this machine that misbehaves as told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request(BaseHTTPRequestHandler):
    """A request; what answers it is a function that gets it."""

    protocol_version = "HTTP/1.1"
    answers: dict[str, Callable[[Request], None]]
    seen: list[tuple[str, str]]
    over: threading.Event

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Range", "")))
        self.close_connection = True
        answer = self.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def head(self, status: int = 200, **headers: object) -> None:
        """Send the status line and headers; _ stands for - in their names."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server:
    """The server while it runs; `answers` maps paths to what answers them, `seen` holds paths and ranges asked for."""

    def __init__(self, httpd: ThreadingHTTPServer, handler: type[Request]):
        self.url = f"http://127.0.0.1:{httpd.server_port}"
        self.answers = handler.answers
        self.seen = handler.seen
        self.over = handler.over

    def serve(self, path: str, content: bytes, tag: str = '"one"') -> str:
        """Serve a file well, with ranges; returns its address."""

        def answer(request: Request) -> None:
            begin = request.headers.get("Range", "")
            start = int(begin.removeprefix("bytes=").rstrip("-")) if begin else 0
            if start and request.headers.get("If-Range") == tag:
                span = f"bytes {start}-{len(content) - 1}/{len(content)}"
                request.head(206, Content_Length=len(content) - start, Content_Range=span, ETag=tag)
                request.wfile.write(content[start:])
            else:
                request.head(Content_Length=len(content), ETag=tag)
                request.wfile.write(content)

        self.answers[path] = answer
        return self.url + path


@contextmanager
def running_server() -> Iterator[Server]:
    """A server on a free port."""
    handler = type("Handler", (Request,), {"answers": {}, "seen": [], "over": threading.Event()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        httpd.daemon_threads = True
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Server(httpd, handler)
        finally:
            handler.over.set()
            httpd.shutdown()
            thread.join()
