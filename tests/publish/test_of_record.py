"""The brief of a store: said once, told by all, newest first, and faithful line by line."""

from pathlib import Path

import pytest

from onrecord.pipeline import gather, read_document
from onrecord.publish import data, markdown, page
from onrecord.publish.check import unfaithful
from onrecord.publish.lines import Brief, Phrase
from onrecord.publish.of_record import SHOWN, of_record
from onrecord.record.answers import Filter
from onrecord.record.view import View
from onrecord.values import Speaker
from tests.record.kept import DORN, TOLVIK, document, meets, reading, said, store

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.md"))
DEMAND = "the radar on Skerra must be dismantled before any limit on patrols"


def faithful(view: View, made: Brief) -> None:
    readings = [r for d in made.documents for r in [view.reading(d.id)] if r]
    assert unfaithful(made, readings) == []


def lines(made: Brief, section: str, heading: Phrase) -> tuple[list[str], list[str]]:
    """The texts of a section's lines under a heading: those shown, and the older ones."""
    groups = [g for s in made.sections if s.title == section for g in s.groups if g.heading is heading]
    return [x.text for g in groups for x in g.lines], [x.text for g in groups for x in g.older]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> View:
    path = tmp_path_factory.mktemp("store") / "talks.db"
    return store(path, *(read_document(gather(str(p))) for p in EXAMPLES))


@pytest.mark.parametrize("as_of", [None, "2027-03-01", "2027-03-07", "2027-02-01"])
def test_every_line_is_borne_out(examples: View, as_of: str | None) -> None:
    made = of_record(examples, Filter(as_of=as_of))
    faithful(examples, made)
    assert made.as_of == as_of or as_of is None
    assert all((d.published or "") <= (as_of or "9") for d in made.documents)
    for render in (markdown.render, page.render, lambda b: str(data.to_dict(b))):
        assert render(made)


def test_two_outlets_make_one_line_with_both_cited(tmp_path: Path) -> None:
    texts = [f"Dorn said {DEMAND}.", f"In Torvek, Dorn said {DEMAND}, and left the room."]
    docs = [document(t, "2027-03-01", o) for t, o in zip(texts, ("Meridian Wire", "Harbour Tribune"), strict=True)]
    view = store(tmp_path / "t.db", *(reading(d, said(d.text, DORN, DEMAND, "demand")) for d in docs))
    made = of_record(view, Filter())
    faithful(view, made)
    (line,) = [x for s in made.sections if s.title == "Varnia" for g in s.groups for x in g.lines]
    assert len(line.numbers) == 2
    assert {made.documents[made.citations[n - 1].document].outlet for n in line.numbers} == {
        "Meridian Wire", "Harbour Tribune"
    }  # fmt: skip


def test_older_statements_of_a_kind_are_folded_under_the_newest(tmp_path: Path) -> None:
    words = [
        "close the radar",
        "hand over the captain",
        "open the western harbour",
        "withdraw six boats",
        "pay the fine",
    ]
    texts = [f"Dorn said Ostrel must {w} at once." for w in words]
    docs = [document(t, f"2027-03-0{i}") for i, t in enumerate(texts, 1)]
    view = store(
        tmp_path / "t.db",
        *(reading(d, said(d.text, DORN, d.text[10:-1], "demand")) for d in docs),
    )
    made = of_record(view, Filter())
    faithful(view, made)
    shown, older = lines(made, "Varnia", Phrase.DEMANDS)
    assert len(shown) == SHOWN
    assert "pay the fine" in shown[0]
    assert len(older) == len(words) - SHOWN
    assert "close the radar" in older[-1]
    assert f"Older ({len(older)})" in markdown.render(made)
    assert f"Older ({len(older)})" in page.render(made)


