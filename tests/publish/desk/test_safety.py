"""Who may look and write; what is refused, and how little it costs; that nothing is left of what was refused."""

import asyncio
import base64
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from onrecord.cli.desk import desk_of_store
from onrecord.cli.serve import listening_at
from onrecord.publish.desk import guard, safety, serving
from onrecord.publish.desk.app import application
from onrecord.publish.desk.safety import Access, Gate, TooOftenError, hashed
from onrecord.record.rulings import Correction
from onrecord.settings import MAX_FORM, MAX_UPLOAD
from tests.publish.desk.conftest import client_of, token

SECRET = "a token of twenty-four"  # noqa: S105 - a test's
HASH = hashed(SECRET)
T = TypeVar("T")


@pytest.fixture
def closed(store: Path) -> TestClient:
    """A client of a desk at which one has to sign in."""
    return client_of(application(desk_of_store(store), Access(HASH, None)))


def run(made: Coroutine[object, object, T]) -> T:
    """The result of a coroutine, in a thread of its own: the browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, made).result()


def sign_in(client: TestClient, secret: str = SECRET, **more: str) -> int:
    sent = {"csrf": csrf(client, "/sign-in"), "secret": secret, "judge": "Ada", **more}
    return client.post("/sign-in", data=sent).status_code


def csrf(client: TestClient, path: str = "/") -> str:
    return client.get(path).text.partition('data-csrf="')[2].partition('"')[0]


def test_who_has_not_signed_in_sees_nothing(closed: TestClient) -> None:
    for path in ("/", "/statements", "/documents", "/dossier", "/add", "/add/progress", "/sign-inside", "/nowhere"):
        answer = closed.get(path)
        assert (answer.status_code, answer.text) == (303, ""), path
        assert answer.headers["location"].startswith("/sign-in?back=%2F")
        assert answer.headers["cache-control"] == "no-store"
    assert closed.post("/add").headers["location"] == "/sign-in"
    assert closed.get("/api/statements").status_code == 401
    page = closed.get("/sign-in").text
    assert "You correct as" not in page
    assert "Sign out" not in page


def test_signing_in_and_out(closed: TestClient) -> None:
    assert sign_in(closed, "wrong") == 403
    assert sign_in(closed, back="/documents") == 303
    cookie = closed.cookies["onrecord"]
    answer = closed.get("/")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert 'value="Ada"' in answer.text
    assert closed.post("/sign-out").status_code == 403  # without the session's token
    assert closed.post("/sign-out", data={"csrf": csrf(closed)}).status_code == 303
    closed.cookies.set("onrecord", cookie)  # a copy that someone kept
    assert closed.get("/").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_holds_no_secret(closed: TestClient) -> None:
    sent = {"csrf": csrf(closed, "/sign-in"), "secret": SECRET, "judge": "Ada"}
    cookie = closed.post("/sign-in", data=sent).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie.rpartition("samesite")[2]
    held = base64.b64decode(cookie.partition("=")[2].partition(".")[0] + "==")
    assert b"scrypt" not in held
    over_tls = TestClient(closed.app, base_url="https://desk.example", follow_redirects=False)
    assert "secure" in over_tls.get("/sign-in").headers["set-cookie"].lower()


def test_a_token_in_a_header_does_for_programs_and_feeds(closed: TestClient) -> None:
    beside_a_name = base64.b64encode(f"anyone:{SECRET}".encode()).decode()
    for sent in (f"Bearer {SECRET}", f"Basic {beside_a_name}"):
        assert closed.get("/api/statements", headers={"authorization": sent}).status_code == 200
    for sent in ("Bearer wrong", "Basic !!!", "Basic /w==", "Digest x", "Bearer"):
        assert closed.get("/api/statements", headers={"authorization": sent}).status_code == 401, sent
    assert closed.get("/changes.atom").headers["www-authenticate"].startswith("Basic ")
    # A browser may send it by itself, and a write still needs the session's token.
    assert closed.post("/name", headers={"authorization": f"Bearer {SECRET}"}, data={"judge": "E"}).status_code == 403


def test_the_right_token_is_looked_at_once_and_wrong_ones_ten_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    admits = Access.admits
    monkeypatch.setattr(Access, "admits", lambda self, secret: looked.append(secret) or admits(self, secret))
    now = [0.0]
    gate = Gate(Access(HASH, None), clock=lambda: now[0])

    async def many() -> list[bool]:
        return await asyncio.gather(*(gate.admits(SECRET, "192.0.2.1") for _ in range(15)))

    assert run(many()) == [True] * 15
    assert looked == [SECRET]
    for _ in range(safety.WRONG):
        assert not run(gate.admits("wrong", "2001:db8::1"))
    with pytest.raises(TooOftenError, match="Try again in 30"):
        run(gate.admits("another", "2001:db8::2"))  # its owner has both
    assert len(looked) == 1 + safety.WRONG
    assert run(gate.admits(SECRET, "2001:db8::2"))  # who was let in before is not locked out
    assert not run(gate.admits("wrong", "2001:db8:0:1::1"))  # another's address
    now[0] += safety.WITHIN + 1
    assert not run(gate.admits("wrong", "2001:db8::2"))


def test_who_guesses_is_told_to_wait(closed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Access, "admits", lambda *_: False)
    assert [sign_in(closed, str(n)) for n in range(safety.WRONG)] == [403] * safety.WRONG
    assert sign_in(closed, SECRET) == 429  # the right one too: else a guess would be told from it
    answer = closed.get("/", headers={"authorization": "Bearer guess"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_one_is_never_sent_to_another_site(closed: TestClient) -> None:
    for back in (
        "https://evil.example", "//evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "//",
        "/\n/evil.example", "evil.example", "javascript:alert(1)", "", " //evil.example",
    ):  # fmt: skip
        sent = {"csrf": csrf(closed, "/sign-in"), "secret": SECRET, "judge": "Ada", "back": back}
        assert closed.post("/sign-in", data=sent).headers["location"] == "/", back
        assert 'name="back" value="/"' in closed.get("/sign-in", params={"back": back}).text


def test_every_way_of_asking_is_sane(client: TestClient) -> None:
    head, got = client.head("/"), client.get("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"] or "content-encoding" in got.headers
    for method in ("OPTIONS", "TRACE", "CONNECT", "DELETE", "WHATEVER"):
        answer = client.request(method, "/", headers={"x-secret": "echoed"})
        assert answer.status_code == 405, method
        assert "GET" in answer.headers["allow"]
        assert "echoed" not in answer.text


def test_what_is_broken_in_us_is_told_without_a_traceback(store: Path) -> None:
    app = application(desk_of_store(store))
    app.add_api_route("/broken", lambda: 1 / 0)
    answer = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500
    assert "A fault in onrecord (ZeroDivisionError)" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_a_body_that_is_declared_too_large_is_not_read(client: TestClient) -> None:
    for path, most in (("/add", MAX_UPLOAD), ("/name", MAX_FORM), ("/sign-in", 16_000)):
        answer = client.post(path, content=iter(()), headers={"content-length": str(most + 1)})
        assert answer.status_code == 413, path
        assert f"more than {most / 1e6:g} MB" in answer.text


def test_a_body_that_grows_too_large_is_cut_off(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guard.LARGEST, "/add", 3_000_000)
    kept: list[int] = []

    def endless() -> object:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for n in range(10_000):
            kept.append(n)
            yield b"a" * 100_000

    sent = {"content-type": "multipart/form-data; boundary=x", "x-csrf-token": token(client)["csrf"]}
    app: FastAPI = client.app  # type: ignore[assignment]
    answer = run(_streamed(app, endless(), {**sent, "cookie": f"onrecord={client.cookies['onrecord']}"}))
    assert answer == 413
    assert len(kept) < 40  # of ten thousand


async def _streamed(app: FastAPI, pieces: object, headers: dict[str, str]) -> int:
    told: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": next(pieces), "more_body": True}  # type: ignore[call-overload]

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            told.append(int(str(message["status"])))

    scope = {
        "type": "http", "method": "POST", "path": "/add", "raw_path": b"/add", "query_string": b"", "scheme": "http",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "http_version": "1.1", "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), *((k.encode(), v.encode()) for k, v in headers.items())],
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type]
    return told[0]


@pytest.fixture
def port(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a desk as ``onrecord serve`` serves it, with less patience."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(guard, "SLOWEST", 0.3)
    listening = listening_at("127.0.0.1", 0)
    server = serving.server(application(desk_of_store(store)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def said(port: int, *pieces: bytes, every: float = 0.0) -> bytes:
    """What a connection answers until it is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=8) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(every)
        answer = b""
        with suppress(ConnectionError):  # closed on what was not read
            while got := connection.recv(65536):
                answer += got
    return answer


