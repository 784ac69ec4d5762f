"""A conflict's table as cells, each with the state and the decision maker whose sentences explain it.

The same shape whether preferences are given in full or partly open: what is in a cell is then a share of completions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from onrecord.publish import conflict, conflict_open
from onrecord.publish.conflict import EQUILIBRIUM, Stability, strongest
from onrecord.publish.conflict_open import OpenTable, sign
from onrecord.publish.conflict_open_wording import OpenAnalysis
from onrecord.publish.conflict_page import ACROSS
from onrecord.publish.conflict_wording import NAMES, Told
from onrecord.values.conflict import Option
from onrecord.weigh.conflict import Concept, GraphModel, Share, certain, completions, open_stability, ranks_unless_open
from onrecord.weigh.conflict.analysis import analysed, defined
from onrecord.weigh.conflict.coalitions import numbered
from onrecord.weigh.conflict.completions import SAMPLES
from onrecord.weigh.conflict.open_coalitions import bearable, open_coalitions

FEWEST, ROOM = 100, 1 << 19  # completions looked at; and ranks among them, so that a page does not keep anyone waiting
MOST_WORDS = 1 << 24  # words of moves that are looked at for coalitions: a second or two


@dataclass(frozen=True)
class Cell:
    """What stands for a state: ``holds``, ``some`` or ``open`` say how far, ``taken`` that an option is, else ''."""

    state: int
    text: str
    way: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Line:
    """A row of cells. ``who`` is whose sentences explain them, ``option`` the number of an option."""

    name: str
    cells: tuple[Cell, ...]
    who: str | None = None
    option: int | None = None


@dataclass(frozen=True)
class Block:
    """Rows under one heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """Some states side by side, so that a page can be read and printed."""

    states: tuple[int, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Explained:
    """Whose cell it is, and its sentences."""

    who: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class ConflictTable:
    """What is shown of a conflict as of a day, by some concepts."""

    model: GraphModel
    made: Stability | OpenTable

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What is shown, and the equilibria, a line each."""
        made = self.made
        return conflict.summary(made) if isinstance(made, Stability) else conflict_open.summary(made)

    @cached_property
    def legend(self) -> str:
        """The signs."""
        made = self.made
        return conflict.legend(made) if isinstance(made, Stability) else conflict_open.legend(made)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The table."""
        shown = self.made.shown
        some = (tuple(shown[at : at + ACROSS]) for at in range(0, len(shown), ACROSS))
        return tuple(Part(states, (*self._options(states), *self._held(states))) for states in some)

    def options(self, state: int) -> tuple[tuple[Option, bool], ...]:
        """Every option, and whether it is taken in a state."""
        letters = self.model.options(state)
        return tuple((o, letter == "Y") for o, letter in zip(self.model.conflict.options, letters, strict=True))

    def explained(self, state: int, who: str | None) -> tuple[Explained, ...]:
        """Why a state holds for everyone, or for one decision maker or coalition, or does not."""
        return tuple(Explained(name, tell(state)) for name, tell in self._telling() if who in (None, name))

    def _telling(self) -> list[tuple[str, Callable[[int], tuple[Told, ...]]]]:
        """Everyone by name, and what tells why a state holds for it."""
        made = self.made
        if isinstance(made, Stability):
            return [(row.name, partial(made.told, row)) for row in made.rows]
        return [(party.name, partial(made.told, party)) for party in made.parties]

    def _options(self, states: Sequence[int]) -> Iterator[Block]:
        letters = {state: self.model.options(state) for state in states}
        for owner, options in self.made.sheet.grouped:
            lines = [
                Line(
                    o.name,
                    tuple(Cell(s, letters[s][k], "taken" if letters[s][k] == "Y" else "") for s in states),
                    option=k,
                )
                for k, o in options
            ]
            yield Block(owner, tuple(lines))

    def _held(self, states: Sequence[int]) -> Iterator[Block]:
        made = self.made
        if isinstance(made, OpenTable):
            yield from _open(made, states)
            return
        lines = []
        for row in made.rows:
            held = [(s, made.holding(row, s)) for s in states]
            ways = ("holds" if len(h) == len(row.stable) else "some" if h else "open" for _, h in held)
            cells = (Cell(s, strongest(h, row), way) for (s, h), way in zip(held, ways, strict=True))
            lines.append(Line(f"{row.name} (together)" if row.joint else row.name, tuple(cells), row.name))
        yield Block("Stable for", tuple(lines))
        agreed = made.found.equilibria.items()
        yield Block(
            "Equilibrium by",
            tuple(Line(NAMES[c], tuple(Cell(s, EQUILIBRIUM if mask[s] else "") for s in states)) for c, mask in agreed),
        )


def _open(made: OpenTable, states: Sequence[int]) -> Iterator[Block]:
    for party in made.parties:
        shares = {c: [(s, made.stable(c, party, s)) for s in states] for c in party.concepts}
        lines = (Line(NAMES[c], tuple(_cell(s, share) for s, share in some), party.name) for c, some in shares.items())
        yield Block(f"Stable for {party.name}, in which completions", tuple(lines))
    agreed = {c: [(s, made.equilibrium(c, s)) for s in states] for c in made.made.concepts}
    yield Block(
        "Equilibrium, in which completions",
        tuple(
            Line(NAMES[c], tuple(Cell(s, sign(share, EQUILIBRIUM), note=f"{share}") for s, share in some))
            for c, some in agreed.items()
        ),
    )


def _cell(state: int, share: Share) -> Cell:
    way = "holds" if share.held == share.of else "some" if share.held else "open"
    return Cell(state, sign(share), way, f"{share}")


def conflict_table(model: GraphModel, concepts: Sequence[Concept], day: str | None) -> ConflictTable:
    """The table of a model. Raises ConflictError where too much is open, or no concept is defined for it."""
    ranks = ranks_unless_open(model)
    if ranks is not None:
        return ConflictTable(model, Stability(analysed(model, concepts, ranks), day))
    known, possible = certain(model), completions(model, samples=samples_for(model))
    wanted, groups = defined(model, concepts), [numbered(model, names) for names in model.conflict.coalitions]
    found = open_stability(model.movers, possible, wanted)
    able = bearable(model.movers, possible, len(groups), MOST_WORDS)
    joint = open_coalitions(model.movers, possible, groups, wanted) if able else ()
    return ConflictTable(model, OpenTable(OpenAnalysis(model, known, possible, found, joint), day))


def samples_for(model: GraphModel) -> int:
    """How many completions a page looks at where they are drawn."""
    return min(SAMPLES, max(FEWEST, ROOM // len(model.states)))
