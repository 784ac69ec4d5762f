"""A first dossier: who is at the table, which statements are about it, and the issues they make."""

import numpy as np
import pytest

from onrecord.record.answers import Said
from onrecord.values import Delegate, Forum, Kind, Period
from onrecord.weigh.drafting import Person, draft
from onrecord.weigh.proposing import ISSUES, Proposed, likeness, proposed
from onrecord.weigh.table import about, seated
from onrecord.weigh.terms import Pair, telling, terms_of
from tests.weigh.spoken import known, met, spoken

RADAR = [
    "the radar station on Skerra must be closed",
    "to close the radar station on Skerra in June",
    "that the radar station on Skerra would never be dismantled",
]
FISH = [
    "fishing rights in the northern waters",
    "that fishing rights would not be discussed in Kelmar",
    "a treaty that settles fishing rights for ten years",
]
KINDS: tuple[Kind, ...] = ("demand", "offer", "refusal")


def talks() -> list[Said]:
    words = [w for pair in zip(RADAR, FISH, strict=True) for w in pair]
    return [
        spoken(i, ("Varnia", "Ostrel")[i % 2], KINDS[i % 3], w, speaker="Dorn" if i % 2 == 0 else "Tolvik", actor=i % 2)
        for i, w in enumerate(words)
    ]


def issues(said: list[Said]) -> tuple[Proposed, ...]:
    return proposed(said, said, ["Varnia", "Ostrel", "Dorn", "Tolvik"], {})


def test_issues_are_what_is_spoken_of_again_and_again() -> None:
    found = {one.issue.name.split(",")[0].lower(): one for one in issues(talks())}
    assert {one.statements for one in found.values()} == {(0, 2, 4), (1, 3, 5)}
    assert "radar station" in found
    assert "fishing rights" in found
    radar = found["radar station"].issue
    assert radar.id.startswith("radar-station")
    assert "radar station" in radar.phrases
    assert radar.proposition.removeprefix("draft: ") in RADAR


def test_every_word_of_an_issue_stands_in_its_statements() -> None:
    for one in issues(talks()):
        words = " ".join(t.said.content for t in one.typical).lower()
        for phrase in (*one.issue.phrases, *one.issue.name.split(", ")):
            assert phrase.lower() in words
        assert all(t.sentence in t.said.content for t in one.typical)
        assert 1 <= len(one.typical) <= 5


def test_what_is_told_without_a_claim_makes_no_issue() -> None:
    said = [spoken(i, "Varnia", "assertion", w) for i, w in enumerate(RADAR)]
    assert issues(said) == ()
    assert issues([]) == ()


def test_statements_in_other_order_make_the_same_issues() -> None:
    one = draft(talks(), [met("Varnia", "Ostrel")], [], {})
    two = draft(talks()[::-1], [met("Varnia", "Ostrel")], [], {})
    assert one.dossier == two.dossier


def test_more_issues_than_a_person_reads_are_only_named() -> None:
    nouns = [
        f"{a}{b}" for a in ("amber", "coral", "dyke", "ferry") for b in ("basin", "canal", "quota", "tower", "wharf")
    ]
    said = [
        spoken(100 * i + n, "Varnia", "demand", f"the {noun} {noun[::-1]} must open", document=f"d{n}")
        for i, noun in enumerate(nouns)
        for n in range(3)
    ]
    made = draft(said, [], [], {})
    assert len(made.issues) == ISSUES
    assert len(made.further) == len(nouns) - ISSUES
    assert len(made.dossier.issues) == ISSUES
    assert (made.taken, made.aside) == (3 * ISSUES, 3 * (len(nouns) - ISSUES))


def test_meanings_bring_together_what_words_do_not() -> None:
    def vector(*parts: float) -> bytes:
        made = np.array(parts)
        return (made / np.linalg.norm(made) * 127).round().astype(np.int8).tobytes()

    terms = [{"radar": 1.0}, {"station": 1.0}, {"fish": 1.0}]
    meanings = [vector(1, 0.1), vector(1, 0), vector(0, 1)]
    plain = likeness(terms, [None] * 3, [1, 2, 3])
    assert plain[0, 1] == 0
    near = likeness(terms, meanings, [1, 2, 3])
    assert near[0, 1] > 0.4 > near[0, 2]
    assert likeness(terms, meanings, [1, 1, 3])[0, 1] == 0  # two sentences of one statement: words decide


