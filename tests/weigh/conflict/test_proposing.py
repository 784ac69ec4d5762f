"""A first conflict out of statements, worked by hand on invented talks; what is not on record stays out."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from onrecord.publish.conflict_draft import written
from onrecord.record.answers import Said
from onrecord.values import Bearing, Dossier, DossierParty, Issue, Kind
from onrecord.weigh.conflict.drafting import MOST
from onrecord.weigh.conflict.proposal import Proposal
from onrecord.weigh.conflict.proposing import proposed
from onrecord.weigh.conflict.sanctions import act
from onrecord.weigh.weighed import Weighed
from tests.weigh.made import DOSSIER, bears, records, said

NEVER = "the radar on Skerra will never be dismantled"
MUST = "the radar on Skerra must be dismantled"
READY = "ready to limit patrols provided that the radar is dismantled"
WARNING = "if patrols of Varnia are limited we will close the harbour, whatever it costs"


def talks() -> list[tuple[Said, tuple[Bearing, ...]]]:
    return [
        (said(1, "Ostrel", NEVER, "2027-03-01", kind="refusal", red_line="never"), bears(radar="against")),
        (said(2, "Varnia", MUST, "2027-03-02", kind="demand"), bears(radar="for")),
        (
            said(3, "Varnia", READY, "2027-03-03", kind="offer", condition="provided that the radar is dismantled",
                 role="spokeswoman"),
            bears(patrols="conditional"),
        ),
        (
            said(4, "Ostrel", WARNING, "2027-03-04", kind="warning", condition="if patrols of Varnia are limited"),
            bears(patrols="against"),
        ),
    ]  # fmt: skip


def draft(
    talk: list[tuple[Said, tuple[Bearing, ...]]], dossier: Dossier = DOSSIER, as_of: str | None = None
) -> Proposal:
    found: Mapping[int, tuple[Bearing, ...]] = {s.id: b for s, b in talk}
    return proposed(Weighed(tuple(s for s, _ in talk), found, dossier, as_of))


def options(made: Proposal) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    return [(o.owner, o.name, o.ground, o.cites) for o in made.conflict.options]


def wishes(made: Proposal, who: str) -> list[tuple[str, str | None, tuple[str, ...], str | None]]:
    given = {p.decision_maker: p.wishes for p in made.conflict.preferences}
    return [(w.text, w.ground, w.cites, w.since) for w in given.get(who, ())]


def test_options_and_wishes_of_the_talks() -> None:
    made = draft(talks())
    assert options(made) == [
        ("Ostrel", "Radar on Skerra", "stated", ("1",)),
        ("Varnia", "Patrols", "stated", ("3",)),
        ("Ostrel", "Close the harbour", "stated", ("4",)),
    ]
    assert wishes(made, "Varnia") == [
        ("Ostrel: Radar on Skerra", "stated", ("2",), "2027-03-02"),
        ("not Varnia: Patrols unless Ostrel: Radar on Skerra", "inferred", ("3",), "2027-03-03"),
        ("not Ostrel: Close the harbour", "inferred", ("4",), "2027-03-04"),
    ]
    assert wishes(made, "Ostrel") == [
        ("not Ostrel: Radar on Skerra", "stated", ("1",), "2027-03-01"),
        ("not Varnia: Patrols", "stated", ("4",), "2027-03-04"),
        ("Ostrel: Close the harbour iff Varnia: Patrols", "inferred", ("4",), "2027-03-04"),
    ]
    assert (made.silent, made.unowned, made.left, dict(made.unstated)) == (("Littoral Compact",), (), (), {})


def test_nothing_said_later_is_used() -> None:
    made = draft(talks(), as_of="2027-03-02")
    assert options(made) == [("Ostrel", "Radar on Skerra", "stated", ("1",))]
    assert made.silent == ("Varnia", "Littoral Compact")
    assert [(one.issue.id, one.held) for one in made.unowned] == [("patrols", ())]


@pytest.mark.parametrize(
    ("kind", "stance", "controls"),
    [("offer", "for", True), ("offer", None, False), ("commitment", None, True),
     ("refusal", "against", True), ("refusal", "for", False),
     ("demand", "for", False), ("assertion", "against", False), ("endorsement", "for", False)],
)  # fmt: skip
def test_who_only_demands_controls_nothing(kind: Kind, stance: str | None, controls: bool) -> None:
    made = draft([(said(1, "Varnia", MUST, "2027-03-02", kind=kind), bears(radar=stance))])  # type: ignore[arg-type]
    assert bool(made.conflict.options) == controls
    assert [o.ground for o in made.conflict.options] == (["stated" if stance else "inferred"] if controls else [])
    if not controls and stance:
        assert [(p.party, p.stance) for one in made.unowned for p in one.held] == [("Varnia", stance)]


def test_words_of_others_and_unsure_ones_show_no_option() -> None:
    unsure = said(1, "Varnia", MUST, "2027-03-02", kind="offer", confidence=0.3)
    unnamed = said(2, "Varnia", MUST, "2027-03-02", kind="offer", speaker=None, role=None, actor_type="unnamed")
    assert not draft([(unsure, bears(radar="for")), (unnamed, bears(radar="for"))]).conflict.options


def test_what_two_control_comes_about_where_both_take_their_option() -> None:
    made = draft(
        [
            (said(1, "Varnia", "we will limit patrols", "2027-03-01", kind="commitment"), bears(patrols="for")),
            (said(2, "Ostrel", "we refuse to limit patrols", "2027-03-01", kind="refusal"), bears(patrols="against")),
        ]
    )
    assert [w[0] for w in wishes(made, "Varnia")] == ["Varnia: Patrols and Ostrel: Patrols"]
    assert [w[0] for w in wishes(made, "Ostrel")] == ["not (Varnia: Patrols and Ostrel: Patrols)"]


@pytest.mark.parametrize(
    ("text", "condition", "wish", "why"),
    [
        ("limits on patrols if the radar is dismantled", "if the radar is dismantled",
         "Varnia: Patrols if Ostrel: Radar on Skerra", None),
        ("limits on patrols only if the radar is dismantled", "only if the radar is dismantled",
         "not Varnia: Patrols unless Ostrel: Radar on Skerra", None),
        ("no limits on patrols unless the radar is dismantled", "unless the radar is dismantled",
         "not Varnia: Patrols unless Ostrel: Radar on Skerra", None),
        ("limits on patrols unless the radar is dismantled", "unless the radar is dismantled", None, "exception"),
        ("limits on patrols if the radar is not dismantled", "if the radar is not dismantled", None, "opposed"),
        ("limits on patrols if the fish come back", "if the fish come back", None, "no issue"),
    ],
)  # fmt: skip
def test_conditions(text: str, condition: str, wish: str | None, why: str | None) -> None:
    offer = said(3, "Varnia", text, "2027-03-03", kind="offer", condition=condition)
    made = draft([*talks()[:2], (offer, bears(patrols="conditional"))])
    about = [w[0] for w in wishes(made, "Varnia") if "Patrols" in w[0]]
    assert about == ([wish] if wish else [])
    assert [one.why for one in made.left] == ([why] if why else [])


def test_a_condition_on_what_nobody_controls_is_left() -> None:
    made = draft([talks()[1], talks()[2]])
    (left,) = made.left
    assert (left.why, left.about, left.issue) == ("unowned", "Patrols", "Radar on Skerra")


@pytest.mark.parametrize(
    ("text", "condition", "bearing", "named", "why"),
    [
        ("if the fish go, we will go", "if the fish go", bears(), ["Go"], "no issue"),
        ("if the fish go, there will be a price", "if the fish go", bears(), [], "not its act"),
        ("if the radar is dismantled we will go", "if the radar is dismantled", bears(radar=None), [], "no side"),
    ],
)
def test_warnings_that_hold_no_sanction(
    text: str, condition: str, bearing: tuple[Bearing, ...], named: list[str], why: str
) -> None:
    warning = said(5, "Varnia", text, "2027-03-05", kind="warning", condition=condition)
    made = draft([*talks()[:2], (warning, bearing)])
    assert [o.name for o in made.conflict.options if o.owner == "Varnia"] == named
    assert [one.why for one in made.left] == [why]
    assert not any(" iff " in w[0] for w in wishes(made, "Varnia"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“we will seize them,”", "Seize them"),
        ("that it would close the strait to naval vessels", "Close the strait to naval vessels"),
        ("that Varnia would answer, and at once", "Answer"),
        ("to shut every port of the northern coast to ships of every flag", "Shut every port of the northern coast to"),
        ("there will be war", None),
        ("that Ostrel would suffer", None),
        ("of war", None),
        ("we will", None),
        ("", None),
    ],
)
def test_a_sanction_is_named_by_its_own_words(text: str, name: str | None) -> None:
    assert act(text, DossierParty(name="Varnia")) == name


def test_more_options_than_can_be_looked_at_are_told() -> None:
    issues = tuple(Issue(id=f"i{n}", name=f"Matter {n}", proposition="It is.") for n in range(MOST + 3))
    dossier = Dossier(title="T", parties=DOSSIER.parties, issues=issues)
    found = [
        (said(n, "Varnia", "so be it", "2027-03-01", kind="offer"),
         (Bearing(issue=i.id, stance="for", by="phrase"),))
        for n, i in enumerate(issues)
    ]  # fmt: skip
    made = draft(found, dossier)
    assert len(made.conflict.options) == MOST == 22
    assert [o.name for o in made.beyond] == ["Matter 22", "Matter 23", "Matter 24"]
    assert len(wishes(made, "Varnia")) == MOST


def test_an_issue_that_several_control_is_within_the_bounds_whole_or_not_at_all() -> None:
    issues = tuple(Issue(id=f"i{n}", name=f"Matter {n}", proposition="It is.") for n in range(MOST + 1))
    dossier = Dossier(title="T", parties=DOSSIER.parties, issues=issues)
    last = MOST - 1  # its options would be the 22nd and the 23rd
    who = [(n, "Varnia") for n in range(last)] + [(last, "Varnia"), (last, "Ostrel"), (last + 1, "Varnia")]
    found = [
        (said(k, party, "so be it", "2027-03-01", kind="offer"),
         (Bearing(issue=f"i{n}", stance="for", by="phrase"),))
        for k, (n, party) in enumerate(who)
    ]  # fmt: skip
    made = draft(found, dossier)
    assert [o.name for o in made.conflict.options[last:]] == [f"Matter {MOST}"]
    assert [(o.owner, o.name) for o in made.beyond] == [("Varnia", f"Matter {last}"), ("Ostrel", f"Matter {last}")]
    assert not any(f"Matter {last}" in w.text for p in made.conflict.preferences for w in p.wishes)
    assert "Ostrel" not in made.silent
    text = written(made)
    assert "# Ostrel is not among them: all its options are among those left out below." in text
    assert "# More options than can be looked at: 22 are. What is wished of these is left out, too." in text


@settings(max_examples=150, deadline=None)
@given(records())
def test_every_line_rests_on_statements_and_no_party_is_lost(
    found: tuple[tuple[Said, ...], Mapping[int, tuple[Bearing, ...]]],
) -> None:
    told, bearings = found
    made = proposed(Weighed(told, bearings, DOSSIER))
    numbers = {str(s.id) for s in told}
    lines = [*made.conflict.options, *(w for p in made.conflict.preferences for w in p.wishes)]
    assert all(line.cites and set(line.cites) <= numbers and line.ground for line in lines)
    owners = {o.owner for o in made.beyond}
    assert {*made.conflict.decision_makers} | {*made.silent} | owners == {p.name for p in DOSSIER.parties}
    owned = {o.name for o in made.conflict.options}
    assert all((i.name in owned) != (i in [u.issue for u in made.unowned]) for i in DOSSIER.issues)
