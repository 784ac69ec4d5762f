"""Dated re-runs of a conflict for readers: which preference came or went on which day, and what that made or broke."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.publish.conflict_open import plain_share
from onrecord.publish.conflict_open_wording import what_is_open
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.listing import Cell, Listing
from onrecord.publish.wording import date_text, harmless
from onrecord.record.answers import Said
from onrecord.weigh.conflict import Concept
from onrecord.weigh.conflict.changing import ALL, SOME, Change, Changes, Day, Holding
from onrecord.weigh.conflict.open_stability import Verdict
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
    for word, concepts, states in turned(made, day):
        yield word, concepts, states, ""
    for who in day.open:
        yield "open", who, "nothing that it prefers is on record yet", ""


def rows_in_full(made: Changes, said: Mapping[str, Said]) -> Listing:
    """A row for each preference that came or went, and for each state and concept of what that made or broke."""
    columns = (
        "day", "what", "who", "preference", "line", "ground", "since", "until", "statement", "speaker", "said",
        "concept", "state", "name", "options", "was", "now",
    )  # fmt: skip
    return Listing(made.model.conflict.title, columns, tuple(_full(made, said)))


def _full(made: Changes, said: Mapping[str, Said]) -> Iterator[tuple[Cell, ...]]:
    for day in made.days:
        for word, change in (*(("came", c) for c in day.came), *(("went", c) for c in day.went)):
            wish, one = change.wish, said.get(str(change.statement))
            told = (one.id, one.speaker or one.role, one.date) if one else (None, None, None)
            dated = (wish.text, wish.line, wish.ground, wish.since, wish.until)
            yield day.day, word, change.who, *dated, *told, *(None,) * 6
        for turn in day.turned or ():
            for s in map(int, np.flatnonzero(turn.states)):
                state = (s + 1, made.model.name(s), made.model.options(s))
                yield (
                    day.day, "made" if turn.made else "broke", *(None,) * 9, turn.concept, *state, turn.was, turn.now,
                )  # fmt: skip
        for who in day.open:
            yield day.day, "open", who, *(None,) * 14


def summary(made: Changes) -> Iterator[str]:
    """What held on the first day, and what holds on the last."""
    last = made.days[-1] if made.days else made.first
    yield harmless(f"Equilibria on {date_text(made.start)}: {holding(made, made.first)}.")
    if made.days:
        yield harmless(f"Equilibria on {date_text(made.end)}: {holding(made, last)}.")
    else:
        yield f"No preference came or went up to {date_text(made.end)}."
    yield from notes(made)


def notes(made: Changes) -> Iterator[str]:
    """What is open on the last day, and what is certain of what is told."""
    held = [day.equilibria for day in (made.first, *made.days) if day.equilibria is not None]
    if held:
        yield from map(harmless, filter(None, map(what_is_open, held[-1].known)))
    if any(one.open for one in held):
        yield "Where preferences are partly open: in all, in some or in no ranking that agrees with what is stated."
    if not all(one.exact for one in held):
        yield "Where these are too many, some are drawn at random: what is so in all or none of them is not certain."


def holding(made: Changes, day: Day) -> str:
    """What holds on a day, the concepts that agree together."""
    if day.equilibria is None:
        return f"open, for nothing that is preferred is on record yet of {' and '.join(day.open)}"
    found: dict[str, list[str]] = {}
    for concept in made.concepts:
        if told := _held(made, day.equilibria, concept):
            found.setdefault(told, []).append(NAMES[concept])
    return "; ".join(f"{', '.join(concepts)}: {told}" for told, concepts in found.items()) or "no equilibrium"


def _held(made: Changes, held: Holding, concept: Concept) -> str:
    """The equilibria by a concept, by what is certain of them; empty where there is none."""
    standing = held.standing(concept)
    always, some = (np.flatnonzero(standing == one) for one in (ALL, SOME))
    if not held.open:
        return _states(made, always) if len(always) else ""
    parts = [f"{held.verdict(ALL)}: {_states(made, always)}"] if len(always) else []
    return ", ".join([*parts, *([f"in some: {_states(made, some)}"] if len(some) else [])])


def turned(made: Changes, day: Day) -> Iterator[tuple[str, str, str]]:
    """What a day made and broke, by which concepts, and which states; where that is not so outright, how far."""
    alike: dict[tuple[str, str], list[str]] = {}
    for turn in day.turned or ():
        told = _states(made, np.flatnonzero(turn.states))
        if {turn.was, turn.now} != {"in all", "in no"}:
            told += f" ({_completions(turn.now)}, before {turn.was})"
        alike.setdefault(("made" if turn.made else "broke", told), []).append(NAMES[turn.concept])
    for (word, told), concepts in alike.items():
        yield word, ", ".join(concepts), told


def _completions(verdict: Verdict) -> str:
    return f"{verdict} completion{'' if verdict == 'in no' else 's'}" if "drawn" not in verdict else verdict


def _states(made: Changes, states: NDArray[np.intp]) -> str:
    more = f" and {len(states) - MOST:,} more" if len(states) > MOST else ""
    return ", ".join(made.model.name(int(s)) for s in states[:MOST]) + more


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
        held = one.equilibria
        return {
            "day": one.day,
            "came": [change(c) for c in one.came],
            "went": [change(c) for c in one.went],
            "open": one.open,
            "equilibria": held and {c: _numbers(held.standing(c) == ALL) for c in made.concepts},
            "in_some": held and {c: _in_some(held, c) for c in made.concepts},
            "completions": held and {"looked_at": held.of, "exact": held.exact},
            "made": _turned(made, one, rising=True),
            "broken": _turned(made, one, rising=False),
            "turned": one.turned
            if one.turned is None
            else [{"concept": t.concept, "was": t.was, "now": t.now, "states": _numbers(t.states)} for t in one.turned],
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


def _turned(made: Changes, day: Day, *, rising: bool) -> dict[str, list[int]] | None:
    """The states that a day made likelier to hold, or less so, by concept."""
    if day.turned is None:
        return None
    found: dict[str, list[int]] = {concept: [] for concept in made.concepts}
    for turn in day.turned:
        if turn.made == rising:
            found[turn.concept] = sorted([*found[turn.concept], *_numbers(turn.states)])
    return found


def _in_some(held: Holding, concept: Concept) -> list[dict[str, Any]]:
    some = np.flatnonzero(held.standing(concept) == SOME)
    return [{"state": int(s) + 1} | plain_share(held.share(concept, int(s))) for s in some]


def _numbers(mask: Mask) -> list[int]:
    return [int(state) + 1 for state in np.flatnonzero(mask)]
