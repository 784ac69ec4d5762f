"""Two ways to single out a package among those that all accept: by the parties' gains over their thresholds."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.deals.accepting import by_all
from onrecord.weigh.deals.packages import Answer, Ints, Mask, Packages
from onrecord.weigh.deals.pareto import pareto


def nash_point(made: Packages) -> Answer:
    """The packages whose product of the parties' gains is the greatest (Nash 1950); none where it is nowhere above 0.

    With open scores by the bounds of the products: what is certain is so and what is not possible is not, but more may
    be left open than is.
    """
    zone = _Zone.of(made)
    # Whole numbers without bound: a product of many gains is more than 64 bits hold.
    low, high = (np.prod(gains.astype(object), axis=0) for gains in (zone.low, zone.high))
    return zone.greatest(low, high, zone.certain & (low > 0), high > 0)


def kalai_smorodinsky_point(made: Packages) -> Answer:
    """The packages in which the parties' shares of the most that each could gain are high and most equal.

    After Kalai & Smorodinsky (1975), for single packages: a party's share is its gain, over the greatest that it has in
    any package that all accept. The point is where the smallest share is greatest; among several, where the next
    smallest is, and so on. Parties to which no package brings a gain are left aside. With open scores as `nash_point`.
    """
    zone = _Zone.of(made)
    least = zone.low[:, zone.certain].max(1, initial=0)[:, None]
    most = zone.high.max(1, initial=0)[:, None]
    # What cannot tell packages apart is put above every share: it comes last in the order.
    low = np.divide(zone.low, most, out=np.full(zone.low.shape, np.inf), where=most > 0)
    high = np.divide(zone.high, least, out=np.full(zone.low.shape, np.inf), where=least > 0)
    high = np.where(least > 0, np.minimum(high, 1), high)
    places = _from_the_smallest(np.concatenate([low, high], axis=1))
    low_places, high_places = np.split(places, 2)
    return zone.greatest(low_places, high_places, zone.certain, np.ones(len(places) // 2, dtype=bool))


def _from_the_smallest(shares: NDArray[np.float64]) -> NDArray[np.intp]:
    """The place of each column of shares, (parties, packages), by its smallest, then the next, and so on."""
    rising = np.sort(shares, axis=0)
    order = np.lexsort(rising[::-1])
    steps = (rising[:, order[1:]] != rising[:, order[:-1]]).any(0)
    places = np.empty(len(order), dtype=np.intp)
    places[order] = np.concatenate([np.zeros(len(order[:1]), dtype=np.intp), np.cumsum(steps)])
    return places


@dataclass(frozen=True, slots=True)
class _Zone:
    """The packages that all may accept, by number, and each party's gains in them, (parties, packages of the zone).

    ``efficient`` are those that may be Pareto optimal: no other can be a point that more of every gain makes better.
    """

    among: Mask
    certain: Mask
    efficient: Mask
    low: Ints
    high: Ints

    @classmethod
    def of(cls, made: Packages) -> "_Zone":
        zone = by_all(made)
        among = zone.possible
        low, high = made.low[:, among] - made.most[:, None], made.high[:, among] - made.least[:, None]
        return cls(among, zone.certain[among], pareto(made, among).possible[among], np.maximum(low, 0), high)

    def greatest(self, low: NDArray[Any], high: NDArray[Any], certain: Mask, possible: Mask) -> Answer:
        """Which packages have the greatest of some values, of which the least and the most are known."""
        possible = possible & self.efficient
        if certain.any():
            possible &= high >= low[certain].max()
        surely = certain & possible
        if possible.any():
            surely &= low >= _of_the_others(high, possible)
        return Answer(*(self._placed(found) for found in (surely, possible)))

    def _placed(self, found: Mask) -> Mask:
        placed = np.zeros(len(self.among), dtype=bool)
        placed[np.flatnonzero(self.among)[found]] = True
        return placed


def _of_the_others(values: NDArray[Any], counted: Mask) -> NDArray[Any]:
    """For each of those that count, the greatest value of the others; 0, which is below every other, without one."""
    first = int(np.flatnonzero(counted)[np.argmax(values[counted])])
    others = counted.copy()
    others[first] = False
    greatest = np.full(len(values), values[first])
    greatest[first] = values[others].max() if others.any() else 0
    return greatest
