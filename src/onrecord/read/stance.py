"""Where a statement stands on a proposition: for it, against it, for it on a condition, open, or on no side.

Two signs are worked out and multiplied: that of the statement's words which the proposition is about (the attitude of
the act, turned by each negation and each verb of ending or preventing that reaches them), and that of the same words in
the proposition. So a refusal of a ban is for what the ban would forbid. Word lists: ``data/stance.json``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.read.polarity import (
    Class,
    Clause,
    Word,
    alternatives,
    base,
    clauses,
    is_auxiliary,
    is_mutual,
    proposition_signs,
    sides,
)
from onrecord.values import Kind, Stance

ALIKE = 0.9  # the least that a clause shares with a proposition which it is about; names alone are less
SAME_TURN = 2.5  # what a verb of ending counts that both texts hold; any other word that both hold counts 1
HEAD = 30  # characters by which a condition is found in a content; it may go on outside it, or in another span
LATER = 0.01  # by how much a clause yields to one before it that has as much in common with the proposition
ATTITUDE: dict[Kind, int] = {
    "demand": 1,
    "offer": 1,
    "commitment": 1,
    "endorsement": 1,
    "refusal": -1,
    "warning": -1,
    "accusation": -1,
    "expectation": 0,
    "assertion": 0,
}
_OPENER = re.compile(r"\b(?:if|unless|as long as|provided|until|in the event of)\b[^,;.:—]*", re.I)
_IMPLIED = re.compile(  # conditions that no condition word opens
    r"(?:\bshould (?:they|he|she|it|we|an?|any|[A-Z]\w+)|\bin the event of|\bin response to|\bin the aftermath of"
    r"|(?<=subject )to|(?<=conditional )on|(?<=depends )on)\b[^,;.:—]*"
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”'’]*\s+(?=[\"“A-Z])")
_AWAITED = frozenset(map(base, ("before", "until")))
_MIGHT = frozenset(map(base, ("can", "could", "would", "will", "may", "might")))
_LASTING = frozenset(map(base, ("until", "unless", "as", "so", "only")))
_REFUSING: frozenset[Class] = frozenset(("not", "against", "turn"))
_SIDED: tuple[Class, ...] = ("for", "against", "value", "bad")
_TURNING: frozenset[Class] = frozenset(("against", "turn"))


@dataclass(frozen=True, slots=True)
class _Claim:
    """A proposition: the weight and mean sign of each of its keys, and what else of it matters."""

    keys: dict[str, tuple[float, float]]
    turns: frozenset[str]
    lacked: frozenset[str]
    sides: dict[int, int]
    classes: frozenset[Class]
    turned: bool
    only: bool
    depends: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause of a content: whether it is a condition, whether its sentence holds one, whether it is another act."""

    clause: Clause
    depends: bool
    bound: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement in clauses, with the classes of its cue and the first word of its first condition."""

    cue: tuple[Clause, ...]
    parts: tuple[_Part, ...]
    cue_classes: frozenset[Class]
    opener: str | None


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for one stance or another; ``best`` is the part that has most in common with the proposition."""

    kind: Kind
    claim: _Claim
    told: _Told
    best: _Part
    shared: float
    total: float

    def shows(self, name: Class) -> bool:
        """Whether the cue or the clause has a word of a class."""
        return name in self.told.cue_classes or name in self.best.clause.classes


def stance(cue: str, content: str, condition: str, kind: Kind, proposition: str) -> Stance | None:
    """Where the source stands on ``proposition`` by these words; None where it takes no side, or they say too little.

    The words are a statement's own, "" where there are none; a statement that bears on the proposition is presumed.
    """
    return answered(cue, content, condition, kind, proposition)[0]


def answered(cue: str, content: str, condition: str, kind: Kind, proposition: str) -> tuple[Stance | None, bool]:
    """The same, and whether the statement has a telling word in common with the proposition."""
    found = _signs(_told(cue, content, condition), kind, _claim(proposition))
    return _decided(found) if found and found.shared >= ALIKE else None, found is not None


def _signs(told: _Told, kind: Kind, claim: _Claim) -> _Signs | None:
    """The signs of a statement on a proposition; None where the two have no word in common."""
    scored = [(_shared(part.clause, claim) - LATER * i, part) for i, part in enumerate(told.parts)]
    score, best = max(scored, key=lambda s: s[0], default=(0.0, None))
    if best is None or score <= 0:
        return None
    turned = _turned(told.cue)
    total = sum(
        _agreement(part.clause, claim)
        * _attitude(part, kind, told)
        * (1 if part.depends or part.own else turned)
        * (shared / score) ** 2
        for shared, part in scored
        if shared > 0 and part.depends == best.depends
    )
    return _Signs(kind, claim, told, best, score, total)


