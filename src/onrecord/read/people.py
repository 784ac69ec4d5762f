"""The people of a document: their names gathered from its mentions, with the role and party that it states."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from onrecord.read.appositions import apposition_after, apposition_before, owner_before, spoken_for
from onrecord.read.lexicon import given_names, roles
from onrecord.read.names import Name, names_in
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.roles import Office, heads_in, title_before
from onrecord.spans import Range
from onrecord.values import Document

_NEAR = 4  # sentences: a bare surname follows its full name closely when two people share it
_FOLDED = re.compile(r"^(?:al|el)-", re.I)


@dataclass(frozen=True)
class Person:
    """A person of the document. ``mentions`` are its bare names; ``offices`` what the text says of it, in order."""

    name: str
    tokens: tuple[str, ...]
    mentions: tuple[Name, ...]
    offices: tuple[Office, ...] = ()
    gender: str | None = None

    @property
    def office(self) -> Office | None:
        """The role that tells most: the first official one, or a later and fuller statement of the same."""
        stated = [
            o for o in self.offices if o.role and not any(h in roles().generic for _, _, h in heads_in(o.role)[-1:])
        ]
        return next((o for o in stated if o.official), stated[0] if stated else None)

    @property
    def party(self) -> str | None:
        """The party first stated of this person."""
        return next((o.party for o in self.offices if o.party), None)

    @property
    def first(self) -> int:
        """Where the person is first named."""
        return self.mentions[0].start


@dataclass
class _Group:
    tokens: tuple[str, ...]
    names: list[Name] = field(default_factory=list)


def people_in(parsed: Parsed, places: Gazetteer) -> tuple[Person, ...]:
    """The people named in a text, in the order of their first mention."""
    names = names_in(parsed, places)
    spans = [n.range for n in names]
    stated = {n.start: _offices(parsed, places, n, spans) for n in names}
    groups = _grouped(parsed, names, stated)
    people = [_person(parsed, g, stated) for g in groups]
    return tuple(sorted(people, key=lambda p: p.first))


def _offices(parsed: Parsed, places: Gazetteer, name: Name, spans: list[Range]) -> list[Office]:
    """What the text says of the person at one mention."""
    floor = max((e for _, e in spans if e <= name.start), default=0)
    found = (
        title_before(parsed, places, name.start, floor),
        apposition_before(parsed, places, name.start, name.end),
        apposition_after(parsed, places, name.end, spans),
        spoken_for(parsed, places, name.end),
        owner_before(parsed, places, name.start),
    )
    return [office for office in found if office]


def _grouped(parsed: Parsed, names: list[Name], stated: dict[int, list[Office]]) -> list[_Group]:
    """Names of one person together: full names first, then the surnames that can only be one of them."""
    groups: list[_Group] = []
    for name in names:
        if len(name.tokens) > 1:
            same = next((g for g in groups if _same(g.tokens, name.tokens)), None)
            if same is None:
                same = _Group(name.tokens)
                groups.append(same)
            same.names.append(name)
            same.tokens = max(same.tokens, name.tokens, key=_fullness)
    full = list(groups)
    for name in names:
        if len(name.tokens) == 1:
            owner = _owner(parsed, name, full, stated)
            if owner is None:
                owner = next((g for g in groups if g not in full and _key(g.tokens[-1]) == _key(name.tokens[-1])), None)
            if owner is None:
                owner = _Group(name.tokens)
                groups.append(owner)
            owner.names.append(name)
    return groups


def _fullness(tokens: tuple[str, ...]) -> tuple[int, int]:
    return len(tokens), sum(map(len, tokens))


def _key(token: str) -> str:
    return _FOLDED.sub("", token.casefold().rstrip("."))


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: "Donald J. Trump" and "Donald Trump", "Peña Nieto" and all of it."""
    short, long = sorted(([_key(t) for t in a], [_key(t) for t in b]), key=len)
    if short == long[-len(short) :] or short == long[: len(short)]:
        return True
    inner = [t for t in short if len(t) > 1]
    rest = iter(long)
    return short[-1] == long[-1] and short[0] == long[0] and all(t in rest for t in inner)


