"""Whom the labels of a transcript mean: the people and officials of its header, title and text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.read.describe import party_speaker, phrase_of
from onrecord.read.issuers import Heading, issuer
from onrecord.read.labels import Label, label_words, name_in
from onrecord.read.lexicon import given_names, roles
from onrecord.read.names import Name
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.people import Person, can_be, one_person
from onrecord.read.roles import Office, heads_in, office_in
from onrecord.read.turns import Resolved, Turn, Voices, evidence_of, speaker_of
from onrecord.spans import Range
from onrecord.values import Speaker

ASKS = 2 / 3  # the share of turns that end in a question from which someone unknown is a reporter


class Casting:
    """Gives each label its speaker; ``people`` grows by those whom only header and labels name."""

    def __init__(
        self, parsed: Parsed, places: Gazetteer, head: Heading, labels: Sequence[Label], people: Sequence[Person]
    ) -> None:
        self._parsed, self._places, self._head = parsed, places, head
        self._labels = tuple(each for each in labels if each.kind not in ("press", "silent"))
        self._people = dict(enumerate(people))
        self._chosen: dict[str, int] = {}
        self.turns = self._turns()

    @property
    def people(self) -> tuple[Person, ...]:
        """The people of the document in the order of their first mention."""
        return tuple(sorted(self._people.values(), key=lambda p: p.first))

    def _turns(self) -> dict[Range, Turn]:
        """The turn of each label that means someone who is not of the press; the fullest labels are read first."""
        found: dict[str, Resolved | None] = {}
        for label in sorted(self._labels, key=lambda each: -len(name_in(each.words)[1])):
            if label.words not in found:
                found[label.words] = self._someone(label)
        self._only_speaker()
        return {label.span: turn for label in self._labels if (turn := self._turn(label, found[label.words]))}

    def _turn(self, label: Label, known: Resolved | None) -> Turn | None:
        if label.words not in self._chosen:
            mine = replace(known, evidence=(label.span,), mentions=(label.span,)) if known else None
            return Turn(label.span[0], mine) if mine else None
        person = self._people[self._chosen[label.words]]
        if self._asks(person, self._chosen[label.words]):
            return None
        return Turn(label.span[0], Resolved(speaker_of(person), evidence_of(person), (label.span,)), person)

    def _only_speaker(self) -> None:
        """In a party's own transcript whose title names nobody, the one person who answers speaks for the party."""
        if not self._head.named and len(set(self._chosen.values())) == 1:
            self._settle(next(iter(self._chosen.values())), self._labels[0].span, self._head.party)

    def _someone(self, label: Label) -> Resolved | None:
        """An official without a name, or a party; None where the label means a person, who is then chosen."""
        if label.kind == "host":
            return _unnamed(label.words.casefold().removeprefix("the "), None)
        if label.kind == "answer":
            speaking = self._head.speaking
            if len(speaking) != 1:
                return _unnamed(None, self._head.party)
            self._as_person(label, speaking[0])
            return None
        if label.kind == "office":
            return self._holder(label)
        return self._named(label)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _named(self, label: Label) -> Resolved | None:
        title, name = name_in(label.words)
        gender = _gender(label.words)
        titled = _only([p for p in self._head.named if can_be(name, p.tokens)], gender, title)
        if titled:
            self._as_person(label, titled)
            return None
        known = _only([p for p in self.people if can_be(name, p.tokens)], gender, title)
        party = None if known or label.words.split()[0] != name[0] else self._party(label)
        if party is None:
            self._as_person(label, known or self._from_label(label, name))
        return party

    def _party(self, label: Label) -> Resolved | None:
        return party_speaker(self._parsed, self._places, phrase_of(self._parsed, label.span))

    def _from_label(self, label: Label, name: tuple[str, ...]) -> Person:
        tokens = tuple(_cased(token, self._parsed.text) for token in name)
        return Person(" ".join(tokens), tokens, (), (), _gender(label.words) or given_names().get(tokens[0]))

    def _as_person(self, label: Label, person: Person) -> None:
        """The label as one of the people, joined with what title and label say of the person."""
        at = self._joined(person)
        mine = self._people.get(at, replace(person, mentions=(), offices=()))
        party = self._head.party_of(person) if person in self._head.named else None
        said = (self._office(label), Office(label.span, None, party) if party else None)
        stated = person.offices if person is not mine else ()
        moved = tuple(replace(o, span=_name_span(label), official=o.official or bool(party)) for o in stated)
        kept = () if any(o.role for o in moved) else mine.offices
        full = max(mine, person, key=lambda p: (len(p.tokens), len(p.name)))
        names = [Name(*_name_span(each), full.tokens) for each in self._labels if each.words == label.words]
        self._people[at] = Person(
            full.name,
            full.tokens,
            _in_order((*mine.mentions, *names)),
            (*moved, *kept, *(o for o in said if o)),
            mine.gender or person.gender or _gender(label.words),
        )
        self._chosen[label.words] = at

    def _joined(self, person: Person) -> int:
        """The number of the person whom the title or a label names, lone first name and surname joined to it."""
        same = [i for i, p in self._people.items() if p is person or self._is(p, person)]
        same.sort(key=lambda i: -len(self._people[i].tokens))
        if sum(len(self._people[i].tokens) > 1 for i in same) > 1 or not same:
            return next((i for i in same if self._people[i] is person), len(self._people) + len(self._chosen) + 1000)
        first = self._people[same[0]]
        for i in same[1:]:
            other = self._people.pop(i)
            first = replace(
                first,
                mentions=_in_order((*first.mentions, *other.mentions)),
                offices=(*first.offices, *(other.offices if can_be(other.tokens, person.tokens) else ())),
            )
            self._chosen = {words: same[0] if at == i else at for words, at in self._chosen.items()}
        self._people[same[0]] = first
        return same[0]

    def _is(self, mine: Person, person: Person) -> bool:
        """Whether two are one, and the one of the text is nobody else of the title."""
        others = [p for p in self._head.named if p is not person and one_person(mine.tokens, p.tokens)]
        return one_person(mine.tokens, person.tokens) and (mine.tokens == person.tokens or not others)

    def _office(self, label: Label) -> Office | None:
        """The role that the label itself states: "AMBASSADOR X", "X, Foreign Minister"."""
        words = label.more or name_in(label.words)[0]
        if not words:
            return None
        words = words if not words.isupper() else words.title().replace(" Of ", " of ")
        stated = office_in(Parsed(words, ((0, len(words)),), ()), self._places.over(words), (0, len(words)))
        return replace(stated, span=label.span) if stated else None

    def _asks(self, person: Person, at: int) -> bool:
        """Whether someone is of the press: by office, or unknown and asking in most turns."""
        if person.office and person.office.role:
            heads = heads_in(person.office.role)
            return bool(heads) and heads[-1][2] in label_words()["journalists"]
        if person.party or any(one_person(person.tokens, p.tokens) for p in self._head.named):
            return False
        mine = [each for each in self._labels if self._chosen.get(each.words) == at]
        asked = sum(self._parsed.cut(each.body).rstrip("\"”’' ").endswith("?") for each in mine)
        return asked >= ASKS * len(mine)

    # -- offices -------------------------------------------------------------------------------------------------------

    def _holder(self, label: Label) -> Resolved | None:
        """Who holds an office that stands as a label: the one whom the title or the text knows in it."""
        role = re.sub(r"^the\s+", "", label.words.casefold())
        office = self._office(label)
        home = (office.party if office else None) or self._head.party
        if role.rstrip("#0123456789 .").split()[-1] in label_words()["anonymous"]:
            return _unnamed(role, home)
        for people in (self._head.speaking, self._head.named, self.people):
            fits = [p for p in people if _holds(p, role) and (people is self._head.speaking or p.party in (None, home))]
            if len(fits) == 1:
                self._as_person(label, fits[0])
                self._settle(self._chosen[label.words], label.span, home)
                return None
        return _unnamed(role, home)

    def _settle(self, at: int, span: Range, home: str | None) -> None:
        """In its own transcript a party calls its president "the President"."""
        person = self._people[at]
        if home and person.party is None:
            self._people[at] = replace(person, offices=(*person.offices, Office(span, None, home)))


