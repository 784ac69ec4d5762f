"""How what a party holds on each issue moved: every statement that takes a side, and each change of what decides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from onrecord.record.answers import Said
from onrecord.values import Dossier, Stance
from onrecord.weigh.evidence import stance_of, weight
from onrecord.weigh.positions import Counted, decisive_of
from onrecord.weigh.sides import Sides, Voice
from onrecord.weigh.weighed import Bearings, known_by


@dataclass(frozen=True)
class Taken:
    """A statement that takes a side on an issue, as it counts for a party."""

    said: Said
    stance: Stance
    voice: Voice


@dataclass(frozen=True)
class Step:
    """From a day on a party's position has a stance, which a statement decides; None where nothing sets it any more."""

    day: str
    stance: Stance | None
    decided_by: int | None


@dataclass(frozen=True)
class Course:
    """What a party said and held on an issue: statements by date, and steps by day."""

    issue: str
    taken: tuple[Taken, ...]
    steps: tuple[Step, ...]

    @property
    def decided(self) -> frozenset[int]:
        """The statements that set the position at any time."""
        return frozenset(step.decided_by for step in self.steps if step.decided_by is not None)


def courses(
    said: Iterable[Said], bearings: Bearings, dossier: Dossier, party: str, as_of: str | None = None
) -> tuple[Course, ...]:
    """The courses of one party, by issue in the dossier's order; none of an issue on which it takes no side.

    What holds after a step is what ``positions`` finds as of that day.
    """
    known = known_by(said, as_of)
    sides = Sides(dossier)
    last = as_of or max((s.date for s in known), default="")
    taken: dict[str, list[Taken]] = {}
    for s in known:
        voice = next((side.voice for side in sides.of(s) if side.party == party), None) if bearings.get(s.id) else None
        for b in bearings[s.id] if voice else ():
            stance = stance_of(b.stance, voice or "own")
            if stance:
                one = Taken(replace(s, role=sides.role(s)), stance, voice or "own")
                taken.setdefault(b.issue, []).append(one)
    return tuple(
        Course(issue.id, tuple(sorted(found, key=lambda t: (t.said.date, t.said.id))), tuple(_steps(found, last)))
        for issue in dossier.issues
        for found in [taken.get(issue.id, [])]
        if found
    )


def _steps(taken: Iterable[Taken], last: str) -> Iterator[Step]:
    """Each change of the stance or of what decides it.

    Time takes from all weights alike, so that those of the last day compare as those of any day before.
    """
    events = sorted(
        ((day, one.said.id, counted) for one in taken for day, counted in _versions(one, last)), key=lambda e: e[:2]
    )
    standing: dict[int, Counted] = {}
    ordered: list[Counted] = []
    held: tuple[Stance | None, int | None] = (None, None)
    for day, changes in groupby(events, key=lambda e: e[0]):
        for _, number, counted in changes:
            if number in standing:
                ordered.remove(standing.pop(number))
            if counted is not None and counted.clear:
                standing[number] = counted
                ordered.append(counted)
        decides = decisive_of(sorted(ordered, key=lambda c: c.order, reverse=True))
        now = (decides.stance, decides.said.id) if decides else (None, None)
        if now != held:
            held = now
            yield Step(day, *now)


def _versions(one: Taken, last: str) -> Iterator[tuple[str, Counted | None]]:
    """A statement as it was known, from each day on on which that changed."""
    told: Mapping[str, None] = dict.fromkeys(
        day for c in one.said.citations for day in (c.source.day, c.source.gone) if day and day <= last
    )
    for day in sorted({max(one.said.date, day) for day in told}):
        known = next(iter(known_by([one.said], day)), None)
        yield day, None if known is None else Counted(known, one.voice, one.stance, weight(known, one.voice, last))
