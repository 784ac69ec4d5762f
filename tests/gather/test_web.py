"""URLs: a real server on loopback; what must be refused is refused before a byte is sent."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import InputError
from onrecord.gather import gather
from onrecord.gather.web import Limits, fetch
from tests.gather.test_gather import NEWS, PAGE


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body, extra = "text/html; charset=utf-8", PAGE.encode(), {}
        status = 200
        if self.path == "/plain":
            kind, body = "text/plain", NEWS.encode()
        elif self.path == "/loop":
            status, extra, body = 302, {"Location": "/loop"}, b""
        elif self.path == "/moved":
            status, extra, body = 301, {"Location": "/article"}, b""
        elif self.path == "/to-file":
            status, extra, body = 302, {"Location": "file:///etc/passwd"}, b""
        elif self.path == "/missing":
            status, body = 404, b"no"
        elif self.path == "/image":
            kind, body = "image/png", b"\x89PNG"
        elif self.path == "/bomb":
            body, extra = gzip.compress(b"a" * 3_000_000), {"Content-Encoding": "gzip"}
        elif self.path == "/slow":
            time.sleep(1.5)
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output quiet."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is what some of these tests are about."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_becomes_a_document(site: str) -> None:
    document = gather(f"{site}/article", allow_private=True)
    assert NEWS in document.text
    assert document.url == f"{site}/article"


def test_plain_text_and_redirects(site: str) -> None:
    assert gather(f"{site}/plain", allow_private=True).text == NEWS
    assert fetch(f"{site}/moved", allow_private=True).url == f"{site}/article"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/loop", "redirects"),
        ("/missing", "404"),
        ("/image", "image/png"),
        ("/to-file", "only http and https"),
        ("/bomb", "larger than"),
        ("/slow", "within"),
    ],
)
def test_what_a_server_can_do_wrong(site: str, path: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        fetch(site + path, allow_private=True, limits=Limits(seconds=1.0, size=1_000_000))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://[fe80::1]/", "http://2130706433/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"private|not found"):
        fetch(url)


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "http://", "gopher://example.org/"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(InputError, match="only http and https"):
        fetch(url)


def test_credentials_and_unknown_hosts_are_refused(site: str) -> None:
    with pytest.raises(InputError, match="password"):
        fetch(site.replace("http://", "http://user:secret@"), allow_private=True)
    with pytest.raises(InputError, match="not found"):
        fetch("http://no-such-host.invalid/")
