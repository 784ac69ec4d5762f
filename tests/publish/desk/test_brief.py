"""The desk's brief: in the order one likes, each citation with its words, to copy, send and print."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from onrecord.cli.desk import desk_of_store
from onrecord.gather.dossier import load
from onrecord.pipeline import add, listed, open_record, record_brief
from onrecord.publish import markdown
from onrecord.publish import page as standalone
from onrecord.publish.desk.app import application
from onrecord.publish.desk.background import Background
from onrecord.record.answers import Filter
from tests.publish.desk.conftest import Serving, app_of, client_of


def headings(text: str) -> list[str]:
    return [unescape(h) for h in re.findall(r'<h2 id="h-[^"]+">([^<]+)</h2>', text)]


def test_it_is_the_commands_brief(reader: TestClient, examples: Path) -> None:
    known = load(examples.with_suffix(".dossier.yaml"))
    for asked, chosen in (("", Filter()), ("?as_of=2027-03-05", Filter(as_of="2027-03-05")),
                          ("?party=Varnia&since=2027-03-02", Filter(party="Varnia", since="2027-03-02"))):  # fmt: skip
        made = record_brief(open_record(examples), chosen, known)
        assert reader.get(f"/brief.md{asked}").text == markdown.render(made)
        sent = reader.get(f"/brief.html{asked}")
        assert sent.text == standalone.render(made)
        assert sent.headers["content-disposition"].startswith("attachment")
        assert headings(reader.get(f"/brief{asked}").text) == [*(s.title for s in made.sections), "Sources"]


def test_a_page_that_is_behind_says_so_and_a_file_never_is(store: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.md"
    new.write_text("VALKEN, 21 March 2027. Petra Valk, spokeswoman of the Foreign Minister, said the radar must close.")
    desk = replace(desk_of_store(store, read_only=True), background=Background(patience=60, haste=0))
    client = client_of(application(desk))
    behind = "The record has changed since, and the next is being worked out."
    assert behind not in client.get("/brief").text
    assert add(store, listed([str(new)], published="2027-03-21"))
    assert behind in client.get("/brief").text
    known = load(store.with_suffix(".dossier.yaml"))
    assert client.get("/brief.md").text == markdown.render(record_brief(open_record(store), Filter(), known))


def test_sections_are_moved_and_left_out_by_links_and_the_browser_remembers(client: TestClient) -> None:
    first = client.get("/brief").text
    assert headings(first)[:2] == ["At a glance", "What they will talk about"]
    down = unescape(re.findall(r'href="([^"]+)" aria-label="Move At a glance down"', first)[0])
    answer = client.get(down)
    assert answer.status_code == 303
    moved = client.get(answer.headers["location"]).text
    assert headings(moved)[:2] == ["What they will talk about", "At a glance"]
    assert headings(client.get("/brief").text) == headings(moved)  # without the order in its address
    out = unescape(re.findall(r'href="([^"]+)" aria-label="Leave At a glance out"', moved)[0])
    without = client.get(client.get(out).headers["location"]).text
    assert "At a glance" not in headings(without)
    assert "Left out: At a glance" in without
    assert "At a glance" not in client.get("/brief.md?order=-glance").text.partition("Left out by hand")[0]
    own = client.get("/brief?order=own").text
    assert headings(own) == headings(first)  # an address that was sent does not change what is remembered
    assert headings(client.get("/brief").text) == headings(without)


def test_a_citation_opens_its_words_beside_the_text(reader: TestClient) -> None:
    text = reader.get("/brief").text
    link = unescape(re.findall(r'<a href="(/brief\?[^"]*cite=5)#', text)[0])
    whole, part = reader.get(link), reader.get(link, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert '<mark class="hit">' in part
    assert part.strip() in whole.text
    place = re.findall(r'href="(/documents/[^"]+)"', part)[0]
    document = reader.get(place.partition("#")[0]).text
    marked = unescape(re.findall(r'<mark class="hit">([^<]+)</mark>', part)[0])
    assert marked in re.sub("<[^>]+>", "", unescape(document))
    if "#s-" in place:
        assert f'id="{place.partition("#")[2]}"' in document
    assert reader.get("/brief?cite=99999").status_code == 404


def test_a_day_holds_the_brief_and_its_links(reader: TestClient) -> None:
    text = reader.get("/brief?as_of=2027-03-05").text
    assert "As of 5 March 2027" in text
    assert "as_of=2027-03-05" in re.findall(r'href="([^"]*cite=1)#', text)[0]
    assert "14 March 2027" not in re.sub("<[^>]+>", "", text.partition("<main")[2].partition("</main")[0])


@pytest.fixture
def brief(browser: Browser, store: Path, serving: Serving) -> Page:
    desk = serving(app_of(store, read_only=True))
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk)
    page = context.new_page()
    page.goto(f"{desk}/brief")
    return page


def test_copies_carry_their_citations(brief: Page) -> None:
    brief.get_by_role("button", name="Copy as Markdown").click()
    brief.get_by_text("Copied, with its citations.").wait_for()
    text = brief.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# ")
    assert "## Citations" in text
    brief.locator(".take output").evaluate("e => e.textContent = ''")
    brief.get_by_role("button", name="Copy with formatting").click()
    brief.get_by_text("Copied, with its citations.").wait_for()
    rich = brief.evaluate(
        "navigator.clipboard.read().then(all => all[0].getType('text/html')).then(blob => blob.text())"
    )
    assert "<h2>Sources</h2>" in re.sub(r' style="[^"]*"', "", rich)
    assert "[1]" in rich


def test_a_citation_opens_without_leaving_the_page(brief: Page) -> None:
    at = brief.url
    brief.locator(".brief li .cites a").first.click()
    brief.locator("#cited mark.hit").first.wait_for()
    assert brief.url == at
    assert brief.locator('.cites [aria-current="true"]').count() == 1


def test_on_paper_there_is_the_brief_and_nothing_else(brief: Page) -> None:
    brief.emulate_media(media="print")
    assert brief.locator(".tools").is_hidden()
    assert brief.locator("header.frame").is_hidden()
    assert brief.locator("#h-sources").is_visible()


def test_all_of_it_works_without_javascript(browser: Browser, examples: Path, serving: Serving) -> None:
    desk = serving(app_of(examples, read_only=True))
    with browser.new_context(java_script_enabled=False, viewport={"width": 380, "height": 760}) as context:
        page = context.new_page()
        page.goto(f"{desk}/brief")
        assert page.get_by_role("button", name="Copy as Markdown").is_hidden()
        page.locator(".brief li .cites a").first.click()
        expect(page.locator("#cited mark.hit").first).to_be_visible()
        page.locator("#order summary").click()
        page.get_by_role("link", name="Leave At a glance out").click()
        expect(page.get_by_role("heading", name="At a glance")).to_have_count(0)
        page.get_by_role("link", name="Put At a glance back").click()
        expect(page.get_by_role("heading", name="At a glance")).to_have_count(1)
