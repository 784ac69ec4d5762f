"""What a first conflict out of a record is: options, wishes, and all that no line of it holds, with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord.record.answers import Said
from onrecord.values import Issue
from onrecord.values.conflict import Conflict, Option
from onrecord.weigh.positions import Position
from onrecord.weigh.weighed import Wording

Why = Literal["no issue", "unowned", "beyond", "own", "opposed", "no side", "exception", "not its act", "contradicts"]


@dataclass(frozen=True)
class Left:
    """What a party said that no line of the draft holds, and why.

    ``about`` is what hangs on a condition, an issue or a sanction by its name; ``issue`` what the condition is about;
    ``wish`` what could be written if an analyst finds it right.
    """

    party: str
    words: Wording
    why: Why
    about: str | None = None
    issue: str | None = None
    wish: str | None = None


@dataclass(frozen=True)
class Unowned:
    """An issue that nobody on record controls, and where parties stand on it."""

    issue: Issue
    held: tuple[Position, ...]


@dataclass(frozen=True)
class Note:
    """What is told of a wish: the red line or condition that it rests on, and what its party says to the contrary."""

    red_line: Wording | None = None
    condition: Wording | None = None
    contrary: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A conflict as far as a record can say it, for an analyst to edit.

    ``said`` holds the statements cited by number, ``notes`` what is told of wishes by decision maker and rank.
    ``silent`` are parties without an option, ``unstated`` the issues on which a decision maker takes no side on record,
    ``beyond`` the options that are too many.
    """

    conflict: Conflict
    said: Mapping[int, Said]
    notes: Mapping[tuple[str, int], Note]
    unowned: tuple[Unowned, ...]
    silent: tuple[str, ...]
    unstated: Mapping[str, tuple[str, ...]]
    left: tuple[Left, ...]
    beyond: tuple[Option, ...]
    as_of: str | None = None
