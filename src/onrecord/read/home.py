"""Offices of state without a country, in a release of a party's own: there "the President" is its own."""

from collections.abc import Sequence

from onrecord.read.describe import Phrase, head_of, rank, unnamed
from onrecord.read.labels import label_words
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.people import Person
from onrecord.read.roles import Office
from onrecord.read.turns import Resolved, evidence_of, speaker_of


def at_home(
    parsed: Parsed, places: Gazetteer, phrase: Phrase, people: Sequence[Person], home: str | None
) -> tuple[Resolved, Person | None] | None:
    """In a party's own release "the President" is its own: the one person known as such who is no other party's."""
    role = phrase.bare.casefold()
    if home is None or not phrase.definite or role not in label_words()["holders"]:
        return None
    office = Office(phrase.span, phrase.bare, None, official=True)
    fits = [p for p in people if p.party in (None, home) and rank(office, head_of(role), p) in (0, 1)]
    own = [p for p in fits if p.party == home] or fits
    if len(own) > 1:
        return unnamed(parsed, places, phrase, home)[0], None
    resolved = [Resolved(speaker_of(p).model_copy(update={"party": home}), evidence_of(p), (phrase.span,)) for p in own]
    return (resolved[0], own[0]) if own else None
