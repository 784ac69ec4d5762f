"""Where a statement stands on a proposition: for it, against it, for it on a condition, open, or on no side.

Two signs are worked out and multiplied: that of the statement's words which the proposition is about (the attitude of the
act, turned by each negation and each verb of ending or preventing that reaches them), and that of the same words in the
proposition. So a refusal of a ban is for what the ban would forbid.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.polarity import AUXILIARY, Clause, base, clauses, proposition_signs, sides
from onrecord.values import Kind, Stance

ALIKE = 0.9  # the least that a clause shares with a proposition which it is about; names alone are less
SAME_TURN = 2.5  # what a verb of ending counts that both texts hold, beside another word that both hold
LATER = 0.01  # by how much a clause yields to one before it that has as much in common with the proposition
ATTITUDE: dict[Kind, int] = {
    "demand": 1, "offer": 1, "commitment": 1, "endorsement": 1, "refusal": -1, "warning": -1, "accusation": -1,
    "expectation": 0, "assertion": 0,
}  # fmt: skip
_OPENER = re.compile(r"\b(?:if|unless|as long as|provided|until|in the event of)\b[^,;.:—]*", re.I)
_IMPLIED = re.compile(
    r"(?:\bshould (?:they|he|she|it|we|[A-Z]\w+)|\bin the event of|\bin response to|\bin the aftermath of"
    r"|(?<=subject )to|(?<=conditional )on|(?<=depends )on)\b[^,;.:—]*"
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”'’]*\s+(?=[\"“A-Z])")
_AWAITED = frozenset(map(base, ("before", "until")))
_LASTING = frozenset(map(base, ("until", "unless", "as", "so", "only")))


@dataclass(frozen=True, slots=True)
class _Claim:
    """A proposition: the weight and signs of each of its keys, and what else of it matters."""

    keys: dict[str, tuple[float, float]]
    turns: frozenset[str]
    lacked: frozenset[str]
    sides: dict[int, int]
    sign: int
    weight: float
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement's clauses: of its cue, its content, and of what it depends on."""

    cue: tuple[Clause, ...]
    main: tuple[Clause, ...]
    bound: tuple[bool, ...]
    depends: tuple[Clause, ...]
    cue_classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for one stance or another."""

    kind: Kind
    total: float
    shared: float
    claim: _Claim
    told: _Told
    best: Clause
    depends: bool
    bound: bool

    @property
    def opens(self) -> bool:
        return "open" in self.best.classes or "open" in self.told.cue_classes

    @property
    def discusses(self) -> bool:
        return "talk" in self.best.classes or "talk" in self.told.cue_classes

    @property
    def talks(self) -> bool:
        return "talk" in self.claim.classes

    @property
    def sided(self) -> bool:
        return not (self.told.cue_classes | self.best.classes).isdisjoint(("for", "against"))


def stance(cue: str, content: str, condition: str, kind: Kind, proposition: str) -> Stance | None:
    """Where the source stands on ``proposition`` by these words; None where it takes no side."""
    found = signs(cue, content, condition, kind, proposition)
    return decided(found) if found else None


def signs(cue: str, content: str, condition: str, kind: Kind, proposition: str) -> Signs | None:
    """The signs of a statement on a proposition; None where the two have no word in common."""
    claim, told = _claim(proposition), _told(cue, content, condition)
    scored = [
        (_shared(clause, claim) - LATER * i, clause, depends, bound)
        for i, (clause, depends, bound) in enumerate(
            [*((c, False, b) for c, b in zip(told.main, told.bound)), *((c, True, False) for c in told.depends)]
        )
    ]
    score, best, depends, bound = max(scored, key=lambda s: s[0], default=(0.0, None, False, False))
    if best is None or score <= 0:
        return None
    total = sum(
        _agreement(clause, claim) * _attitude(clause, kind, told, depends=depends) * (s / score) ** 2
        for s, clause, of_condition, _ in scored
        if s > 0 and of_condition == depends
    )
    if not depends:
        total *= _turned(told.cue)
    return Signs(kind, total, score, claim, told, best, depends, bound)


def decided(s: Signs) -> Stance | None:
    """The stance that the signs make."""
    if s.shared < ALIKE:
        return None
    side: Stance = "for" if s.total > 0 else "against"
    if not ATTITUDE[s.kind]:
        if s.opens or "talk" in s.told.cue_classes:
            return "open"
        if not s.sided:
            return None
    if not s.depends and _conditional(s):
        return "conditional"
    if s.kind == "offer" and side == "for" and not s.talks and (s.opens or s.discusses):
        return "open"
    return side


def _conditional(s: Signs) -> bool:
    """Whether a condition of the statement limits what it says of the proposition."""
    if s.kind == "demand" and _under_terms(s):
        return True
    if s.kind == "warning":
        return bool(s.told.depends) and "response" in s.best.classes
    if not s.bound:
        return False
    if s.kind == "refusal":
        return s.total < 0 and s.told.depends[0].words[0].base in _LASTING
    return s.kind != "accusation" and ATTITUDE[s.kind] != 0


def _under_terms(s: Signs) -> bool:
    """Whether the terms of something are demanded, and the proposition is that it be: "any talks must be open"."""
    words = s.best.words
    must = next((i for i, w in enumerate(words) if "value" in w.classes), 0)
    before, after = ({w.key for w in part if w.weight} & s.claim.keys.keys() for part in (words[:must], words[must:]))
    return any(w.base == "any" for w in words[:must]) and bool(before) and not after


def _shared(clause: Clause, claim: _Claim) -> float:
    """The weight of what a clause and the proposition have in common."""
    return sum(claim.keys[key][0] for key in {w.key for w in clause.words if w.weight} & claim.keys.keys())


def _agreement(clause: Clause, claim: _Claim) -> float:
    """How far the words that both hold stand under the same sign in both."""
    total = lacked = 0.0
    for word, sign in zip(clause.words, clause.signs, strict=True):
        if word.weight and word.key in claim.keys:
            value = claim.keys[word.key][1] * sign
            if word.key in claim.turns and not word.classes.isdisjoint(("turn", "against")):
                value *= SAME_TURN
            total += value
            lacked += value if word.key in claim.lacked else 0.0
    mine = sides(clause)
    if any(mine[pair] != side for pair, side in claim.sides.items() if pair in mine):
        return -(lacked or total)
    return lacked or total


def _attitude(clause: Clause, kind: Kind, told: _Told, *, depends: bool) -> int:
    """1 where the act wants what its words say, -1 where it does not, apart from the operators among its words."""
    held, first = ATTITUDE[kind], clause.words[0].base
    if depends:
        wanted = held >= 0 and first != "in" and all(w.key != "=invade" for w in clause.words)
        turned = first == base("unless") or (kind == "refusal" and first in (base("until"), "only"))
        return 1 if wanted != turned else -1
    if not held or "against" in told.cue_classes:
        return 1
    if kind == "warning" and first == "to":  # "threatened to leave": what it will do itself
        return 1
    if "bad" in clause.classes and "value" not in clause.classes:
        return -1
    if first in _AWAITED:
        return 1
    if kind == "refusal":
        return 1 if any(not c.classes.isdisjoint(("not", "turn", "against")) for c in told.main) else -1
    if not clause.classes.isdisjoint(("value", "against")):
        return 1
    return 1 if kind == "warning" and "response" in clause.classes else held


def _turned(cue: Iterable[Clause]) -> int:
    """-1 where an odd number of the cue's words refuse or negate."""
    return -1 if sum(not w.classes.isdisjoint(("not", "against", "turn")) for c in cue for w in c.words) % 2 else 1


