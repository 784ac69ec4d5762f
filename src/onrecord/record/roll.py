"""Actors who share a surname (or, of organisations, a last word), with all that is known of them: read at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import Connection, select

from onrecord.record.families import key as key_of
from onrecord.record.families import path
from onrecord.record.identity import Appearing, Known
from onrecord.record.names import bare
from onrecord.record.schema import actor, appearance, judgement, spelling
from onrecord.record.visible import among
from onrecord.values import ActorType

MACHINE = "onrecord"


@dataclass
class Entry:
    """An actor, and whom it is merged into; ``pinned`` where a person judged it, so that no rule moves it."""

    id: int
    type: ActorType
    into: int | None
    spellings: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    pinned: bool = False

    @property
    def surname(self) -> bool:
        """Whether only a person's surname is known."""
        return self.type == "person" and all(map(bare, self.spellings))

    @property
    def known(self) -> Known:
        """The entry as it is judged."""
        return Known(self.id, self.type, frozenset(self.spellings), frozenset(self.parties), frozenset(self.roles))


@dataclass
class Roll:
    """Some actors by number, those whom they are merged into (``above``), and pairs held apart: (from, taken)."""

    entries: dict[int, Entry] = field(default_factory=dict)
    keys: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    above: dict[int, int] = field(default_factory=dict)
    pairs: set[tuple[int, int]] = field(default_factory=set)
    judged: dict[str, list[Known]] = field(default_factory=dict)  # ``full`` by key, until something changes

    def root(self, number: int) -> int:
        """The actor that a merged one is."""
        entry = self.entries.get(number)
        return number if entry and entry.into is None else self.path(number)[-1]

    def path(self, number: int) -> list[int]:
        """An actor, the one that it was merged into, and so on to the one that they are."""
        found = [number]
        while True:  # by far most are merged into none
            entry = self.entries.get(found[-1])
            into = entry.into if entry else self.above.get(found[-1])
            if into is None:
                return found
            found.append(into)

    def add(self, number: int, kind: ActorType) -> None:
        """A new actor."""
        self.entries[number] = Entry(number, kind, None)

    def point(self, number: int, into: int | None) -> None:
        """An actor is merged into another, or into none any more."""
        self.entries[number].into = into
        self.judged.clear()

    def note(self, number: int, who: Appearing) -> bool:
        """Take in what an appearance tells of an actor; whether it was news."""
        entry = self.entries[number]
        before = len(entry.spellings), len(entry.parties), len(entry.roles)
        entry.spellings.add(who.name)
        self.keys[key_of(who.name)].add(number)
        entry.parties |= {who.party} if who.party else set()
        entry.roles |= {who.role} if who.role else set()
        news = before != (len(entry.spellings), len(entry.parties), len(entry.roles))
        if news:
            self.judged.clear()
        return news

    def full(self, key: str) -> list[Known]:
        """All but surnames alone, merged ones as the one they are; by what full names tell."""
        if key in self.judged:
            return self.judged[key]
        held: dict[int, list[Entry]] = defaultdict(list)
        for entry in self._under(key):
            if not entry.surname:
                held[self.root(entry.id)].append(entry)
        self.judged[key] = [_together(number, entries) for number, entries in sorted(held.items())]
        return self.judged[key]

    def surnames(self, key: str) -> list[Known]:
        """Persons of whom only the surname is known; those merged into another such count for that."""
        held: dict[int, list[Entry]] = defaultdict(list)
        for entry in self._under(key):
            if entry.surname:
                held[self.head(entry.id)].append(entry)
        return [_together(number, entries) for number, entries in sorted(held.items())]

    def head(self, number: int) -> int:
        """The surname alone that another such was merged into."""
        into = self.entries[number].into
        while into in self.entries and self.entries[into].surname:
            number, into = into, self.entries[into].into
        return number

    def line(self, number: int) -> list[Entry]:
        """An actor with all that were merged into it, as far as they share the name."""
        return [e for e in self.entries.values() if self.root(e.id) == number]

    def whole(self, number: int) -> Known:
        """The same as one."""
        return _together(number, self.line(number))

    def pinned(self, number: int) -> bool:
        """Whether a person judged a surname alone, or one merged into it."""
        return any(e.pinned and e.surname and self.head(e.id) == number for e in self.entries.values())

    def held(self, one: int, other: int) -> bool:
        """Whether no rule may make two one."""
        return self.apart(one, other) or (other in self.entries and self.entries[other].surname and self.pinned(other))

    def taken(self) -> list[Entry]:
        """Actors that a person took a spelling out for, from others who do not have it."""
        found = []
        for old, new in self.pairs:
            entry, other = self.entries.get(new), self.whole(self.root(old))
            if entry and not entry.spellings & other.spellings:
                found.append(entry)
        return found

    def apart(self, one: int, other: int) -> bool:
        """Whether a person held two apart."""
        ones, others = self.root(one), self.root(other)
        return any({self.root(a), self.root(b)} == {ones, others} for a, b in self.pairs)

    def allowed(self, name: str, known: Iterable[Known]) -> list[Known]:
        """Actors but for those held apart from one who has this very spelling."""
        found = list(known)
        if not self.pairs:
            return found
        exact = [k.id for k in found if name in k.spellings]
        return [k for k in found if k.id in exact or not any(self.apart(k.id, e) for e in exact)]

    def _under(self, key: str) -> Iterator[Entry]:
        return (self.entries[number] for number in self.keys[key])


