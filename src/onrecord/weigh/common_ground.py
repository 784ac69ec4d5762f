"""Issues on which parties could meet: both are for, or one's condition is what the other offers or asks for itself."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.record.answers import Said
from onrecord.values import Dossier, Issue, Kind
from onrecord.weigh.clashes import Stand, ranked, stand
from onrecord.weigh.disputes import ALIKE, SHARED, cosine, stems
from onrecord.weigh.evidence import settles
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.quoting import words_of
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Bearings, Wording, known_by

GIVES: frozenset[Kind] = frozenset({"offer", "commitment", "demand"})
# Cosine of meanings from which a condition and a statement are of one matter; both also share a rare word.
LIKE = 0.55
UNIT = 127  # the length of a meaning, values.Statement.meaning


@dataclass(frozen=True)
class Met:
    """A condition of one party, and the words of another that offer, promise or want the same."""

    party: str
    condition: Wording
    other: str
    words: Wording


@dataclass(frozen=True)
class CommonGround:
    """An issue that all of these parties are for, or that one is for if; ``met`` then says how the other answers."""

    issue: str
    stands: tuple[Stand, ...]
    met: tuple[Met, ...] = ()


def common_ground(
    said: Iterable[Said],
    bearings: Bearings,
    dossier: Dossier,
    as_of: str | None = None,
    meanings: Mapping[int, bytes] | None = None,
    conditions: Mapping[str, bytes] | None = None,
    held: Sequence[Position] | None = None,
) -> tuple[CommonGround, ...]:
    """Issues that two parties are for, then those where another's words answer a condition; in the dossier's order.

    An issue to which some third party is opposed is named as well. Words answer a condition where they share rare
    words with it, or mean much the same: ``meanings`` gives statements' places among meanings by their numbers,
    ``conditions`` those of conditions by their text. ``held`` are the positions, where they are known already.
    """
    known = known_by(said, as_of)
    held = positions(known, bearings, dossier, as_of) if held is None else held
    answers = _Answers(known, dossier, meanings or {}, conditions or {})
    found = [g for issue in dossier.issues for g in _ground(issue, [p for p in held if p.issue == issue.id], answers)]
    return tuple(sorted(found, key=lambda g: len([s for s in g.stands if s.position.stance == "for"]) < 2))


def _ground(issue: Issue, held: Sequence[Position], answers: "_Answers") -> Iterable[CommonGround]:
    pro = [p for p in held if p.stance == "for"]
    iffy = [p for p in held if p.stance == "conditional"]
    met = tuple(
        m for p in iffy for other in answers.parties
        if other != p.party and not any(o.party == other and o.stance == "against" for o in held)
        for m in answers.to(p, other)
    )  # fmt: skip
    if len(pro) > 1 or met:
        kept = [*pro, *(p for p in iffy if any(m.party == p.party for m in met))]
        yield CommonGround(issue.id, tuple(stand(p, answers.spoken, issue) for p in kept), met)


class _Answers:
    """What each party offers, commits itself to or demands, to be compared with others' conditions."""

    def __init__(
        self, known: Sequence[Said], dossier: Dossier, meanings: Mapping[int, bytes], conditions: Mapping[str, bytes]
    ) -> None:
        sides = Sides(dossier)
        self.spoken = ranked(known, dossier)
        self.parties = [p.name for p in dossier.parties]
        self._given = [
            (side.party, s)
            for s in self.spoken.values()
            if s.kind in GIVES and settles(s)
            for side in sides.of(s)
            if side.voice != "opposed_by"
        ]
        self._names = stems(" ".join(n for p in dossier.parties for n in (p.name, *p.aliases, *p.organs)))
        self._bags = {s.id: stems(s.content) - self._names for s in known}
        often = Counter(stem for bag in self._bags.values() for stem in bag)
        self._weights = {stem: math.log(1 + len(known) / count) for stem, count in often.items()}
        self._meanings, self._conditions = meanings, conditions

    def to(self, position: Position, other: str) -> Iterable[Met]:
        """The best answer of another party to a position's conditions."""
        found = [
            (like, s.date, s.id, condition, s)
            for condition in position.conditions
            for party, s in self._given
            if party == other and s.id != condition.statement
            for like in [self._alike(condition.text, s)]
            if like
        ]
        if found:
            *_, condition, said = max(found, key=lambda f: (*f[:3], f[3].statement, f[3].text))
            yield Met(position.party, condition, other, words_of(said, stems(condition.text)))

    def _alike(self, condition: str, said: Said) -> float:
        """How much a statement answers a condition: 0 where it does not."""
        mine, theirs = stems(condition) - self._names, self._bags[said.id]
        shared, alike = mine & theirs, cosine(mine, theirs, self._weights)
        near = _likeness(self._conditions.get(condition), self._meanings.get(said.id))
        if (len(shared) >= SHARED and alike >= ALIKE) or (shared and near >= LIKE):
            return max(alike, near)
        return 0.0


def _likeness(a: bytes | None, b: bytes | None) -> float:
    if a is None or b is None or len(a) != len(b):
        return 0.0
    return sum(x * y for x, y in zip(array("b", a), array("b", b), strict=True)) / UNIT**2
