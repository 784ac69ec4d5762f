"""What a person says of a statement wins over the reader, is logged beside its answer, and can be taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.errors import CorrectionError, MeanwhileError
from onrecord.gather.duplicates import signature
from onrecord.record.address import Address
from onrecord.record.answers import Filter, Logged, Said
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Reading, Speaker
from tests.record.kept import DORN, TOLVIK, document, reading, said
from tests.record.made import by_hand, verified
from tests.record.named import check, derived, nobody_is_shown_whom_nothing_names

ADA, BEN = "Ada Reeve", "Ben Okoro"
WORDS = "Varnia would sign no paper under threat of any kind"
TEXT = (
    f"Foreign Minister Dorn said {WORDS}, unless the boats left. Tolvik, of Ostrel, said the harbour would stay open."
)
OPEN = "the harbour would stay open"


def told(text: str = TEXT, day: str = "2027-03-02", outlet: str = "Meridian Wire") -> Reading:
    made = reading(
        document(text, day, outlet), said(text, DORN, WORDS, "refusal"), said(text, TOLVIK, OPEN, "commitment")
    )
    return keyed_document(made, day)


def keyed_document(one: Reading, day: str) -> Reading:
    made = one.document.model_copy(update={"published": day})
    return one.model_copy(update={"document": made.model_copy(update={"id": made.content_id()})})


COPY = told(TEXT + " The talks go on.", "2027-03-03", "Kelmar Post")


@pytest.fixture
def desk(at: Address) -> "Desk":
    return Desk(at, told(), COPY)


class Desk:
    """A store with a writer and a view, as the command line uses them."""

    def __init__(self, path: Address, *readings: Reading) -> None:
        self.path = path
        self.writer = Writer(open_store(path, create=True, write=True), path)
        for number, one in enumerate(readings):
            self.writer.add(f"news/{number}.md", one, signature(one.document.text))
        self.view = View.open(path)

    def rule(self, number: int, field: Any, answer: Any = None, judge: str = ADA, **more: Any) -> int:
        return self.writer.rule(Correction(number, field, answer, **more), judge=judge)

    def one(self, words: str) -> Said:
        (found,) = [s for s in self.view.statements() if words in s.content]
        return found

    def holds(self) -> None:
        found = verified(self.path)
        assert found.holds, found.lines()
        check(self.writer) if not self.view.rulings() else None


def test_a_kind_is_the_persons_in_every_query_and_the_machines_stays_beside_it(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    made = desk.rule(number, "kind", "warning")
    assert desk.one("sign no paper").kind == "warning"
    assert [s.id for s in desk.view.statements(Filter(kind="warning"))] == [number]
    assert not desk.view.statements(Filter(kind="refusal"))
    assert [h.statement for h in desk.view.search("threat", Filter(kind="warning"))] == [number]
    assert [s.kind for s in desk.view.changes("2027-03-01").statements if s.id == number] == ["warning"]
    profile = desk.view.who(desk.view.actor("Ilya Dorn").id)
    assert profile.kinds == (("warning", 1),)
    (ruling,) = desk.view.rulings(number)
    assert (ruling.id, ruling.machine, ruling.answer, ruling.judge) == (made, "refusal", "warning", ADA)
    assert desk.one("sign no paper").rulings == (ruling,)
    assert {c.kind for c in desk.one("sign no paper").citations} == {"refusal"}
    key = desk.one("sign no paper").fullest.source.key
    assert {s.kind for s in desk.view.reading(key).statements} == {"refusal", "commitment"}  # type: ignore[union-attr]
    corrected = desk.view.reading(key, as_ruled=True).statements[0]  # type: ignore[union-attr]
    assert (corrected.kind, corrected.plover) == ("warning", "THREATEN")
    desk.holds()


def test_the_latest_word_counts_and_each_is_taken_back_by_itself(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    first = desk.rule(number, "kind", "warning")
    second = desk.rule(number, "kind", "demand", judge=BEN)
    assert desk.one("sign no paper").kind == "demand"
    desk.writer.withdraw(second, judge=ADA)
    assert desk.one("sign no paper").kind == "warning"
    desk.writer.withdraw(first, judge=ADA)
    assert desk.one("sign no paper").kind == "refusal"
    logged = desk.view.rulings(number, withdrawn=True)
    assert [(r.id, r.judge, r.withdrawn_by) for r in logged] == [(second, BEN, ADA), (first, ADA, ADA)]
    assert desk.view.rulings(number) == ()
    with pytest.raises(CorrectionError, match="withdrawn already"):
        desk.writer.withdraw(first, judge=ADA)
    desk.holds()


def test_a_later_telling_joins_and_does_not_outweigh_the_person(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    desk.rule(number, "kind", "warning")
    longer = told(TEXT.replace("any kind", "any kind whatsoever, now or ever"), "2027-03-03", "Sarn Herald")
    whole = longer.document.text
    fuller = said(whole, DORN, whole[whole.index("Varnia") : whole.index(", unless")], "refusal")
    later = keyed_document(reading(longer.document, fuller), "2027-03-03")
    desk.writer.add("news/9.md", later, signature(whole))
    found = desk.one("sign no paper")
    assert (found.kind, len(found.citations), found.id) == ("warning", 3, number)
    assert "whatsoever" in found.content
    desk.holds()


def test_what_is_rejected_is_shown_nowhere_and_comes_back(desk: Desk) -> None:
    number, before = desk.one("sign no paper").id, desk.view.statements()
    made = desk.rule(number, "reject")
    assert [s.id for s in desk.view.statements()] == [s.id for s in before if s.id != number]
    assert desk.view.statement(number) is None
    dorn = desk.view.actor("Ilya Dorn")
    assert (dorn.statements, desk.view.who(dorn.id).kinds, desk.view.who(dorn.id).statements) == (0, (), ())
    assert {a.name: a.statements for a in desk.view.actors()}["Ilya Dorn"] == 0
    assert "Varnia" not in dict(desk.view.parties())
    assert not [h for h in desk.view.search("threat") if h.statement]
    assert number not in {s.id for s in desk.view.changes("2027-03-01").statements}
    with by_hand(desk.path) as connection:
        for query in ("SELECT id FROM statements", "SELECT statement FROM citations"):
            assert number not in {row[0] for row in connection.execute(query)}
    assert [r.field for r in desk.view.rulings()] == ["reject"]
    key = before[0].fullest.source.key
    assert len(desk.view.reading(key, as_ruled=True).statements) == 1  # type: ignore[union-attr]
    third = told(TEXT + " So far.", "2027-03-04", "Sarn Herald")
    desk.writer.add("news/9.md", third, signature(third.document.text))
    assert len(desk.view.statements()) == 1  # one more telling of it is rejected with it
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert len(desk.one("sign no paper").citations) == 3
    desk.holds()


def test_confirming_after_rejecting_lets_it_stand(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    desk.rule(number, "reject")
    desk.rule(number, "confirm", judge=BEN)
    assert desk.one("sign no paper").id == number
    desk.holds()


def test_a_speaker_named_in_the_document_gets_every_telling(desk: Desk) -> None:
    number, before = desk.one("sign no paper").id, derived(desk.writer)
    made = desk.rule(number, "speaker", TOLVIK.model_dump())
    moved = desk.one("sign no paper")
    assert (moved.speaker, moved.party, moved.role, len(moved.citations)) == (
        "Maren Tolvik", "Ostrel", "Foreign Minister", 2,
    )  # fmt: skip
    assert moved.actor == desk.view.actor("Maren Tolvik").id
    assert {s.id for s in desk.view.statements(Filter(speaker="Tolvik"))} >= {moved.id}
    assert {s.id for s in desk.view.statements(Filter(party="Ostrel"))} >= {moved.id}
    assert not desk.view.statements(Filter(party="Varnia"))
    assert {r.machine["name"] for r in desk.view.rulings()} == {"Ilya Dorn"}
    assert len({r.act for r in desk.view.rulings()}) == 1
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert derived(desk.writer) == before
    desk.holds()


def test_a_speaker_whom_no_document_names_is_on_record_while_the_ruling_holds(desk: Desk) -> None:
    number, before = desk.one("sign no paper").id, derived(desk.writer)
    other = {"name": "Anselm Greve", "type": "person", "role": "envoy", "party": "Lorn"}
    made = desk.rule(number, "speaker", other)
    moved = desk.one("sign no paper")
    assert (moved.speaker, moved.party) == ("Anselm Greve", "Lorn")
    assert desk.view.actor("Greve").statements == 1
    assert len(desk.view.reading(moved.fullest.source.key).actors) == 2  # type: ignore[union-attr]
    assert desk.view.reading(moved.fullest.source.key) in (told(), COPY)
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert derived(desk.writer) == before
    assert not desk.view.named("Anselm Greve")
    desk.holds()


def test_a_speaker_may_be_found_to_be_unnamed(desk: Desk) -> None:
    number, before = desk.one("sign no paper").id, derived(desk.writer)
    made = desk.rule(number, "speaker", {"name": None, "type": "unnamed", "role": "an official"})
    found = [s for s in desk.view.statements() if "sign no paper" in s.content]
    assert {(s.speaker, s.role, s.actor) for s in found} == {(None, "an official", None)}
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert derived(desk.writer) == before
    desk.holds()


def test_merges_and_splits_carry_what_persons_gave(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    desk.rule(number, "speaker", {"name": "Anselm Greve", "type": "person", "party": "Lorn"})
    greve, tolvik = desk.view.actor("Anselm Greve").id, desk.view.actor("Maren Tolvik").id
    desk.writer.merge(tolvik, greve, judge=ADA, reason="a test")
    assert desk.one("sign no paper").actor == tolvik
    desk.holds()
    desk.writer.split(greve, judge=ADA, reason="undone")
    assert desk.one("sign no paper").actor == greve
    desk.holds()


GREVE = Speaker(name="Anselm Greve", type="person", role="envoy", party="Lorn")


def later_of(who: Speaker) -> Reading:
    """A later document, in which someone speaks of other things."""
    text = f"{who.name} said a bridge would be built at Kelmar by the summer."
    one = reading(document(text, "2027-05-01"), said(text, who, "a bridge would be built"))
    return keyed_document(one, "2027-05-01")


def test_someone_judged_whom_no_ruling_names_any_more_is_shown_nowhere_until_a_document_does(desk: Desk) -> None:
    made = desk.rule(desk.one("sign no paper").id, "speaker", GREVE.model_dump())
    greve, tolvik = desk.view.actor("Anselm Greve").id, desk.view.actor("Maren Tolvik").id
    desk.writer.merge(tolvik, greve, judge=ADA, reason="a test")
    assert desk.view.spellings(tolvik) == ("Anselm Greve", "Maren Tolvik")
    desk.writer.withdraw(made, judge=ADA)
    assert desk.view.spellings(tolvik) == ("Maren Tolvik",)
    desk.writer.split(greve, judge=ADA, reason="undone")
    assert [k.name for k in desk.view.actors()] == ["Ilya Dorn", "Maren Tolvik"]
    assert (desk.view.known(greve), desk.view.named("Anselm Greve"), desk.view.beginning("Ansel")) == (None, (), ())
    desk.writer.merge(tolvik, greve, judge=ADA, reason="one after all")
    later = later_of(GREVE.model_copy(update={"party": None}))
    desk.writer.add("news/9.md", later, signature(later.document.text))
    assert desk.one("a bridge").actor == tolvik  # what was said of the name holds for documents to come
    assert desk.view.spellings(tolvik) == ("Anselm Greve", "Maren Tolvik")
    desk.holds()


def test_someone_held_apart_comes_back_with_what_the_document_says_alone(desk: Desk) -> None:
    made = desk.rule(desk.one("sign no paper").id, "speaker", GREVE.model_dump())
    greve, tolvik = desk.view.actor("Anselm Greve").id, desk.view.actor("Maren Tolvik").id
    desk.writer.merge(tolvik, greve, judge=ADA, reason="a test")
    desk.writer.split(greve, judge=ADA, reason="undone")
    desk.writer.withdraw(made, judge=ADA)
    later = later_of(GREVE.model_copy(update={"party": "Varnia"}))
    desk.writer.add("news/9.md", later, signature(later.document.text))
    back = desk.view.actor("Anselm Greve")
    assert (back.id, back.party, back.first, back.last) == (greve, "Varnia", "2027-05-01", "2027-05-01")
    check(desk.writer)


SURNAME = "Dorn, of Varnia, said no ship would pass before the spring."
SAID_OF_SHIPS = "no ship would pass before the spring"


def of_dorn() -> Reading:
    """A document that knows a surname alone."""
    who = Speaker(name="Dorn", type="person", party="Varnia")
    return keyed_document(
        reading(document(SURNAME, "2027-03-05"), said(SURNAME, who, SAID_OF_SHIPS, "refusal")), "2027-03-05"
    )


@pytest.mark.parametrize("documents", [(told(), COPY), ()], ids=["another Dorn is on record", "none is"])
def test_whom_a_surname_means_does_not_go_by_a_ruling_that_was_taken_back(
    tmp_path: Path, documents: tuple[Reading, ...]
) -> None:
    desk = Desk(tmp_path / "record.db", *documents, of_dorn())
    before = derived(desk.writer)
    number = desk.one("harbour" if documents else "no ship").id
    made = desk.rule(number, "speaker", {"name": "Anton Dorn", "type": "person", "party": "Varnia"})
    assert (desk.one("no ship").actor == desk.view.actor("Anton Dorn").id) is not bool(documents)
    desk.writer.withdraw(made, judge=ADA)
    assert derived(desk.writer) == before
    desk.holds()


def one_of(name: str, role: str | None, party: str | None, words: str, day: str) -> Reading:
    """A document in which someone says one thing."""
    text, who = f"{name} said {words}.", Speaker(name=name, type="person", role=role, party=party)
    return keyed_document(reading(document(text, day), said(text, who, words)), day)


def test_two_whom_a_ruling_showed_to_be_one_are_two_when_it_is_taken_back(tmp_path: Path) -> None:
    whole = {"name": "Ilya Karel Dorn", "type": "person", "role": "envoy", "party": "Varnia"}
    desk = Desk(
        tmp_path / "record.db",
        one_of("Ilya K. Dorn", "envoy", None, "a bridge would be built at Kelmar", "2027-03-01"),
        one_of("Ilya Dorn", None, "Varnia", "there was no money for it now", "2027-03-02"),
        one_of("Maren Tolvik", None, "Ostrel", SAID_OF_SHIPS, "2027-03-03"),
    )
    before = derived(desk.writer)
    made = desk.rule(desk.one("no ship").id, "speaker", whole)
    assert desk.one("a bridge").actor == desk.one("no money").actor
    again = desk.rule(desk.one("no money").id, "speaker", whole)
    desk.writer.withdraw(made, judge=ADA)
    assert desk.one("a bridge").actor == desk.one("no money").actor  # the other ruling shows it still
    desk.writer.withdraw(again, judge=ADA)
    assert derived(desk.writer) == before
    desk.holds()


def test_someone_whom_rulings_alone_name_has_the_party_of_one_that_holds(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "record.db", told())
    first = desk.rule(desk.one("harbour").id, "speaker", GREVE.model_dump() | {"party": "Varnia"})
    desk.rule(desk.one("sign no paper").id, "speaker", GREVE.model_dump())
    assert desk.view.actor("Anselm Greve").party == "Varnia"
    desk.writer.withdraw(first, judge=ADA)
    assert desk.view.actor("Anselm Greve").party == "Lorn"
    assert desk.one("sign no paper").actor == desk.view.actor("Anselm Greve").id
    desk.holds()


def test_spans_conditions_and_red_lines_are_the_persons(desk: Desk) -> None:
    s = desk.one("sign no paper")
    text = desk.view.reading(s.fullest.source.key).document.text  # type: ignore[union-attr]
    start = text.index(", unless") + 2
    end = text.index(". Tolvik")
    desk.rule(s.id, "condition", [[start, end]])
    desk.rule(s.id, "red_line", True)
    whole = [[text.index("Varnia would"), end]]
    desk.rule(s.id, "spans", {"content": whole})
    found = desk.one("unless the boats left")
    assert found.content == text[whole[0][0] : end]
    spans = found.fullest.spans
    assert [x.exact for x in spans["condition"]] == ["unless the boats left"]
    assert [x.exact for x in spans["red_line"]] == [WORDS]
    desk.rule(found.id, "red_line", False)
    assert desk.one("unless the boats left").fullest.spans["red_line"] == ()
    desk.holds()


def test_issues_and_stances_as_persons_say(desk: Desk) -> None:
    one, two = desk.one("sign no paper").id, desk.one("harbour").id
    desk.rule(one, "issue", True, issue="treaty", machine=False)
    desk.rule(one, "stance", "against", issue="treaty")
    off = desk.rule(one, "issue", False, issue="harbour", machine=True)
    desk.rule(two, "issue", True, issue="harbour")
    desk.rule(two, "stance", None, issue="treaty")
    assert desk.view.rulings_on_issues() == {
        one: {"treaty": "against", "harbour": "off"}, two: {"harbour": "on", "treaty": None},
    }  # fmt: skip
    desk.writer.withdraw(off, judge=ADA)
    assert desk.view.rulings_on_issues()[one] == {"treaty": "against"}
    desk.holds()


def test_least_sure_first_and_what_is_judged_comes_no_more(desk: Desk) -> None:
    one, two = desk.one("sign no paper").id, desk.one("harbour").id
    assert {s.id for s in desk.view.unsure()} == {one, two}
    made = desk.rule(one, "confirm")
    assert [s.id for s in desk.view.unsure()] == [two]
    desk.rule(two, "kind", "offer")
    assert [s.id for s in desk.view.unsure()] == [two]  # corrected, and not yet said to be right
    desk.writer.withdraw(made, judge=ADA)
    assert {s.id for s in desk.view.unsure()} == {one, two}


@pytest.mark.parametrize(
    ("field", "answer", "more", "problem"),
    [
        ("kind", "promise", {}, "'promise' is no kind. Give one of: demand"),
        ("kind", None, {}, "is no kind"),
        ("stance", "maybe", {"issue": "treaty"}, "'maybe' is no stance"),
        ("stance", "for", {}, "name the issue by its id"),
        ("issue", True, {"issue": " "}, "name the issue by its id"),
        ("issue", "perhaps", {"issue": "treaty"}, "no answer for issue"),
        ("speaker", {"name": "  ", "type": "person"}, {}, "name is empty"),
        ("speaker", {"name": None, "type": "person"}, {}, "name is empty"),
        ("speaker", {"type": "person"}, {}, "no answer for speaker"),
        ("speaker", {"name": "A", "type": "robot"}, {}, "no answer for speaker"),
        ("spans", {}, {}, "needs content"),
        ("spans", {"content": []}, {}, "needs content"),
        ("spans", {"colour": [[0, 3]]}, {}, "'colour' is no role"),
        ("spans", {"content": [[5, 9], [0, 3]]}, {}, "in order and apart"),
        ("condition", [[0, 90_000]], {}, "cannot be marked"),
        ("condition", [[-4, 3]], {}, "cannot be marked"),
        ("red_line", [[3, 3]], {}, "none of them empty"),
        ("red_line", "yes", {}, "no answer for red_line"),
        ("colour", "red", {}, "'colour' is no field"),
        ("confirm", None, {"judge": " "}, "it is not said who judges"),
        ("confirm", None, {"document": "nowhere"}, "document nowhere does not tell of statement"),
        ("confirm", None, {"number": 999}, "there is no statement 999"),
    ],
)
def test_what_cannot_be_ruled_leaves_no_trace(
    desk: Desk, field: str, answer: object, more: dict[str, Any], problem: str
) -> None:
    before, more = derived(desk.writer), {"number": desk.one("sign no paper").id} | more
    number = more.pop("number")
    with pytest.raises(CorrectionError, match=problem):
        desk.rule(number, field, answer, **more)
    assert desk.view.rulings(withdrawn=True) == ()
    assert derived(desk.writer) == before


def test_there_is_nothing_to_withdraw(desk: Desk) -> None:
    with pytest.raises(CorrectionError, match="there is no ruling 7"):
        desk.writer.withdraw(7, judge=ADA)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE ruling SET content = '[[0, 99999]]'", "its content is not within its document"),
        ("UPDATE ruling SET answer = replace(answer, 'unless', 'if and')", "other words where its answer marks some"),
        ("UPDATE ruling SET document_id = 2", "is of another document"),
        ("UPDATE ruling SET attribution_id = 99", "there is no attribution 99"),
        ("UPDATE statement SET kind_by = NULL", "its kind_by is not what its attributions make it"),
        ("UPDATE statement SET rejected_by = 1 WHERE id = 2", "its rejected_by is not what"),
    ],
)
def test_verify_checks_the_log(desk: Desk, change: str, words: str) -> None:
    s = desk.one("sign no paper")
    key = told().document.id
    start = TEXT.index("unless")
    desk.rule(s.id, "condition", [[start, start + 6]], document=key)
    desk.rule(s.id, "kind", "warning", document=key)
    assert verified(desk.path).holds
    with by_hand(desk.path) as connection:
        connection.execute(change)
    assert any(words in str(f) for f in verified(desk.path).faults), verified(desk.path).lines()


def test_a_name_that_makes_two_speakers_one_takes_the_statement_that_was_judged_with_it(at: Address) -> None:
    short = Speaker(name="Dorn", type="person", role=None, party="Varnia")
    long = Speaker(name="Ilya Dorn", type="person", role="Foreign Minister", party=None)
    texts = [f"{who.name} said {WORDS}. It was report {n} of a long day." for n, who in enumerate((short, long))]
    desk = Desk(at, *(
        keyed_document(reading(document(text, day, f"Wire {day}"), said(text, who, WORDS, "refusal")), day)
        for day, text, who in zip(("2027-03-01", "2027-03-02"), texts, (short, long), strict=True)
    ))  # fmt: skip
    judged = max(s.id for s in desk.view.statements())
    desk.rule(
        judged, "speaker", {"name": "Ilya B. Dorn", "type": "person", "role": "Foreign Minister", "party": "Varnia"}
    )
    (one,) = desk.view.statements()
    assert len(one.citations) == 2
    desk.holds()


def test_speakers_of_several_tellings_are_found_before_any_is_written(at: Address) -> None:
    """A new name in a later document joins actors, and groups anew what the first telling's new speaker said."""
    rain = " Rain fell over the whole northern coast and nobody went out in it at all."
    sea = "the boats will stay at sea until the summer is over and done"
    minister = "Foreign Minister"
    spoke = [
        (rain, ("Greve", minister, "Ostrel", WORDS), ("Dorn", minister, "Varnia", sea)),
        ("", ("Dorn", minister, "Ostrel", WORDS)),
        (rain, ("Anton Dorn", "an envoy", None, WORDS)),
        (rain, ("Anselm Greve", minister, None, WORDS), ("Ilya Dorn", "an envoy", "Varnia", sea)),
        ("", ("Ilya B. Dorn", None, "Varnia", WORDS), ("Maren Tolvik", None, "Ostrel", sea)),
    ]
    made = []
    for n, (more, *told_by) in enumerate(spoke):
        text = " ".join(f"{name} said {words}." for name, _, _, words in told_by) + f"{more} {n}"
        who = [Speaker(name=name, type="person", role=role, party=party) for name, role, party, _ in told_by]
        tellings = [said(text, one, words, "refusal") for one, (*_, words) in zip(who, told_by, strict=True)]
        day = f"2027-03-0{1 + n % 4}"
        made.append(keyed_document(reading(document(text, day, f"O{n}"), *tellings), day))
    desk = Desk(at, *made)
    desk.rule(1, "reject")
    desk.rule(4, "kind", "warning")
    for number, name, role, party in (
        (6, "Anselm Greve", "an envoy", None), (3, None, minister, "Ostrel"), (4, "Ilya B. Dorn", minister, None),
        (4, "Anton Dorn", minister, "Ostrel"),
    ):  # fmt: skip
        who_says = {"name": name, "type": "person" if name else "unnamed", "role": role, "party": party}
        desk.rule(number, "speaker", who_says)
        desk.holds()