def test_terms_are_pairs_and_nouns() -> None:
    assert Pair("radar", "stati") in terms_of("the radar station on Skerra")
    assert Pair("stati", "skerr") not in terms_of("the radar station on Skerra")
    told = telling(["the treaty binds", "a treaty of peace", "we understand", "they understand"], [])
    assert set(told) == {"treat"}
    assert telling(["the treaty", "a treaty"], ["treat"]) == {}


def test_who_is_at_the_table() -> None:
    said = [spoken(i, "Varnia", "demand", "x") for i in range(20)] + [spoken(50, "Ostrel", "demand", "x")]
    table = seated(said, [met("Varnia", "Ostrel"), met("Varnia", "Ostrel"), met("Varnia")])
    assert table.parties == ("Varnia", "Ostrel")
    assert table.met == {"Varnia": 2, "Ostrel": 2}  # a meeting of one party is no table
    said += [spoken(60 + i, None, "demand", "x") for i in range(5)]
    lone = seated([*said, spoken(70, "Sund", "demand", "x")], [])
    assert lone.parties == ("Varnia",)
    assert lone.left_out == ("Ostrel", "Sund")
    assert seated([], []).parties == ()


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("the Ostrelian boats must leave", True),  # the people of the other party
        ("a letter from Tolvik", True),  # who speaks for it
        ("storms in the south of Varnia", False),  # the speaker's own party
        ("vaccines for every school", False),
    ],
)
def test_what_is_about_the_talks(words: str, *, held: bool) -> None:
    said = [
        spoken(1, "Varnia", "demand", words, document="a"),
        spoken(2, "Ostrel", "refusal", "Varnia must wait", document="b"),
    ]
    table = seated([*said, spoken(3, "Varnia", "demand", "x")], [met("Varnia", "Ostrel")])
    found = about(said, table, [known(1, "Maren Tolvik", "Ostrel"), known(2, "Ilya Dorn", "Varnia")])
    assert (said[0] in found) is held


def test_neighbours_of_what_is_about_the_talks_are_too() -> None:
    words = ["schools open", "Ostrel must answer", "by Friday, or else", "the weather", "is fine"]
    said = [spoken(i, "Varnia", "demand", w, document="a", at=100 * i) for i, w in enumerate(words)]
    table = seated([*said, spoken(9, "Ostrel", "refusal", "no")], [met("Varnia", "Ostrel")])
    assert [s.id for s in about(said, table, [])] == [0, 1, 2]


def test_people_forums_and_period() -> None:
    people = [
        Person(known(0, "Ilya Dorn", "Varnia"), "Foreign Minister"), Person(known(7, "Dorn", "Varnia"), None),
        Person(known(1, "Maren Tolvik", "Ostrel"), None), Person(known(8, "Nobody Heard", "Ostrel"), "Envoy"),
    ]  # fmt: skip
    meetings = [
        met("Varnia", "Ostrel", forum="Littoral-Kelmar Council", delegates=("Dorn",)),
        met("Varnia", "Ostrel", forum="Kelmar Littoral Council"),
        met("Sund", forum="Sund Council"),
        met("Varnia", "Ostrel", forum="And so on the question of the Littoral Council"),
    ]
    made = draft(talks(), meetings, people, {}, title="Kelmar")
    assert {p.name for p in made.dossier.parties} == {"Varnia", "Ostrel"}
    delegates = {d for p in made.dossier.parties for d in p.people}
    assert delegates == {Delegate(name="Ilya Dorn", role="Foreign Minister"), Delegate(name="Maren Tolvik")}
    assert made.dossier.forums == (Forum(name="Littoral-Kelmar Council", aliases=("Kelmar Littoral Council",)),)
    assert made.dossier.period == Period(start="2027-03-01", end="2027-03-01")
    assert made.dossier.title == "Kelmar"