def _name_span(label: Label) -> Range:
    """Where the name stands in a label, without "Ms." and title; the whole of a label that only names an office."""
    name = name_in(label.words)[1]
    words = [m.start() for m in re.finditer(r"\S+", label.words)]
    return (label.span[0] + words[-len(name)], label.span[1]) if name else label.span


def _in_order(names: Sequence[Name]) -> tuple[Name, ...]:
    return tuple(sorted({n.start: n for n in names}.values(), key=lambda n: n.start))


def _holds(person: Person, role: str) -> bool:
    return any((o.role or "").casefold() == role for o in person.offices)


def _unnamed(role: str | None, party: str | None) -> Resolved:
    return Resolved(Speaker(name=None, type="unnamed", role=role, party=party))


def _only(people: list[Person], gender: str | None, title: str) -> Person | None:
    """The one person of several whom a label can mean: by gender, by title, by a full name."""
    tests: tuple[Callable[[Person], bool], ...] = (
        lambda p: gender is not None and p.gender == gender,
        lambda p: gender is None or p.gender in (None, gender),
        lambda p: bool(title) and _holds(p, title.casefold()),
        lambda p: len(p.tokens) > 1,
    )
    for test in tests:
        if len(people) > 1:
            people = [p for p in people if test(p)] or people
    return people[0] if len(people) == 1 else None


def _gender(words: str) -> str | None:
    first = words.split()[0].casefold()
    return "m" if first in roles().male else "f" if first in roles().female else None


def _cased(token: str, text: str) -> str:
    """A name as the text writes it elsewhere, else with a capital only: "JEAN-SAND" is "Jean-Sand"."""
    if not token.isupper():
        return token
    written = (m[0] for m in re.finditer(rf"(?<![\w-]){re.escape(token)}(?![\w-])", text, re.I))
    return next((w for w in written if w[0].isupper() and not w.isupper()), token.title())


def voiced(
    parsed: Parsed,
    places: Gazetteer,
    head: Heading,
    labels: Sequence[Label],
    people: Sequence[Person],
    publisher: Speaker | None,
) -> tuple[tuple[Person, ...], Voices]:
    """The people with those whom labels and title add, and who speaks where."""
    if labels:
        found = Casting(parsed, places, head, labels, people)
        return found.people, Voices(tuple(labels), found.turns, head.party)
    return tuple(people), Voices(home=head.party, issuer=issuer(head, people, publisher))
