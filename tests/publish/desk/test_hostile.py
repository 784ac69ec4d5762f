"""Documents that attack the desk: nothing of them runs, becomes markup or breaks the layout, on any page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from lxml import html
from playwright.sync_api import Page

from onrecord.publish.desk.plain import bits, seen
from onrecord.record.answers import Filter
from onrecord.record.view import View
from tests.publish.desk.conftest import app_of, client_of
from tests.publish.desk.hostile import FAR, TURNED, WALL, addresses, harmless, store_at, wall


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_at(tmp_path_factory.mktemp("hostile") / "hostile.db")


@pytest.mark.parametrize("width", [380, 1400])
def test_nothing_runs_and_the_layout_holds(
    hostile: Path, page: Page, serving: Callable[[FastAPI], str], width: int
) -> None:
    base = serving(app_of(hostile))
    for address in addresses(hostile):
        harmless(page, base + address, width)


def test_a_control_turns_nothing_around_it(hostile: Path, page: Page, serving: Callable[[FastAPI], str]) -> None:
    view = View.open(hostile)
    turned = next(x.source.key for x in view.listed() if TURNED in (x.source.title or ""))
    page.goto(f"{serving(app_of(hostile))}/documents/{turned}")
    names = page.locator("h1 .control").evaluate_all("all => all.map(e => e.dataset.name)")
    assert names == ["RLO", "PDF", "LRI", "RLI", "LRO", "RLO"]
    left = """text => { const range = document.createRange(); const at = document.querySelector("#text");
        const walk = document.createTreeWalker(at, NodeFilter.SHOW_TEXT);
        for (let n; (n = walk.nextNode());) { const i = n.data.indexOf(text); if (i < 0) continue;
            range.setStart(n, i); range.setEnd(n, i + 1); const a = range.getBoundingClientRect().left;
            range.setStart(n, i + text.length - 1); range.setEnd(n, i + text.length);
            return a < range.getBoundingClientRect().left; } }"""
    assert page.evaluate(left, "npp") is not False  # no such words: nothing to compare
    assert page.evaluate(left, "gnp") is True  # letters after an override still run from left to right


def test_the_wall_is_shown_in_parts_whose_anchors_hold(hostile: Path) -> None:
    client, key = client_of(app_of(hostile, read_only=True)), wall().document.id
    first = client.get(f"/documents/{key}")
    assert len(first.text) < 60_000
    assert "part 1 of 125" in first.text
    for anchor, near in (("s-far", "deadlock"), ("s-last", "the_very_last_"), (f"c-{FAR}-{FAR + 10}", "deadlock")):
        aimed = client.get(f"/documents/{key}?at={anchor}").text
        assert f'id="{anchor}"' in aimed
        assert near in aimed.partition(f'id="{anchor}"')[2][:2500]
    cut = client.get(f"/documents/{key}?at=c-{WALL + 5}-{WALL + 9}").text
    assert "is not in this document now" in cut


def test_what_was_rejected_says_so_and_names_who(hostile: Path) -> None:
    client, view = client_of(app_of(hostile, read_only=True)), View.open(hostile)
    (gone,) = [r for r in view.rulings() if r.field == "reject"]
    answer = client.get(f"/statements/{gone.statement}")
    assert answer.status_code == 410
    assert "A person rejected" in answer.text
    assert f"statement {gone.statement}</a>" in client.get(f"/documents/{gone.document}").text
    assert view.statement(gone.statement or 0) is None
    assert all(s.id != gone.statement for s in view.statements(Filter(limit=200)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a[RLO]b"),
        ("\x00\x1b[1m\n", "[U+00][U+1B][1m\n"),
        ("ze\u200bro \ufeff", "ze[ZWSP]ro [BOM]"),
        ("e" + "\u0301" * 9 + "f", "e" + "\u0301" * 4 + "[5 marks]f"),
        ("\ud800", "[U+D800]"),
        ("naïve 👩‍👧", "naïve 👩‍👧"),
    ],
)
def test_unseen_characters_are_shown_by_name(text: str, shown: str) -> None:
    assert seen(text) == shown
    assert all(bit.encode("utf-8") for bit, _ in bits(text))


def test_a_reviewer_selects_the_characters_of_the_stored_text(hostile: Path) -> None:
    view, client = View.open(hostile), client_of(app_of(hostile, read_only=True))
    unseen = 0
    for said in view.statements(Filter(limit=100)):
        page = html.document_fromstring(client.get(f"/review?statement={said.id}").text)
        text = view.text(said.fullest.source.key) or ""
        for piece in page.xpath("//*[@id='passage']//*[@data-at]"):
            at, words = int(piece.get("data-at")), "".join(piece.itertext())
            assert words == text[at : at + len(words)]
            unseen += "\u202e" in words
    assert unseen
