"""Findings as rows: short for the terminal, whole with the characters they rest on; and why there are none."""

from dataclasses import replace

import pytest

from onrecord.publish.listing import Listing
from onrecord.publish.position_rows import Rows
from onrecord.publish.wanting import left, why_none
from onrecord.record.view import View
from onrecord.values import Dossier
from onrecord.weigh.clashes import clashes
from onrecord.weigh.common_ground import common_ground
from onrecord.weigh.shifts import shifts
from onrecord.weigh.weighed import Weighed
from tests.publish.kept_positions import kept, weighed
from tests.weigh.made import said


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return kept(tmp_path_factory.mktemp("store") / "t.db")


def records(made: Listing) -> list[dict[str, object]]:
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def stands_there(view: View, row: dict[str, object], prefix: str = "") -> None:
    reading = view.reading(str(row[f"{prefix}document"]))
    assert reading
    start, end = row[f"{prefix}start"], row[f"{prefix}end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert reading.document.text[start:end] == row[f"{prefix}words"]


def test_clashes(view: View) -> None:
    w = weighed(view, "2027-03-10")
    found = clashes(w.said, w.bearings, w.dossier, w.as_of)
    short, full = records(Rows(w).clashes(found)), records(Rows(w).clashes_in_full(found))
    assert [(r["party"], r["stands"], r["who"]) for r in short] == [
        ("Varnia", "for", "Ilya Dorn"), ("Ostrel", "against · red line", "Maren Tolvik"),
    ]  # fmt: skip
    assert [(r["issue"], r["stance"], r["red_line"]) for r in full] == [
        ("radar", "for", None), ("radar", "against", "never"),
    ]  # fmt: skip
    for row in full:
        stands_there(view, row)


def test_common_ground(view: View) -> None:
    w = weighed(view)
    found = common_ground(w.said, w.bearings, w.dossier)
    short, full = records(Rows(w).common_ground(found)), records(Rows(w).common_ground_in_full(found))
    assert [r["party"] for r in short] == ["Varnia", "Ostrel", "Varnia"]
    assert str(short[-1]["stands"]).startswith("meets the condition of Ostrel: if Varnia shared")
    assert [r["meets"] for r in full] == [None, None, "Ostrel"]
    for row in full:
        stands_there(view, row)


def test_shifts_side_by_side(view: View) -> None:
    w = weighed(view)
    found = shifts(w.said, w.bearings, w.dossier, "2027-03-03", "2027-03-20")
    short, full = records(Rows(w).shifts(found)), records(Rows(w).shifts_in_full(found))
    assert [r["what"] for r in short] == ["stance: against → for, on a condition", "red line gone"]
    assert "never be dismantled" in str(short[0]["then"])
    assert "ready to switch off" in str(short[0]["now"])
    for row in full:
        stands_there(view, row, "was_")
        stands_there(view, row, "now_")


def test_the_statements_quoted_come_along(view: View) -> None:
    w = weighed(view, "2027-03-10")
    (clash,) = clashes(w.said, w.bearings, w.dossier, w.as_of)
    assert len(Rows(w).statements(s.words for s in (*clash.pro, *clash.contra))) == 2


def test_why_there_is_nothing(view: View) -> None:
    w = weighed(view)
    assert why_none(replace(w, said=()), "t").startswith("Nothing is on record.")
    assert why_none(replace(w, said=(), as_of="2027-01-02"), "t").startswith("Nothing is on record by 2 January 2027.")
    assert "names no issue" in why_none(replace(w, dossier=Dossier(title="t")), "t")
    assert "is about an issue" in why_none(replace(w, bearings={}), "t")
    strangers = w.dossier.model_copy(update={"parties": ()})
    assert "speaks for a party" in why_none(replace(w, dossier=strangers), "t")
    assert why_none(w, "Clashes").startswith("Clashes: none among the 4 statements on record")


def test_what_is_left_aside(view: View) -> None:
    w = weighed(view)
    assert left(w).startswith("1 of 5 statements left unsorted: onrecord unsorted lists them. Stances are suggestions")
    one = Weighed((said(1, "Varnia", "x", "2027-03-01"),), {}, w.dossier)
    assert left(one).startswith("1 of 1 statement left unsorted: onrecord unsorted lists them.")
    assert left(replace(w, said=())).startswith("Every statement is about an issue.")
