"""The plot of how positions moved, for a person or a party, with its table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.publish.desk.rendering import drawn
from onrecord.publish.desk.sides import Bearing
from onrecord.publish.listing import short, who
from onrecord.publish.plots import stances
from onrecord.publish.wording import date_text
from onrecord.record.answers import Said
from onrecord.values import Issue, Stance
from onrecord.weigh.courses import Course

WORDS = 70  # characters of a statement told at its point
Place = Callable[[Said], str]


@dataclass(frozen=True)
class Moving:
    """The plot, wide and narrow, and the statements by number."""

    lanes: tuple[stances.Drawn, ...]
    wide: Markup
    narrow: Markup
    said: Mapping[int, Said]
    now: frozenset[int]  # the statements that set a position now

    @property
    def any_decided(self) -> bool:
        """Whether any of the statements set a position."""
        return any(p.decided for d in self.lanes for p in d.lane.points)


def of_party(found: Bearing, course: Sequence[Course], place: Place, label: str) -> Moving | None:
    """Every statement that takes a side for a party, and what the party held."""
    issues = {i.id: i for i in found.weighed.dossier.issues}
    made = [_lane(issues[c.issue], [(t.said, t.stance) for t in c.taken], c, place) for c in course]
    said = {t.said.id: t.said for c in course for t in c.taken}
    return _moving(made, said, course, found, label)


def of_actor(found: Bearing, number: int, course: Sequence[Course], place: Place, label: str) -> Moving | None:
    """Every statement of an actor that takes a side, and what the party held meanwhile."""
    by_issue = {c.issue: c for c in course}
    lanes, said = [], {}
    for issue in found.weighed.dossier.issues:
        taken = [*_own(found, number, issue.id)]
        if taken:
            lanes.append(_lane(issue, taken, by_issue.get(issue.id), place))
            said.update({s.id: s for s, _ in taken})
    return _moving(lanes, said, course, found, label)


def _own(found: Bearing, number: int, issue: str) -> Iterable[tuple[Said, Stance]]:
    """Where an actor takes a side on an issue, the earliest first."""
    for s in reversed(found.by_actor.get(number, {}).get(issue, ())):
        for b in found.weighed.bearings.get(s.id, ()):
            if b.issue == issue and b.stance:
                yield s, b.stance


def _lane(issue: Issue, taken: Iterable[tuple[Said, Stance]], course: Course | None, place: Place) -> stances.Lane:
    decided = course.decided if course else frozenset()
    steps = tuple((step.day, step.stance) for step in course.steps) if course else ()
    points = tuple(
        stances.Point(s.id, s.date, stance, place(s), _told(s, stance, sets=s.id in decided), s.id in decided)
        for s, stance in taken
    )
    return stances.Lane(issue.id, issue.name, points, steps)


def _told(s: Said, stance: Stance, *, sets: bool) -> str:
    sure = ", sets the position" if sets else ""
    return f"{date_text(s.date)}, {who(s)}, {stance}{sure}: {short(s.content, WORDS)}"


def _moving(
    lanes: list[stances.Lane], said: Mapping[int, Said], course: Sequence[Course], found: Bearing, label: str
) -> Moving | None:
    wide = stances.plot(lanes, until=found.weighed.as_of)
    narrow = stances.plot(lanes, width=stances.NARROW, until=found.weighed.as_of)
    now = frozenset(c.steps[-1].decided_by for c in course if c.steps and c.steps[-1].decided_by is not None)
    if wide is None or narrow is None:
        return None
    both = [drawn("stances", plot, label, stances.LEVELS) for plot in (wide, narrow)]
    return Moving(wide.lanes, both[0], both[1], said, now)