def test_a_surname_is_known_by_what_another_document_says_and_that_is_cited(tmp_path: Path) -> None:
    first, second = "Ilya Dorn said the strait was closed.", "Dorn said the harbour would be opened on Friday."
    bare = Speaker(name="Dorn", type="person", role="Foreign Minister")
    told = said(second, bare, "the harbour would be opened on Friday", "offer")
    view = store(
        tmp_path / "t.db",
        reading(document(first, "2027-03-01"), said(first, DORN, "the strait was closed")),
        reading(document(second, "2027-03-02"), told),
    )
    made = of_record(view, Filter())
    faithful(view, made)
    shown, _ = lines(made, "Varnia", Phrase.OFFERS)
    assert "Ilya Dorn" in shown[0]


def test_dates_that_disagree_stand_side_by_side(tmp_path: Path) -> None:
    texts = ["The Littoral Council meets on 8 March.", "The Littoral Council meets on 9 March."]
    docs = [document(t, "2027-03-01", o) for t, o in zip(texts, ("Meridian Wire", "Harbour Tribune"), strict=True)]
    view = store(
        tmp_path / "t.db",
        *(
            reading(d, meetings=[meets(d.text, d.text[:-1], day, forum="Littoral Council")])
            for d, day in zip(docs, ("2027-03-08", "2027-03-09"), strict=True)
        ),
    )
    made = of_record(view, Filter())
    faithful(view, made)
    (line,) = [x for s in made.sections if s.key == "disagree" for g in s.groups for x in g.lines]
    assert line.text == "Reports disagree on the date · Littoral Council: 8 March 2027 or 9 March 2027"


def test_an_empty_store_makes_an_empty_brief(tmp_path: Path) -> None:
    view = store(tmp_path / "t.db")
    made = of_record(view, Filter())
    assert made.statements == 0
    assert markdown.render(made)


def test_opposed_kinds_of_two_parties_are_disputed(tmp_path: Path) -> None:
    one, two = f"Dorn said {DEMAND}.", "Tolvik said the radar on Skerra would never be dismantled."
    view = store(
        tmp_path / "t.db",
        reading(document(one, "2027-03-01"), said(one, DORN, DEMAND, "demand")),
        reading(
            document(two, "2027-03-02"),
            said(two, TOLVIK, "the radar on Skerra would never be dismantled", "refusal"),
        ),
    )
    made = of_record(view, Filter())
    faithful(view, made)
    assert [g for s in made.sections if s.key == "disputed" for g in s.groups]


def test_a_brief_holds_no_more_than_can_be_read_and_says_what_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("open the western harbour", "sweep its mines", "withdraw six boats", "pay the fine", "free the captain")
    texts = [f"Dorn said Ostrel must {w} at once." for w in words]
    docs = [document(t, f"2027-03-0{i}") for i, t in enumerate(texts, 1)]
    view = store(tmp_path / "t.db", *(reading(d, said(d.text, DORN, d.text[10:-1], "demand")) for d in docs))
    assert of_record(view, Filter()).left_out == ""
    monkeypatch.setattr("onrecord.publish.of_record.MOST", 3)
    made = of_record(view, Filter())
    faithful(view, made)
    assert made.statements == SHOWN
    assert made.left_out == "Told here are the newest 3 statements of a kind by each party. The record holds more."
    assert "free the captain" in made.sections[2].groups[0].lines[0].text
    for render in (markdown.render, page.render, lambda b: str(data.to_dict(b))):
        assert made.left_out in render(made)


def test_a_citation_knows_what_its_documents_page_calls_the_place(examples: View) -> None:
    made = of_record(examples, Filter())
    for citation in made.citations:
        if citation.anchor and citation.anchor.startswith("s-"):
            held = examples.reading(made.documents[citation.document].id)
            assert held is not None
            (statement,) = [s for s in held.statements if f"s-{s.id}" == citation.anchor]
            assert set(statement.content) <= set(citation.spans)
    kinds = {(citation.anchor or "none")[0] for citation in made.citations}
    assert {"s", "m"} <= kinds
