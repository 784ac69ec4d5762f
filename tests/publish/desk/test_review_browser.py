"""Review in a real browser: by key, by mouse, by selecting text, in two windows, and without a script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from onrecord.record.answers import Ruling
from onrecord.record.view import View
from tests.publish.desk.conftest import app_of

Serve = Callable[[FastAPI], str]


@pytest.fixture
def desk(store: Path, serving: Serve) -> str:
    return serving(app_of(store))


@pytest.fixture
def view(store: Path) -> View:
    return View.open(store)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A window that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def at(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#h-words").inner_text()))


def last(view: View) -> Ruling:
    return view.rulings(limit=1)[0]


def press(page: Page, *keys: str) -> None:
    """Keys, of which the last loads a page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def choose(page: Page, words: str) -> None:
    """Select words in the passage, as a mouse does."""
    page.evaluate(
        """(words) => {
            const walk = document.createTreeWalker(document.getElementById("passage"), NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const found = node.data.indexOf(words);
                if (found < 0) continue;
                document.getSelection().setBaseAndExtent(node, found, node, found + words.length);
                return;
            }
            throw new Error("not in the passage");
        }""",
        words,
    )
    expect(page.locator(".selected")).to_be_visible()


def test_everything_is_done_by_key(page: Page, desk: str, view: View) -> None:
    page.goto(f"{desk}/review")
    first = at(page)
    press(page, "n")
    second = at(page)
    assert second != first
    press(page, "c")
    assert (last(view).field, last(view).statement) == ("confirm", second)
    assert at(page) != second
    third = at(page)
    press(page, "x")
    assert (last(view).field, last(view).statement) == ("reject", third)
    press(page, "u")
    assert (at(page), [r.field for r in view.rulings()]) == (third, ["confirm"])
    press(page, "k", "5")
    assert (last(view).field, last(view).answer) == ("kind", "warning")
    press(page, "k", "d")
    assert last(view).answer == "demand"
    press(page, "k", "a", "s")
    assert last(view).answer == "assertion"
    page.keyboard.press("s")
    page.keyboard.type("Pela c x Quist")  # no keys while one types
    press(page, "Enter")
    assert last(view).answer["name"] == "Pela c x Quist"
    page.keyboard.press("i")
    expect(page.locator("#issue")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#stance-issue")).to_be_focused()
    press(page, "Tab", "Enter")
    assert (last(view).field, last(view).answer) == ("stance", "for")
    page.keyboard.press("o")
    expect(page.locator("#w-condition")).to_be_focused()
    for key in "ckxitroun":
        assert page.locator(f'[aria-keyshortcuts="{key}"]').count() == 1


def test_everything_is_done_by_mouse(page: Page, desk: str, view: View) -> None:
    page.goto(f"{desk}/review")
    number = at(page)
    page.get_by_role("button", name="warning").click()
    assert last(view).answer == "warning"
    expect(page.locator("tr.differs").first).to_contain_text("Ada")
    page.locator("#issue").select_option("patrols")
    page.get_by_role("button", name="Bears on it").click()
    assert (last(view).field, last(view).issue) == ("issue", "patrols")
    page.locator("#stance-issue").select_option("patrols")
    page.get_by_role("button", name="conditional").click()
    assert (last(view).issue, last(view).answer) == ("patrols", "conditional")
    page.get_by_role("button", name="All of its words").click()
    assert last(view).field == "red_line"
    page.locator(".rulings li", has_text="kind").get_by_role("button").click()
    assert [r.field for r in view.rulings()] == ["red_line", "stance", "issue"]
    page.locator("#name").press_sequentially("Tol")
    expect(page.locator("#known option").first).to_have_attribute("value", "Maren Tolvik")
    page.locator("#name").fill("Maren Tolvik")
    page.get_by_role("button", name="Set speaker").click()
    assert last(view).answer["party"] == "Ostrel"
    page.get_by_role("button", name="No statement").click()
    assert last(view).field == "reject"
    assert at(page) != number
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="Log").click()
    page.get_by_role("row", name=re.compile("reject")).get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("/review/log"))
    assert not [r for r in view.rulings() if r.field == "reject"]


