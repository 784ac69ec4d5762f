"""Who issues a readout, a statement or a transcript, as its outlet and title say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.read.describe import party_speaker, phrase_of
from onrecord.read.labels import Label, label_words, name_in
from onrecord.read.learned import OF_STATE, is_organ
from onrecord.read.parsed import Mention, Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.people import Person, one_person, people_in
from onrecord.read.roles import heads_in
from onrecord.read.turns import Resolved, Turn, evidence_of
from onrecord.spans import inside
from onrecord.values import Document, Speaker

_BY = re.compile(r"\b(?:by|from|statement\s+of|remarks\s+of|interview\s+(?:with|of))\s+", re.I)
_ON = re.compile(
    r"\s(?:on|at|before|after|to|following|ahead|with|in|en|regarding|about|during|for|aboard)\s|[–—:]|\s-\s", re.I
)
_OWN_WORDS = re.compile(
    r"^(?:joint\s+)?(?:press\s+)?(?:statement|remarks|speech|address|declaration|message|letter)\b", re.I
)
_JOINT = re.compile(r"joint\b", re.I)


@dataclass(frozen=True)
class Heading:
    """What outlet and title tell: the issuing party, the people named, and those of them whose words these are.

    ``jointly`` are the parties of a joint statement.
    """

    party: str | None
    named: tuple[Person, ...] = ()
    speaking: tuple[Person, ...] = ()
    own_words: bool = False
    jointly: tuple[str, ...] = ()

    def party_of(self, person: Person) -> str | None:
        """The party of someone named in the title: its own, or the issuer's where the title puts it in its mouth.

        Of two heads of state or government before one microphone only the first can be the issuer's.
        """
        if person.party or person not in self.speaking:
            return person.party
        before = self.speaking[: self.speaking.index(person)]
        return None if _sovereign(person) and any(_sovereign(p) or p.party for p in before) else self.party


def heading(document: Document, places: Gazetteer, known: Sequence[str] = (), labels: Sequence[Label] = ()) -> Heading:
    """The heading of a readout or transcript; an article's tells nothing of who speaks in it.

    ``known`` are the names that the text holds.
    """
    if document.genre == "article":
        return Heading(None)
    title = _lowered(document.title or "")
    read = Parsed(title, ((0, len(title)),), _mentions(title, known, labels))
    named = tuple(each for p in people_in(read, places.over(title)) for each in _apart(p)) if title else ()
    start = _BY.search(title)
    stop = _ON.search(title, start.end()) if start else None
    by = (start.end(), stop.start() if stop else len(title)) if start else (0, 0)
    speaking = tuple(p for p in named if by[0] <= p.first < by[1])
    if not start:
        speaking = tuple(p for p in named if 0 in (p.first, *(o.span[0] for o in p.offices)))
    party = _publisher(document.outlet or "", places) or _officials(title, by, places)
    jointly = tuple(dict.fromkeys(o.party for o in places.over(title).within(by))) if _JOINT.match(title) else ()
    return Heading(party, named, speaking, bool(_OWN_WORDS.match(title)), jointly)


def titled(people: Sequence[Person], head: Heading) -> tuple[Person, ...]:
    """The people of a text, with the role that only the title states of them."""
    return tuple(_with_title(p, [t for t in head.named if p.tokens == t.tokens]) for p in people)


def _with_title(person: Person, same: list[Person]) -> Person:
    if person.office or len(same) != 1:
        return person
    span = person.mentions[0].range
    return replace(person, offices=(*person.offices, *(replace(o, span=span) for o in same[0].offices)))


def _mentions(title: str, known: Sequence[str], labels: Sequence[Label]) -> tuple[Mention, ...]:
    """Where a title names people of the text, in full or by the surname of a label with a first name before it."""
    names = {re.escape(name) for name in known if " " in name}
    surnames = {name_in(label.words)[1][-1] for label in labels if label.kind == "name"}
    names |= {rf"(?:[A-Z][\w.'’-]*\s)?(?i:{re.escape(name)})" for name in surnames}
    found = {m.span() for name in names for m in re.finditer(rf"(?<!\w){name}(?!\w)", title)}
    widest = [s for s in found if not any(inside(s, other) and s != other for other in found)]
    return tuple(Mention(start, end, "PERSON") for start, end in sorted(widest))


def _apart(person: Person) -> tuple[Person, ...]:
    """Two people of one surname: "President Dorn and First Lady Ana Dorn", for a title gives a full name first."""
    full = min(m.start for m in person.mentions if len(m.tokens) == len(person.tokens))
    short = next((m for m in person.mentions if m.start < full), None)
    if short is None:
        return (person,)
    first = tuple(o for o in person.offices if o.span[0] < short.end)
    rest = tuple(o for o in person.offices if o.span[0] >= short.end)
    other = replace(person, mentions=tuple(m for m in person.mentions if m.start >= full), offices=rest)
    return replace(person, name=" ".join(short.tokens), tokens=short.tokens, mentions=(short,), offices=first), other


def publisher(document: Document, places: Gazetteer, party: str | None) -> Speaker | None:
    """The publishing government or organisation as a speaker; None where the outlet is no party's own."""
    outlet = document.outlet or ""
    if party is None:
        return None
    read = Parsed(outlet, ((0, len(outlet)),), ())
    found = party_speaker(read, places.over(outlet), phrase_of(read, (0, len(outlet)))) if outlet else None
    if found and found.speaker.party == party:
        return found.speaker
    return Speaker(name=outlet or f"Government of {party}", type="government", party=party)


