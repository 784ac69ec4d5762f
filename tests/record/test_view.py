"""Questions to a store, on real SQLite files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import StoreError
from onrecord.gather.duplicates import signature
from onrecord.pipeline import gather, read_document
from onrecord.record.address import Address
from onrecord.record.answers import Filter
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from tests.record.kept import DORN, TOLVIK, document, meets, reading, said, store

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.md"))

WIRE = "Dorn said the radar on Skerra must be dismantled before any limit on patrols."
COPY = "In Torvek, Dorn said the radar on Skerra must be dismantled before any limit on patrols, he told reporters."
LATER = "Tolvik said Ostrel would not close the radar. The first round was moved to 10 March."


@pytest.fixture
def three(at: Address) -> View:
    wire, copy, later = (
        document(WIRE, "2027-03-01"),
        document(COPY, "2027-03-02", "Harbour Tribune"),
        document(LATER, "2027-03-05", "Continental Post"),
    )
    demand = "the radar on Skerra must be dismantled before any limit on patrols"
    council: dict[str, Any] = {"forum": "Council"}
    return store(
        at,
        reading(wire, said(WIRE, DORN, demand, "demand"), meetings=[meets(WIRE, "limit", "2027-03-08", **council)]),
        reading(copy, said(COPY, DORN, demand + ", he told reporters", "demand")),
        reading(
            later, said(LATER, TOLVIK, "Ostrel would not close the radar", "refusal"),
            meetings=[meets(LATER, "first round", "2027-03-10", **council)],
        ),
    )  # fmt: skip


def test_the_same_words_in_two_outlets_are_one_statement_with_two_citations(three: View) -> None:
    refusal, demand = three.statements()
    assert refusal.speaker == "Maren Tolvik"
    assert [c.source.outlet for c in demand.citations] == ["Meridian Wire", "Harbour Tribune"]
    assert [c.earliest for c in demand.citations] == [True, False]
    assert [c.fullest for c in demand.citations] == [False, True]
    for citation in demand.citations:
        text = WIRE if citation.earliest else COPY
        assert all(text[s.start : s.end] == s.exact for s in citation.content)


@pytest.mark.parametrize(
    ("narrowed", "speakers"),
    [
        (Filter(), ["Maren Tolvik", "Ilya Dorn"]),
        (Filter(as_of="2027-03-04"), ["Ilya Dorn"]),
        (Filter(as_of="2027-02-28"), []),
        (Filter(since="2027-03-04"), ["Maren Tolvik"]),
        (Filter(party="ostrel"), ["Maren Tolvik"]),
        (Filter(party="Nowhere"), []),
        (Filter(speaker="Dorn"), ["Ilya Dorn"]),
        (Filter(speaker="ilya dorn"), ["Ilya Dorn"]),
        (Filter(kind="refusal"), ["Maren Tolvik"]),
        (Filter(outlet="Harbour Tribune"), ["Ilya Dorn"]),
        (Filter(outlet="Harbour Tribune", as_of="2027-03-01"), []),
        (Filter(limit=1), ["Maren Tolvik"]),
        (Filter(limit=1, offset=1), ["Ilya Dorn"]),
        (Filter(limit=5, offset=2), []),
    ],
)
def test_statements_narrowed(three: View, narrowed: Filter, speakers: list[str]) -> None:
    found = [s.speaker for s in three.statements(narrowed)]
    assert found == speakers


def test_as_of_shows_the_words_that_were_known_then(three: View) -> None:
    (demand,) = three.statements(Filter(as_of="2027-03-01"))
    assert demand.content == "the radar on Skerra must be dismantled before any limit on patrols"
    assert len(demand.citations) == 1


def test_a_meeting_that_moved_is_one_meeting_and_its_dates_are_side_by_side(three: View) -> None:
    (met,) = three.meetings()
    assert met.date == "2027-03-10"
    assert [r.date for r in met.reports] == ["2027-03-08", "2027-03-10"]
    (conflict,) = met.conflicts
    assert conflict.about == "date"
    assert {v.value for v in conflict.versions} == {"2027-03-08", "2027-03-10"}
    (before,) = three.meetings(Filter(as_of="2027-03-01"))
    assert before.date == "2027-03-08"
    assert not before.conflicts


def test_changes_say_what_is_new(three: View) -> None:
    found = three.changes("2027-03-02")
    assert [s.speaker for s in found.statements] == ["Maren Tolvik"]
    (change,) = found.meetings
    assert (change.what, change.before, change.meeting.date) == ("moved", "2027-03-08", "2027-03-10")
    assert [k.name for k in found.actors] == ["Maren Tolvik"]
    assert three.changes("2027-03-05") == replace(found, since="2027-03-05", statements=(), meetings=(), actors=())


def test_who_has_roles_statements_and_kinds(three: View) -> None:
    found = three.who(three.actor("Dorn").id)
    assert found.actor.name == "Ilya Dorn"
    assert [(o.role, o.party, o.first, o.last, o.documents) for o in found.offices] == [
        ("Foreign Minister", "Varnia", "2027-03-01", "2027-03-02", 2)
    ]
    assert found.kinds == (("demand", 1),)


def test_a_name_that_nobody_or_several_have_is_refused(stores: Callable[[], Address], three: View) -> None:
    with pytest.raises(StoreError, match="nobody on record is called 'Ehr'"):
        three.actor("Ehr")
    text = "Jonas Ehr said the strait was open. Petra Ehr said the strait was closed."
    named = (("Jonas Ehr", "Ostrel", "the strait was open"), ("Petra Ehr", "Varnia", "the strait was closed"))
    told = [said(text, DORN.model_copy(update={"name": n, "party": p}), words) for n, p, words in named]
    view = store(stores(), reading(document(text, "2027-03-01"), *told))
    with pytest.raises(StoreError, match=r"Jonas Ehr.*Petra Ehr"):
        view.actor("Ehr")


def test_search_marks_the_words_and_takes_any_input(three: View) -> None:
    hits = three.search("radar dismantled")
    assert [h.kind for h in hits] == ["statement", "document", "document"]
    assert [piece for piece, found in hits[0].pieces if found] == ["radar", "dismantled"]
    assert "".join(p for p, _ in hits[0].pieces) == three.statements(Filter(kind="demand"))[0].content
    assert three.search("dismantl*")
    assert three.search('"radar on Skerra"')
    assert not three.search('"Skerra on radar"')
    for odd in ("", '"', "*", "NEAR(", "a AND", "content:x", "-", "(", "\x00", '""', "' OR 1=1 --", "é" * 500):
        three.search(odd)


def test_search_as_of_leaves_out_what_was_not_known(three: View) -> None:
    assert not three.search("close", Filter(as_of="2027-03-04"))
    assert three.search("close", Filter(as_of="2027-03-05"))


def test_search_is_narrowed_as_statements_are(three: View) -> None:
    for narrowed, speakers in (
        (Filter(speaker="Dorn"), ["Ilya Dorn"]),
        (Filter(speaker="ilya dorn"), ["Ilya Dorn"]),
        (Filter(party="ostrel"), ["Maren Tolvik"]),
        (Filter(kind="refusal"), ["Maren Tolvik"]),
        (Filter(speaker="Nobody"), []),
    ):
        assert [h.speaker for h in three.search("radar", narrowed) if h.kind == "statement"] == speakers
    assert {h.source.outlet for h in three.search("radar", Filter(outlet="Harbour Tribune"))} == {"Harbour Tribune"}


def test_sources_count(three: View) -> None:
    assert [(o.name, o.documents, o.statements) for o in three.sources()] == [
        ("Continental Post", 1, 1),
        ("Harbour Tribune", 1, 1),
        ("Meridian Wire", 1, 1),
    ]


def test_sources_of_a_party_speaker_or_kind(three: View) -> None:
    assert [o.name for o in three.sources(Filter(party="Varnia"))] == ["Harbour Tribune", "Meridian Wire"]
    assert [o.name for o in three.sources(Filter(speaker="Tolvik"))] == ["Continental Post"]
    assert [o.name for o in three.sources(Filter(kind="demand", as_of="2027-03-01"))] == ["Meridian Wire"]


def test_a_changed_page_is_a_new_version_and_the_old_one_is_kept(at: Address) -> None:
    writer = Writer(open_store(at, create=True, write=True), at)
    texts = ["Dorn said the strait was closed.", "Dorn said the harbour would be opened next week."]
    outcomes = []
    for text, content in zip(texts, ("the strait was closed", "the harbour would be opened next week"), strict=True):
        doc = document(text, "2026-03-01")
        outcomes.append(writer.add("https://wire.example/1", reading(doc, said(text, DORN, content)), signature(text)))
    assert outcomes == ["new", "changed"]
    view = View.open(at)
    assert [s.content for s in view.statements()] == ["the harbour would be opened next week"]
    assert len(view.documents()) == 1
    assert [s.content for s in view.statements(Filter(as_of="2026-03-02"))] == ["the strait was closed"]


def test_a_reading_comes_back_as_it_was_added(at: Address) -> None:
    readings = [read_document(gather(str(p))) for p in EXAMPLES]
    view = store(at, *readings)
    assert [view.reading(r.document.id) for r in readings] == readings
    assert view.reading("nothing") is None


def test_those_alongside_come_back_with_the_spans_that_name_them(at: Address) -> None:
    text = "NORWAY, supported by CANADA and opposed by JAPAN, proposed a fund. CANADA, with JAPAN, called for a review."
    made = read_document(document(text, "2027-03-01"))
    assert [span.exact for span in made.statements[0].evidence.alongside] == ["CANADA", "JAPAN"]
    view = store(at, made)
    assert view.reading(made.document.id) == made
    (first, *_) = [s for s in view.statements() if s.party == "Norway"]
    assert [a.relation for c in first.citations for a in c.alongside] == ["supported_by", "opposed_by"]


def test_wordings_of_one_quotation_that_disagree_are_both_shown(at: Address) -> None:
    one = 'Dorn said: "We will close the strait to naval ships on Friday unless they leave."'
    two = 'Dorn said: "We will close the strait to naval vessels on Friday unless they leave."'
    quotes = [t[t.index('"') :] for t in (one, two)]
    docs = [document(t, "2027-03-01", o) for t, o in ((one, "Meridian Wire"), (two, "Harbour Tribune"))]
    view = store(at, *(reading(d, said(d.text, DORN, q)) for d, q in zip(docs, quotes, strict=True)))
    (told,) = view.statements()
    (conflict,) = told.conflicts
    assert conflict.about == "wording"
    assert {v.value for v in conflict.versions} == set(quotes)


def test_two_roles_on_one_day_are_a_conflict(at: Address) -> None:
    text = "Dorn said the strait was closed."
    roles = [DORN, DORN.model_copy(update={"role": "Defence Minister"})]
    docs = [document(text, "2027-03-01", outlet) for outlet in ("Meridian Wire", "Harbour Tribune")]
    view = store(
        at,
        *(reading(d, said(text, who, "the strait was closed")) for d, who in zip(docs, roles, strict=True)),
    )
    (conflict,) = view.who(view.actor("Ilya Dorn").id).conflicts
    assert {v.value for v in conflict.versions} == {"Foreign Minister", "Defence Minister"}


def test_documents_are_listed_with_what_they_tell_and_what_became_of_them(three: View) -> None:
    found = three.listed()
    assert [(x.source.outlet, x.statements, x.meetings) for x in found] == [
        ("Continental Post", 1, 1), ("Harbour Tribune", 1, 0), ("Meridian Wire", 1, 1),
    ]  # fmt: skip
    assert [x.source.outlet for x in three.listed(Filter(as_of="2027-03-02"))] == ["Harbour Tribune", "Meridian Wire"]
    assert [x.source.outlet for x in three.listed(Filter(since="2027-03-02"), day="2027-03-05")] == ["Continental Post"]
    assert [x.source.outlet for x in three.listed(Filter(outlet="Harbour Tribune"))] == ["Harbour Tribune"]
    assert [x.source.outlet for x in three.listed(Filter(limit=1, offset=1))] == ["Harbour Tribune"]


def test_a_changed_page_is_listed_beside_the_text_it_held_before(three: View) -> None:
    old = three.listed(Filter(outlet="Meridian Wire"))[0]
    changed = reading(document(WIRE + " He left.", "2027-03-01"))
    Writer(open_store(three.address, write=True), three.address).add(
        "/news/0.md", changed, signature(changed.document.text)
    )
    found = {x.source.key: x for x in three.listed()}
    assert found[old.source.key].source.gone is not None
    assert found[old.source.key].after == changed.document.id
    assert found[changed.document.id].before == old.source.key


def test_a_document_is_filed_with_the_numbers_of_what_it_tells(three: View) -> None:
    demand = three.statements()[1]
    for citation in demand.citations:
        filed = three.filed(citation.source.key)
        assert filed is not None
        assert filed.statements == {citation.key: (demand.id, demand.actor)}
    assert three.filed("none") is None


def test_passages_are_cut_from_texts_in_the_order_asked_for(three: View) -> None:
    late, wire = (x.source.key for x in (three.listed()[0], three.listed()[2]))
    assert three.passages([(wire, (0, 4)), (late, (7, 11)), ("none", (0, 4))]) == (WIRE[:4], LATER[7:11], "")
    assert three.passages([]) == ()


def test_a_hit_says_where_it_stands(three: View) -> None:
    said_hit, *copies = three.search("dismantled")
    assert (said_hit.said, said_hit.party, said_hit.telling) == ("demand", "Varnia", three.statements()[1].fullest.key)
    assert [h.start for h in copies] == [0, 0]
    assert {h.kind for h in three.search("dismantled", among="documents")} == {"document"}
    assert {h.kind for h in three.search("dismantled", among="statements")} == {"statement"}


def test_next_meetings_are_by_the_date_that_was_known_on_the_day(three: View) -> None:
    assert [m.date for m in three.coming("2027-03-01", Filter(as_of="2027-03-01"))] == ["2027-03-08"]
    assert [m.date for m in three.coming("2027-03-10")] == ["2027-03-10"]
    assert three.coming("2027-03-09", Filter(as_of="2027-03-04")) == ()
    assert three.coming("2027-03-11") == ()


def test_days_and_counts_and_excerpts(three: View) -> None:
    now = three.days_beside()
    assert (now.latest, now.earlier, now.later) == ("2027-03-05", "2027-03-02", None)
    then = three.days_beside(as_of="2027-03-02")
    assert (then.latest, then.earlier, then.later) == ("2027-03-02", "2027-03-01", "2027-03-05")
    assert three.counted("2027-03-02").statements == 1
    assert three.counted("2027-02-01", as_of="2027-03-04").statements == 1
    key = three.statements()[0].fullest.source.key
    beyond, inside = three.excerpts([(key, (-5, 6)), (key, (7, 11))])
    assert (beyond.start, beyond.text) == (0, "Tolvik")
    assert (inside.start, inside.text) == (7, "said")
