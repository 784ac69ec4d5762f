"""Deals straight from the definitions: every package by loops, every way the open scores may be, one after another."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

from onrecord.values.deal import Negotiation, Scores

Worths = list[list[Fraction]]  # of one party: by issue and resolution


def settled(scores: Scores) -> Iterator[list[Fraction]]:
    """What the resolutions of an issue can be worth, at every corner of what is open."""
    ends = [sorted({Fraction(b.low), Fraction(b.high)}) for b in scores.bounds]
    ranks = scores.ranks
    for found in product(*ends):
        pairs = [(i, j) for i in range(len(found)) for j in range(len(found))]
        if ranks is None or not any(
            (ranks[i] < ranks[j] and found[i] < found[j]) or (ranks[i] == ranks[j] and found[i] != found[j])
            for i, j in pairs
        ):
            yield list(found)


def completions(negotiation: Negotiation) -> Iterator[tuple[list[Worths], list[Fraction]]]:
    """Every party's scores and threshold, at every corner."""
    ways = [
        list(
            product(
                product(*(settled(s) for s in p.scores)),
                {Fraction(p.threshold.bounds.low), Fraction(p.threshold.bounds.high)},
            )
        )
        for p in negotiation.parties
    ]
    for chosen in product(*ways):
        yield [list(worths) for worths, _ in chosen], [threshold for _, threshold in chosen]


def answers(negotiation: Negotiation, worths: list[Worths], thresholds: list[Fraction]) -> dict[str, set[int]]:
    """Every answer on one completion, as sets of packages by number."""
    every = list(product(*(range(len(issue.resolutions)) for issue in negotiation.issues)))
    total = [[sum(w[i][r] for i, r in enumerate(package)) for w in worths] for package in every]
    who = range(len(worths))
    yes = [[t[p] >= thresholds[p] for p in who] for t in total]
    veto = [p for p in who if negotiation.parties[p].veto]
    zone = [n for n, y in enumerate(yes) if all(y)]
    gains = {n: [total[n][p] - thresholds[p] for p in who] for n in zone}
    ideal = [max(gains[n][p] for n in zone) for p in who] if zone else []
    shares = {n: sorted(gains[n][p] / ideal[p] for p in who if ideal[p] > 0) for n in zone}
    best = max((prod(g) for g in gains.values()), default=Fraction(0))
    return {
        "by_all": set(zone),
        "by_rule": {n for n, y in enumerate(yes) if all(y[p] for p in veto) and y.count(False) <= negotiation.all_but},
        "pareto": {n for n, t in enumerate(total) if not any(better(u, t) for u in total)},
        "nash_point": {n for n in zone if prod(gains[n]) == best > 0},
        "kalai_smorodinsky_point": {n for n in zone if shares[n] == max(shares.values())},
        "near": {n for n, y in enumerate(yes) if y.count(False) == 1},
    }


def better(one: list[Fraction], other: list[Fraction]) -> bool:
    """For no party worth less, and for one worth more."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def blocks(
    negotiation: Negotiation, worths: list[Worths], thresholds: list[Fraction], deals: str
) -> dict[int, Fraction]:
    """The parties whose threshold alone blocks, each with its least fall: tried at every total it can have."""
    if answers(negotiation, worths, thresholds)[deals]:
        return {}
    found = {}
    for p in range(len(worths)):
        totals = {sum(choice) for choice in product(*worths[p])}
        for lower in sorted((t for t in totals if t < thresholds[p]), reverse=True):
            if answers(negotiation, worths, [*thresholds[:p], lower, *thresholds[p + 1 :]])[deals]:
                found[p] = thresholds[p] - lower
                break
    return found
