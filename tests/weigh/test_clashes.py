"""Clashes: who excludes whom, the hardest first, in the sharpest words of each side."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record.answers import Said
from onrecord.values import Stance
from onrecord.weigh.clashes import clashes
from onrecord.weigh.weighed import Bearings
from tests.weigh.made import DAYS, DOSSIER, bears, records, said

Record = tuple[tuple[Said, ...], Bearings]
NEVER = "the radar will never be dismantled"


def test_for_against_against_in_the_sharpest_words() -> None:
    found = [
        said(1, "Varnia", "the radar must go", "2027-03-01", kind="demand"),
        said(2, "Ostrel", "the radar is of use", "2027-03-08"),
        said(3, "Ostrel", "we shall not take it down", "2027-03-02", kind="refusal", quotation="direct"),
    ]
    bearings = {1: bears(radar="for"), 2: bears(radar="against"), 3: bears(radar="against")}
    (clash,) = clashes(found, bearings, DOSSIER)
    ((pro,), (contra,)) = clash.pro, clash.contra
    assert (pro.position.party, pro.words.statement) == ("Varnia", 1)
    assert (contra.position.party, contra.words.text) == ("Ostrel", "we shall not take it down")
    assert clash.red_lines == 0


def test_a_red_line_excludes_a_conditional_yes_too() -> None:
    yes = said(1, "Varnia", "ready if paid", "2027-03-01", condition="if paid")
    for words, red_line, hard in ((NEVER, "never", 1), ("the radar stays", None, 0)):
        other = said(2, "Ostrel", words, "2027-03-01", red_line=red_line)
        made = clashes([yes, other], {1: bears(radar="conditional"), 2: bears(radar="against")}, DOSSIER)
        assert len(made) == hard
        assert all(c.contra[0].words.text == NEVER for c in made)


def clash_of(issue: str, first: int, **more: object) -> list[tuple[Said, str, Stance]]:
    return [
        (said(first, "Varnia", "yes", "2027-03-01", **more), issue, "for"),  # type: ignore[arg-type]
        (said(first + 1, "Ostrel", "we will never", "2027-03-01", **more), issue, "against"),  # type: ignore[arg-type]
    ]


def ordered(*found: tuple[Said, str, Stance]) -> list[str]:
    bearings = {s.id: bears(**{issue: stance}) for s, issue, stance in found}
    return [c.issue for c in clashes([s for s, *_ in found], bearings, DOSSIER)]


def test_the_hardest_come_first() -> None:
    plain = clash_of("radar", 1)
    assert ordered(*plain, *clash_of("patrols", 3, role="President")) == ["patrols", "radar"]
    assert ordered(*plain, *clash_of("patrols", 3, quotation="direct")) == ["patrols", "radar"]
    red = [
        *clash_of("patrols", 3)[:1],
        (said(4, "Ostrel", "never", "2027-01-01", red_line="never"), "patrols", "against"),
    ]
    assert ordered(*clash_of("radar", 1, role="President"), *red) == ["patrols", "radar"]  # type: ignore[arg-type]


@given(records(), st.sampled_from([None, *DAYS]))
@settings(deadline=None, max_examples=60)
def test_both_sides_are_quoted_in_their_own_words(record: Record, as_of: str | None) -> None:
    found, bearings = record
    for clash in clashes(found, bearings, DOSSIER, as_of):
        for stand in (*clash.pro, *clash.contra):
            assert stand.position.issue == clash.issue
            assert stand.words.statement in stand.position.behind
    assert clashes(found[::-1], bearings, DOSSIER, as_of) == clashes(found, bearings, DOSSIER, as_of)
