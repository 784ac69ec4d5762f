"""The brief's head: its title, and the table of every meeting."""

from collections.abc import Callable, Sequence

from onrecord.publish.citations import Ledger, meeting_spans
from onrecord.publish.lines import Field, Line, Part, Phrase, Quoted, Section, Words
from onrecord.publish.wording import STATUS, date_text
from onrecord.values import Meeting, Reading, Span

Placed = tuple[int, Meeting]


def main_meeting(readings: Sequence[Reading]) -> Placed | None:
    """The meeting a brief is about: the next planned one with two parties, else the latest."""
    found = _all(readings)
    as_of = max((r.document.published or "" for r in readings), default="")
    met = [p for p in found if len(p[1].parties) >= 2]
    ahead = [
        p for p in met if p[1].status == "planned" and p[1].date and p[1].date.date >= as_of[: len(p[1].date.date)]
    ]
    if ahead:
        return min(ahead, key=lambda p: (p[1].date.date if p[1].date else "", p[1].forum is None))
    return max(met, key=lambda p: p[1].date.date if p[1].date else "", default=None)


def title(ledger: Ledger, readings: Sequence[Reading]) -> Line:
    """Who meets in which forum and where; without a meeting the first document's own title."""
    chosen = main_meeting(readings)
    if chosen:
        number, meeting = chosen
        parts = [*_parties(meeting), Words(Phrase.COLON), *_name(meeting)]
        return Line(tuple(parts), (_cite(ledger, number, meeting),), strong=True)
    named = next((r.document.title for r in readings if r.document.title), None)
    if named:
        return Line((Field(named, (), metadata=True),), (), strong=True)
    if not readings or not readings[0].document.text.strip():
        return Line((Words(Phrase.UNNAMED),), (), strong=True)
    return _first_words(ledger, readings[0])


def glance(
    ledger: Ledger, readings: Sequence[Reading], together: Callable[[list[Placed]], list[list[Placed]]], empty: str
) -> Section:
    """Every meeting found, in order of date, the one that the brief is about in bold.

    ``together`` puts reports of one meeting together: the first is shown, all are cited.
    """
    chosen = main_meeting(readings)
    groups = sorted(together(_all(readings)), key=lambda same: _day(same[0][1]))
    rows = [_row(ledger, same, strong=chosen in same) for same in groups]
    return Section("glance", "At a glance", rows=tuple(rows), empty=empty)


def _row(ledger: Ledger, same: list[Placed], *, strong: bool) -> tuple[Line, Line, Line]:
    meeting = same[0][1]
    cited = tuple(_cite(ledger, number, m) for number, m in same)
    when: Part = Words(Phrase.NO_DATE)
    if meeting.date:
        when = Field(date_text(meeting.date.date, meeting.date.precision), meeting.evidence, verbatim=False)
    what = [*_name(meeting), Words(Phrase.DOT), Words(STATUS[meeting.status])]
    who = [*_parties(meeting)]
    for name in meeting.delegates:
        who += [Words(Phrase.COMMA)] if who else []
        who.append(Field(name, meeting.evidence, verbatim=False))
    return (
        Line((when,), cited, strong),
        Line(tuple(what), cited, strong),
        Line(tuple(who or [Words(Phrase.NO_PARTIES)]), cited, strong),
    )


def _name(meeting: Meeting) -> list[Part]:
    """Forum, the words for the meeting, and place: each where its evidence has it."""
    out: list[Part] = []
    for text in (meeting.forum, meeting.what if meeting.what != meeting.forum else None, meeting.place):
        span = within(meeting, text) if text else None
        if span:
            out += [Words(Phrase.COMMA)] if out else []
            out.append(Quoted(span))
    return out


def within(meeting: Meeting, text: str) -> Span | None:
    """Where a meeting's evidence holds some words."""
    for span in meeting.evidence:
        at = span.exact.find(text)
        if at >= 0:
            return Span(start=span.start + at, end=span.start + at + len(text), exact=text)
    return None


def _parties(meeting: Meeting) -> list[Part]:
    out: list[Part] = []
    for party in meeting.parties:
        out += [Words(Phrase.COMMA)] if out else []
        out.append(Field(party, meeting.evidence, verbatim=False))
    return out


def _cite(ledger: Ledger, number: int, meeting: Meeting) -> int:
    return ledger.cite(number, meeting_spans(meeting), meeting.evidence)


def _all(readings: Sequence[Reading]) -> list[Placed]:
    return [(i, m) for i, r in enumerate(readings) for m in r.meetings]


def alike(found: list[Placed]) -> list[list[Placed]]:
    """Meetings of several documents that agree in date and name or participants put together, the fullest first."""
    out: list[list[Placed]] = []
    for placed in sorted(found, key=lambda p: (_day(p[1]), -fullness(p[1]))):
        group = next((g for g in out if _same(placed[1], g[0][1])), None)
        if group:
            group.append(placed)
        else:
            out.append([placed])
    return out


def _same(a: Meeting, b: Meeting) -> bool:
    if a.date is None or b.date is None or a.date != b.date or a.status != b.status:
        return False
    return (a.forum is not None and a.forum == b.forum) or bool(a.parties and set(a.parties) <= set(b.parties))


def _day(meeting: Meeting) -> str:
    return meeting.date.date if meeting.date else "9999"


def fullness(meeting: Meeting) -> int:
    """How much a report tells of a meeting."""
    return len(meeting.parties) + len(meeting.delegates) + (meeting.forum is not None) + (meeting.place is not None)


def _first_words(ledger: Ledger, reading: Reading) -> Line:
    """The first line of a text that has no title and reports no meeting."""
    text = reading.document.text
    start = len(text) - len(text.lstrip())
    end = min(len(text), start + 80)
    stop = text.find("\n", start, end)
    span = ledger.cut(0, start, stop if stop > start else end)
    return Line((Quoted(span),), (ledger.cite(0, (span,), (span,)),), strong=True)
