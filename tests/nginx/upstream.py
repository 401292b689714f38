"""What stands for Gunicorn behind NGINX: it does what a test wants to see."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

PATIENCE = 60

ETAG = '"version-1"'


class Upstream(ThreadingHTTPServer):
    """Answers every path; the last part of the path says how.

    name: in every answer, so that a test sees which pool was asked.
    may_finish: what a slow answer waits for before it sends its last bytes.
    expires: seconds that NGINX may keep a picture; None where it may not.
    kept: the name of a file that NGINX shall send, as far as it says that it can.
    """

    daemon_threads = True

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.name = name
        self.may_finish = threading.Event()
        self.connections = 0
        # Of pictures that were asked for: the headers that arrived.
        self.pictures: list[dict[str, str]] = []
        self.expires: int | None = None
        self.kept = ""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def close(self) -> None:
        self.may_finish.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    @property
    def upstream(self) -> Upstream:
        return cast(Upstream, self.server)

    def setup(self) -> None:
        super().setup()
        self.upstream.connections += 1

    def do_GET(self) -> None:
        last = self.path.partition("?")[0].rstrip("/").rpartition("/")[2]
        match last:
            case "slow":
                self.slow()
            case "hang":
                self.upstream.may_finish.wait(PATIENCE)
                self.close_connection = True
            case "own-503":
                self.answer(503, b"the application's own words", "text/plain")
            case "large":
                self.answer(200, json.dumps(["same"] * 4000).encode(), "application/json")
            case "bare":
                self.answer(200, b"", "text/plain", with_headers=False)
            case "picture":
                self.answer(200, b"\xff" * 9000, "image/jpeg")
            case _ if "/render_thumbnail/" in self.path:
                self.rendered()
            case _:
                self.echo()

    def do_POST(self) -> None:
        length = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.answer(200, str(length).encode(), "text/plain")

    def echo(self) -> None:
        """What arrived here."""
        seen = {"name": self.upstream.name, "path": self.path, "headers": dict(self.headers)}
        self.answer(200, json.dumps(seen).encode(), "application/json")

    def rendered(self) -> None:
        """A picture with an ETag; NGINX may keep it, or send it from a file."""
        seen = dict(self.headers)
        self.upstream.pictures.append(seen)
        is_known = seen.get("If-None-Match") == ETAG
        is_sent = bool(self.upstream.kept and seen.get("X-Omeroweb-Files"))
        body = b"" if is_known or is_sent else b"picture"
        self.send_response(304 if is_known else 200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", ETAG)
        self.send_header("Cache-Control", "private, no-cache")
        self.send_header("Vary", "Cookie")
        if self.upstream.expires is not None and seen.get("X-Omeroweb-Cache"):
            self.send_header("X-Accel-Expires", str(self.upstream.expires))
        if is_sent:
            self.send_header("X-Accel-Redirect", self.upstream.kept)
        self.end_headers()
        self.wfile.write(body)

    def slow(self) -> None:
        """A first part now, the last one when the test has seen the first."""
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"5\r\nfirst\r\n")
        self.wfile.flush()
        self.upstream.may_finish.wait(PATIENCE)
        self.wfile.write(b"4\r\nlast\r\n0\r\n\r\n")

    def answer(
        self, status: int, body: bytes, content_type: str, *, with_headers: bool = True
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        # As Django's middleware does.
        if with_headers:
            self.send_header("X-Frame-Options", "SAMEORIGIN")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""
