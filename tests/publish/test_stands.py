"""The brief of a store with a dossier: positions told line by line, each borne out by what it cites."""

from dataclasses import replace

import pytest

from onrecord.publish import data, markdown, page
from onrecord.publish.check import unfaithful
from onrecord.publish.lines import Brief, Given, Group, Line, Words
from onrecord.publish.of_record import of_record
from onrecord.record.answers import Filter
from onrecord.record.view import View
from tests.publish.kept_positions import kept, weighed


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return kept(tmp_path_factory.mktemp("store") / "t.db")


def brief(view: View, as_of: str | None = None, since: str | None = None) -> Brief:
    return of_record(view, Filter(as_of=as_of, since=since), weighed(view, as_of))


def texts(made: Brief, key: str) -> list[str]:
    return [line.text for s in made.sections if s.key == key for g in s.groups for line in g.lines]


def checked(view: View, made: Brief) -> list[str]:
    return unfaithful(made, [r for d in made.documents for r in [view.reading(d.id)] if r])


@pytest.mark.parametrize(
    ("as_of", "since"), [(None, None), (None, "2027-03-03"), ("2027-03-10", None), ("2027-01-01", "2026-12-01")]
)
def test_every_line_is_borne_out(view: View, as_of: str | None, since: str | None) -> None:
    made = brief(view, as_of, since)
    assert checked(view, made) == []
    assert [s.key for s in made.sections if s.key in ("clash", "meet", "shift")] == (
        ["clash", "meet", "shift"] if since else ["clash", "meet"]
    )
    for render in (markdown.render, page.render, lambda b: str(data.to_dict(b))):
        assert render(made)


def test_where_they_clash(view: View) -> None:
    demand, refusal = texts(brief(view, "2027-03-10"), "clash")
    wanted = "the radar on Skerra must be dismantled before any limit on patrols"
    assert demand == f"Varnia · for: {wanted} — Ilya Dorn, 1 March 2027"
    never = "the radar on Skerra would never be dismantled"
    assert refusal == f"Ostrel · against · red line: {never} — Maren Tolvik, 2 March 2027"


def test_where_they_could_meet(view: View) -> None:
    shown = texts(brief(view), "meet")
    assert [line.split(": ")[0] for line in shown] == [
        "Varnia · for", "Ostrel · for, on a condition", "Varnia · meets the condition of Ostrel",
    ]  # fmt: skip
    assert "on condition: if Varnia shared a weather station" in shown[1]
    assert texts(brief(view), "clash") == []


def test_what_has_shifted_is_told_from_before_the_day(view: View) -> None:
    shown = texts(brief(view, since="2027-03-03"), "shift")
    assert [line.split(": ")[0] for line in shown] == [
        "Ostrel · then · against", "Ostrel · now · for, on a condition",
        "Ostrel · then · red line", "Ostrel · now · no red line",
    ]  # fmt: skip
    assert "would never be dismantled" in shown[0]


def test_empty_sections_say_why(view: View) -> None:
    made = brief(view, "2027-01-01", "2026-12-01")
    assert [s.empty for s in made.sections if s.key == "clash"] == [
        "Nothing is on record by 1 January 2027. Add documents with: onrecord add"
    ]
    quiet = replace(weighed(view), bearings={})
    (clash, _) = (s for s in of_record(view, Filter(), quiet).sections if s.key in ("clash", "meet"))
    assert clash.empty.startswith("None of the 5 statements on record is about an issue of the dossier.")


def test_names_that_are_not_the_dossiers_are_caught(view: View) -> None:
    made = brief(view)
    (section,) = (s for s in made.sections if s.key == "meet")
    group = section.groups[0]
    line = group.lines[0]
    for parts, heading in (((Given("Kelmar"), *line.parts[1:]), group.heading), (line.parts, Given("Fishing"))):
        bad = replace(section, groups=(Group(heading, (Line(parts, line.citations),)),))
        assert checked(view, replace(made, sections=(bad,)))
    assert isinstance(line.parts[1], Words)


def test_without_a_dossier_nothing_changes(view: View) -> None:
    assert not [s for s in of_record(view, Filter()).sections if s.key in ("clash", "meet", "shift")]
