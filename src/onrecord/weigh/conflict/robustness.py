"""How often a state is an equilibrium: over other rankings, irreversible moves or not, concepts, and mistaken beliefs.

An analysis says what is assumed; a state's robustness is in how many analyses it is an equilibrium. A decision maker
who is mistaken judges by the ranking that it takes another to have, while that one acts on its own (a hypergame of the
first level, Wang, Hipel & Fraser 1988): the states that hold are those from which nobody moves.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError
from onrecord.values.conflict import Preferences, Ranking
from onrecord.weigh.conflict.model import GraphModel, graph_model
from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.preferring import ranked, ranks
from onrecord.weigh.conflict.stability import Concept, equilibria, stable
from onrecord.weigh.conflict.states import Mask

MOST_ANALYSES: Final = 20_000  # some minutes

Profile = tuple[str | None, ...]  # for each decision maker the name of one of its alternatives; None: as stated


@dataclass(frozen=True, slots=True)
class Belief:
    """``holder`` takes ``other`` to rank the states as the ``ranking`` of that name; None: as stated."""

    holder: str
    other: str
    ranking: str | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is assumed: who ranks the states how, and by which concepts they are stable; any one of these is enough.

    ``irreversible``: whether the conflict's rules of that name count. ``beliefs`` are the mistaken ones.
    """

    rankings: Profile
    concepts: tuple[Concept, ...]
    irreversible: bool = True
    beliefs: tuple[Belief, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """Which states, (analyses, states), are equilibria by which analysis."""

    analyses: tuple[Analysis, ...]
    holds: Mask

    @property
    def times(self) -> NDArray[np.int64]:
        """How many analyses make each state an equilibrium, (states,)."""
        found: NDArray[np.int64] = self.holds.sum(0, dtype=np.int64)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Misperception:
    """``holds``, (states,): the equilibria; ``expected``: those that each decision maker's own view would have.

    A state that holds and that someone did not expect surprises it; one that it expected and that does not hold, too.
    """

    holds: Mask
    expected: tuple[Mask, ...]


def profiles(model: GraphModel) -> tuple[Profile, ...]:
    """Every combination of everyone's rankings: as stated, where they are in full, and the alternatives.

    Raises ConflictError for more than MOST_ANALYSES.
    """
    given = {p.decision_maker: p for p in model.conflict.preferences}
    each: list[list[str | None]] = []
    for who in model.conflict.decision_makers:
        own = given.get(who)
        names = [name for name, _ in own.alternatives] if own else []
        each.append([None, *names] if own is None or not names or _full(own) else [*names])
    if (many := prod(map(len, each))) > MOST_ANALYSES:
        told = f"the alternatives combine in {many:,} ways, more than {MOST_ANALYSES:,}. Take some out."
        raise ConflictError([(None, told)])
    return tuple(product(*each))


def _full(given: Preferences) -> bool:
    """Whether a ranking, or wishes in an order, are stated."""
    return bool(given.ranking or given.wishes) and len({w.rank for w in given.wishes}) == len(given.wishes)


def named_profiles(model: GraphModel) -> dict[str, Profile]:
    """Alternatives of one name taken together; who has none of that name ranks as stated."""
    names = {p.decision_maker: [name for name, _ in p.alternatives] for p in model.conflict.preferences}
    every = dict.fromkeys(name for own in names.values() for name in own)
    return {
        name: tuple(name if name in names.get(who, ()) else None for who in model.conflict.decision_makers)
        for name in every
    }


def mistakes(model: GraphModel, rankings: Profile) -> Iterator[tuple[Belief, ...]]:
    """Each way in which one decision maker alone can be mistaken about one other, among its rankings."""
    makers = model.conflict.decision_makers
    possible = [dict.fromkeys(profile[k] for profile in profiles(model)) for k in range(len(makers))]
    for holder in makers:
        for k, other in enumerate(makers):
            yield from ((Belief(holder, other, r),) for r in possible[k] if holder != other and r != rankings[k])


def every_analysis(
    rankings: Sequence[Profile],
    concepts: Sequence[tuple[Concept, ...]],
    irreversible: Sequence[bool] = (True,),
    beliefs: Sequence[tuple[Belief, ...]] = ((),),
) -> tuple[Analysis, ...]:
    """All combinations of what may be assumed."""
    return tuple(Analysis(*assumed) for assumed in product(rankings, concepts, irreversible, beliefs))


def robustness(
    model: GraphModel, analyses: Sequence[Analysis], done: Callable[[int], None] = lambda _: None
) -> Robustness:
    """Which states hold by which analysis; ``done`` is told of how many more are known each time.

    Raises ConflictError for a ranking or decision maker that is not there.
    """
    called, moving = cache(partial(ranks_called, model)), cache(partial(_moving, model))
    found: list[Mask] = []
    for analysis in analyses:
        found.append(_analysed(model, analysis, called, moving).holds)
        done(1)
    return Robustness(tuple(analyses), np.array(found, dtype=bool).reshape(len(found), len(model.states)))


def misperception(model: GraphModel, analysis: Analysis) -> Misperception:
    """The equilibria where each decision maker judges by what it believes, and those that each expects."""
    return _analysed(model, analysis, partial(ranks_called, model), partial(_moving, model))


def _analysed(
    model: GraphModel,
    analysis: Analysis,
    called: Callable[[str, str | None], Ints],
    moving: Callable[[bool], Sequence[Moves]],
) -> Misperception:
    makers = model.conflict.decision_makers
    acting = dict(zip(makers, analysis.rankings, strict=True))
    believed = {}
    for belief in analysis.beliefs:
        for who in (belief.holder, belief.other):
            if who not in makers:
                raise ConflictError([(None, f"{who} is no decision maker. Known: {', '.join(makers)}.")])
        if belief.holder == belief.other:
            told = f"{belief.holder} cannot be mistaken about its own ranking. Name another decision maker."
            raise ConflictError([(None, told)])
        believed[belief.holder, belief.other] = belief.ranking
    views = [[called(of, believed.get((who, of), acting[of])) for of in makers] for who in makers]
    return misperceived(moving(analysis.irreversible), views, analysis.concepts)


def misperceived(
    movers: Sequence[Moves], views: Sequence[Sequence[Ints]], concepts: Sequence[Concept]
) -> Misperception:
    """The same of everyone's view of everyone's ranks, (…, states): ``views[i][j]`` are j's ranks as i believes."""
    every = range(len(movers))
    judged = [[_stable(movers, view, who, concepts) for who in every] for view in views]
    return Misperception(
        equilibria([judged[who][who] for who in every]), tuple(equilibria(judgement) for judgement in judged)
    )


def ranks_called(model: GraphModel, who: str, name: str | None) -> Ints:
    """The ranks, (states,), of a decision maker's alternative of some name; None: as stated. Raises ConflictError."""
    given = {p.decision_maker: p for p in model.conflict.preferences}.get(who)
    if name is None:
        return ranks(given, who, model.states)
    alternatives: Mapping[str, Ranking] = dict(given.alternatives) if given else {}
    if name not in alternatives:
        known = f"Known: {', '.join(alternatives)}." if alternatives else "Add it under alternatives."
        raise ConflictError([(given.line if given else None, f"{who} has no ranking called {name!r}. {known}")])
    return ranked(alternatives[name], who, model.states)


def _stable(movers: Sequence[Moves], view: Sequence[Ints], who: int, concepts: Sequence[Concept]) -> Mask:
    """Where a decision maker is stable by any of some concepts."""
    if "simultaneous" in concepts and len(movers) != 2:
        told = "simultaneous moves are defined for two decision makers. Ask for another concept."
        raise ConflictError([(None, told)])
    found: Mask = np.logical_or.reduce([*stable(movers, view, who, concepts).values()])
    return found


def _moving(model: GraphModel, irreversible: bool) -> tuple[Moves, ...]:  # noqa: FBT001
    """Everyone's moves, by the conflict's rules of what is irreversible or without them."""
    changed = model if irreversible else graph_model(model.conflict.model_copy(update={"irreversible": ()}))
    return changed.movers
