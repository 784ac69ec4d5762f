"""Where parties clash: what one demands, offers or holds to and another refuses, in words that only those two share."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from onrecord.values import Reading, Spans, Statement

FOR = frozenset({"demand", "offer", "commitment", "endorsement"})
AGAINST = frozenset({"refusal", "accusation", "warning"})
# Two statements on one thing share at least this many rare stems, and this much of their weight (cosine).
SHARED, ALIKE = 2, 0.2
STEM = 5
Sized = tuple[frozenset[str], float]  # a bag of stems, and the square of its length
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ANY = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Stated:
    """A statement and the number of its document among the readings.

    ``identity`` names the places, in other documents, that say who the speaker is where this one does not.
    """

    document: int
    statement: Statement
    identity: tuple[tuple[int, Spans], ...] = ()


@dataclass(frozen=True)
class Dispute:
    """What one party stands for and another against, and how alike their words are (cosine)."""

    one: Stated
    other: Stated
    alike: float


def disputes(readings: Sequence[Reading]) -> tuple[Dispute, ...]:
    """Clashes between statements of different parties, the most alike first; each statement is used once.

    A pair must be of opposed kinds and share rare words: names of parties and the vocabulary of talks do not count.
    """
    said = [Stated(i, s) for i, r in enumerate(readings) for s in r.statements if s.speaker.party]
    speakers = {f"{s.statement.speaker.name or ''} {s.statement.speaker.party}" for s in said}
    names = {stem for speaker in speakers for stem in stems(speaker)}
    bags = [stems(" ".join(c.exact for c in s.statement.content)) - names for s in said]
    often = Counter(stem for bag in bags for stem in bag)
    weight = {stem: math.log(1 + len(bags) / count) for stem, count in often.items()}
    sized = [(bag, sum(weight[stem] ** 2 for stem in bag)) for bag in bags]
    pairs = [
        found
        for i, one in enumerate(said)
        if one.statement.kind in FOR
        for j, other in enumerate(said)
        if other.statement.kind in AGAINST
        for found in [_dispute(one, other, sized[i], sized[j], weight)]
        if found
    ]
    return _once_each(sorted(pairs, key=lambda d: -d.alike))


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The content words of a text, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if len(word) > 2 and word not in _stop())


def stem_sequence(text: str) -> tuple[str, ...]:
    """Every word of a text in order, numbers too, without endings: to find a phrase in whatever form."""
    return tuple(_stem(word) for word in _ANY.findall(text.lower()))


def _dispute(one: Stated, other: Stated, mine: Sized, theirs: Sized, weight: Mapping[str, float]) -> Dispute | None:
    shared = mine[0] & theirs[0]
    if len(shared) < SHARED or one.statement.speaker.party == other.statement.speaker.party:
        return None
    size = math.sqrt(mine[1] * theirs[1])
    alike = sum(weight[stem] ** 2 for stem in shared) / size if size else 0.0
    return Dispute(one, other, alike) if alike >= ALIKE else None


def cosine(mine: frozenset[str], theirs: frozenset[str], weight: Mapping[str, float]) -> float:
    """How alike two bags of stems are, 0 to 1; a stem without a weight counts nothing."""

    def length(bag: frozenset[str]) -> float:
        return sum(weight.get(stem, 0.0) ** 2 for stem in bag)

    size = math.sqrt(length(mine) * length(theirs))
    return length(mine & theirs) / size if size else 0.0


def _once_each(found: list[Dispute]) -> tuple[Dispute, ...]:
    used: set[str] = set()
    out: list[Dispute] = []
    for dispute in found:
        both = {dispute.one.statement.id, dispute.other.statement.id}
        if not both & used:
            used |= both
            out.append(dispute)
    return tuple(out)


def _stem(word: str) -> str:
    """The first letters of a word: "expand" and "expansion" are one."""
    return word[:STEM]


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset((resources.files("onrecord.weigh") / "data" / "stop.txt").read_text(encoding="utf-8").split())
