"""In how many analyses each state is an equilibrium: as tables, in sentences and as values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Cell, Listing
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import Analysis, GraphModel, Misperception, Robustness
from onrecord.weigh.conflict.states import Mask

MOST: Final = 40  # lines of a table
STATED: Final = "as stated"


@dataclass(frozen=True)
class Robust:
    """What is shown: ``expected`` are, for analyses with mistaken beliefs, by number, what each side expects."""

    model: GraphModel
    found: Robustness
    expected: Mapping[int, Misperception]

    @property
    def by(self) -> dict[str, Mask]:
        """The analyses, (analyses,), of each choice of concepts."""
        concepts = [_concepts(a) for a in self.found.analyses]
        return {name: np.array([name == other for other in concepts]) for name in dict.fromkeys(concepts)}


def states(made: Robust) -> Listing:
    """The states that are an equilibrium in some analysis, the most robust first, with counts by concept and in all."""
    by, times = made.by, made.found.times
    order = [int(s) for s in np.argsort(-times, kind="stable") if times[s]]
    each = {name: made.found.holds[mask].sum(0) for name, mask in by.items()} if len(by) > 1 else {}
    rows = tuple(
        (s + 1, _named(made, s), made.model.options(s), *(int(n[s]) for n in each.values()), int(times[s]))
        for s in order[:MOST]
    )
    columns = ("state", "name", "options", *(f"{name} (of {int(by[name].sum()):,})" for name in each))
    return Listing(
        "In how many analyses a state is an equilibrium", (*columns, f"of {len(made.found.analyses):,}"), rows
    )


def _named(made: Robust, state: int) -> str | None:
    name = made.model.name(state)
    return None if name == str(state + 1) else name


def analyses(made: Robust) -> Listing:
    """What each analysis assumes, and its equilibria."""
    listed = [*enumerate(made.found.analyses)][:MOST]
    mistaken = bool(made.expected)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            n + 1, _rankings(made, a), _concepts(a), None if a.irreversible else "left out",
            *([_beliefs(a)] if mistaken else []), _states(made, made.found.holds[n]),
            *([_surprise(made, n)] if mistaken else []),
        )
        for n, a in listed
    )  # fmt: skip
    columns = (
        "", "rankings", "by", "irreversible", *(["mistaken"] if mistaken else []), "equilibria",
        *(["expected"] if mistaken else []),
    )  # fmt: skip
    kept = [k for k, _ in enumerate(columns) if k == 0 or any(row[k] is not None for row in rows)]
    return Listing(
        "Analyses",
        tuple(columns[k] for k in kept),
        tuple(tuple(row[k] for k in kept) for row in rows),
        {"rankings": 1, "mistaken": 1, "equilibria": 1, "expected": 1},
    )


def rows_in_full(made: Robust) -> Listing:
    """A row for each analysis and each of its equilibria; one without a state for an analysis that has none."""
    columns = ("analysis", "rankings", "by", "irreversible", "mistaken", "expected", "state", "name", "options")
    return Listing("Analyses", columns, tuple(_full(made)))


def _full(made: Robust) -> Iterator[tuple[Cell, ...]]:
    model = made.model
    for n, one in enumerate(made.found.analyses):
        rules = "counted" if one.irreversible else "left out"
        cells = (n + 1, _rankings(made, one), _concepts(one), rules, _beliefs(one), _surprise(made, n))
        states = [int(s) for s in np.flatnonzero(made.found.holds[n])]
        yield from ((*cells, s + 1, model.name(s), model.options(s)) for s in states)
        if not states:
            yield (*cells, None, None, None)


def _rankings(made: Robust, analysis: Analysis) -> str:
    named = zip(made.model.conflict.decision_makers, analysis.rankings, strict=True)
    return ", ".join(f"{who}: {name}" for who, name in named if name is not None) or STATED


def _concepts(analysis: Analysis) -> str:
    return " or ".join(NAMES[c] for c in analysis.concepts)


def _beliefs(analysis: Analysis) -> str | None:
    told = (f"{b.holder} takes {b.other} for {b.ranking or STATED}" for b in analysis.beliefs)
    return "; ".join(told) or None


def _states(made: Robust, mask: Mask) -> str:
    states = np.flatnonzero(mask)
    more = f" and {len(states) - MOST:,} more" if len(states) > MOST else ""
    return ", ".join(made.model.name(int(s)) for s in states[:MOST]) + more or "none"


def _surprise(made: Robust, number: int) -> str | None:
    """What those who are mistaken expect."""
    if number not in made.expected:
        return None
    makers = made.model.conflict.decision_makers
    holders = dict.fromkeys(b.holder for b in made.found.analyses[number].beliefs)
    views = made.expected[number].expected
    return "; ".join(f"{who}: {_states(made, views[makers.index(who)])}" for who in holders)


def summary(made: Robust) -> Iterator[str]:
    """What always holds, what never does, and what is left out."""
    times, many = made.found.times, len(made.found.analyses)
    always, never = ([made.model.name(int(s)) for s in np.flatnonzero(times == n)] for n in (many, 0))
    yield harmless(f"An equilibrium in each of {many:,} analyses: {', '.join(always[:MOST]) or 'none'}.")
    if never:
        more = f" and {len(never) - MOST:,} more" if len(never) > MOST else ""
        yield harmless(f"In none: {', '.join(never[:MOST])}{more}.")
    held = int((times > 0).sum())
    if held > MOST or many > MOST:
        yield f"Shown are up to {MOST} states of {held:,} and {MOST} analyses of {many:,}; --json holds all."


def plain(made: Robust) -> dict[str, Any]:
    """The whole as plain values."""
    makers, by = made.model.conflict.decision_makers, made.by

    def analysis(number: int, one: Analysis) -> dict[str, Any]:
        told: dict[str, Any] = {
            "rankings": dict(zip(makers, one.rankings, strict=True)),
            "concepts": one.concepts,
            "irreversible": one.irreversible,
            "beliefs": [{"holder": b.holder, "other": b.other, "ranking": b.ranking} for b in one.beliefs],
            "equilibria": _numbers(made.found.holds[number]),
        }
        if number in made.expected:
            views = made.expected[number].expected
            told["expected"] = {who: _numbers(view) for who, view in zip(makers, views, strict=True)}
        return told

    return {
        "analyses": [analysis(n, one) for n, one in enumerate(made.found.analyses)],
        "states": [
            {
                "number": s + 1,
                "name": made.model.name(s),
                "options": made.model.options(s),
                "times": int(made.found.times[s]),
                "by": {name: int(made.found.holds[mask, s].sum()) for name, mask in by.items()},
            }
            for s in range(len(made.model.states))
        ],
    }


def _numbers(mask: Mask) -> list[int]:
    return [int(s) + 1 for s in np.flatnonzero(mask)]