NAMES = ["Ilya Dorn", "Maren Tolvik", "Anselm Greve", "Dorn", None]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("kind"), st.integers(1, 4), st.sampled_from(["offer", "demand"])),
        st.tuples(st.just("speaker"), st.integers(1, 4), st.sampled_from(NAMES)),
        st.tuples(st.sampled_from(["confirm", "reject"]), st.integers(1, 4), st.none()),
        st.tuples(st.just("withdraw"), st.integers(1, 6), st.none()),
        st.tuples(st.just("merge"), st.integers(1, 3), st.integers(1, 3)),
        st.tuples(st.just("split"), st.integers(1, 3), st.none()),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
@example(steps=[("speaker", 2, "Anselm Greve"), ("merge", 3, 2)])
@example(steps=[("speaker", 2, "Anselm Greve"), ("merge", 1, 3)])
@example(steps=[("speaker", 1, "Dorn"), ("split", 1, None)])
def test_after_any_rulings_the_store_holds_and_all_taken_back_it_is_as_it_was(
    stores: Callable[[], Address], steps: list[tuple[str, int, Any]]
) -> None:
    desk = Desk(stores(), told(), COPY)
    before, corrected = derived(desk.writer), False
    for what, number, answer in steps:
        try:
            if what == "withdraw":
                desk.writer.withdraw(number, judge=BEN)
            elif what == "merge":
                desk.writer.merge(number, answer, judge=ADA, reason="a test")
                corrected = True
            elif what == "split":
                desk.writer.split(number, judge=ADA, reason="a test")
                corrected = True
            elif what == "speaker":
                who = {"name": answer, "type": "person" if answer else "unnamed", "party": "Varnia"}
                desk.rule(number, "speaker", who)
            else:
                desk.rule(number, what, answer)
        except CorrectionError:
            continue
        assert verified(desk.path).holds, verified(desk.path).lines()
        nobody_is_shown_whom_nothing_names(desk.writer, desk.view)
    for ruling in desk.view.rulings():
        if desk.view.ruling(ruling.id).withdrawn is None:  # type: ignore[union-attr]
            desk.writer.withdraw(ruling.id, judge=BEN)
    assert verified(desk.path).holds, verified(desk.path).lines()
    check(desk.writer)
    nobody_is_shown_whom_nothing_names(desk.writer, desk.view)
    if not corrected:
        assert derived(desk.writer) == before
    desk.writer.engine.dispose()
    desk.view.engine.dispose()


