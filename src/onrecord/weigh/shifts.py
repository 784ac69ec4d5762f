"""What moved between two days: stances, conditions, red lines and forums, old and new words side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.record.answers import Said
from onrecord.values import Dossier
from onrecord.weigh.disputes import stems
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.quoting import matter, words_of
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
    before, after = ({s.id: s for s in known_by(all_said, day)} for day in (start, end))
    return tuple(
        s
        for issue in dossier.issues
        for party in dossier.parties
        for key in [(issue.id, party.name)]
        if key in then and key in later
        for s in _between(_Day(then[key], before, matter(issue)), _Day(later[key], after, matter(issue)))
    )


@dataclass(frozen=True)
class _Day:
    """A position on a day, and what was on record then."""

    position: Position
    said: dict[int, Said]
    about: frozenset[str]

    def words(self, *, red_line: bool = False) -> Wording:
        """The words that decide; of a red line the statement that draws it, for "never" alone says nothing."""
        p = self.position
        number = p.red_line.statement if red_line and p.red_line else p.decided_by
        return words_of(self.said[number or 0], self.about)


def _between(old: _Day, new: _Day) -> Iterable[Shift]:
    a, b = old.position, new.position
    if a.stance is None or b.stance is None:
        return
    if a.stance != b.stance:
        yield Shift(b.party, b.issue, "stance", a.stance, b.stance, old.words(), new.words())
    elif a.stance == "conditional":
        yield from _condition(old, new)
    if bool(a.red_line) != bool(b.red_line):
        was, now = (day.words(red_line=True) for day in (old, new))
        yield Shift(b.party, b.issue, "red_line", _text(a.red_line), _text(b.red_line), was, now)
    if a.forum and b.forum and a.forum.forum != b.forum.forum:
        yield Shift(b.party, b.issue, "forum", a.forum.forum, b.forum.forum, a.forum.words, b.forum.words)


def _condition(old: _Day, new: _Day) -> Iterable[Shift]:
    """A condition that came, went, or is another; the same one in other words is no change."""
    b = new.position
    was, now = (day.position.conditions[0] if day.position.conditions else None for day in (old, new))
    if bool(was) != bool(now) or (was and now and _other(was.text, now.text)):
        yield Shift(b.party, b.issue, "condition", _text(was), _text(now), was or old.words(), now or new.words())


def _text(words: Wording | None) -> str | None:
    return words.text if words else None


def _other(a: str, b: str) -> bool:
    mine, theirs = stems(a), stems(b)
    return 2 * len(mine & theirs) < SAME * (len(mine) + len(theirs))