def issuer(head: Heading, people: Sequence[Person], own: Speaker | None) -> Turn | None:
    """Who speaks a release: those by whom its title says it is, else its publisher."""
    if not (head.own_words and head.speaking):
        return _jointly(head, own)
    first, *others = (_known(head, p, people) for p in head.speaking)
    alongside = tuple(speaker for speaker, _ in others)
    person = first[1]
    return Turn(0, Resolved(first[0], evidence_of(person) if person else (), (), alongside), person)


def _jointly(head: Heading, own: Speaker | None) -> Turn | None:
    """The publisher as a speaker, with the other parties of a joint statement beside it."""
    others = [Speaker(name=p, type="government", party=p) for p in head.jointly if not own or p != own.party]
    speakers = [own, *others] if own else others
    return Turn(0, Resolved(speakers[0], alongside=tuple(speakers[1:]))) if speakers else None


def _known(head: Heading, titled: Person, people: Sequence[Person]) -> tuple[Speaker, Person | None]:
    """A person of the title as a speaker, and the same person where the text names it."""
    fits = [p for p in people if one_person(p.tokens, titled.tokens)]
    mine = fits[0] if len(fits) == 1 else None
    told = [titled, *([mine] if mine else [])]
    role = next((p.office.role for p in told if p.office), None)
    party = next((p.party for p in told if p.party), None) or head.party_of(titled)
    return Speaker(name=max((p.name for p in told), key=len), type="person", role=role, party=party), mine


def _publisher(outlet: str, places: Gazetteer) -> str | None:
    """The party whose own outlet this is: its organ, its seat, the office of its head."""
    known = places.party_of(outlet)
    if known or not outlet:
        return known
    found = OF_STATE.fullmatch(outlet)
    return places.party_of(found["state"]) if found and is_organ(found["organ"]) else None


def _officials(title: str, by: tuple[int, int], places: Gazetteer) -> str | None:
    """The one party of officials whom a title lets speak without their names: "by a Senior Varnian Official"."""
    words = title[by[0] : by[1]]
    parties = {o.party for o in places.over(title).within(by)}
    return next(iter(parties)) if len(parties) == 1 and heads_in(words) else None


def _sovereign(person: Person) -> bool:
    role = person.office.role if person.office else None
    return (role or "").casefold() in label_words()["sovereign"]


@lru_cache(maxsize=1)
def _stops() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(label_words()['stops'])})\b", re.I)


def _lowered(title: str) -> str:
    """A title with its small words in lower case: the name in "President Dorn Before His Departure" ends there."""
    return _stops().sub(lambda m: m[0].lower(), title)
