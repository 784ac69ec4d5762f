"""The frame around every page: the day, errors in words, and what a browser is told."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from onrecord.publish.desk.in_turn import AT_ONCE, InTurn
from onrecord.publish.desk.routes import PAGES, WRITES
from tests.publish.desk.conftest import app_of, client_of


def test_every_place_is_there(client: TestClient) -> None:
    for path in ("/", "/statements", "/documents"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<h1>" in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_few_pages_are_made_at_once_and_what_writes_does_not_wait_for_them() -> None:
    at_once = {"GET": 0, "POST": 0}
    most = dict(at_once)

    async def slow(scope: Scope, _: Receive, send: Send) -> None:
        method = scope["method"]
        at_once[method] += 1
        most[method] = max(most[method], at_once[method])
        await anyio.sleep(0.02)
        at_once[method] -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def everyone() -> None:
        async with anyio.create_task_group() as group:
            for method in ("GET", "POST") * 40:
                group.start_soon(InTurn(slow), {"type": "http", "method": method}, receive_nothing, send_nowhere)

    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have a loop in this thread
        apart.submit(anyio.run, everyone).result()
    assert most == {"GET": AT_ONCE, "POST": 40}


async def receive_nothing() -> Message:
    return {}


async def send_nowhere(_: Message) -> None:
    return


def test_the_whole_desk_is_as_of_a_day(reader: TestClient) -> None:
    first = reader.get("/statements?as_of=2031-01-01").text
    assert "The desk shows the record as it stood at the end of 1 January 2031" in first
    assert 'href="/documents?as_of=2031-01-01"' in first


def test_another_day_shows_the_same_things(reader: TestClient) -> None:
    for asked in (
        "/search?q=radar&in=statements", "/timeline?zoom=month&at=2027-03-10", "/actors/1?issue=radar",
        "/conflict?state=2&who=Veldt", "/brief?order=table", "/review?statement=7&blind=1",
        "/matrix?issue=radar&party=Ostrel",
    ):  # fmt: skip
        page = reader.get(f"{asked}&page=2&as_of=2027-03-10" if "zoom" in asked else f"{asked}&as_of=2027-03-10").text
        for day in ("2027-03-07", "2027-03-14"):
            assert f'href="{asked.replace("&", "&amp;")}&amp;as_of={day}"' in page, asked
        form = page.partition('<form class="day"')[2].partition("</form>")[0]
        held = re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form)
        assert "&".join(f"{name}={value}" for name, value in held) == asked.partition("?")[2]
    assert "cite=" not in reader.get("/brief?cite=1").text.partition("<main")[0]


def test_what_went_wrong_is_told(reader: TestClient) -> None:
    answer = reader.get("/statements?as_of=tomorrow")
    assert answer.status_code == 400
    assert "cannot read the date &#39;tomorrow&#39;" in answer.text
    assert reader.get("/nowhere").status_code == 404
    assert reader.get("/statements/999999").status_code == 404


def test_a_foreign_host_or_site_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    sent = client.post("/name", data={"judge": "Eve"}, headers={"origin": "http://evil.example"})
    assert sent.status_code == 403
    assert client.post("/name", data={"judge": "Eve"}).status_code == 403  # without the session's token


def test_read_only_has_no_address_that_writes(examples: Path, client: TestClient) -> None:
    closed = client_of(app_of(examples, read_only=True))
    assert {path for _, path in writing(PAGES)} == {"/sign-in", "/sign-out"}
    for method, path in writing(WRITES):
        at = re.sub(r"{\w+}", "1", path)
        assert closed.request(method, at).status_code in (404, 405), path
        assert client.request(method, at).status_code == 403, path  # there, but not without the session's token


def writing(routers: tuple[APIRouter, ...]) -> list[tuple[str, str]]:
    return [
        (method, route.path)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods - {"GET", "HEAD"}
    ]


def test_browsers_keep_the_desks_own_files(reader: TestClient) -> None:
    marked = re.findall(r'"(/static/[^"]+)"', reader.get("/").text)
    assert len(marked) > 3
    for path in marked:
        answer = reader.get(path)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        plain = reader.get(path.partition("?")[0], headers={"accept-encoding": "identity"})
        assert (plain.content, plain.headers["cache-control"]) == (answer.content, "no-cache")
        assert reader.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
        assert reader.head(path).status_code == 200
    for path in (
        "/static/",
        "/static/vendor",
        "/static/none.css",
        "/static/..%2Fapp.py",
        "/static/vendor/../../app.py",
    ):
        assert reader.get(path).status_code == 404