def test_who_sends_nothing_or_too_slowly_is_let_go(port: int) -> None:
    begun = time.monotonic()
    assert said(port) == b""
    assert said(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ") == b""
    body = b"POST /name HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n\r\njudge="
    assert b" 408 " in said(port, body + form).partition(b"\r\n")[0]
    assert time.monotonic() - begun < 5
    whole = b"GET /icon HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    assert b" 404 " in said(port, whole[:9], whole[9:], every=0.05)


def test_heads_that_are_too_long_or_odd_are_refused(port: int) -> None:
    begun = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    for head, status in (
        (b"X: " + b"a" * 40_000, 431),
        (b"Host: other", 400),
        (b"X\x00: y", 400),
        (b"Content-Length: 5\r\nContent-Length: 6", 400),
        (b"X: y", 200),
    ):
        assert said(port, begun + head + b"\r\n\r\n").partition(b"\r\n")[0].split(b" ")[1] == b"%d" % status, head[:20]
    assert said(port, begun + b"X: " + b"a" * 400_000)[9:12] in (b"", b"400")
    assert b" 414 " in said(port, begun.replace(b"/ ", b"/?q=" + b"a" * 20_000 + b" ", 1) + b"\r\n")
    answer = said(port, begun + b"\r\n")
    assert not re.search(rb"\r\nserver:", answer, re.I)


def test_writers_and_readers_do_not_hinder_each_other(store: Path) -> None:
    desk = desk_of_store(store)
    assert desk.editing is not None
    editing, client = desk.editing, client_of(application(desk, judge="Ada"))
    numbers = [s.id for s in desk.view.statements()][:8]
    sent = token(client)

    def rule(n: int) -> int:
        return editing.rule(Correction(numbers[n % len(numbers)], "confirm"), f"judge {n % 4}")

    def read(n: int) -> int:
        return client.get(("/", "/statements", "/documents", "/api/statements")[n % 4]).status_code

    def hand_in(n: int) -> int:
        text = f"The minister of Arvania said on Monday that the talks of round {n} would not be held in public."
        return client.post(
            "/add", data={**sent, "text": text}, files={"files": (f"{n}.txt", text.encode())}
        ).status_code

    with ThreadPoolExecutor(12) as pool:
        ruled = [pool.submit(rule, n) for n in range(60)]
        seen = [pool.submit(read, n) for n in range(60)]
        added = [pool.submit(hand_in, n) for n in range(4)]
        assert len({one.result() for one in ruled}) == 60
        assert {one.result() for one in seen} == {200}
        assert {one.result() for one in added} == {303}
    jobs = client.app.state.jobs  # type: ignore[attr-defined]
    while jobs.busy:
        time.sleep(0.05)
    assert sum((job.counts for job in jobs.every()), Counter()) == {"new": 4, "known": 4}
    jobs.stop()
    assert {r.judge for r in desk.view.rulings()} >= {f"judge {n}" for n in range(4)}
