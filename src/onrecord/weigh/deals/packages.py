"""Every package of a negotiation, and what it is worth to each party."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import DealError
from onrecord.settings import MAX_PACKAGES
from onrecord.values.deal import DECIMALS, Bounds, DealParty, Negotiation

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where something holds whatever the open scores are, and where it holds for some. Without ranges they are one."""

    certain: Mask
    possible: Mask


@dataclass(frozen=True, slots=True)
class Packages:
    """All packages: ``chosen``, (issues, packages), the number of each one's resolutions, from 0.

    ``low`` and ``high``, (parties, packages), bound what each is worth to each party; ``least`` and ``most``,
    (parties,), the party's threshold. All are whole numbers of millionths.
    """

    negotiation: Negotiation
    chosen: NDArray[np.intp]
    low: Ints
    high: Ints
    least: Ints
    most: Ints

    def __len__(self) -> int:
        """How many there are."""
        return len(self.chosen[0])

    def name(self, package: int) -> str:
        """How a package is written: A1B3."""
        return "".join(f"{ascii_uppercase[i]}{r + 1}" for i, r in enumerate(self.chosen[:, package]))

    def number(self, written: str) -> int:
        """The number, from 0, of a package as it is written. Raises DealError."""
        found = re.findall(r"([A-Z])\s*(\d{1,6})", written.upper())
        plain = "".join(f"{letter}{int(digits)}" for letter, digits in found)
        if re.sub(r"\s", "", written.upper()) not in (plain, "".join(a + b for a, b in found)) or not found:
            raise DealError(
                [(None, f"{written!r} is no package. Write a letter and a number an issue: {self.name(0)}")]
            )
        wanted = {letter: int(digits) for letter, digits in found}
        letters = ascii_uppercase[: len(self.negotiation.issues)]
        if len(wanted) != len(found) or set(wanted) != set(letters):
            told = f"{written} must settle each issue once, {letters[0]} to {letters[-1]}. For example: {self.name(0)}"
            raise DealError([(None, told)])
        number = 0
        for letter, issue in zip(letters, self.negotiation.issues, strict=True):
            if not 1 <= wanted[letter] <= len(issue.resolutions):
                told = f"{written}: {letter} ({issue.name}) has resolutions 1 to {len(issue.resolutions)}. Choose one."
                raise DealError([(None, told)])
            number = number * len(issue.resolutions) + wanted[letter] - 1
        return number

    def worth(self, party: int, package: int) -> Bounds:
        """What a package is worth to a party."""
        return bounds(self.low[party, package], self.high[party, package])


def packages(negotiation: Negotiation) -> Packages:
    """All packages of a negotiation, the last issue changing first. Raises DealError: too many, or scores missing."""
    _check(negotiation)
    sizes = [len(issue.resolutions) for issue in negotiation.issues]
    chosen = np.stack([grid.ravel() for grid in np.indices(sizes)])
    low, high = (np.stack([_totals(party, chosen, end) for party in negotiation.parties]) for end in ("low", "high"))
    thresholds = [party.threshold.bounds for party in negotiation.parties]
    least, most = (np.array([millionths(getattr(t, end)) for t in thresholds]) for end in ("low", "high"))
    return Packages(negotiation, chosen, low, high, least, most)


def millionths(number: Decimal) -> int:
    """A number as a whole number of millionths."""
    return int(number.scaleb(DECIMALS))


def number(counted: int) -> Decimal:
    """The number of some millionths."""
    return Decimal(int(counted)).scaleb(-DECIMALS)


def bounds(low: int, high: int) -> Bounds:
    """A range of millionths as a range of numbers."""
    return Bounds(low=number(low), high=number(high))


def _totals(party: DealParty, chosen: NDArray[np.intp], end: str) -> Ints:
    worths = [np.array([millionths(getattr(b, end)) for b in scores.bounds]) for scores in party.scores]
    total: Ints = np.sum([worth[chosen[i]] for i, worth in enumerate(worths)], axis=0, dtype=np.int64)
    return total


def _check(negotiation: Negotiation) -> None:
    issues = negotiation.issues
    if not issues or not negotiation.parties:
        raise DealError([(None, "a deal needs an issue and a party. Name at least one of each.")])
    if len(issues) > len(ascii_uppercase):
        last = issues[len(ascii_uppercase)]
        raise DealError(
            [(last.line, f"more than {len(ascii_uppercase)} issues: {last.name} has no letter. Join some.")]
        )
    many = math.prod(len(issue.resolutions) for issue in issues)
    if not 0 < many <= MAX_PACKAGES:
        told = (
            f"{many:,} packages where 1 to {MAX_PACKAGES:,} can be weighed. Settle an issue, or join some resolutions."
        )
        raise DealError([(issues[0].line, told)])
    if faults := [fault for party in negotiation.parties for fault in _unscored(party, negotiation)]:
        raise DealError(faults)


def _unscored(party: DealParty, negotiation: Negotiation) -> list[tuple[int | None, str]]:
    if len(party.scores) != len(negotiation.issues):
        told = f"{party.name} scores {len(party.scores)} of {len(negotiation.issues)} issues. Score every one."
        return [(party.line, told)]
    return [
        (
            scores.line,
            f"{party.name} scores {len(scores.bounds)} of {len(issue.resolutions)} resolutions of {issue.name}.",
        )
        for scores, issue in zip(party.scores, negotiation.issues, strict=True)
        if len(scores.bounds) != len(issue.resolutions)
        or (scores.ranks is not None and len(scores.ranks) != len(scores.bounds))
    ]