def test_a_brief_of_the_store_goes_by_the_persons_word(desk: Desk) -> None:
    from onrecord.pipeline import record_brief
    from onrecord.publish import markdown

    assert "sign no paper" in markdown.render(record_brief(desk.view))
    number = desk.one("sign no paper").id
    desk.rule(number, "speaker", TOLVIK.model_dump())
    text = markdown.render(record_brief(desk.view))
    assert "sign no paper" in text.split("Ostrel", 1)[1]
    desk.rule(desk.one("sign no paper").id, "reject")
    assert "sign no paper" not in markdown.render(record_brief(desk.view))


def test_what_was_judged_meanwhile_stops_a_ruling_and_both_are_kept_by_one_who_knows(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    first = desk.rule(number, "kind", "warning", seen=frozenset())
    with pytest.raises(MeanwhileError, match=f"statement {number} was judged by someone else meanwhile"):
        desk.rule(number, "kind", "demand", judge=BEN, seen=frozenset())
    assert [r.id for r in desk.view.rulings(number)] == [first]
    second = desk.rule(number, "kind", "demand", judge=BEN, seen=frozenset((first,)))
    assert [(r.id, r.judge, r.answer) for r in desk.view.rulings(number)] == [
        (second, BEN, "demand"), (first, ADA, "warning"),
    ]  # fmt: skip
    desk.writer.withdraw(first, judge=ADA)
    with pytest.raises(MeanwhileError):  # what was taken back is a change, too
        desk.rule(number, "confirm", judge=BEN, seen=frozenset((first, second)))
    desk.holds()


def test_of_two_at_once_one_is_written_and_the_other_told(desk: Desk) -> None:
    number, start = desk.one("sign no paper").id, Barrier(2)

    def judge(name: str) -> int | None:
        writer = Writer(open_store(desk.path, write=True), desk.path)
        try:
            start.wait()
            return writer.rule(Correction(number, "kind", "warning", seen=frozenset()), judge=name)
        except MeanwhileError:
            return None
        finally:
            writer.engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(judge, (ADA, BEN)))
    assert sorted(m is None for m in made) == [False, True]
    assert [r.id for r in desk.view.rulings(number)] == [m for m in made if m]


