"""A document's people given to actors: everyone of the same surnames looked up at once, verdicts written down.

A surname alone ("Dorn") is an actor of its own, merged into the one full-named person it can be by its party and
office. Where another comes that it can be as well, it goes free again: so the order of documents does not matter.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, update

from onrecord.record import families, roll
from onrecord.record.identity import (
    Appearing,
    Verdict,
    as_known,
    identify,
    lasting,
    may_be,
    may_be_one,
    no_other_party,
    one_kind,
    same_speaker,
    whose,
)
from onrecord.record.names import bare
from onrecord.record.roll import MACHINE, Roll
from onrecord.record.rows import Row, insert_one
from onrecord.record.schema import actor, appearance, judgement

_FITS_BOTH = " in one document fits both"


def now() -> str:
    """The present moment, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class People:
    """Whom the people of a document are. ``roll`` holds every actor who shares a name with one of them."""

    connection: Connection
    roll: Roll
    day: str = ""
    given: dict[str, int] = field(default_factory=dict)

    @classmethod
    def called(cls, connection: Connection, names: Iterable[str], day: str) -> "People":
        """Those who share a surname (persons) or a last word (others) with some names."""
        return cls(connection, roll.load(connection, {families.key(n) for n in names}), day)

    def place(self, who: Appearing) -> tuple[int | None, str | None]:
        """The actor that an appearance is given to, made if need be, and why it is an earlier one (None for a new one).

        The actor may be one that is merged into another. None where several fit, or nothing is known of a surname.
        """
        verdict = self._told_apart(who) or self._judged(who)
        if verdict and verdict.one:
            verdict = self._made_one(who, verdict)
        if verdict and verdict.actor is None:
            return None, None
        if verdict and verdict.actor is not None:
            number = self._leaf(who, verdict.actor)
        elif lasting(who):
            number = self._make(who)
        else:
            return None, None
        self.given[who.name] = number
        if who.name not in self.roll.entries[number].spellings:
            families.spell(self.connection, number, who.name)
        if self.roll.note(number, who) and who.type == "person":
            self.rejudge(families.key(who.name), number)
        return number, verdict.reason if verdict else None

    def roots(self) -> dict[str, int]:
        """Whom each placed name is now, merged ones as the one they are."""
        return {name: self.roll.root(number) for name, number in self.given.items()}

    def rejudge(self, key: str, changed: int | None = None) -> None:
        """Judge anew whom the surnames alone are, after more became known of (one of) those who share it."""
        full = self.roll.full(key)
        one = changed if changed is None or self.roll.entries[changed].surname else self.roll.root(changed)
        new = next((k for k in full if k.id == one), None)
        for head in self.roll.surnames(key):
            touched = one in (None, head.id, self.roll.root(head.id)) or (new is not None and may_be(head, new))
            if touched and not self.roll.pinned(head.id):
                self._attach(head.id, whose(head, full))

    def _attach(self, number: int, verdict: Verdict | None) -> None:
        """Let a surname be the one it is judged to be, or nobody's."""
        entry, to = self.roll.entries[number], verdict.actor if verdict else None
        if entry.into is not None and (to is None or self.roll.root(number) != to):
            families.free(self.connection, number)
            withdraw_merge(self.connection, number)
            self.roll.point(number, None)
        if verdict and to is not None and entry.into is None and not self.roll.apart(number, to):
            self._merge(to, number, verdict.reason)

    def _merge(self, keep: int, other: int, reason: str) -> None:
        families.join(self.connection, other, keep)
        log(self.connection, "same", keep, reason, other=other)
        self.roll.point(other, keep)

    def _told_apart(self, who: Appearing) -> Verdict | None:
        """The actor that a person gave this very spelling, taking it from another."""
        taken = [e for e in self.roll.taken() if who.name in e.spellings]
        found = [e for e in taken if one_kind(who, e.known) and no_other_party(who, e.known)]
        return Verdict((found[0].id,), "as a person said of this spelling") if len(found) == 1 else None

    def _judged(self, who: Appearing) -> Verdict | None:
        key = families.key(who.name)
        if who.type != "person" or not bare(who.name):
            return identify(who, self.roll.allowed(who.name, self.roll.full(key)))
        verdict = same_speaker(who, self.roll.surnames(key))
        if verdict and len({self.roll.root(n) for n in verdict.actors}) == 1:
            return Verdict(verdict.actors[:1], verdict.reason)
        return verdict

    def _made_one(self, who: Appearing, verdict: Verdict) -> Verdict:
        """Actors that one document shows to be one: its words fit all of them, and nothing speaks against it."""
        keep, *others = sorted(verdict.one, key=lambda n: (n == self.roll.root(n), n))
        fit = who.type == "person" and may_be_one([self.roll.whole(self.roll.root(n)) for n in verdict.one])
        if not fit or any(o != self.roll.root(o) or self.roll.held(keep, o) for o in others):
            return verdict
        for other in others:
            self._merge(keep, other, f"{who.name}{_FITS_BOTH}: {verdict.reason}")
        return Verdict((keep,), verdict.reason)

    def _leaf(self, who: Appearing, number: int) -> int:
        """The one of some merged actors that an appearance would be given to if they were not merged."""
        if who.type == "person" and bare(who.name):
            return number
        line = [e.known for e in self.roll.line(number) if not e.surname]
        alone = identify(who, line)
        if alone and alone.actor is not None:
            return alone.actor
        return number if number in self.roll.entries else line[0].id

    def _make(self, who: Appearing) -> int:
        row = {"name": who.name, "type": who.type, "party": who.party}
        number = insert_one(self.connection, actor, row | {"first_seen": self.day, "last_seen": self.day})
        self.roll.add(number, who.type)
        return number


