"""The matrix: at one glance in a terminal, as rows, and as a page whose cells open their evidence in a real browser."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.publish import matrix_page
from onrecord.publish.check import unfaithful
from onrecord.publish.listing import as_csv
from onrecord.publish.matrix import Matrix, matrix, rows, table
from onrecord.record.view import View
from onrecord.weigh.weighed import Weighed
from tests.publish.kept_positions import kept, weighed
from tests.publish.test_pages import parsed


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return kept(tmp_path_factory.mktemp("store") / "t.db")


def printed(made: Matrix, width: int = 100) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(table(made))
    return captured.get()


def test_one_glance(view: View) -> None:
    text = printed(matrix(weighed(view, "2027-03-10")))
    assert "✓ for" in text
    assert "✗ against" in text
    assert "■ red line" in text
    assert "2 · 2027-03-06" in text  # the demand and the unnamed source, which sets nothing
    assert "Littoral Compact" not in text


def test_signs_for_all_that_is_no_plain_stance(view: View) -> None:
    assert "± for, on a condition" in printed(matrix(weighed(view)))
    found = weighed(view)
    alone = Weighed(tuple(s for s in found.said if s.type == "unnamed"), found.bearings, found.dossier)
    assert "? unconfirmed" in printed(matrix(alone))


def test_control_characters_command_no_terminal(view: View) -> None:
    found = weighed(view)
    titled = found.dossier.model_copy(update={"title": "\x1b[31mred"})
    assert "\x1b" not in printed(matrix(Weighed(found.said, found.bearings, titled)))


def test_rows(view: View) -> None:
    made = rows(matrix(weighed(view, "2027-03-10")))
    first = dict(zip(made.columns, made.rows[0], strict=True))
    assert (first["issue"], first["party"], first["stance"], first["statements"]) == ("radar", "Varnia", "for", 2)
    second = dict(zip(made.columns, made.rows[1], strict=True))
    assert (second["red_line"], second["red_line_statement"]) == ("never", second["decided_by"])
    assert as_csv(made).count("\r\n") == 3


def page_of(view: View, as_of: str | None = None) -> str:
    found = weighed(view, as_of)
    return matrix_page.render(view, found, matrix(found))


def test_the_page_leads_from_each_cell_to_its_evidence_and_from_there_to_the_words(view: View) -> None:
    html = page_of(view, "2027-03-10")
    found = parsed(html)
    assert len(found.ids) == len(set(found.ids))
    local = {link[1:] for link in found.links if link.startswith("#")}
    assert local <= set(found.ids)
    assert {"e-radar-1", "e-radar-2"} <= local
    assert not found.tags & {"script", "link", "img", "iframe", "object", "base", "b"}
    assert "default-src 'none'" in html
    assert "2027-03-14" not in html


def test_the_evidence_is_borne_out(view: View) -> None:
    found = weighed(view)
    told = matrix_page.evidence(view, found, matrix(found))
    assert unfaithful(told, [r for d in told.documents for r in [view.reading(d.id)] if r]) == []
    assert told.sections


def test_a_dossier_is_escaped_and_an_empty_matrix_makes_a_page(view: View) -> None:
    found = weighed(view)
    evil = found.dossier.model_copy(update={"title": "<img src=x>", "issues": ()})
    html = matrix_page.render(view, Weighed((), {}, evil), matrix(Weighed((), {}, evil)))
    assert not parsed(html).tags & {"img"}


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Debian's chromium")
def test_a_cell_opens_its_evidence_in_a_browser(view: View, tmp_path: Path) -> None:
    probe = """<script>addEventListener("load", () => setTimeout(() => {
      const cell = document.querySelector("td a[href='#e-radar-2']");
      cell.click();
      const section = document.getElementById("e-radar-2"), box = section.getBoundingClientRect();
      const seen = box.top >= 0 && box.top < innerHeight;
      section.querySelector(".cites a").click();
      const number = location.hash.slice(3), words = document.querySelector(".c" + number);
      const other = document.querySelector("mark:not(.c" + number + ")");
      const anchor = document.getElementById("c-" + number).getBoundingClientRect();
      document.title = [seen, /never/.test(section.textContent),
        getComputedStyle(words).backgroundColor !== getComputedStyle(other).backgroundColor,
        anchor.top >= 0 && anchor.top < innerHeight, document.documentElement.scrollWidth <= innerWidth].join();
    }, 600))</script>"""
    html = page_of(view, "2027-03-10").replace("default-src 'none';", "").replace("</body>", probe + "</body>")
    file = tmp_path / "matrix.html"
    file.write_text(html, encoding="utf-8")
    for width in (400, 1400):
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
        command = ["chromium", *flags, f"--user-data-dir={tmp_path / str(width)}", f"--window-size={width},700"]
        command += ["--virtual-time-budget=4000", "--dump-dom", file.as_uri()]
        shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=90).stdout
        title = re.search(r"<title>(.*?)</title>", shown)
        assert title
        assert title[1] == "true,true,true,true,true"
