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

MOST: Final = 12  # states of one cell: a table of 65,536 has more equilibria than anyone reads


def rows(made: Changes, said: Mapping[str, Said]) -> Listing:
    """Day by day a row for each preference that came or went, then for the equilibria that this made or broke."""
    columns = ("day", "what", "who", "preference, or states", "statement")
    cells = tuple(
        (day.day if number == 0 else "", *row) for day in made.days for number, row in enumerate(_of(made, day, said))
    )
    return Listing(made.model.conflict.title, columns, cells, {"who": 2, columns[3]: 5, "statement": 4})


def _of(made: Changes, day: Day, said: Mapping[str, Said]) -> Iterator[tuple[Cell, ...]]:
    for word, changed in (("came", day.came), ("went", day.went)):
        for change in changed:
            yield word, change.who, change.wish.text, _statement(change, said)
    for word, masks in (("made", day.made), ("broke", day.broken)):
        yield from ((word, concepts, states, "") for states, concepts in alike(made, masks).items())
    for who in day.open:
        yield "open", who, "nothing that it prefers is on record yet", ""


def summary(made: Changes) -> Iterator[str]:
    """What held on the first day, and what holds on the last."""
    last = made.days[-1] if made.days else made.first
    yield harmless(f"Equilibria on {date_text(made.start)}: {_holding(made, made.first)}.")
    if not made.days:
        yield f"No preference came or went up to {date_text(made.end)}."
        return
    yield harmless(f"Equilibria on {date_text(made.end)}: {_holding(made, last)}.")


def _holding(made: Changes, day: Day) -> str:
    if day.open:
        return f"open, for nothing that is preferred is on record yet of {' and '.join(day.open)}"
    found = alike(made, day.equilibria)
    return "; ".join(f"{concepts}: {states}" for states, concepts in found.items()) or "no equilibrium"


def alike(made: Changes, masks: Mapping[Concept, Mask] | None) -> dict[str, str]:
    """The concepts that have some states, by those states; concepts that have none are left out."""
    found: dict[str, list[str]] = {}
    for concept, mask in (masks or {}).items():
        states = [int(s) for s in np.flatnonzero(mask)]
        more = f" and {len(states) - MOST:,} more" if len(states) > MOST else ""
        if states:
            found.setdefault(", ".join(made.model.name(s) for s in states[:MOST]) + more, []).append(NAMES[concept])
    return {states: ", ".join(concepts) for states, concepts in found.items()}


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
