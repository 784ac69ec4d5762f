"""Which rankings of one decision maker make a wanted state an equilibrium, the others' staying as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.weigh.conflict.completions import MOST_LISTED, SAMPLES, SEED, combined, settled, unsettled
from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.open_stability import Share, in_chunks
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria


@dataclass(frozen=True, slots=True, eq=False)
class Inverse:
    """The strict rankings that do it: ``ranks``, (rankings, states), higher is better, and what share of all they are.

    Where the share is not exact they are those among some drawn at random.
    """

    ranks: Ints
    share: Share

    def best_first(self) -> Ints:
        """Each ranking once, (rankings, states): its states by number from 0, the best first.

        All of them stand in rising order, ones that were drawn as they were drawn.
        """
        orders = np.argsort(-self.ranks, axis=1).astype(np.int32)
        every, first = np.unique(orders, axis=0, return_index=True)
        return every if self.share.exact else orders[np.sort(first)]

    def always(self) -> tuple[tuple[int, int], ...]:
        """The states, better and worse, that all these rankings put in this order: what is needed, if not enough."""
        if not len(self.ranks):
            return ()
        needed = np.ones((self.ranks.shape[1],) * 2, dtype=bool)
        for better in range(len(needed)):
            needed[better] = (self.ranks[:, [better]] > self.ranks).all(0)
        return tuple((int(a), int(b)) for a, b in np.argwhere(needed))


def inverse(
    movers: Sequence[Moves],
    ranks: Sequence[Ints],
    who: int,
    wanted: int,
    concepts: Sequence[Concept] = CONCEPTS,
    *,
    most: int = MOST_LISTED,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> dict[Concept, Inverse]:
    """By concept, the strict rankings of ``who`` by which ``wanted`` is an equilibrium; its own ``ranks`` do not count.

    All n! are tried where they are ``most`` or fewer (up to 8 states), else ``samples`` of them.
    """
    states = len(movers[0].places)
    orders = [unsettled("", states) if j == who else settled("", own) for j, own in enumerate(ranks)]
    tried = combined(orders, states, most=most, samples=samples, seed=seed)
    kept: dict[Concept, list[Ints]] = {}
    for rows, masks in in_chunks(movers, tried, concepts):
        own = tried.ranks(rows)[who]
        for concept, each in masks.items():
            kept.setdefault(concept, []).append(own[equilibria(each)[:, wanted]])
    found = {concept: np.concatenate(parts) for concept, parts in kept.items()}
    return {concept: Inverse(k, Share(len(k), len(tried), tried.exact)) for concept, k in found.items()}
