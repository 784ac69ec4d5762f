"""Where parties on one line would settle: the mean and the median of their positions, weighted by power and interest.

A party's weight is its capability times its salience: what it could bring to bear, and how far it cares to. So weighs
Bueno de Mesquita's group decision model: Bueno de Mesquita & Stokman (eds.), European Community Decision
Making (1994); Scholz, Calbert & Smith, "Unravelling Bueno de Mesquita's group decision model" (2011). The median voter
theorem is Black's ("On the rationale of group decision-making", 1948): where everyone likes a position the less the
farther it is to either side of the own, the median loses no vote against another; here each vote counts by its weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from onrecord.errors import OnrecordError


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A party on one line: where it stands, what it could bring to bear and how far it cares to."""

    name: str
    position: float
    capability: float
    salience: float


def weighted_mean(stakeholders: Sequence[Stakeholder]) -> float:
    """The mean of their positions, each counted by its weight. Raises OnrecordError where no one has any."""
    weighed = _weighed(stakeholders)
    return float(sum(position * weight for position, weight in weighed) / sum(weight for _, weight in weighed))


def weighted_median(stakeholders: Sequence[Stakeholder]) -> tuple[float, float]:
    """The position with no more than half of the weight on either side; as the two ends between which all are so.

    The ends differ only where exactly half of the weight is on each side. Raises OnrecordError where no one has any.
    """
    weighed = sorted(_weighed(stakeholders))
    sums = list(accumulate(weight for _, weight in weighed))
    low = next(position for (position, _), sum_ in zip(weighed, sums, strict=True) if 2 * sum_ >= sums[-1])
    high = next(position for (position, _), sum_ in zip(weighed, sums, strict=True) if 2 * sum_ > sums[-1])
    return float(low), float(high)


def _weighed(stakeholders: Sequence[Stakeholder]) -> list[tuple[Fraction, Fraction]]:
    """Positions and weights as they are written in decimals, so that half is exactly half."""
    found = []
    for s in stakeholders:
        try:
            position, capability, salience = (Fraction(repr(float(x))) for x in (s.position, s.capability, s.salience))
        except ValueError:
            raise OnrecordError(f"{s.name}: position, capability and salience must be numbers. Mend them.") from None
        if capability < 0 or salience < 0:
            raise OnrecordError(f"{s.name}: capability and salience cannot be below 0. Mend them.")
        if weight := capability * salience:
            found.append((position, weight))
    if not found:
        raise OnrecordError("no one has any weight. Give a party with capability and salience above 0.")
    return found