def test_selected_words_become_their_characters_in_the_stored_text(page: Page, desk: str, view: View) -> None:
    page.goto(f"{desk}/review")
    said = view.suggestions([at(page)])[0]
    text = view.text(said.fullest.source.key) or ""
    words = " ".join(said.content.split()[1:4])
    choose(page, words)
    press(page, "o", "Enter")
    (span,) = view.suggestions([said.id])[0].fullest.spans["condition"]
    assert (span.exact, text[span.start : span.end]) == (words, words)
    assert said.fullest.content[0].start < span.start < said.fullest.content[-1].end
    one, two = words.split()[0], words.split()[2]
    choose(page, one)
    page.locator("[data-take=red_line]").click()
    choose(page, two)
    page.locator("#more").check()
    page.locator("[data-take=red_line]").click()
    with page.expect_navigation():
        page.locator(".judge-red_line button").first.click()
    assert [s.exact for s in view.suggestions([said.id])[0].fullest.spans["red_line"]] == [one, two]


def test_characters_count_as_the_store_counts_them(page: Page, store: Path, serving: Serve) -> None:
    """Astral characters are two units to a browser, carriage returns none."""
    from onrecord.pipeline import add, listed

    told = "The talks 🕊️🕊️ went on.\r\n\r\nForeign Minister Dorn said Varnia 🚢 would never sign a paper on patrols.\r\n"
    file = store.with_name("odd.txt")
    file.write_bytes(told.encode())
    add(store, listed([str(file)]))
    view = View.open(store)
    (said,) = [s for s in view.statements() if "🚢" in s.content]
    page.goto(f"{serving(app_of(store))}/review?statement={said.id}")
    choose(page, "sign a paper")
    press(page, "o", "Enter")
    (span,) = view.suggestions([said.id])[0].fullest.spans["condition"]
    text = view.text(said.fullest.source.key) or ""
    assert "\r" in text
    assert span.start == text.index("sign a paper")


def test_two_reviewers_in_two_windows(browser: Browser, page: Page, desk: str, view: View) -> None:
    other = browser.new_context().new_page()
    for window, name in ((page, "Ada Reeve"), (other, "Ben Okoro")):
        window.goto(f"{desk}/review")
        window.locator("#judge").fill(name)
        window.get_by_role("button", name="Change").click()
        window.goto(f"{desk}/review")
    number = at(page)
    assert at(other) == number
    press(page, "k", "5")
    press(other, "k", "1")
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("was judged by someone else meanwhile")
    expect(alert).to_contain_text("Ada Reeve on")
    assert [r.judge for r in view.rulings()] == ["Ada Reeve"]
    press(other, "k", "1")
    assert [(r.judge, r.answer) for r in view.rulings()] == [("Ben Okoro", "demand"), ("Ada Reeve", "warning")]
    other.context.close()


def test_without_a_script_the_forms_still_work(plain: Page, desk: str, view: View) -> None:
    plain.goto(f"{desk}/review")
    said = view.suggestions([at(plain)])[0]
    words = " ".join(said.content.split()[:3])
    assert not plain.locator(".selected").is_visible()
    plain.locator("#w-condition").fill(words)
    plain.locator(".judge-condition button").first.click()
    assert [s.exact for s in view.suggestions([said.id])[0].fullest.spans["condition"]] == [words]
    plain.locator("#w-cue").fill("no such words")
    plain.locator(".judge-cue button").first.click()
    expect(plain.get_by_role("alert")).to_contain_text("does not stand in this part of the text")
    expect(plain.locator("#w-cue")).to_have_value("no such words")
    plain.get_by_role("button", name="offer").click()
    assert last(view).answer == "offer"
    plain.get_by_role("button", name="Undo").first.click()
    assert [r.field for r in view.rulings()] == ["condition"]
    plain.get_by_role("button", name="Confirm").click()
    assert last(view).field == "confirm"
    assert at(plain) != said.id


@pytest.mark.parametrize("path", ["/review", "/review/list", "/review/log", "/review/agreement", "/review/actors/2"])
def test_anyone_can_use_it_at_any_width(page: Page, desk: str, path: str) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    page.goto(f"{desk}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