def rejudge(connection: Connection, keys: Collection[str]) -> None:
    """Judge surnames alone under some keys anew, after what is known of those who share them has changed."""
    if keys:
        people = People(connection, roll.load(connection, keys))
        for key in sorted(keys):
            people.rejudge(key)


def part(connection: Connection, number: int, names: Iterable[str]) -> None:
    """Let actors go free whom a rule made one by some names in a document, where none that is left fits both."""
    j = judgement.c
    every = families.family(connection, families.root(connection, number))
    rule = or_(*(j.reason.startswith(name + _FITS_BOTH, autoescape=True) for name in names))
    merges = select(j.other_id).where(j.other_id.in_(every), j.judge == MACHINE, j.verdict == "same", j.withdrawn == 0)
    for child in connection.execute(merges.where(rule).order_by(j.id.desc())).scalars().all():
        own = families.family(connection, child)
        if not _fit(*(_written(connection, some) for some in (own, set(every) - set(own)))):
            families.free(connection, child)
            withdraw_merge(connection, child)
            every = [one for one in every if one not in own]


def _written(connection: Connection, numbers: Iterable[int]) -> list[Appearing]:
    """Some actors as documents have them, under full names."""
    p = appearance.c
    chosen = select(p.name, p.type, p.role, p.party).where(p.actor_id.in_(numbers), p.name.is_not(None)).distinct()
    return [Appearing(*row) for row in connection.execute(chosen) if not bare(row.name)]


def _fit(ones: Sequence[Appearing], others: Sequence[Appearing]) -> bool:
    """Whether anything that is written of two actors fits both, and nothing speaks against their being one."""
    if not ones or not others:
        return False
    one, other = (as_known(some) for some in (ones, others))
    fitting = any(identify(w, [other]) for w in ones) or any(identify(w, [one]) for w in others)
    return fitting and may_be_one([one, other])


def log(
    connection: Connection, verdict: str, number: int, reason: str, *,
    judge: str = MACHINE, other: int | None = None,
) -> int:  # fmt: skip
    """Write a judgement down."""
    return insert_one(connection, judgement, judged(verdict, number, reason, judge=judge, other=other))


def judged(
    verdict: str, number: int, reason: str, *, judge: str = MACHINE, other: int | None = None,
    appears: int | None = None,
) -> Row:  # fmt: skip
    """A judgement as a row."""
    return {
        "made": now(), "judge": judge, "verdict": verdict, "actor_id": number, "other_id": other,
        "appearance_id": appears, "reason": reason, "withdrawn": 0,
    }  # fmt: skip


def withdraw_merge(connection: Connection, child: int) -> None:
    """Mark the judgement that merged an actor as withdrawn."""
    j = judgement.c
    connection.execute(
        update(judgement).where(j.other_id == child, j.verdict == "same", j.withdrawn == 0).values(withdrawn=1)
    )