def can_be(said: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    """Whether a label's name can mean a person: the surname, or a full name that agrees; capitals aside."""
    if len(said) > 1 and len(tokens) > 1:
        return _same(said, tokens)
    return _key(said[-1]) == _key(tokens[-1])


def one_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of a document are one person's, if one of them is told by its surname or first name alone."""
    return can_be(a, b) or (min(len(a), len(b)) == 1 and _key(a[0]) == _key(b[0]))


def _owner(parsed: Parsed, name: Name, full: list[_Group], stated: dict[int, list[Office]]) -> _Group | None:
    """The one person whom a single name can mean here; None where there is none, or more than one."""
    key = _key(name.tokens[0])
    fits = [g for g in full if _key(g.tokens[-1]) == key] or [g for g in full if _key(g.tokens[0]) == key]
    fits = [g for g in fits if not _kin(parsed.text, g.names[0].start) or (name.gender and name.gender == _gender(g))]
    if name.gender and len(fits) > 1:
        fits = [g for g in fits if _gender(g) in (None, name.gender)]
    if len(fits) > 1:
        titles = {_role(o) for o in stated[name.start] if o.role}
        same = [g for g in fits if titles & {_role(o) for n in g.names for o in stated[n.start] if o.role}]
        known = [g for g in fits if g.names[0].start < name.start]
        recent = [g for g in known if _recent(parsed, g, name)]
        fits = next((some for some in (same, known, recent) if len(some) == 1), fits)
    return fits[0] if len(fits) == 1 else None


def _recent(parsed: Parsed, group: _Group, name: Name) -> bool:
    """Whether a person was last named in the sentences just before."""
    last = max(n.start for n in group.names if n.start < name.start)
    return parsed.sentence_number(name.start) - parsed.sentence_number(last) <= _NEAR


def _kin(text: str, start: int) -> bool:
    """Whether a name stands as someone's relative: "his wife Ana Brook" is not whom "Brook" means afterwards."""
    word = re.search(r"([\w-]+),?\s+$", text[max(0, start - 24) : start])
    return bool(word and word[1].casefold() in roles().kin)


def _role(office: Office) -> str:
    return office.role.casefold() if office.role else ""


def _gender(group: _Group) -> str | None:
    told = {n.gender for n in group.names if n.gender}
    return next(iter(told)) if len(told) == 1 else given_names().get(group.tokens[0])


def _person(parsed: Parsed, group: _Group, stated: dict[int, list[Office]]) -> Person:
    names = sorted(group.names, key=lambda n: n.start)
    fullest = max(names, key=lambda n: _fullness(n.tokens))
    offices = tuple(_fuller([o for n in names for o in stated[n.start]]))
    words = {w for o in offices if o.role for w in _role(o).split()}
    gender = _gender(group) or ("m" if words & roles().male else "f" if words & roles().female else None)
    return Person(parsed.cut(fullest.range), group.tokens, tuple(names), offices, gender)


def _fuller(offices: list[Office]) -> Iterable[Office]:
    """The statements with the fuller of two wordings of one role first: "Secretary of State" before "Secretary"."""
    if not offices:
        return offices
    main = next((o for o in offices if o.official and o.role), None)
    if main is None:
        return offices
    words = set(_role(main).split())
    fuller = [o for o in offices if o.official and o.role and words < set(_role(o).split())]
    if not fuller or not words <= {"secretary", "president", "minister", "chairman", "mr.", "deputy"}:
        return offices
    return [fuller[0], *(o for o in offices if o is not fuller[0])]


def with_issuer(people: tuple[Person, ...], document: Document, places: Gazetteer) -> tuple[Person, ...]:
    """In a government's own readout, the official whom the title names first speaks for it, if nothing says otherwise.

    The evidence is the document's outlet and title: "Readout of President X's Call with …", issued by X's own office.
    """
    party = places.party_of(document.outlet or "") if document.genre != "article" else None
    ahead = re.split(r"\b(?:with|and)\b", document.title or "")[0]
    if party is None:
        return people
    return tuple(
        replace(p, offices=(*p.offices, replace(p.office, role=None, party=party)))
        if p.party is None and p.office and p.office.official and re.search(rf"\b{re.escape(p.tokens[-1])}\b", ahead)
        else p
        for p in people
    )
