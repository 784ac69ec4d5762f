"""Packages that no other is better than: for no party worse, and for one better.

Two packages share the worth of every issue that they settle alike, however open it is: so they are compared issue by
issue, not by the bounds of their totals. What is certain and possible is then exact. A package is dominated whatever
the scores are, exactly when it is at its best (its own resolutions worth the most, all others the least); and in none,
when it is not at its worst.

First goes what another is better than even by the bounds of their totals: where all scores are known, that is all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.values.deal import Scores
from onrecord.weigh.deals.packages import Answer, Ints, Mask, Packages, millionths

Numbers = NDArray[np.intp]
Gains = Iterator[Ints]  # a party at a time: how much more each of some packages is worth than each of others
Words = NDArray[np.uint64]  # (packages, words): 64 marks of a package in each word
_BLOCK: Final = 256  # packages held against as many others at a time: what stays in a processor's cache
_MARKED: Final = 512  # packages that all others are held against at a time by their bounds: likewise


def pareto(made: Packages, among: Mask | None = None) -> Answer:
    """Which packages, (packages,), are Pareto optimal; among some alone where they are given."""
    every = np.flatnonzero(np.ones(len(made), dtype=bool) if among is None else among)
    every = every[_best(made.low[:, every], made.high[:, every])]
    if all(b.known for party in made.negotiation.parties for scores in party.scores for b in scores.bounds):
        best = np.isin(np.arange(len(made)), every)
        return Answer(best, best.copy())
    compared = _Compared.of(made)
    possible = _undominated(every, compared.most)
    # If some completion has a package that is better, it has one that is Pareto optimal and better.
    certain = [block[~_beaten(block, possible, compared.least)] for block in _blocks(possible)]
    return Answer(*(np.isin(np.arange(len(made)), found) for found in (np.concatenate(certain or [every]), possible)))


def _best(low: Ints, high: Ints) -> Numbers:
    """The packages, by number, that none is better than by the bounds of the totals, (parties, packages).

    Those whose lowest worths have the greatest sums are the first: what is surely better than another stands before it.
    """
    left = np.argsort(-low.sum(0), kind="stable")
    found = [left[:0]]
    while len(left):
        block, left = left[:_MARKED], left[_MARKED:]
        block = block[~_topped(high[:, block], low[:, block])]
        left = left[~_topped(high[:, left], low[:, block])]
        found.append(block)
    return np.concatenate(found)


def _topped(some: Ints, others: Ints) -> Mask:
    """Which of some packages, (parties, packages), are worth less to one party, and more to none, than another."""
    better = _as_much(some.sum(0) + 1, others.sum(0))
    for worth, of_others in zip(some, others, strict=True):
        better &= _as_much(worth, of_others)
    topped: Mask = np.logical_or.reduce(better != 0, axis=1)
    return topped


def _as_much(some: Ints, others: Ints) -> Words:
    """For each of some numbers, marked, which of the others are as great or greater."""
    rising = others.argsort()
    place = np.empty_like(rising)
    place[rising] = np.arange(len(others))
    all_but = np.zeros((len(others) + 1, -(-len(others) // 64) * 64), dtype=bool)  # all but the so many least
    all_but[:, : len(others)] = place >= np.arange(len(others) + 1)[:, None]
    marks = np.packbits(all_but, axis=1, bitorder="little").view(np.uint64)
    return marks[np.searchsorted(others[rising], some)]


def _undominated(ordered: Numbers, gains: Callable[[Numbers, Numbers], Gains]) -> Numbers:
    """Which of some packages none of them is surely better than.

    What is surely better has a higher sum of the lowest worths: so each is held against those before it alone, and, as
    to be surely better is transitive, against those of them that are left.
    """
    left: list[Numbers] = [ordered[:0]]
    for block in _blocks(ordered):
        kept = block[~_beaten(block, np.concatenate(left), gains)]
        left.append(kept[~_beaten(kept, kept, gains)])
    return np.concatenate(left)


def _beaten(some: Numbers, others: Numbers, gains: Callable[[Numbers, Numbers], Gains]) -> Mask:
    """Which of some packages are, beside one of the others, for no party worth more and for one worth less."""
    beaten = np.zeros(len(some), dtype=bool)
    for block in _blocks(others):
        standing = np.flatnonzero(~beaten)
        never_more = np.ones((len(standing), len(block)), dtype=bool)
        once_less = ~never_more
        for gain in gains(some[standing], block):
            never_more &= gain <= 0
            once_less |= gain < 0
        beaten[standing] = (never_more & once_less).any(1)
    return beaten


def _blocks(numbers: Numbers) -> Iterator[Numbers]:
    for start in range(0, len(numbers), _BLOCK):
        yield numbers[start : start + _BLOCK]


@dataclass(frozen=True, slots=True)
class _Compared:
    """``known``, (parties, packages), is what packages are surely worth on the issues whose scores are known.

    ``open_`` has, for each party, its other issues: the resolutions chosen, (packages,), and how much more at the most
    each resolution is worth than each other.
    """

    known: Ints
    open_: tuple[tuple[tuple[Numbers, Ints], ...], ...]

    @classmethod
    def of(cls, made: Packages) -> "_Compared":
        parties = made.negotiation.parties
        known, open_ = np.zeros(made.low.shape, dtype=np.int64), []
        for who, party in enumerate(parties):
            differing = []
            for chosen, scores in zip(made.chosen, party.scores, strict=True):
                if all(b.known for b in scores.bounds):
                    known[who] += np.array([millionths(b.low) for b in scores.bounds])[chosen]
                else:
                    differing.append((chosen, _most_more(scores)))
            open_.append(tuple(differing))
        return cls(known, tuple(open_))

    def most(self, some: Numbers, others: Numbers) -> Gains:
        for known, open_ in zip(self.known, self.open_, strict=True):
            gain = known[some][:, None] - known[others]
            for chosen, more in open_:
                gain += more[chosen[some]][:, chosen[others]]
            yield gain

    def least(self, some: Numbers, others: Numbers) -> Gains:
        for gain in self.most(others, some):
            yield -gain.T


def _most_more(scores: Scores) -> Ints:
    """How much more, at the most, each resolution is worth than each other, (resolutions, resolutions)."""
    low, high = (np.array([millionths(getattr(b, end)) for b in scores.bounds]) for end in ("low", "high"))
    more: Ints = high[:, None] - low
    if scores.ranks is None:
        np.fill_diagonal(more, 0)
        return more
    ranks = np.array(scores.ranks)
    return np.where(ranks[:, None] == ranks, 0, np.where(ranks[:, None] > ranks, np.minimum(more, 0), more))
