"""Search on the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page
from starlette.testclient import TestClient

from tests.publish.desk.conftest import app_of


def test_hits_are_marked_and_lead_to_their_place(reader: TestClient) -> None:
    shown = reader.get("/search?q=radar").text
    assert '<mark class="hit">radar</mark>' in shown
    assert "#s-" in shown.partition("h-statements")[2]


def test_a_document_s_hit_is_lit_where_it_stands(reader: TestClient) -> None:
    shown = reader.get("/search?q=radar&in=documents").text
    place = shown.partition('class="hit-one"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    opened = reader.get(place.partition("#")[0]).text
    anchor = place.partition("#")[2]
    assert f'id="{anchor}"' in opened
    assert "radar" in opened.partition(f'id="{anchor}"')[2][:3000]


def test_filters_narrow_and_are_kept(reader: TestClient) -> None:
    shown = reader.get("/search?q=radar&party=Ostrel").text
    assert "documents are left out" in shown
    assert 'value="Ostrel" selected' in shown
    assert "Nothing on record as of that day" in reader.get("/search?q=radar&as_of=2020-01-01").text
    assert reader.get("/search?q=radar&in=letters").status_code == 400


def test_a_word_on_its_way_finds_what_begins_so(reader: TestClient) -> None:
    shown = reader.get("/search?q=negotiati").text
    assert "that begin with <strong><bdi>negoti</bdi></strong>" in shown
    assert '<mark class="hit">negotiat' in shown or '<mark class="hit">Negotiat' in shown


def test_nothing_found_says_what_would_be(reader: TestClient) -> None:
    shown = reader.get("/search?q=radar+zebra&kind=offer").text
    assert "has all of these words" in shown
    assert "Search without narrowing" in shown
    assert "zebra</bdi> (nothing)" in shown


@pytest.mark.parametrize(
    "typed",
    ['"', '""', '"radar', "radar*", "*", "***", "AND", "NEAR(a b)", "title:radar", "-radar", "a OR", "(", "^x", "{a b}",
     "_", "radar _", "!!!", "\\", "'", "%", "\x00", "radar\x00", "\u202e", "😀", "a+b", "b : x", "x" * 300, "é", "ß*"],
)  # fmt: skip
def test_any_text_can_be_searched_for(reader: TestClient, typed: str) -> None:
    answer = reader.get("/search", params={"q": typed})
    assert answer.status_code == 200
    assert 'id="found"' in answer.text
    part = reader.get("/search", params={"q": typed}, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="found"')
    assert part.headers["vary"]


def test_one_types_and_goes_through_the_hits(page: Page, examples: Path, serving: Callable[[FastAPI], str]) -> None:
    page.goto(f"{serving(app_of(examples))}/search")
    page.locator("#words").press_sequentially("rada", delay=20)
    page.locator("#found mark.hit").first.wait_for()
    assert "q=rada" in page.url
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "words"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "words"
    page.locator("#kind").select_option("demand")
    page.wait_for_url("**kind=demand**")
