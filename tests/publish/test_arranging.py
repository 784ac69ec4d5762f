"""A brief in a reader's own order: nothing is lost that was not left out, and every number leads where it did."""

from pathlib import Path

import pytest

from onrecord.pipeline import gather, read_document
from onrecord.publish.arranging import arranged, arrangement, sections_of
from onrecord.publish.check import unfaithful
from onrecord.publish.lines import Brief
from onrecord.publish.of_record import of_record
from onrecord.record.answers import Filter
from onrecord.record.view import View
from tests.record.kept import store

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.md"))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> View:
    path = tmp_path_factory.mktemp("store") / "talks.db"
    return store(path, *(read_document(gather(str(p))) for p in EXAMPLES))


@pytest.fixture(scope="module")
def made(examples: View) -> Brief:
    return of_record(examples, Filter())


def test_sections_are_moved_and_left_out_and_all_others_follow(made: Brief) -> None:
    names = [*sections_of(made)]
    assert {"party-varnia", "party-ostrel"} <= {*names}
    now = arrangement(made, "outlook,-context,party-ostrel,nowhere")
    assert now.shown[:2] == ("outlook", "party-ostrel")
    assert now.left == ("context",)
    assert {*now.shown, *now.left} == {*names}
    assert f"{now}" == ",".join([*now.shown, "-context"])
    assert arrangement(made, str(now.moved("party-ostrel", -1))).shown[0] == "party-ostrel"
    assert arrangement(made, str(now.without("outlook"))).left == ("context", "outlook")
    assert arrangement(made, str(now.with_again("context"))).shown[-1] == "context"


def test_without_an_order_it_is_the_brief_itself(made: Brief) -> None:
    assert arranged(made, "") is made


@pytest.mark.parametrize("order", ["outlook,table", "-glance,-table,-party-varnia", "party-ostrel"])
def test_every_line_still_rests_on_what_it_did(examples: View, made: Brief, order: str) -> None:
    other = arranged(made, order)
    assert unfaithful(other, [r for d in other.documents for r in [examples.reading(d.id)] if r]) == []
    assert [c.number for c in other.citations] == [*range(1, len(other.citations) + 1)]
    cited = [n for line in _read(other) for n in line.citations]
    assert [*dict.fromkeys(cited)] == [c.number for c in other.citations]  # in the order in which one reads
    assert {c.document for c in other.citations} == {*range(len(other.documents))}

    def resting(brief: Brief) -> dict[str, set[tuple[str, int]]]:
        places = {c.number: (brief.documents[c.document].id, c.spans[0].start) for c in brief.citations}
        return {line.text: {places[n] for n in line.citations} for line in brief.lines()}

    before = resting(made)
    assert all(before[text] == places for text, places in resting(other).items())


def test_what_is_left_out_is_said(made: Brief) -> None:
    assert "Left out by hand: Varnia." in arranged(made, "-party-varnia").left_out


def _read(brief: Brief) -> list:  # type: ignore[type-arg]
    lines = [brief.title]
    for section in brief.sections:
        lines += [cell for row in section.rows for cell in row]
        lines += [line for group in section.groups for line in (*group.lines, *group.older)]
    return lines
