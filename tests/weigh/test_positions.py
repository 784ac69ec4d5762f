"""Positions: who decides, what supersedes, what is only claimed, and what is said both ways."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record.answers import Said
from onrecord.values import Alongside
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Bearings
from tests.weigh.made import DAYS, DOSSIER, bears, records, said

Record = tuple[tuple[Said, ...], Bearings]


def held(*found: tuple[Said, str | None], party: str = "Varnia", as_of: str | None = None) -> Position:
    """A party's position on the radar from statements and their stances."""
    bearings = {s.id: bears(radar=stance) for s, stance in found}  # type: ignore[arg-type]
    made = positions([s for s, _ in found], bearings, DOSSIER, as_of)
    return next(p for p in made if (p.party, p.issue) == (party, "radar"))


def one(number: int, day: str, text: str = "x", **more: object) -> Said:
    return said(number, "Varnia", text, day, **more)  # type: ignore[arg-type]


def test_the_latest_of_equals_decides_and_supersedes() -> None:
    made = held((one(1, "2027-03-01"), "against"), (one(2, "2027-03-08"), "for"))
    assert (made.stance, made.decided_by, made.contrary) == ("for", 2, ())
    assert set(made.statements) == {1, 2}
    assert made.behind == (2,)


def test_a_lower_voice_does_not_undo_a_much_higher_one_and_is_shown() -> None:
    made = held(
        (one(1, "2027-03-01", role="President", quotation="direct", speaker="Anselm Greve"), "against"),
        (one(2, "2027-03-08", role="spokeswoman", speaker="Petra Valk"), "for"),
    )
    assert (made.stance, made.decided_by, made.contrary) == ("against", 1, (2,))
    assert made.disagrees


def test_a_slightly_lower_voice_decides_but_the_higher_one_is_shown() -> None:
    president = one(1, "2027-03-01", role="President", speaker="Anselm Greve")
    minister = one(2, "2027-03-08")
    made = held((president, "against"), (minister, "for"))
    assert (made.stance, made.contrary) == ("for", (1,))


def test_time_lets_a_lower_voice_decide() -> None:
    president = one(1, "2026-01-01", role="President", quotation="direct", speaker="Anselm Greve")
    made = held((president, "against"), (one(2, "2027-03-08", role="spokeswoman", speaker="Petra Valk"), "for"))
    assert (made.stance, made.decided_by, made.contrary) == ("for", 2, ())


def test_both_on_one_day_is_shown_as_both() -> None:
    made = held((one(1, "2027-03-01"), "against"), (one(2, "2027-03-01"), "conditional"))
    assert made.disagrees


def test_statements_of_one_day_decide_together() -> None:
    lone = one(1, "2027-03-08", quotation="direct")
    two = [(one(n, "2027-03-08"), "for") for n in (2, 3)]
    made = held((lone, "against"), *two, (one(4, "2027-03-01"), "against"))
    assert (made.stance, made.decided_by, made.contrary) == ("for", 3, (1,))
    assert held((lone, "against"), two[0]).stance == "against"


def test_for_and_for_if_are_no_contradiction() -> None:
    assert not held((one(1, "2027-03-01"), "for"), (one(2, "2027-03-01"), "conditional")).disagrees


def test_unnamed_sources_set_nothing() -> None:
    source = one(1, "2027-03-01", speaker=None, role="a senior official", actor_type="unnamed")
    made = held((source, "for"))
    assert (made.stance, made.unconfirmed, made.statements, made.decided_by) == (None, True, (1,), None)
    confirmed = held((source, "for"), (one(2, "2027-02-01"), "against"))
    assert (confirmed.stance, confirmed.unconfirmed, confirmed.contrary) == ("against", False, ())


def test_what_is_read_unsurely_sets_nothing() -> None:
    assert held((one(1, "2027-03-01", confidence=0.3), "for")).unconfirmed


