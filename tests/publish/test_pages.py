"""The HTML: whole, escaped, with nothing to fetch; every citation leads to marked words, in a real browser too."""

import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.publish import document_page, page
from onrecord.publish.brief import compose
from onrecord.publish.marking import Mark, pieces
from onrecord.values import Reading
from tests.publish.made import TEXT, reading

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Balance(HTMLParser):
    """Every opened element is closed in order; ids and links are gathered."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        known = dict(attrs)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if "href" in known else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balance:
    checker = Balance()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker


def test_every_citation_leads_to_an_anchor_once() -> None:
    found = parsed(page.render(compose([reading()])))
    local = {link[1:] for link in found.links if link.startswith("#c-")}
    assert local
    assert local <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("render", [lambda r: page.render(compose([r])), lambda r: document_page.render([r])])
def test_nothing_is_fetched_and_nothing_runs(render: Callable[[Reading], str]) -> None:
    html = render(reading())
    found = parsed(html)
    assert not found.tags & {"script", "link", "img", "iframe", "object", "base"}
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("render", [lambda r: page.render(compose([r])), lambda r: document_page.render([r])])
def test_documents_are_escaped(render: Callable[[Reading], str]) -> None:
    evil = reading(TEXT + "\n" + EVIL, title=EVIL, outlet=EVIL)
    html = render(evil)
    assert not parsed(html).tags & {"script", "img"}
    assert "&lt;script&gt;" in html


def test_a_script_address_is_no_link() -> None:
    bad = reading()
    bad = bad.model_copy(update={"document": bad.document.model_copy(update={"url": "javascript:alert(1)"})})
    assert not [link for link in parsed(page.render(compose([bad]))).links if link.startswith("javascript")]


def test_the_document_page_names_the_speaker() -> None:
    html = document_page.render([reading()])
    assert "Ilya Dorn · Foreign Minister · Varnia · offer · 1 March 2027" in html


@given(st.text(min_size=1, max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8))
@settings(deadline=None)
def test_marks_never_change_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    marks = [Mark((min(a, len(text)), min(b, len(text))), (f"c{i}",), f"a{i}") for i, (a, b) in enumerate(ranges)]
    made = pieces(text, marks)
    assert "".join(p.text for p in made) == text
    real = [m for m in marks if m.span[0] < m.span[1]]
    assert sorted(a for p in made for a in p.anchors) == sorted(m.anchor or "" for m in real)
    for mark in real:
        held = "".join(piece.text for piece in made if mark.classes[0] in piece.classes)
        assert held == text[slice(*mark.span)]


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Debian's chromium")
def test_a_citation_opens_its_words_in_a_browser(tmp_path: Path) -> None:
    brief = compose([reading()])
    number = next(c.number for c in brief.citations if any("ruled out" in s.exact for s in c.spans))
    probe = f"""<script>addEventListener("load", () => setTimeout(() => {{
      const words = document.querySelector(".c{number}"), paint = getComputedStyle(words).backgroundColor;
      const other = document.querySelector("mark:not(.c{number})");
      const box = document.getElementById("c-{number}").getBoundingClientRect();
      document.title = [paint !== getComputedStyle(other).backgroundColor, box.top >= 0 && box.top < innerHeight,
        document.documentElement.scrollWidth <= innerWidth].join();
    }}, 600))</script>"""
    html = page.render(brief).replace("default-src 'none';", "").replace("</body>", probe + "</body>")
    file = tmp_path / "brief.html"
    file.write_text(html, encoding="utf-8")
    for width in (400, 1400):
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
        command = ["chromium", *flags, f"--user-data-dir={tmp_path / str(width)}", f"--window-size={width},700"]
        command += ["--virtual-time-budget=4000", "--dump-dom", f"{file.as_uri()}#c-{number}"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=90).stdout
        title = re.search(r"<title>(.*?)</title>", shown)
        assert title
        assert title[1] == "true,true,true"


def test_an_empty_reading_makes_a_page() -> None:
    bare = Reading(document=reading().document)
    parsed(page.render(compose([bare])))
    parsed(document_page.render([bare]))
