"""The stability of a conflict's states as a table: for the terminal, as rows, and as plain values for JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.publish.conflict_sheet import Sheet
from onrecord.publish.conflict_wording import MEANS, NAMES, Told, told, told_jointly
from onrecord.publish.listing import Cell, Listing
from onrecord.publish.wording import date_text, harmless
from onrecord.values.conflict import Line
from onrecord.weigh.conflict.analysis import Analysis
from onrecord.weigh.conflict.stability import Concept
from onrecord.weigh.conflict.states import Mask

MOST: Final = 60  # states of one table; of a larger conflict the equilibria alone are shown
STABLE, NOT, EQUILIBRIUM = "●", "·", "★"
FIXED: Final = 24  # characters that the first column of the terminal's table may take


@dataclass(frozen=True)
class Row:
    """A decision maker, or coalition: where it is stable by each concept."""

    name: str
    number: int
    joint: bool
    stable: dict[Concept, Mask]


@dataclass(frozen=True)
class Stability:
    """What is shown of an analysis; ``as_of`` is the day whose preferences it is of, where any are dated."""

    found: Analysis
    as_of: str | None = None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The decision makers, and after them the coalitions."""
        found, names = self.found, self.found.model.conflict.decision_makers
        own = (
            Row(n, i, joint=False, stable={c: found.stable[c][i] for c in found.concepts}) for i, n in enumerate(names)
        )
        joint = (Row(" + ".join(j.names), i, joint=True, stable=dict(j.stable)) for i, j in enumerate(found.joint))
        return (*own, *joint)

    @cached_property
    def whole(self) -> bool:
        """Whether every state is shown."""
        return len(self.found.model.states) <= MOST

    @cached_property
    def agreed(self) -> tuple[int, ...]:
        """The states that are an equilibrium by some concept, those by the most concepts first."""
        count = sum(mask.astype(np.int32) for mask in self.found.equilibria.values())
        order = np.argsort(-np.asarray(count), kind="stable")
        return tuple(int(state) for state in order if np.asarray(count)[state])

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The states of the table, rising."""
        return tuple(range(len(self.found.model.states))) if self.whole else tuple(sorted(self.agreed[:MOST]))

    def by(self, state: int) -> tuple[Concept, ...]:
        """The concepts by which a state is an equilibrium."""
        return tuple(c for c, mask in self.found.equilibria.items() if mask[state])

    def holding(self, row: Row, state: int) -> tuple[Concept, ...]:
        """The concepts by which a state is stable for a row."""
        return tuple(c for c, mask in row.stable.items() if mask[state])

    def told(self, row: Row, state: int) -> tuple[Told, ...]:
        """Why."""
        if row.joint:
            return told_jointly(self.found, self.found.joint[row.number], state)
        return told(self.found, row.number, state)

    @cached_property
    def sheet(self) -> Sheet:
        """The states and their options."""
        return Sheet(self.found.model)


def summary(made: Stability) -> tuple[str, ...]:
    """What is shown, what is left out, and the equilibria, a line each."""
    model, total = made.found.model, len(made.found.model.states)
    day = f", preferences as of {date_text(made.as_of)}" if made.as_of else ""
    lines = [f"{total:,} feasible state{'' if total == 1 else 's'}{day}."]
    if not made.whole:
        some, most = len(made.agreed), len(made.shown)
        which = (
            f"the {some} equilibria" if most == some else f"{most} of {some:,} equilibria, those by the most concepts"
        )
        lines.append(f"More than {MOST}: shown are {which}. --format csv and json hold every state.")
    lines += [f"Equilibria by {told}." for told in _agreed(made, made.found.equilibria)]
    for joint in made.found.joint:
        lines += [f"With {' + '.join(joint.names)} moving as one: {told}." for told in _agreed(made, joint.equilibria)]
        left = {c: mask & ~joint.surviving[c] for c, mask in made.found.equilibria.items() if c in joint.surviving}
        undone = _agreed(made, {c: mask for c, mask in left.items() if mask.any()})
        lines += [f"Equilibria that {' + '.join(joint.names)} would leave together: {told}." for told in undone]
    names = [made.sheet.label(s) for s in made.shown if made.sheet.label(s) != str(s + 1)]
    if names:
        lines.append(f"States with names: {', '.join(names)}.")
    if made.sheet.status_quo is not None:
        lines.append(f"Status quo: {model.name(made.sheet.status_quo)}.")
    return tuple(map(harmless, lines))


def _agreed(made: Stability, equilibria: Mapping[Concept, Mask]) -> list[str]:
    """The equilibria, those of concepts that have the same together."""
    alike: dict[str, list[str]] = {}
    for concept, mask in equilibria.items():
        alike.setdefault(_states(made, mask), []).append(NAMES[concept])
    return [f"{', '.join(concepts)}: {states}" for states, concepts in alike.items()]


def _states(made: Stability, mask: Mask) -> str:
    states = [int(s) for s in np.flatnonzero(mask)]
    more = f" and {len(states) - MOST:,} more" if len(states) > MOST else ""
    return ", ".join(made.found.model.name(s) for s in states[:MOST]) + more if states else "none"


def legend(made: Stability) -> str:
    """The signs, and what each concept asks for."""
    asked = "; ".join(f"{NAMES[c]}: {MEANS[c]}" for c in made.found.concepts)
    return f"{EQUILIBRIUM} an equilibrium, {STABLE} stable, {NOT} not stable. A state is stable by {asked}."


def tables(made: Stability, width: int) -> Iterator[Table]:
    """The table for the terminal, in as many parts, one below the other, as its width asks for."""
    conflict = made.found.model.conflict
    cell = max((len(str(state + 1)) for state in made.shown), default=1) + 2
    each = max(4, (width - FIXED) // cell)
    for at in range(0, len(made.shown), each):
        states = made.shown[at : at + each]
        title = Text(harmless(conflict.title)) if at == 0 else None
        out = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        out.add_column("state", overflow="fold", width=FIXED - 2)
        for state in states:
            out.add_column(str(state + 1), justify="center", no_wrap=True)
        for who, options in made.sheet.grouped:
            out.add_row(Text(harmless(who), style="bold"))
            for number, option in options:
                letters = (made.sheet.letter(s, number) for s in states)
                out.add_row(Text(f"  {harmless(option.name)}"), *letters)
        for row in made.rows:
            out.add_section()
            out.add_row(Text(harmless(row.name), style="bold"))
            for concept, mask in row.stable.items():
                out.add_row(f"  {NAMES[concept]}", *(STABLE if mask[s] else NOT for s in states))
        out.add_section()
        out.add_row(Text("Equilibria", style="bold"))
        for concept, mask in made.found.equilibria.items():
            out.add_row(f"  {NAMES[concept]}", *(EQUILIBRIUM if mask[s] else NOT for s in states))
        yield out


def explained(made: Stability) -> Iterator[str]:
    """Every cell of the table in sentences, state by state."""
    for state in made.shown:
        held = ", ".join(NAMES[c] for c in made.by(state))
        marked = f" {EQUILIBRIUM} {held}" if held else ""
        yield harmless(f"State {made.sheet.label(state)} ({made.found.model.options(state)}){marked}")
        for row in made.rows:
            for one in made.told(row, state):
                yield harmless(f"  {one.led}")


def rows(made: Stability, *, explain: bool) -> Listing:
    """A row for each state and decision maker or coalition, 1 where it is stable; ``explain``: with the sentences."""
    model, concepts = made.found.model, made.found.concepts
    columns = (
        "state", "name", "options", "who", *concepts, "equilibrium",
        *(["why"] if explain else []),
    )  # fmt: skip
    shown = set(made.shown)

    def row(state: int, one: Row) -> tuple[Cell, ...]:
        stable = (int(one.stable[c][state]) if c in one.stable else None for c in concepts)
        why = " ".join(t.led for t in made.told(one, state)) if explain and state in shown else None
        cells: tuple[Cell, ...] = (state + 1, model.name(state), model.options(state), one.name, *stable)
        return (*cells, " ".join(made.by(state)), *([why] if explain else []))

    every = range(len(model.states))
    return Listing("Stability", columns, tuple(row(state, one) for state in every for one in made.rows))


def plain(made: Stability, *, explain: bool) -> dict[str, Any]:
    """The whole as plain values."""
    found, conflict, shown = made.found, made.found.model.conflict, set(made.shown)

    def state(number: int) -> dict[str, Any]:
        told = {
            "number": number + 1,
            "name": found.model.name(number),
            "options": found.model.options(number),
            "equilibrium": made.by(number),
            "stable": {row.name: made.holding(row, number) for row in made.rows},
        }
        if explain and number in shown:
            told["why"] = {row.name: [_plain_told(one) for one in made.told(row, number)] for row in made.rows}
        return told

    return {
        "title": conflict.title,
        "as_of": made.as_of,
        "decision_makers": conflict.decision_makers,
        "options": [{"name": o.name, "owner": o.owner, "direction": o.direction} for o in conflict.options],
        "status_quo": None if made.sheet.status_quo is None else made.sheet.status_quo + 1,
        "concepts": found.concepts,
        "equilibria": {c: _numbers(mask) for c, mask in found.equilibria.items()},
        "coalitions": [
            {
                "members": joint.names,
                "equilibria": {c: _numbers(mask) for c, mask in joint.equilibria.items()},
                "surviving": {c: _numbers(mask) for c, mask in joint.surviving.items()},
            }
            for joint in found.joint
        ],
        "states": [state(number) for number in range(len(found.model.states))],
    }


def _numbers(mask: Mask) -> list[int]:
    return [int(state) + 1 for state in np.flatnonzero(mask)]


def _plain_told(one: Told) -> dict[str, Any]:
    def rests(line: Line) -> dict[str, Any]:
        return {"line": line.line, "ground": line.ground, "cites": line.cites, "text": getattr(line, "text", None)}

    return {"concepts": one.concepts, "text": one.text, "rests_on": [rests(r.line) for r in one.rests_on]}


def strongest(holding: Sequence[Concept], row: Row) -> str:
    """A cell in a word or few: Nash where it is stable by it, which is by all; else the concepts by which it is."""
    if "nash" in holding and len(holding) == len(row.stable):
        return NAMES["nash"]
    return " ".join(NAMES[c] for c in holding) or "not stable"
