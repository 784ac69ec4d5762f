"""Which rankings of a decision maker make a state an equilibrium: counts, what they share, and values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.publish.conflict_open import SHARE, cells_of, plain_share
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Listing
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import Concept, GraphModel, Inverse

FEW: Final = 20  # comparisons that a sentence names


@dataclass(frozen=True)
class Wanted:
    """By which rankings of a decision maker a state, by number from 0, is an equilibrium."""

    model: GraphModel
    who: str
    state: int
    found: Mapping[Concept, Inverse]


def rows(made: Wanted) -> Listing:
    """A line for each concept."""
    told = tuple((NAMES[c], f"{one.share.held:,}", f"{one.share.of:,}", _share(one)) for c, one in made.found.items())
    title = f"Rankings of {made.who} that make {made.model.name(made.state)} an equilibrium"
    return Listing(title, ("by", "rankings", "of", "share"), told)


def rows_in_full(made: Wanted) -> Listing:
    """A row for each concept, with the comparisons that all rankings share: "2 > 1" by the numbers of states."""
    rows = tuple(
        (
            made.who, made.state + 1, made.model.name(made.state), concept, *cells_of(one.share),
            "; ".join(f"{a + 1} > {b + 1}" for a, b in one.always()),
        )
        for concept, one in made.found.items()
    )  # fmt: skip
    return Listing("Rankings", ("decision_maker", "state", "name", "concept", *SHARE, "always"), rows)


def _share(one: Inverse) -> str:
    error = "" if one.share.exact else f" ± {one.share.error:.1%}"
    return f"{one.share.share:.1%}{error}"


def summary(made: Wanted) -> Iterator[str]:
    """What was tried, and what all rankings that do it have in common."""
    of, exact = next((one.share.of, one.share.exact) for one in made.found.values())
    states = len(made.model.states)
    tried = f"All {of:,}" if exact else f"{of:,} of {states}!, drawn at random, of the"
    yield harmless(f"{tried} strict rankings of {states} states were tried for {made.who}; the others' are as stated.")
    alike: dict[str, list[str]] = {}
    for concept, one in made.found.items():
        alike.setdefault(_shared(made, one), []).append(NAMES[concept])
    for told, concepts in alike.items():
        yield harmless(f"{', '.join(concepts)}: {told}.")


def _shared(made: Wanted, one: Inverse) -> str:
    if not one.share.held:
        return "no ranking does it" if one.share.exact else "no ranking that was drawn does it"
    if one.share.held == one.share.of:
        return "every ranking does it" if one.share.exact else "every ranking that was drawn does it"
    which = "that do it" if one.share.exact else f"that were drawn and do it ({one.share.held:,})"
    pairs = one.always()
    if not pairs:
        return f"no comparison is shared by all {which}"
    steps = [
        (a, b) for a, b in pairs if not any((a, c) in pairs and (c, b) in pairs for c in range(one.ranks.shape[1]))
    ]
    told = ", ".join(f"{made.model.name(a)} > {made.model.name(b)}" for a, b in steps[:FEW])
    more = f" and {len(steps) - FEW:,} more" if len(steps) > FEW else ""
    return f"all {which} hold {told}{more}"


def plain(made: Wanted) -> dict[str, Any]:
    """The whole as plain values."""
    return {
        "decision_maker": made.who,
        "state": made.state + 1,
        "name": made.model.name(made.state),
        "concepts": {
            concept: plain_share(one.share) | {"always": [[a + 1, b + 1] for a, b in one.always()]}
            for concept, one in made.found.items()
        },
    }
