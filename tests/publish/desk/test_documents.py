"""Documents on the desk: the list, and each with what it tells marked in its text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from onrecord.gather.duplicates import signature
from onrecord.publish.desk.laid import PART, laid
from onrecord.record.answers import Filed, Listed, Source
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Reading
from tests.publish.desk.conftest import app_of, client_of
from tests.record.kept import DORN, document, reading, said


def newest(store: Path, outlet: str = "Meridian Wire") -> str:
    return next(x.source.key for x in View.open(store).listed() if x.source.outlet == outlet)


def test_the_list_says_how_much_each_tells(reader: TestClient, examples: Path) -> None:
    shown = reader.get("/documents").text
    for one in View.open(examples).listed():
        row = shown.partition(f"/documents/{one.source.key}")[2].partition("</tr>")[0]
        assert f'<td class="number">{one.statements}</td><td class="number">{one.meetings}</td>' in row


def test_the_list_is_narrowed_by_outlet_and_day(reader: TestClient, examples: Path) -> None:
    (one, *_) = View.open(examples).listed()
    by_day = reader.get(f"/documents?on={one.source.day}").text
    assert set(re.findall(r"/documents/(\w{16})", by_day)) == {
        x.source.key for x in View.open(examples).listed() if x.source.day == one.source.day
    }
    by_outlet = reader.get("/documents", params={"outlet": one.source.outlet or ""}).text
    assert f"/documents/{one.source.key}" in by_outlet
    assert reader.get("/documents?on=monday").status_code == 400
    assert "No document on record fits" in reader.get("/documents?outlet=Nobody").text


def test_changed_and_unread_inputs_are_told(store: Path) -> None:
    writer = Writer(open_store(store, write=True), store)
    for text in ("Dorn spoke.", "Dorn spoke again."):
        made = reading(document(text, "2027-02-01", "Skerra Post"))
        writer.add("/news/1.md", made, signature(text))
    writer.fail("/news/broken.pdf", "it holds no text")
    client = client_of(app_of(store))
    shown = client.get("/documents").text
    assert "page changed by" in shown
    assert "changed text" in shown
    assert "/news/broken.pdf" in shown
    assert "it holds no text" in shown
    before = next(x for x in View.open(store).listed() if x.after)
    assert "has changed: it was no longer there" in client.get(f"/documents/{before.source.key}").text


def test_every_statement_has_its_place_and_its_line(reader: TestClient, examples: Path) -> None:
    view = View.open(examples)
    for one in view.listed():
        shown = reader.get(f"/documents/{one.source.key}").text
        held = view.reading(one.source.key, as_ruled=True)
        assert held is not None
        text = re.sub(r"<[^>]+>", "", shown.partition('id="text">')[2].partition("</div>")[0])
        assert text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&") == held.document.text
        for s in held.statements:
            assert shown.count(f'id="s-{s.id}"') == 1
            assert shown.count(f'id="l-s-{s.id}"') == 1
        for number, _ in enumerate(held.meetings):
            assert shown.count(f'id="m-{number}"') == 1


def test_a_document_that_was_not_known_yet_is_told(reader: TestClient, examples: Path) -> None:
    answer = reader.get(f"/documents/{newest(examples)}?as_of=2020-01-01")
    assert answer.status_code == 404
    assert "was not yet known on 1 January 2020: it came on" in answer.text
    assert reader.get("/documents/none").status_code == 404
    lost = reader.get(f"/documents/{newest(examples)}?at=s-none").text
    assert "is not in this document now" in lost


def test_what_persons_ruled_is_shown_as_such(store: Path) -> None:
    view = View.open(store)
    one, other, *_ = view.statements()
    writer = Writer(open_store(store, write=True), store)
    kind = "warning" if one.kind != "warning" else "offer"
    writer.rule(Correction(one.id, "kind", kind), judge="Ada")
    writer.rule(Correction(other.id, "reject"), judge="Ben")
    client = client_of(app_of(store))
    shown = client.get(f"/documents/{one.fullest.source.key}").text
    entry = shown.partition(f'id="l-s-{one.fullest.key}"')[2].partition("</li>")[0]
    assert f"kind-{kind}" in entry
    assert f"Ada on {view.rulings(one.id)[0].made[:10]}: kind {kind} (the reader: {one.kind})" in entry
    gone = client.get(f"/documents/{other.fullest.source.key}").text
    assert f'id="s-{other.fullest.key}"' not in gone
    assert f"statement {other.id}</a>" in gone


def test_a_document_read_again_is_laid_out_again(store: Path) -> None:
    view, key = View.open(store), newest(store)
    client = client_of(app_of(store))
    assert client.get(f"/documents/{key}").text == client.get(f"/documents/{key}").text
    held = view.reading(key)
    assert held is not None
    assert '<mark class="cue"' in client.get(f"/documents/{key}").text.partition('id="text">')[2]
    bare = held.model_copy(update={"statements": tuple(s.model_copy(update={"cue": ()}) for s in held.statements)})
    assert Writer(open_store(store, write=True), store).reread(bare) == "changed"
    assert '<mark class="cue"' not in client.get(f"/documents/{key}").text.partition('id="text">')[2]


def long_reading() -> Reading:
    """Half a million characters, a statement in every fifteenth paragraph."""
    line = (
        "Dorn said the strait was closed on day {n} of the long debate that nobody wanted to end. "
        + "Words follow. " * 20
    )
    text = "\n\n".join(line.format(n=n) for n in range(1350))
    made = [said(text, DORN, f"the strait was closed on day {n} of", "refusal") for n in range(0, 1350, 15)]
    return reading(document(text, "2027-03-01"), *made)


def filed(made: Reading) -> Filed:
    source = Source(made.document.id, None, None, None, None, "2027-03-01", None)
    return Filed(Listed(source, len(made.statements), 0, None, None), {}, (), 0, (), {})


def test_a_long_text_is_cut_where_no_statement_is() -> None:
    made = long_reading()
    shown = laid(made, filed(made))
    assert len(shown.parts) == -(-len(made.document.text) // PART)
    assert "".join(made.document.text[a:b] for a, b in shown.parts) == made.document.text
    assert all(b - a <= PART for a, b in shown.parts)
    assert all(made.document.text[b - 2 : b] == "\n\n" for _, b in shown.parts[:-1])
    assert sum(len(shown.entries_in(n + 1)) for n in range(len(shown.parts))) == 90
    for entry in shown.entries[::15]:
        part = shown.part_of(entry.start)
        assert any(entry.anchor in p.anchors for p in shown.pieces(part))


@pytest.fixture
def long(store: Path) -> tuple[Path, Reading]:
    made = long_reading()
    Writer(open_store(store, write=True), store).add("/news/long.md", made, signature(made.document.text))
    return store, made


def test_anchors_lead_into_other_parts_and_keys_go_on_there(
    long: tuple[Path, Reading], page: Page, serving: Callable[[FastAPI], str]
) -> None:
    store, made = long
    base, key = f"{serving(app_of(store))}/documents/{made.document.id}", made.statements[60].id
    page.goto(f"{base}#s-{key}")  # the part is not named: the script finds it
    page.wait_for_url(f"**at=s-{key}#s-{key}")
    assert page.locator(".place:target").get_attribute("data-number") == "61"
    assert page.locator("mark.aimed").count() == 1  # its source stands in the first part
    page.goto(f"{base}?part=1")
    last = page.locator(".place").last.get_attribute("id")
    page.goto(f"{base}?part=1#{last}")
    page.keyboard.press("j")
    page.wait_for_url("**part=2#s-*")
    page.keyboard.press("k")
    page.wait_for_url(f"**part=1#{last}")


def test_statements_are_reached_by_key(page: Page, examples: Path, serving: Callable[[FastAPI], str]) -> None:
    page.goto(f"{serving(app_of(examples))}/documents/{newest(examples)}")
    numbers = [str(n) for n in range(1, page.locator(".place:not(.met)").count() + 1)]
    for number in numbers:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.dataset.number") == number
        assert page.locator(".entries [aria-current] .to").inner_text() == number
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.dataset.number") == numbers[-2]
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.className") == "to"
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.dataset.number") == numbers[-2]
    page.get_by_label("keys on").uncheck()
    page.keyboard.press("j")
    assert page.locator(".place:target").get_attribute("data-number") == numbers[-2]


def test_notes_need_no_script(browser: Browser, examples: Path, serving: Callable[[FastAPI], str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 380, "height": 800}, has_touch=True)
    page = context.new_page()
    base, one = serving(app_of(examples)), View.open(examples).statements()[0]
    page.goto(f"{base}/documents/{one.fullest.source.key}?at=s-{one.fullest.key}#s-{one.fullest.key}")
    mark = page.locator("mark.content.aimed").first
    note = "getComputedStyle(e, '::after').content"
    assert mark.evaluate(f"e => {note}") == "none"
    mark.tap()
    told = mark.evaluate(f"e => {note}")
    assert one.kind in told
    assert (one.speaker or "unnamed") in told
    place = page.locator(f"#s-{one.fullest.key}")
    place.focus()
    assert one.kind in place.evaluate(f"e => {note}")
    place.click()
    assert page.locator(f"#l-s-{one.fullest.key}").evaluate("e => e.matches(':target')")
    context.close()


def test_dates_in_a_text_lead_to_their_place_on_the_timeline(reader: TestClient) -> None:
    keys = reader.get("/api/documents?limit=50").json()
    links = {
        link for key in keys for link in re.findall(r'"(/timeline\?at=[^"#]+)', reader.get(f"/documents/{key}").text)
    }
    assert links
    for link in links:
        assert reader.get(link).status_code == 200
