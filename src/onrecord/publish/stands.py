"""The brief's sections on positions: where parties clash, where they could meet, and what has shifted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.publish.lines import Given, Group, Line, Part, Phrase, Section, Words
from onrecord.publish.telling import Telling
from onrecord.publish.wanting import SUGGESTED, why_none
from onrecord.publish.wording import date_text
from onrecord.record.answers import Said
from onrecord.values import Dossier, Stance
from onrecord.weigh.clashes import Clash, Stand, clashes
from onrecord.weigh.common_ground import CommonGround, Met, common_ground
from onrecord.weigh.positions import positions
from onrecord.weigh.shifts import Shift, shifts
from onrecord.weigh.weighed import Weighed, Wording

STANCES: dict[Stance, Phrase] = {
    "for": Phrase.FOR, "against": Phrase.AGAINST, "conditional": Phrase.CONDITIONAL, "open": Phrase.OPEN,
}  # fmt: skip
WHAT = {"condition": (Phrase.CONDITION, Phrase.NO_CONDITION), "red_line": (Phrase.RED_LINE, Phrase.NO_RED_LINE)}
Found = Clash | CommonGround | Shift
Lines = Callable[[Telling], Iterable[tuple[str, Line]]]  # each with the id of its issue


@dataclass(frozen=True)
class Findings:
    """What was found of positions, the statements that its lines quote, and how they are told."""

    key: str
    title: str
    empty: str
    dossier: Dossier
    said: tuple[Said, ...]
    lines: Lines

    def section(self, telling: Telling) -> Section:
        """The section: lines of one issue under its name, in the order in which they were found."""
        names = {i.id: i.name for i in self.dossier.issues}
        by_issue: dict[str, list[Line]] = {}
        for issue, line in self.lines(telling):
            by_issue.setdefault(issue, []).append(line)
        groups = tuple(Group(Given(names[issue]), tuple(lines)) for issue, lines in by_issue.items())
        return Section(self.key, self.title, groups, empty=self.empty, note=SUGGESTED)


def findings(weighed: Weighed, since: str | None) -> Iterator[Findings]:
    """Clashes, common ground and, with a day, shifts since then."""
    w = weighed
    held = positions(w.said, w.bearings, w.dossier, w.as_of)
    clashing = clashes(w.said, w.bearings, w.dossier, w.as_of, held)
    meeting = common_ground(w.said, w.bearings, w.dossier, w.as_of, w.meanings, w.conditions, held)
    yield _findings(w, "clash", "Where they clash", clashing, clash_lines)
    yield _findings(w, "meet", "Where they could meet", meeting, ground_lines)
    if since:
        known = (day for s in w.said for day in (s.date, *(c.source.day for c in s.citations)))
        end = w.as_of or max(known, default=since)
        moved = shifts(w.said, w.bearings, w.dossier, since, max(since, end))
        yield _findings(w, "shift", f"What has shifted since {date_text(since)}", moved, shift_lines)


def _findings(
    weighed: Weighed, key: str, title: str, found: Sequence[Found], lines: Callable[[Telling, Found], Iterable[Line]]
) -> Findings:
    quoted = {w.statement for one in found for w in quotations(one)}
    return Findings(
        key, title, why_none(weighed, title), weighed.dossier, tuple(s for s in weighed.said if s.id in quoted),
        lambda telling: [(one.issue, line) for one in found for line in lines(telling, one)],
    )  # fmt: skip


def quotations(found: Found) -> Iterator[Wording]:
    """The words that a finding quotes."""
    if isinstance(found, Shift):
        yield from (found.was, found.now)
    elif isinstance(found, Clash):
        yield from (s.words for s in (*found.pro, *found.contra))
    else:
        yield from (s.words for s in found.stands)
        yield from (words for m in found.met for words in (m.condition, m.words))


def clash_lines(telling: Telling, found: Found) -> Iterator[Line]:
    """Each side's sharpest words."""
    if isinstance(found, Clash):
        yield from (_stand(telling, s) for s in (*found.pro, *found.contra))


def ground_lines(telling: Telling, found: Found) -> Iterator[Line]:
    """Who is for it, and whose words meet a condition."""
    if isinstance(found, CommonGround):
        yield from (_stand(telling, s) for s in found.stands)
        yield from (_answer(telling, m) for m in found.met)


def shift_lines(telling: Telling, found: Found) -> Iterator[Line]:
    """The old words, then the new."""
    if isinstance(found, Shift):
        for day, value, words in ((Phrase.THEN, found.before, found.was), (Phrase.NOW, found.after, found.now)):
            opening: list[Part] = [
                Given(found.party),
                Words(Phrase.DOT),
                Words(day),
                Words(Phrase.DOT),
                *_value(found, value),
            ]
            yield _opened(opening, telling.line(words))


def _value(shift: Shift, value: str | None) -> list[Part]:
    """What a shift moved from or to. A condition's own words stand in the line of its statement."""
    if shift.what == "forum":
        return [Words(Phrase.FORUM), Given(value or "")]
    if shift.what == "stance":
        return [Words(phrase) for stance, phrase in STANCES.items() if stance == value]
    there, not_there = WHAT[shift.what]
    return [Words(there if value else not_there)]


def _stand(telling: Telling, stand: Stand) -> Line:
    p = stand.position
    opening: list[Part] = [Given(p.party), Words(Phrase.DOT)]
    opening += [Words(STANCES[p.stance])] if p.stance else []
    opening += [Words(Phrase.DOT), Words(Phrase.RED_LINE)] if p.red_line else []
    opening += [Words(Phrase.DOT), Words(Phrase.BOTH)] if p.disagrees else []
    return _opened(opening, telling.line(stand.words))


def _answer(telling: Telling, met: Met) -> Line:
    opening: list[Part] = [Given(met.other), Words(Phrase.DOT), Words(Phrase.ANSWERED), Given(met.party)]
    return _opened(opening, telling.line(met.words))


def _opened(opening: Sequence[Part], line: Line) -> Line:
    return Line((*opening, Words(Phrase.COLON), *line.parts), line.citations)
