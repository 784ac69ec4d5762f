"""Who spoke so far: the values of resolving, and what pronouns need to know of earlier turns."""

import re
from dataclasses import dataclass

from onrecord.read.lexicon import roles
from onrecord.read.people import Person
from onrecord.read.roles import heads_in
from onrecord.spans import Range
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
    low = re.sub(r"[^a-z]", "", word.casefold())
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
    full = next(n.range for n in person.mentions if len(n.tokens) == len(person.tokens))
    by_party = next((o for o in person.offices if o.party), None)
    stated = [o.span for o in (person.office, by_party) if o]
    return tuple(sorted({full, *stated}))
