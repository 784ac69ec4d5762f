"""Everything on one statement."""

import shutil
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from playwright.sync_api import Page
from starlette.testclient import TestClient

from onrecord.publish.desk.context import AROUND, MOST, contexts
from onrecord.record.answers import Filter
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from tests.publish.desk.conftest import app_of, client_of
from tests.record.kept import DORN, document, reading, said, store


def test_each_telling_stands_in_its_context(examples: Path) -> None:
    view = View.open(examples)
    for s in view.statements(Filter(limit=100)):
        for cited, passages in contexts(view, s.citations):
            held = view.reading(cited.source.key)
            assert held is not None
            text = held.document.text
            shown = ["".join(bit.text for bit in p.pieces) for p in passages]
            assert all(text[p.start : p.start + len(words)] == words for p, words in zip(passages, shown, strict=True))
            assert sum(map(len, shown)) <= MOST
            assert all(
                any(span.exact in words for words in shown) for span in cited.content if len(span.exact) < AROUND
            )
            marked = "".join(b.text for p in passages for b in p.pieces if "content" in b.classes)
            assert marked == "".join(span.exact for span in cited.content)


WIRE = 'Dorn said "the radar on Skerra must be dismantled before any limit on patrols" in Torvek on Monday.'
COPY = 'In Torvek, Dorn said "the radar on Skerra must be dismantled before any talk of limits on patrols".'


def test_every_report_is_told_and_where_they_disagree(tmp_path: Path) -> None:
    wire, copy = document(WIRE, "2027-03-01"), document(COPY, "2027-03-02", "Harbour Tribune")
    quotes = (WIRE[WIRE.index('"') : WIRE.rindex('"') + 1], COPY[COPY.index('"') : COPY.rindex('"') + 1])
    view = store(
        tmp_path / "two.db",
        reading(wire, said(WIRE, DORN, quotes[0], "demand", on="2027-02-28")),
        reading(copy, said(COPY, DORN, quotes[1], "demand", on="2027-03-01")),
    )
    (one,) = view.statements()
    shown = client_of(app_of(view.address, read_only=True)).get(f"/statements/{one.id}").text
    for c in one.citations:
        assert f"/documents/{c.source.key}?at=s-{c.key}#s-{c.key}" in shown
        assert f"confidence {c.confidence * 100:.0f} %" in shown
    assert {c.about for c in one.conflicts} == {"date", "wording"}
    assert "On the date" in shown
    assert "On the wording" in shown
    assert "the fullest telling" in shown
    early = client_of(app_of(view.address, read_only=True)).get(f"/statements/{one.id}?as_of=2027-03-01").text
    assert "Where reports disagree" not in early
    assert "Harbour Tribune" not in early


def test_rulings_stand_beside_the_machine_s_answer(examples: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(examples, tmp_path))
    one = View.open(path).statements()[0]
    writer = Writer(open_store(path, write=True), path)
    kind = "warning" if one.kind != "warning" else "offer"
    ruled = writer.rule(Correction(one.id, "kind", kind), judge="Ada")
    client = client_of(app_of(path))
    shown = client.get(f"/statements/{one.id}").text
    assert f"<td><bdi>{one.kind}</bdi></td><td><bdi>{kind}</bdi></td>" in shown
    writer.withdraw(ruled, judge="Ben")
    assert "taken back by <bdi>Ben</bdi>" in client.get(f"/statements/{one.id}").text


def test_one_that_was_not_on_record_yet_says_when_it_came(reader: TestClient, examples: Path) -> None:
    one = View.open(examples).statements()[0]
    answer = reader.get(f"/statements/{one.id}?as_of=2020-01-01")
    assert answer.status_code == 404
    assert "was not on record at the end of 1 January 2020: its first report is of" in answer.text
    assert reader.get("/statements/999999").status_code == 404


def test_the_issues_it_bears_on_are_weighed_when_asked_for(
    page: Page, examples: Path, serving: Callable[[FastAPI], str]
) -> None:
    app = app_of(examples, read_only=True)
    weighed = app.state.desk.weighed(None)
    number, (bearing, *_) = next((n, found) for n, found in weighed.bearings.items() if found)
    name = next(i.name for i in weighed.dossier.issues if i.id == bearing.issue)
    page.goto(f"{serving(app)}/statements/{number}")
    assert name not in page.locator("#issues").inner_text()
    page.locator("#issues a").click()
    page.locator("#issues", has_text=name).wait_for()
    assert f"{name}</bdi></a>: {bearing.stance or 'takes no side'}" in client_of(app).get(
        f"/statements/{number}?issues=1"
    ).text.replace("&#39;", "'")
