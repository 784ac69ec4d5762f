"""The matrix, issue by party, at one glance: for the terminal, and as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.publish.listing import Cell, Listing
from onrecord.publish.stands import STANCES
from onrecord.publish.wording import harmless
from onrecord.values import Dossier, Stance
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.weighed import Weighed

# A sign and a word: never a colour alone.
SIGNS: Mapping[Stance, str] = {"for": "✓", "against": "✗", "conditional": "±", "open": "○"}
STYLES: Mapping[Stance, str] = {"for": "green", "against": "red", "conditional": "yellow", "open": "cyan"}
UNCONFIRMED, NO_SIDE, RED_LINE, BOTH = "? unconfirmed", "– no side", "■ red line", "⇄ says both"


@dataclass(frozen=True)
class Matrix:
    """Positions by issue and party, the parties those that hold any, in the dossier's order."""

    dossier: Dossier
    as_of: str | None
    held: tuple[Position, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """The columns."""
        speaking = {p.party for p in self.held}
        return tuple(p.name for p in self.dossier.parties if p.name in speaking)

    @property
    def silent(self) -> tuple[str, ...]:
        """Parties that say nothing on any issue."""
        return tuple(p.name for p in self.dossier.parties if p.name not in self.parties)

    def at(self, issue: str, party: str) -> Position | None:
        """What a party holds on an issue; None where it says nothing."""
        return self._by_cell.get((issue, party))

    @cached_property
    def _by_cell(self) -> Mapping[tuple[str, str], Position]:
        return {(p.issue, p.party): p for p in self.held}


def matrix(weighed: Weighed) -> Matrix:
    """The matrix of a dossier's positions."""
    w = weighed
    return Matrix(w.dossier, w.as_of, positions(w.said, w.bearings, w.dossier, w.as_of))


def marks(position: Position) -> tuple[str, ...]:
    """A cell in a few words: the stance with its sign, a red line, a contradiction."""
    stance = position.stance
    said = f"{SIGNS[stance]} {STANCES[stance].value}" if stance else UNCONFIRMED if position.unconfirmed else NO_SIDE
    return (said, *([RED_LINE] if position.red_line else []), *([BOTH] if position.disagrees else []))


def carried(position: Position) -> str:
    """How many statements there are, and when the last was made."""
    return f"{position.count} · {position.last}"


def table(made: Matrix) -> Table:
    """The matrix for the terminal."""
    out = Table(title=Text(harmless(made.dossier.title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    out.add_column("issue", overflow="fold", ratio=3)
    for party in made.parties:
        out.add_column(Text(harmless(party)), overflow="fold", ratio=2)
    for issue in made.dossier.issues:
        cells = [_cell(made.at(issue.id, party)) for party in made.parties]
        out.add_row(Text(harmless(issue.name)), *cells)
    return out


def _cell(position: Position | None) -> Text:
    if position is None:
        return Text("")
    style = STYLES[position.stance] if position.stance else ""
    first, *others = marks(position)
    lines = [
        Text(first, style=style),
        *(Text(one, style="bold") for one in others),
        Text(carried(position), style="dim"),
    ]
    return Text("\n").join(lines)


def legend(made: Matrix) -> str:
    """What the numbers under a stance are, and which parties are missing."""
    silent = f" Nothing on any issue from: {', '.join(made.silent)}." if made.silent else ""
    return harmless(f"Under each stance: how many statements bear on the issue, and the day of the last.{silent}")


def rows(made: Matrix) -> Listing:
    """The matrix as rows, one a party and issue on which it says something."""
    columns = (
        "issue", "issue_name", "proposition", "party", "stance", "unconfirmed", "red_line", "red_line_statement",
        "conditions", "says_both", "statements", "speakers", "last", "decided_by", "behind", "contrary",
    )  # fmt: skip
    issues = {i.id: i for i in made.dossier.issues}
    return Listing(
        "Positions", columns, tuple((p.issue, issues[p.issue].name, *_row(p, made.dossier)) for p in made.held)
    )


def _row(p: Position, dossier: Dossier) -> tuple[Cell, ...]:
    proposition = next(i.proposition for i in dossier.issues if i.id == p.issue)
    return (
        proposition, p.party, p.stance, int(p.unconfirmed), p.red_line.text if p.red_line else None,
        p.red_line.statement if p.red_line else None, " / ".join(c.text for c in p.conditions), int(p.disagrees),
        p.count, "; ".join(p.speakers), p.last, p.decided_by, _numbers(p.behind), _numbers(p.contrary),
    )  # fmt: skip


def _numbers(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))
