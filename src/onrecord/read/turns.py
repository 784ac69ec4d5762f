"""Who spoke so far: the values of resolving, and what pronouns need to know of earlier turns."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.read.labels import Label
from onrecord.read.lexicon import roles
from onrecord.read.people import Person
from onrecord.read.roles import heads_in
from onrecord.spans import Range, inside
from onrecord.values import Speaker


@dataclass(frozen=True)
class Resolved:
    """Whom a source means. ``evidence`` states name, role and party; ``mentions`` are its places in the source.

    ``alongside`` are others who speak jointly.
    """

    speaker: Speaker
    evidence: tuple[Range, ...] = ()
    mentions: tuple[Range, ...] = ()
    alongside: tuple[Speaker, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A source that was resolved: where it stands, whom it means, and how a pronoun may take it up."""

    at: int
    resolved: Resolved
    person: Person | None = None
    plural: bool = False

    def agrees(self, gender: str | None) -> bool:
        """Whether "he" or "she" can take this turn's speaker up."""
        if self.plural or self.resolved.alongside or self.resolved.speaker.type in ("organisation", "government"):
            return False
        described = heads_in(self.resolved.speaker.role or "")
        if self.person is None and not described:
            return False
        known = self.person.gender if self.person else _told(described[-1][2])
        return gender is None or known is None or known == gender


UNKNOWN = Resolved(Speaker(name=None, type="unnamed"))

_GENDERS = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PERSONAL = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_THINGS = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "their", "them", "themselves", "both"})


def _told(head: str) -> str | None:
    return "m" if head in roles().male else "f" if head in roles().female else None


def pronoun(word: str) -> str | None:
    """A pronoun's class: ``m`` or ``f``, ``speaker`` (I, we), ``relative``, ``thing``, ``many``, ``none`` (you)."""
    low = re.sub(r"[^a-z]", "", word.casefold()) if word != "US" else ""
    for kind, words in (("speaker", _PERSONAL), ("relative", _RELATIVE), ("thing", _THINGS), ("many", _MANY)):
        if low in words:
            return kind
    return (
        "none" if low in ("you", "one", "nobody", "everyone", "your", "this", "these", "those") else _GENDERS.get(low)
    )


def speaker_of(person: Person) -> Speaker:
    """A person as a speaker."""
    office = person.office
    return Speaker(name=person.name, type="person", role=office.role if office else None, party=person.party)


def evidence_of(person: Person) -> tuple[Range, ...]:
    """The places that state a person's full name, role and party."""
    names = person.mentions
    full = next((n.range for n in names if len(n.tokens) == len(person.tokens)), names[0].range)
    by_party = next((o for o in person.offices if o.party), None)
    stated = [o.span for o in (person.office, by_party) if o]
    return tuple(sorted({full, *stated}))


@dataclass(frozen=True)
class Voices:
    """Who speaks where the layout tells it: ``turns`` by the span of a label; those of the press have none.

    ``home`` is the issuing party; ``issuer`` speaks what a release says without naming anyone.
    """

    labels: tuple[Label, ...] = ()
    turns: Mapping[Range, Turn] = field(default_factory=dict)
    home: str | None = None
    issuer: Turn | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [label.span[0] for label in self.labels]

    def label_at(self, position: int) -> Label | None:
        """The label under which a character stands."""
        number = bisect_right(self._starts, position) - 1
        return self.labels[number] if number >= 0 else None

    def labels_at(self, span: Range) -> bool:
        """Whether a range lies in a label."""
        label = self.label_at(span[0])
        return label is not None and inside(span, label.span)

    def at(self, position: int) -> Turn | None:
        """Whose words stand at a character: the labelled speaker's, or in a release the issuer's."""
        label = self.label_at(position)
        return self.turns.get(label.span) if label else self.issuer


NOBODY = Voices()
