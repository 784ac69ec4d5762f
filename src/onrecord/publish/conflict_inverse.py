"""Which rankings of a decision maker make a state an equilibrium: how many, what they share, and which they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from onrecord.publish.conflict_open import SHARE, cells_of, plain_share
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Listing
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import Concept, GraphModel, Inverse

FEW: Final = 20  # comparisons that a sentence names; and rankings that are written out
MOST: Final = 1_000  # rankings among the values
LONG: Final = 60  # states of a ranking that are written out


@dataclass(frozen=True)
class Wanted:
    """By which rankings of a decision maker a state, by number from 0, is an equilibrium."""

    model: GraphModel
    who: str
    state: int
    found: Mapping[Concept, Inverse]

    @cached_property
    def orders(self) -> dict[Concept, list[list[int]]]:
        """By concept, each ranking once: its states by number from 0, the best first."""
        return {concept: one.best_first().tolist() for concept, one in self.found.items()}


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
    """What was tried, what all rankings that do it have in common, and which they are."""
    of, exact = next((one.share.of, one.share.exact) for one in made.found.values())
    states = len(made.model.states)
    tried = f"All {of:,}" if exact else f"{of:,} of {states}!, drawn at random, of the"
    yield harmless(f"{tried} strict rankings of {states} states were tried for {made.who}; the others' are as stated.")
    alike: dict[str, list[str]] = {}
    for concept, one in made.found.items():
        alike.setdefault(_shared(made, one), []).append(NAMES[concept])
    for told, concepts in alike.items():
        yield harmless(f"{', '.join(concepts)}: {told}.")
    yield from map(harmless, _written(made))


def _written(made: Wanted) -> Iterator[str]:
    """The rankings themselves, the best state first, once for concepts that have the same; not where all do it."""
    alike: list[list[Concept]] = []
    for concept, orders in made.orders.items():
        share = made.found[concept].share
        if not orders or (share.exact and share.held == share.of):
            continue
        same = next((concepts for concepts in alike if made.orders[concepts[0]] == orders), None)
        if same is None:
            alike.append([concept])
        else:
            same.append(concept)
    for concepts in alike:
        orders = made.orders[concepts[0]]
        yield ""
        yield _heading(made, concepts)
        yield from (f"  {_ranking(made, order)}" for order in orders[:FEW])
        if len(orders) > FEW:
            which = "all" if len(orders) <= MOST else f"{MOST:,}"
            yield f"  and {len(orders) - FEW:,} more; --json holds {which} of the {len(orders):,}"


def _heading(made: Wanted, concepts: Sequence[Concept]) -> str:
    names, orders = ", ".join(NAMES[c] for c in concepts), made.orders[concepts[0]]
    if made.found[concepts[0]].share.exact:
        return f"{names}: the ranking{'' if len(orders) == 1 else 's'} of {made.who}, the best state first:"
    return f"{names}: examples of rankings of {made.who}, drawn at random, the best state first; others may do it too:"


def _ranking(made: Wanted, order: Sequence[int]) -> str:
    told = " > ".join(made.model.name(state) for state in order[:LONG])
    return told + (f" > … ({len(order) - LONG:,} more)" if len(order) > LONG else "")


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
    """The whole as plain values; of the rankings up to MOST by each concept."""
    return {
        "decision_maker": made.who,
        "state": made.state + 1,
        "name": made.model.name(made.state),
        "concepts": {
            concept: plain_share(one.share)
            | {"always": [[a + 1, b + 1] for a, b in one.always()]}
            | _listed(made.orders[concept], exact=one.share.exact)
            for concept, one in made.found.items()
        },
    }


def _listed(orders: Sequence[Sequence[int]], *, exact: bool) -> dict[str, Any]:
    """Rankings as the numbers of states, the best first, and whether they are all, the first ones, or examples."""
    which = "examples" if not exact else "all" if len(orders) <= MOST else "first"
    return {
        "rankings": [[state + 1 for state in order] for order in orders[:MOST]],
        "rankings_are": which,
        "rankings_left_out": max(0, len(orders) - MOST),
    }