def _decided(s: _Signs) -> Stance | None:
    if not ATTITUDE[s.kind]:
        if s.shows("open") or "talk" in s.told.cue_classes:
            return "open"
        if not any(map(s.shows, _SIDED)) and not (s.best.depends and "not" in s.best.clause.classes):
            return None
    if not s.best.depends and _conditional(s):
        return "conditional"
    if s.kind == "offer" and s.total > 0 and "talk" not in s.claim.classes and (s.shows("open") or s.shows("talk")):
        return "open"
    return "for" if s.total > 0 else "against"


def _conditional(s: _Signs) -> bool:
    """Whether a condition of the statement limits what it says of the proposition."""
    if s.claim.depends:
        return False
    if s.kind == "demand" and _under_terms(s):
        return True
    if s.kind == "warning":  # who threatens a response means it for a case, said or not
        threat = "response" in s.claim.classes and not s.claim.turns
        return s.total > 0 and "response" in s.best.clause.classes and (s.told.opener is not None or threat)
    if s.kind == "refusal":
        return s.best.bound and s.total < 0 and s.told.opener in _LASTING
    if s.kind == "endorsement" and not any(w.base in _MIGHT for c in s.told.cue for w in c.words):
        return False  # what is welcomed holds a condition; the welcome does not
    return s.best.bound and s.total > 0 and ATTITUDE[s.kind] > 0


def _under_terms(s: _Signs) -> bool:
    """Whether the terms of something are demanded, and the proposition is that it be: "any talks must be open"."""
    words = s.best.clause.words
    must = next((i for i, w in enumerate(words) if "value" in w.classes), 0)
    before, after = (
        {w.key for w in part if w.weight == 1} & s.claim.keys.keys() for part in (words[:must], words[must:])
    )
    return any(w.base == "any" for w in words[:must]) and bool(before) and after <= before


def _shared(clause: Clause, claim: _Claim) -> float:
    """The weight of what a clause and the proposition have in common."""
    return sum(claim.keys[key][0] for key in {w.key for w in clause.words if w.weight} & claim.keys.keys())


def _agreement(clause: Clause, claim: _Claim) -> float:
    """How far the words that both hold stand under the same sign in both."""
    total = lacked = 0.0
    for word, sign in zip(clause.words, clause.signs, strict=True):
        if word.weight and word.key in claim.keys:
            value = claim.keys[word.key][1] * sign
            if word.key in claim.turns and not _TURNING.isdisjoint(word.classes):
                value *= SAME_TURN
            total += value
            lacked += value if word.key in claim.lacked else 0.0
    mine = sides(clause) if claim.sides else {}
    if not claim.turned and {"not", "without"} <= clause.classes:
        wanted = _after_without(clause, claim)
        lacked, total = 0.0, wanted or total
    one_sided = claim.only and any(is_mutual(word) for word in clause.words)
    contrary = one_sided or any(mine[pair] != side for pair, side in claim.sides.items() if pair in mine)
    return -(lacked or total) if contrary else lacked or total


def _after_without(clause: Clause, claim: _Claim) -> float:
    """How far what is insisted on agrees: "no decisions about us without *us*"."""
    first = next(i for i, word in enumerate(clause.words) if "without" in word.classes)
    keys = {word.key for word in clause.words[first:] if word.weight}
    return sum(claim.keys[key][0] for key in keys & claim.keys.keys())


def _attitude(part: _Part, kind: Kind, told: _Told) -> int:
    """1 where the act wants what its words say, -1 where it does not, apart from the operators among its words."""
    classes, first = part.clause.classes, part.clause.words[0].base
    if part.depends:
        return _attitude_to_condition(part.clause, kind)
    if part.own:
        return -1 if "bad" in classes and "value" not in classes else 1
    if not ATTITUDE[kind]:
        return -1 if "bad" in classes and "value" not in classes and _judges(part.clause) else 1
    if not told.cue_classes.isdisjoint(("against", "not")):
        return 1
    if kind == "warning" and (first == "to" or ("response" in classes and told.opener)):
        return 1  # "threatened to leave", "if they attack, we will respond": what the speaker will do
    if "bad" in classes and "value" not in classes and (ATTITUDE[kind] < 0 or _judges(part.clause)):
        return -1
    if first in _AWAITED:
        return 1
    if kind == "refusal":
        return 1 if any(not _REFUSING.isdisjoint(p.clause.classes) for p in told.parts if not p.depends) else -1
    if "value" in classes or "against" in classes or (kind == "warning" and "response" in classes):
        return 1
    return ATTITUDE[kind]


