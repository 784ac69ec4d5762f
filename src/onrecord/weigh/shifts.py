"""What moved between two days: stances, conditions, red lines and forums, old and new words side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.record.answers import Said
from onrecord.values import Dossier
from onrecord.weigh.clashes import words_of
from onrecord.weigh.disputes import stems
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.weighed import Bearings, Wording, known_by

# Share of stems (Dice) from which two conditions, or two red lines, are one in other words.
SAME = 0.5


@dataclass(frozen=True)
class Shift:
    """A change of what a party holds on an issue, with the words of both days.

    ``before`` and ``after`` say what changed: a stance, a forum; of a condition or red line, whether there is one.
    ``was`` and ``now`` are the words: where a condition or red line is new or gone, those of the position without it.
    """

    party: str
    issue: str
    what: Literal["stance", "condition", "red_line", "forum"]
    before: str | None
    after: str | None
    was: Wording
    now: Wording


def shifts(said: Iterable[Said], bearings: Bearings, dossier: Dossier, start: str, end: str) -> tuple[Shift, ...]:
    """Every change between the end of one day and the end of another, by issue and party in the dossier's order.

    A position that is set on one of the days only is no change: silence is no stance.
    """
    all_said = tuple(said)
    then, later = (
        {(p.issue, p.party): p for p in positions(all_said, bearings, dossier, day)} for day in (start, end)
    )  # fmt: skip
    before, after = ({s.id: words_of(s) for s in known_by(all_said, day)} for day in (start, end))
    return tuple(s for key, p in later.items() if key in then for s in _between(then[key], p, before, after))


def _between(a: Position, b: Position, before: dict[int, Wording], after: dict[int, Wording]) -> Iterable[Shift]:
    if a.stance is None or b.stance is None or a.decided_by is None or b.decided_by is None:
        return
    was, now = before[a.decided_by], after[b.decided_by]
    if a.stance != b.stance:
        yield Shift(b.party, b.issue, "stance", a.stance, b.stance, was, now)
    elif a.stance == "conditional":
        yield from _condition(a, b, was, now)
    if bool(a.red_line) != bool(b.red_line):
        drawn = (
            before[a.red_line.statement] if a.red_line else was,
            after[b.red_line.statement] if b.red_line else now,
        )
        yield Shift(b.party, b.issue, "red_line", _text(a.red_line), _text(b.red_line), *drawn)
    if a.forum and b.forum and a.forum.forum != b.forum.forum:
        yield Shift(b.party, b.issue, "forum", a.forum.forum, b.forum.forum, a.forum.words, b.forum.words)


def _condition(a: Position, b: Position, was: Wording, now: Wording) -> Iterable[Shift]:
    """A condition that came, went, or is another; the same one in other words is no change."""
    old, new = (p.conditions[0] if p.conditions else None for p in (a, b))
    if bool(old) != bool(new) or (old and new and _other(old.text, new.text)):
        yield Shift(b.party, b.issue, "condition", _text(old), _text(new), old or was, new or now)


def _text(words: Wording | None) -> str | None:
    return words.text if words else None


def _other(a: str, b: str) -> bool:
    mine, theirs = stems(a), stems(b)
    return 2 * len(mine & theirs) < SAME * (len(mine) + len(theirs))