def load(connection: Connection, keys: Collection[str]) -> Roll:
    """Everyone who has a spelling under one of some keys."""
    roll = Roll()
    n, a = spelling.c, actor.c
    chosen = (
        select(n.actor_id, n.spelled, n.surname, a.type, a.merged_into)
        .join(actor, a.id == n.actor_id)
        .where(n.surname.in_(sorted(keys)))
        .order_by(n.surname, n.actor_id, n.spelled)
    )
    for number, spelled, surname, kind, into in connection.execute(chosen).all():
        if number not in roll.entries:
            roll.entries[number] = Entry(number, kind, into)
        roll.entries[number].spellings.add(spelled)
        roll.keys[surname].add(number)
    _offices(connection, roll)
    for entry in list(roll.entries.values()):
        if entry.into is not None and entry.into not in roll.entries:
            line = path(connection, entry.into)
            roll.above |= dict(pairwise(line))
    _judged(connection, roll)
    return roll


def _offices(connection: Connection, roll: Roll) -> None:
    p = appearance.c
    held = select(p.actor_id, p.role, p.party).where(p.actor_id.in_(among(sorted(roll.entries)))).distinct()
    for number, role, party in connection.execute(held).all():
        entry = roll.entries[number]
        if role:
            entry.roles.add(role)
        if party:
            entry.parties.add(party)


def _judged(connection: Connection, roll: Roll) -> None:
    """What persons said of these: a judgement's other actor is the one that was merged, or taken out."""
    j = judgement.c
    said = select(j.actor_id, j.other_id, j.verdict).where(
        j.judge != MACHINE, j.withdrawn == 0, j.other_id.in_(among(sorted(roll.entries)))
    )
    for row in connection.execute(said):
        roll.entries[row.other_id].pinned = True
        if row.verdict == "different":
            roll.pairs.add((row.actor_id, row.other_id))


def _together(number: int, entries: list[Entry]) -> Known:
    first = entries[0] if entries else Entry(number, "person", None)
    if len(entries) == 1:
        return Known(number, first.type, frozenset(first.spellings), frozenset(first.parties), frozenset(first.roles))
    return Known(
        number,
        first.type,
        frozenset(s for e in entries for s in e.spellings),
        frozenset(p for e in entries for p in e.parties),
        frozenset(r for e in entries for r in e.roles),
    )