def test_who_judges_alone_sees_and_confirms_the_readers_answer_and_their_own(desk: Desk) -> None:
    number = desk.one("sign no paper").id
    desk.rule(number, "kind", "warning")
    desk.rule(number, "speaker", TOLVIK.model_dump())
    desk.rule(number, "reject")
    (shown,) = desk.view.suggestions([number], alone=BEN)
    assert (shown.kind, shown.speaker, shown.actor, shown.rulings) == ("refusal", "Ilya Dorn", None, ())
    (whole,) = desk.view.suggestions([number])
    assert (whole.kind, whole.speaker, len(whole.rulings)) == ("warning", "Maren Tolvik", 4)  # of two tellings' speaker
    confirmed = desk.view.ruling(desk.rule(number, "confirm", judge=BEN, seen=frozenset(), alone=True))
    assert confirmed is not None
    assert (confirmed.answer["kind"], confirmed.answer["speaker"]["name"]) == ("refusal", "Ilya Dorn")
    desk.rule(number, "kind", "demand", judge=BEN, seen=frozenset((confirmed.id,)), alone=True)
    assert desk.view.suggestions([number], alone=BEN)[0].kind == "demand"
    desk.holds()


def test_the_log_is_narrowed_and_shown_as_of_a_day(desk: Desk) -> None:
    one, two = desk.one("sign no paper").id, desk.one("harbour").id
    kind, red = desk.rule(one, "kind", "warning"), desk.rule(two, "red_line", True, judge=BEN)
    taken = desk.rule(two, "reject")
    desk.writer.withdraw(taken, judge=BEN)
    assert desk.view.judges() == (ADA, BEN)
    assert [r.id for r in desk.view.logged(Logged(judge=ADA))] == [kind]
    assert [r.id for r in desk.view.logged(Logged(field="red_line"))] == [red]
    assert [r.id for r in desk.view.logged(Logged(withdrawn=True))] == [taken, red, kind]
    assert desk.view.logged(Logged(as_of="2020-01-01")) == ()
    with by_hand(desk.path) as connection:
        connection.execute("UPDATE ruling SET made = '2027-04-01T09:00:00+00:00'")
        connection.execute("UPDATE ruling SET withdrawn = '2027-04-03T09:00:00+00:00' WHERE withdrawn IS NOT NULL")
        connection.commit()
    assert [r.id for r in desk.view.logged(Logged(as_of="2027-04-02"))] == [taken, red, kind]
    assert [r.id for r in desk.view.logged(Logged(as_of="2027-04-03"))] == [red, kind]


def test_progress_counts_what_was_judged_by_one_or_by_anybody(desk: Desk) -> None:
    one, two = desk.one("sign no paper").id, desk.one("harbour").id
    assert set(desk.view.candidates()) == {one, two}
    assert desk.view.progress() == (0, 2)
    desk.rule(one, "reject")
    desk.rule(two, "kind", "demand", judge=BEN)  # a correction is not all that is asked
    assert desk.view.progress() == (1, 1)
    assert desk.view.progress(judge=BEN) == (0, 2)
    assert desk.view.progress(Filter(party="Ostrel")) == (0, 1)
    assert desk.view.progress(Filter(limit=1), judge=BEN) == (0, 1)
    assert (desk.view.judged(), desk.view.judged(judge=BEN)) == ({one}, frozenset())
    assert (desk.view.candidates(), set(desk.view.candidates(judge=BEN))) == ((two,), {one, two})
    assert (desk.view.coded(Filter(), judge=BEN), desk.view.coded(Filter(), judge=ADA)) == ((one,), ())
    assert desk.view.coded(Filter(party="Ostrel"), judge=BEN) == ()
    assert desk.view.contents([one])[one] == WORDS
    assert desk.view.moved_to(one) == one