@lru_cache(maxsize=256)
def _told(cue: str, content: str, condition: str) -> _Told:
    cues = tuple(clauses(cue))
    main: list[Clause] = []
    bound: list[bool] = []
    depends: list[Clause] = []
    for sentence in _SENTENCE.split(content):
        parts = [(clause, of) for text, of in _parts(sentence, condition) for clause in clauses(text)]
        main += [c for c, of in parts if not of]
        conditional = any(of for _, of in parts)
        bound += [conditional for _, of in parts if not of]
        depends += [c for c, of in parts if of]
    if condition and not depends:
        depends = clauses(condition)
        bound = [True] * len(main)
    return _Told(cues, tuple(main), tuple(bound), tuple(depends), _all_classes(cues))


def _all_classes(found: Iterable[Clause]) -> frozenset[str]:
    return frozenset().union(*(c.classes for c in found))


def _parts(content: str, condition: str) -> Iterator[tuple[str, bool]]:
    """The content cut into what it says and what that depends on."""
    at = content.find(condition[:40]) if condition else -1
    if at >= 0:
        yield from ((content[:at], False), (content[at : at + len(condition)], True), (content[at + len(condition) :], False))
        return
    done = 0
    for opener in (_OPENER if condition else _IMPLIED).finditer(content):
        yield from ((content[done : opener.start()], False), (opener[0], True))
        done = opener.end()
    yield content[done:], False


@lru_cache(maxsize=512)
def _claim(text: str) -> _Claim:
    found = [(w, s) for c in clauses(text) for w, s in zip(c.words, proposition_signs(c), strict=True)]
    keys: dict[str, list[tuple[float, int]]] = {}
    turned = [i for i, (w, _) in enumerate(found) if not w.classes.isdisjoint(("turn", "against"))]
    predicate = next((i for i in turned[1:] if found[i - 1][0].base in AUXILIARY), None)  # "the ban | is lifted"
    for i, (word, sign) in enumerate(found):
        if word.weight and i != predicate:
            keys.setdefault(word.key, []).append((word.weight, sign))
    weights = {key: (max(w for w, _ in held), sum(w * s for w, s in held) / len(held)) for key, held in keys.items()}
    first = found[0][1] if found else 1
    return _Claim(
        keys=weights,
        turns=frozenset(w.key for w, _ in found if not w.classes.isdisjoint(("turn", "against"))),
        lacked=frozenset(w.key for w, s in found if s != first),
        sides={k: v for c in clauses(text) for k, v in sides(c).items()},
        sign=first,
        weight=sum(w for w, _ in weights.values()),
        classes=_all_classes(clauses(text)),
    )
