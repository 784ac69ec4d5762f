"""The overview, the matrix with its evidence, clashes, common ground, shifts, unsorted, changes and their feed."""

import csv
import io
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page
from starlette.testclient import TestClient

from onrecord.cli.serve import desk_of_store
from onrecord.gather.dossier import load
from onrecord.pipeline import weighed
from onrecord.publish.desk.app import application
from onrecord.publish.desk.background import REST, Background, NotYetError
from onrecord.publish.desk.news import fortnight_before
from onrecord.publish.matrix import matrix
from onrecord.record.answers import Filter
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Dossier
from onrecord.weigh.positions import Position
from onrecord.weigh.weighed import Weighed
from tests.publish.desk.conftest import EXAMPLES, app_of, client_of

PAGES = ("/", "/matrix", "/clashes", "/common-ground", "/shifts", "/unsorted", "/changes")


def held(store: Path, as_of: str | None = None) -> tuple[Position, ...]:
    return matrix(weighed(View.open(store), load(EXAMPLES / "dossier.yaml"), Filter(as_of=as_of))).held


def opened(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return answer.text


def test_the_overview_holds_everything(reader: TestClient) -> None:
    text = opened(reader, "/?since=2027-02-20")
    for heading in ("Next meetings", "New since", "Who stands where", "Where they clash", "What has shifted", "Newest"):
        assert re.search(rf"<h2[^>]*>(<a[^>]*>)?{heading}", text), heading
    places = re.findall(r'<blockquote><a class="words" href="(/documents/\w+)#(s-[\w-]+)"', text)
    assert places
    for document, anchor in set(places):
        assert f'id="{anchor}"' in opened(reader, document)


def test_every_cell_opens_its_evidence_newest_first(reader: TestClient, examples: Path) -> None:
    table = opened(reader, "/matrix")
    assert "How to read it" in table
    assert "Stances are suggestions" in table
    for p in held(examples):
        at = f"/matrix?issue={p.issue}&party={p.party.replace(' ', '+')}"
        assert at.replace("&", "&amp;") + "#evidence" in table
        text = opened(reader, at)
        shown = [int(n) for n in re.findall(r'id="e-(\d+)"', text)]
        assert sorted(shown) == sorted(p.statements)
        evidence = text.partition('id="evidence"')[2].partition("Evidence, newest first")[2]
        days = re.findall(r'<time datetime="([\d-]+)"', evidence)
        assert days == sorted(days, reverse=True)
        assert evidence.count("▸ decides") == (p.decided_by is not None)
        assert evidence.count("Says the opposite as well") == len(p.contrary)
        assert ("<h3>Red line</h3>" in text) == (p.red_line is not None)
        assert ("<h3>Condition" in text) == bool(p.conditions)


def test_evidence_stands_in_the_words_of_its_source(reader: TestClient, examples: Path) -> None:
    view = View.open(examples)
    p = max(held(examples), key=lambda p: p.count)
    text = opened(reader, f"/matrix?issue={p.issue}&party={p.party}")
    documents = [" ".join(r.document.text.split()) for key in view.every_document() if (r := view.reading(key))]
    contexts = re.findall(r'<blockquote class="context">(.*?)</blockquote>', text, re.S)
    assert len(contexts) >= p.count
    for one in contexts:
        plain = " ".join(re.sub(r"<[^>]+>", "", one).replace("&#39;", "'").replace("&#34;", '"').split())
        plain = plain.removeprefix("… ").removesuffix(" …")
        assert any(plain in text for text in documents), plain
        assert '<mark class="content' in one


def test_an_unknown_cell_and_a_silent_one(reader: TestClient) -> None:
    assert reader.get("/matrix?issue=nothing&party=Varnia").status_code == 404
    assert reader.get("/matrix?issue=radar&party=Nowhere").status_code == 404
    assert "says nothing on" in opened(reader, "/matrix?issue=radar&party=Varnia&as_of=2020-01-01")


def test_pages_say_what_the_command_line_says(reader: TestClient, examples: Path) -> None:
    from onrecord.weigh.clashes import clashes
    from onrecord.weigh.shifts import shifts

    w = weighed(View.open(examples), load(EXAMPLES / "dossier.yaml"), Filter())
    text = opened(reader, "/clashes")
    for c in clashes(w.said, w.bearings, w.dossier):
        for s in (*c.pro, *c.contra):
            assert f"/documents/{s.words.document}#s-{s.words.telling}" in text
    moved = shifts(w.said, w.bearings, w.dossier, "2027-03-01", "2027-03-20")
    assert moved
    text = opened(reader, "/shifts?since=2027-03-01&to=2027-03-20")
    assert text.count('<th scope="row">') == len(moved)
    assert reader.get("/shifts?since=2027-03-20&to=2027-02-20").status_code == 400
    listed = set(re.findall(r'id="st-(\d+)"', opened(reader, "/unsorted")))
    assert listed == {str(s.id) for s in w.unsorted}


@pytest.mark.parametrize("name", ["matrix", "clashes", "common-ground", "shifts", "unsorted"])
def test_tables_as_csv(reader: TestClient, name: str) -> None:
    answer = reader.get(f"/{name}.csv?since=2027-03-01")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    first, *rows = csv.reader(io.StringIO(answer.text))
    assert first[0] in ("issue", "statement")
    assert rows
    assert reader.get("/nothing.csv").status_code == 404


def test_the_whole_of_it_is_as_of_a_day(reader: TestClient, examples: Path) -> None:
    day = "2027-03-02"
    was = held(examples, day)
    assert 0 < len(was) < len(held(examples))
    text = opened(reader, f"/matrix?as_of={day}")
    assert len(re.findall(r'class="cell ', text)) == len(was)
    for path in PAGES:
        text = opened(reader, f"{path}?as_of={day}")
        assert all(
            d <= day for d in re.findall(r'class="said"[^>]*>\s*<p class="lead"><time datetime="([\d-]+)"', text)
        )
        inside = text.partition("<main")[2].partition("</main>")[0]
        links = re.findall(r'href="(/(?!static|changes.atom)[^"]*)"', inside)
        assert all(f"as_of={day}" in link for link in links), path


def test_days_beside_the_one_shown(reader: TestClient, examples: Path) -> None:
    view = View.open(examples)
    days = sorted({r.document.published or "" for key in view.every_document() if (r := view.reading(key))})
    text = opened(reader, f"/clashes?as_of={days[2]}")
    assert f'rel="prev" href="/clashes?as_of={days[1]}"' in text
    assert f'rel="next" href="/clashes?as_of={days[3]}"' in text
    assert 'rel="next"' not in opened(reader, f"/clashes?as_of={days[-1]}")
    assert f'rel="prev" href="/?as_of={days[-2]}"' in opened(reader, "/")


def test_the_day_of_the_last_visit_is_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def visit(day: str) -> str:
        monkeypatch.setattr("onrecord.publish.desk.news._today", lambda: day)
        return opened(client, "/")

    latest = View.open(client.app.state.desk.view.address).days_beside().latest or ""  # type: ignore[attr-defined]
    assert f'name="since" value="{fortnight_before(latest)}"' in visit("2027-03-01")
    assert "New since your last visit, 1 March 2027" in visit("2027-03-05")
    assert "New since your last visit, 1 March 2027" in visit("2027-03-05")
    assert "New since your last visit, 5 March 2027" in visit("2027-03-09")
    assert 'name="since" value="2027-02-01"' in opened(client, "/?since=2027-02-01")


def test_counts_are_of_the_whole_store(reader: TestClient, examples: Path) -> None:
    view = View.open(examples)
    counted = view.counted("2027-02-01")
    assert counted.statements == len(view.changes("2027-02-01", Filter(limit=10_000)).statements) > 5
    assert f"{counted.statements} statements" in opened(reader, "/?since=2027-02-01")
    assert view.counted("2027-02-01", as_of="2027-03-01").statements < counted.statements


def test_without_a_dossier_it_is_told_what_one_is(store: Path) -> None:
    store.with_suffix(".dossier.yaml").unlink()
    client = client_of(app_of(store, read_only=True))
    for path in ("/", "/matrix", "/clashes", "/common-ground", "/shifts", "/unsorted"):
        assert "onrecord dossier draft" in opened(client, path), path
    assert client.get("/matrix.csv").status_code == 404
    opened(client, "/changes")
    assert feedparser.parse(client.get("/changes.atom").content).entries


def test_every_fault_of_a_dossier_is_told_and_the_rest_works(store: Path) -> None:
    beside = store.with_suffix(".dossier.yaml")
    beside.write_text("title: x\nissues:\n  - {id: A b, name: y, proposition: z}\nperiod: {start: soon}\nnonsense: 1\n")
    client = client_of(app_of(store, read_only=True))
    text = opened(client, "/")
    assert text.count("<li>") > 3
    for word in ("nonsense", "soon", "A b"):
        assert word in text.partition("The dossier has faults")[2], word
    assert client.get("/matrix").status_code == 400
    for path in (
        "/statements", "/statements/1", "/changes?since=2027-01-01", "/documents", "/actors", "/actors/1", "/timeline",
        "/parties/Varnia", "/brief", "/review", "/review?statement=1", "/review/agreement", "/search?q=radar",
    ):  # fmt: skip
        assert "The dossier has faults: positions are not shown" in opened(client, path), path
    beside.write_text((EXAMPLES / "dossier.yaml").read_text())
    assert "Who stands where" in opened(client, "/matrix")


def test_a_ruling_shows_at_once(store: Path) -> None:
    client = client_of(app_of(store, read_only=True))
    p = max(held(store), key=lambda p: p.count)
    at = f"/matrix?issue={p.issue}&party={p.party}"
    assert f'id="e-{p.statements[0]}"' in opened(client, at)
    writer = Writer(open_store(store, write=True), store)
    writer.rule(Correction(p.statements[0], "issue", answer=False, issue=p.issue), judge="Ada")
    assert f'id="e-{p.statements[0]}"' not in opened(client, at)


def test_the_feed_is_valid_and_its_ids_stay(reader: TestClient, store: Path) -> None:
    answer = reader.get("/changes.atom?since=2027-03-01")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    ids = [e.id for e in found.entries]
    assert len(ids) == len(set(ids)) > 10
    assert all(i.startswith("urn:uuid:") for i in ids)
    assert all(e.title and e.link.startswith("http://127.0.0.1/") and e.updated for e in found.entries)
    assert {e.title.partition(":")[0] for e in found.entries} & {"held", "planned", "moved", "postponed"}
    assert any(" → " in e.title or "red line" in e.title or "condition" in e.title for e in found.entries)
    for path in {e.link.removeprefix("http://127.0.0.1") for e in found.entries[:8]}:
        opened(reader, path.partition("#")[0])
    elsewhere = client_of(app_of(store, read_only=True)).get(
        "/changes.atom?since=2027-03-01", headers={"host": "localhost"}
    )
    assert {e.id for e in feedparser.parse(elsewhere.content).entries} == set(ids)


def test_a_first_answer_that_takes_long_is_waited_for_by_the_page_and_not_the_reader(examples: Path) -> None:
    desk, gate = desk_of_store(examples, read_only=True), threading.Event()
    weigh = desk.weigh

    def slowly(dossier, chosen):  # type: ignore[no-untyped-def]
        gate.wait(20)
        return weigh(dossier, chosen)

    object.__setattr__(desk, "weigh", slowly)
    object.__setattr__(desk, "background", Background(patience=0.05))
    client = client_of(_application(desk))
    assert (answer := client.get("/matrix")).status_code == 202
    assert answer.headers["refresh"] == "2"
    assert "Being worked out" in answer.text
    text = opened(client, "/")
    assert "Who stands where is being worked out" in text
    assert "Newest statements" in text
    assert client.get("/api/matrix").status_code == 503
    gate.set()
    for _ in range(100):
        if (answer := client.get("/matrix")).status_code == 200:
            break
        time.sleep(0.05)
    assert "Who stands where" in answer.text


def test_the_last_answer_is_served_while_the_next_is_made() -> None:
    background, gate = Background(patience=5, haste=0.05), threading.Event()

    def slow() -> str:
        gate.wait(20)
        return "second"

    assert background.of("a", 1, lambda: "first").value == "first"
    old = background.of("a", 2, slow)
    assert (old.value, old.behind) == ("first", True)
    gate.set()
    new = background.of("a", 2, slow)
    for _ in range(100):
        if not new.behind:
            break
        time.sleep(0.02)
        new = background.of("a", 2, slow)
    assert (new.value, new.behind) == ("second", False)


def test_pages_that_rest_on_older_positions_say_so_and_files_have_the_newest(store: Path) -> None:
    made = desk_of_store(store, read_only=True)

    def slowly(dossier: Dossier, chosen: Filter) -> Weighed:
        time.sleep(1)
        return made.weigh(dossier, chosen)

    desk = replace(made, weigh=slowly, background=Background(patience=60, haste=0))
    client = client_of(application(desk))
    one = next(s for s in desk.view.statements() if s.actor and s.party)
    at = [f"/actors/{one.actor}", f"/parties/{one.party}", "/matrix", f"/statements/{one.id}?issues=1"]
    since = re.compile("record has changed since")
    assert not [path for path in at if since.search(client.get(path).text)]
    assert not client.get("/api/matrix").json()["behind"]
    before = client.get("/matrix.csv").text
    decided = next(p.decided_by for p in held(store) if p.decided_by)
    Writer(open_store(store, write=True), store).rule(Correction(decided, "reject"), judge="Ada")
    assert [path for path in at if since.search(client.get(path).text)] == at
    assert client.get("/api/matrix").json()["behind"]
    assert client.get("/matrix.csv").text != before


def test_after_a_dear_answer_nobody_waits_and_the_next_is_begun_when_it_has_rested() -> None:
    background, begun = Background(patience=60, haste=0.05), list[float]()

    def dear() -> float:
        begun.append(time.monotonic())
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass
        return time.monotonic()

    first = background.of("a", 1, dear)
    while (new := background.of("a", 2, dear)).behind:
        assert new.value == first.value
        time.sleep(0.01)
    assert begun[1] >= first.value + REST * 0.1


def test_what_fails_after_a_dear_answer_is_told() -> None:
    background = Background(patience=60, haste=0)

    def fails() -> bool:
        while background.of("a", 2, lambda: float("broken")).behind:
            time.sleep(0.01)
        return False

    background.of("a", 1, lambda: 1.0)
    with pytest.raises(ValueError, match="broken"):
        fails()


def test_an_answer_that_fails_is_told_and_not_kept() -> None:
    background, tries = Background(), []

    def fails() -> str:
        tries.append(1)
        raise NotYetError("no") if len(tries) > 5 else ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            background.of("a", 1, fails)
    assert len(tries) == 2
    assert background.of("a", 1, lambda: "mended").value == "mended"


def test_a_cell_opens_beside_the_matrix(reader: TestClient, serving: Callable[[FastAPI], str], page: Page) -> None:
    base = serving(reader.app)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{base}/matrix")
    heading = page.locator("#evidence h2")
    assert heading.count() == 0
    cell = page.locator("a.cell").first
    cell.click()
    heading.wait_for()
    assert "issue=" in page.url
    assert page.locator("a.cell[aria-current]").count() == 1
    assert page.locator("#evidence").evaluate("e => e === document.activeElement")
    first = heading.inner_text()
    page.locator("a.cell").last.click()
    page.wait_for_function("was => document.querySelector('#evidence h2').innerText !== was", arg=first)
    page.set_viewport_size({"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cell_opens_without_javascript(reader: TestClient, serving: Callable[[FastAPI], str], browser) -> None:  # type: ignore[no-untyped-def]
    base = serving(reader.app)  # type: ignore[arg-type]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/matrix")
    with page.expect_navigation():
        page.locator("a.cell").first.click()
    assert page.locator("#evidence article").count() > 0
    assert page.url.endswith("#evidence")
    context.close()


def _application(desk):  # type: ignore[no-untyped-def]
    from onrecord.publish.desk.app import application

    return application(desk)