def _judges(clause: Clause) -> bool:
    """Whether a word of blame is said of something: "is harmful", not "harmful waste"."""
    words = clause.words
    return any(
        "bad" in word.classes and (i + 1 == len(words) or not words[i + 1].weight or is_auxiliary(words[i - 1]))
        for i, word in enumerate(words)
    )


def _attitude_to_condition(clause: Clause, kind: Kind) -> int:
    """Who threatens a response to something does not want it; who offers something for it does."""
    first = clause.words[0].base
    feared = first == "in" or any(w.key == "=invade" for w in clause.words)  # "in the event of an attack"
    turned = first == base("unless") or (kind == "refusal" and first in (base("until"), "only"))
    lacked = not ATTITUDE[kind] and "not" in clause.classes  # "if we do not act, …"
    wanted = ATTITUDE[kind] >= 0 and not feared and not lacked
    return 1 if wanted != turned else -1


def _turned(cue: Iterable[Clause]) -> int:
    """-1 where an odd number of the cue's words refuse or negate."""
    return -1 if sum(not _REFUSING.isdisjoint(w.classes) for c in cue for w in c.words) % 2 else 1


@lru_cache(maxsize=256)
def _told(cue: str, content: str, condition: str) -> _Told:
    parts: list[_Part] = []
    for sentence in _SENTENCE.split(content):
        found = [
            (clause, depends, own)
            for text, depends in _cut(sentence, condition)
            for own, act in enumerate(_acts().split(text))
            for clause in clauses(act)
        ]
        bound = any(depends for _, depends, _ in found)
        parts += [_Part(clause, depends, bound, own > 0) for clause, depends, own in found]
    if condition and not any(p.depends for p in parts):  # it stands beside the content
        parts = [replace(p, bound=True) for p in parts]
        parts += [_Part(clause, depends=True, bound=True) for clause in clauses(condition)]
    parts.sort(key=lambda p: p.depends)
    cues = tuple(clauses(cue))
    opener = next((p.clause.words[0].base for p in parts if p.depends), None)
    return _Told(cues, tuple(parts), _classes(cues), opener)


@lru_cache(maxsize=1)
def _acts() -> re.Pattern[str]:
    """Where a report goes on to another act of the same source: "the text | and supported …", "the plan | saying …"."""
    return re.compile(
        rf",?\s+(?:(?:and|but|while)\s+(?=(?:{alternatives('acts')})\b)|(?=(?:{alternatives('adding')})\b))"
    )


def _cut(sentence: str, condition: str) -> Iterator[tuple[str, bool]]:
    """A sentence cut into what it says and what that depends on."""
    at = sentence.find(condition[:HEAD]) if condition else -1
    if at >= 0:
        same = zip(sentence[at:], condition, strict=False)
        end = at + next((i for i, (a, b) in enumerate(same) if a != b), min(len(condition), len(sentence) - at))
        yield from ((sentence[:at], False), (sentence[at:end], True), (sentence[end:], False))
        return
    done = 0
    for opener in (_OPENER if condition else _IMPLIED).finditer(sentence):
        yield from ((sentence[done : opener.start()], False), (opener[0], True))
        done = opener.end()
    yield sentence[done:], False


@lru_cache(maxsize=1024)
def _claim(text: str) -> _Claim:
    parts = clauses(text)
    words = [(w, s) for c in parts for w, s in zip(c.words, proposition_signs(c), strict=True)]
    keys: dict[str, list[tuple[float, int]]] = {}
    depends = _OPENER.search(text) is not None
    for word, sign in _told_apart(words):
        if word.weight:
            keys.setdefault(word.key, []).append((word.weight, sign))
    return _Claim(
        keys={key: (max(w for w, _ in held), sum(w * s for w, s in held) / len(held)) for key, held in keys.items()},
        turns=frozenset(w.key for w, _ in words if not _TURNING.isdisjoint(w.classes)),
        lacked=frozenset(w.key for w, s in words if s != words[0][1]),
        sides={pair: side for c in parts for pair, side in sides(c).items()},
        classes=_classes(parts),
        turned=any(s < 0 for _, s in words),
        only=any(w.base == "only" for w, _ in words),
        depends=depends,
    )


def _told_apart(words: list[tuple[Word, int]]) -> list[tuple[Word, int]]:
    """The words but for a second verb of ending, which is the predicate: "the ban | is lifted" is about the ban."""
    turning = [i for i, (word, _) in enumerate(words) if not _TURNING.isdisjoint(word.classes)]
    predicate = next((i for i in turning[1:] if is_auxiliary(words[i - 1][0])), None)
    return [word for i, word in enumerate(words) if i != predicate]


def _classes(found: Iterable[Clause]) -> frozenset[Class]:
    return frozenset[Class]().union(*(c.classes for c in found))