def test_who_takes_no_side_has_no_stance() -> None:
    made = held((one(1, "2027-03-01"), None))
    assert (made.stance, made.unconfirmed, made.count) == (None, False, 1)


def test_a_red_line_holds_until_the_stance_moves() -> None:
    never = one(1, "2027-03-01", "the radar will never be dismantled", red_line="never")
    later = one(2, "2027-03-08", "the radar stays")
    made = held((never, "against"), (later, "against"))
    assert made.red_line
    assert (made.red_line.statement, made.red_line.text, made.decided_by) == (1, "never", 2)
    assert held((never, "against"), (later, "for")).red_line is None


def test_supporters_draw_no_red_line_with_anothers_words() -> None:
    beside = [Alongside(name="Ostrel", type="government", party="Ostrel", relation="supported_by")]
    never = one(1, "2027-03-01", "the radar will never be dismantled", red_line="never", alongside=beside)
    made = held((never, "against"), party="Ostrel")
    assert (made.stance, made.red_line) == ("against", None)


def test_conditions_are_those_of_a_conditional_position_the_deciding_first() -> None:
    first = one(1, "2027-03-01", "yes if A", condition="if A")
    second = one(2, "2027-03-08", "yes if B", condition="if B")
    made = held((first, "conditional"), (second, "conditional"))
    assert [(c.statement, c.text) for c in made.conditions] == [(2, "if B"), (1, "if A")]
    assert held((first, "against")).conditions == ()


def test_who_opposes_a_statement_holds_the_contrary() -> None:
    beside = [Alongside(name="Ostrel", type="government", party="Ostrel", relation="opposed_by")]
    assert held((one(1, "2027-03-01", alongside=beside), "for"), party="Ostrel").stance == "against"


def test_the_forum_last_named() -> None:
    made = held(
        (one(1, "2027-03-01", "this is for the Littoral Council"), "for"),
        (one(2, "2027-03-08", "the commission should take it up"), None),
        (one(3, "2027-03-09", "the Commissioners are here"), None),
    )
    assert made.forum
    assert (made.forum.forum, made.forum.words.statement) == ("Fisheries Commission", 2)


@given(records(), st.randoms(use_true_random=False), st.sampled_from([None, *DAYS]))
@settings(deadline=None, max_examples=60)
def test_the_order_of_statements_does_not_matter(record: Record, random: object, as_of: str | None) -> None:
    found, bearings = record
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert positions(mixed, bearings, DOSSIER, as_of) == positions(found, bearings, DOSSIER, as_of)


@given(records(), st.sampled_from([None, *DAYS]))
@settings(deadline=None, max_examples=60)
def test_a_position_names_statements_of_its_party_and_issue_only(record: Record, as_of: str | None) -> None:
    found, bearings = record
    by_number = {s.id: s for s in found}
    sides = Sides(DOSSIER)
    for p in positions(found, bearings, DOSSIER, as_of):
        quoted = {w.statement for w in (p.red_line, *p.conditions, p.forum.words if p.forum else None) if w}
        named = {p.decided_by} - {None}
        assert quoted | named | {*p.behind} | {*p.contrary} <= {*p.statements}
        for number in p.statements:
            assert p.party in {s.party for s in sides.of(by_number[number])}
            assert p.issue in {b.issue for b in bearings[number]}
            assert as_of is None or by_number[number].date <= as_of
        assert (p.stance is None) == (p.decided_by is None)


@given(records(), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=60)
def test_a_day_never_sees_later_statements(record: Record, as_of: str) -> None:
    found, bearings = record
    early = [s for s in found if s.date <= as_of]
    day = (date.fromisoformat(as_of) + timedelta(days=1)).isoformat()
    assert all(p.last < day for p in positions(found, bearings, DOSSIER, as_of))
    assert positions(found, bearings, DOSSIER, as_of) == positions(early, bearings, DOSSIER, as_of)
