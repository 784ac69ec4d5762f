"""What is missing to a deal: the packages that one party alone refuses, and whose threshold alone is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.values.deal import Bounds
from onrecord.weigh.deals.accepting import acceptances, carried, unanimous
from onrecord.weigh.deals.packages import Ints, Mask, Packages, bounds


@dataclass(frozen=True, slots=True)
class Near:
    """A package that all parties accept but one, by number, and how much that one is short of its threshold.

    Where it is not ``certain``, it holds for some of what the scores may be, and the shortfall is what it then can be.
    """

    package: int
    party: int
    short: Bounds
    certain: bool


@dataclass(frozen=True, slots=True)
class Blocker:
    """A party whose threshold alone is in the way: there is no deal, and there would be one if it were low enough.

    ``short`` is the least by which it must fall, ``nearest`` the packages that then do. Where it is not ``certain``, it
    holds for some of what the scores may be, and so do these.
    """

    party: int
    short: Bounds
    nearest: tuple[int, ...]
    certain: bool


def short_by(made: Packages, party: int, package: int) -> Bounds | None:
    """How much a package is short of a party's threshold; from 0 where it may accept, None where it surely does."""
    low, high = _shortfall(made, party)
    return bounds(max(int(low[package]), 0), int(high[package])) if high[package] > 0 else None


def near(made: Packages) -> tuple[Near, ...]:
    """The packages one concession away, the smallest shortfall of each party first."""
    return tuple(found for party in range(len(made.low)) for found in _near(made, party))


def _near(made: Packages, party: int) -> Iterator[Near]:
    accepted = acceptances(made)
    others = np.arange(len(made.low)) != party
    certain = accepted.certain[others].all(0) & ~accepted.possible[party]
    possible = accepted.possible[others].all(0) & ~accepted.certain[party]
    low, high = _shortfall(made, party)
    for package in sorted(np.flatnonzero(possible), key=lambda p: (high[p], low[p])):
        short = bounds(max(int(low[package]), 0), int(high[package]))
        yield Near(int(package), party, short, bool(certain[package]))


def blockers(made: Packages, *, for_all: bool = False) -> tuple[Blocker, ...]:
    """The parties each of whose threshold alone blocks a deal by the rule, or where ``for_all`` one that all accept.

    None where there surely is a deal, or where more than one threshold must fall.
    """
    accepted = acceptances(made)
    if _deals(made, accepted.certain, for_all=for_all).any():
        return ()
    empty = not _deals(made, accepted.possible, for_all=for_all).any()
    found = []
    for party in range(len(made.low)):
        surely, perhaps = (
            _deals(made, _yielding(mask, party), for_all=for_all) for mask in (accepted.certain, accepted.possible)
        )
        perhaps &= ~accepted.certain[party]
        if perhaps.any():
            short, nearest = _least_fall(made, party, surely, perhaps)
            found.append(Blocker(party, short, nearest, certain=empty and bool(surely.any())))
    return tuple(found)


def _least_fall(made: Packages, party: int, surely: Mask, perhaps: Mask) -> tuple[Bounds, tuple[int, ...]]:
    """The least fall of a threshold that makes one of some packages do, and which these may be.

    It may be as small as the smallest that is possible, and is no more than what makes one do that surely does then;
    where none surely does, than what makes any of them do.
    """
    low, high = _shortfall(made, party)
    top = high[surely].min() if surely.any() else high[perhaps].max()
    nearest = np.flatnonzero(perhaps & (low <= top))
    return bounds(max(int(low[perhaps].min()), 0), int(top)), tuple(nearest.tolist())


def _yielding(accepted: Mask, party: int) -> Mask:
    """The same where one party accepts all."""
    found = accepted.copy()
    found[party] = True
    return found


def _deals(made: Packages, accepted: Mask, *, for_all: bool) -> Mask:
    return unanimous(accepted) if for_all else carried(made, accepted)


def _shortfall(made: Packages, party: int) -> tuple[Ints, Ints]:
    """How far, at the least and the most, each package is below a party's threshold; less than 0: above it."""
    return made.least[party] - made.high[party], made.most[party] - made.low[party]
