"""Dated re-runs of a conflict for readers: which preference came or went on which day, and what that made or broke."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Cell, Listing
from onrecord.publish.wording import date_text, harmless
from onrecord.record.answers import Said
from onrecord.weigh.conflict import Concept
from onrecord.weigh.conflict.changing import Change, Changes, Day
from onrecord.weigh.conflict.states import Mask

MOST: Final = 12  # states of one cell


def rows(made: Changes, said: Mapping[str, Said]) -> Listing:
    """A row for each preference that came or went; what a day made and broke stands on its first."""
    columns = ("day", "", "who", "preference", "statement", "made", "broken")

    def of(day: Day) -> Iterator[tuple[Cell, ...]]:
        sets = (_sets(made, day.made), _sets(made, day.broken))
        if day.open:
            sets = (f"open: {', '.join(day.open)}", "")
        for number, (sign, change) in enumerate([*(("+", c) for c in day.came), *(("−", c) for c in day.went)]):
            first = (day.day, *sets) if number == 0 else ("", "", "")
            yield first[0], sign, change.who, change.wish.text, _statement(change, said), first[1], first[2]

    cells = tuple(row for day in made.days for row in of(day))
    return Listing(made.model.conflict.title, columns, cells, {"preference": 4, "statement": 3, "made": 3, "broken": 3})


def summary(made: Changes) -> Iterator[str]:
    """What held on the first day, and what holds on the last."""
    last = made.days[-1] if made.days else made.first
    yield harmless(f"On {date_text(made.start)}: {_holding(made, made.first)}.")
    if not made.days:
        yield f"No preference came or went up to {date_text(made.end)}."
        return
    yield harmless(f"On {date_text(made.end)}: {_holding(made, last)}.")


def _holding(made: Changes, day: Day) -> str:
    if day.open:
        return f"nothing is on record yet of what {' and '.join(day.open)} prefer{'s' * (len(day.open) == 1)}"
    return f"equilibria by {_sets(made, day.equilibria) or 'no concept'}"


def _sets(made: Changes, masks: Mapping[Concept, Mask] | None) -> str:
    """States by concept, concepts that have the same together; concepts that have none are left out."""
    alike: dict[str, list[str]] = {}
    for concept, mask in (masks or {}).items():
        states = [int(s) for s in np.flatnonzero(mask)]
        more = f" and {len(states) - MOST:,} more" if len(states) > MOST else ""
        if states:
            named = ", ".join(made.model.name(s) for s in states[:MOST]) + more
            alike.setdefault(named, []).append(NAMES[concept])
    return "; ".join(f"{', '.join(concepts)}: {states}" for states, concepts in alike.items())


def _statement(change: Change, said: Mapping[str, Said]) -> str:
    one = said.get(str(change.statement))
    if one is None:
        return ""
    return ", ".join((f"{one.id} {one.speaker or one.role or 'not named'}", date_text(one.date)))


def plain(made: Changes, said: Mapping[str, Said]) -> dict[str, Any]:
    """The whole as plain values; states by number, from 1."""

    def change(one: Change) -> dict[str, Any]:
        statement = said.get(str(one.statement))
        told = statement and {
            "id": statement.id, "speaker": statement.speaker, "date": statement.date, "content": statement.content,
        }  # fmt: skip
        wish = one.wish
        return {
            "who": one.who, "preference": wish.text, "line": wish.line, "ground": wish.ground, "cites": wish.cites,
            "since": wish.since, "until": wish.until, "statement": told,
        }  # fmt: skip

    def day(one: Day) -> dict[str, Any]:
        return {
            "day": one.day,
            "came": [change(c) for c in one.came],
            "went": [change(c) for c in one.went],
            "open": one.open,
            "equilibria": _numbers(one.equilibria),
            "made": _numbers(one.made),
            "broken": _numbers(one.broken),
        }

    return {
        "title": made.model.conflict.title,
        "from": made.start,
        "to": made.end,
        "concepts": made.concepts,
        "states": [made.model.options(s) for s in range(len(made.model.states))],
        "first": day(made.first),
        "days": [day(one) for one in made.days],
    }


def _numbers(masks: Mapping[Concept, Mask] | None) -> dict[str, list[int]] | None:
    if masks is None:
        return None
    return {concept: [int(state) + 1 for state in np.flatnonzero(mask)] for concept, mask in masks.items()}
