"""A conflict analysed whole: which states are stable for whom, and for which named coalition, by which concepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import ConflictError
from onrecord.weigh.conflict.coalitions import Coalition, coalition, jointly_stable
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria, stability
from onrecord.weigh.conflict.states import Mask


@dataclass(frozen=True, slots=True)
class Joint:
    """A coalition that acts as one: where it is stable, and which states are then stable for it and those outside.

    ``surviving`` are the equilibria of everyone on their own that the coalition does not leave either.
    """

    coalition: Coalition
    names: tuple[str, ...]
    stable: Mapping[Concept, Mask]
    equilibria: Mapping[Concept, Mask]
    surviving: Mapping[Concept, Mask]


@dataclass(frozen=True, slots=True)
class Analysis:
    """``stable`` is, by concept, each decision maker's; ``equilibria`` what is stable for all; masks are (states,)."""

    model: GraphModel
    ranks: tuple[Ints, ...]
    concepts: tuple[Concept, ...]
    stable: Mapping[Concept, list[Mask]]
    equilibria: Mapping[Concept, Mask]
    joint: tuple[Joint, ...]


def analysed(
    model: GraphModel, concepts: Sequence[Concept] = CONCEPTS, ranks: tuple[Ints, ...] | None = None
) -> Analysis:
    """The stability of every state, by everyone's ``ranks``; without them, those of the model.

    Raises ConflictError where a ranking is open, or a concept is not defined.
    """
    wanted = defined(model, concepts)
    ranks = model.ranks() if ranks is None else ranks
    stable = stability(model.movers, ranks, wanted)
    joint = tuple(_joint(model, ranks, stable, names) for names in model.conflict.coalitions)
    agreed = {concept: equilibria(masks) for concept, masks in stable.items()}
    return Analysis(model, ranks, tuple(stable), stable, agreed, joint)


def defined(model: GraphModel, concepts: Sequence[Concept]) -> list[Concept]:
    """Those of some concepts that are defined for so many decision makers. Raises ConflictError where none is."""
    found = [c for c in CONCEPTS if c in concepts and (c != "simultaneous" or len(model.movers) == 2)]
    if not found:
        told = f"simultaneous is defined for two decision makers, and there are {len(model.movers)}. Ask for another."
        raise ConflictError([(None, told)])
    return found


def _joint(
    model: GraphModel, ranks: tuple[Ints, ...], stable: Mapping[Concept, list[Mask]], names: tuple[str, ...]
) -> Joint:
    joined = coalition(model, ranks, names)
    found = jointly_stable(model, ranks, joined, [*stable])
    outside = [n for n in range(len(model.movers)) if n not in joined.members]
    agreed = {concept: equilibria([mask, *(stable[concept][n] for n in outside)]) for concept, mask in found.items()}
    surviving = {concept: equilibria([mask, *stable[concept]]) for concept, mask in found.items()}
    return Joint(joined, names, found, agreed, surviving)
