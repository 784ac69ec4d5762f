"""Where reports disagree: two dates for one meeting, two wordings of one quotation, side by side with their sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.publish.citations import Ledger
from onrecord.publish.lines import Field, Group, Line, Part, Phrase, Quoted, Section, Words
from onrecord.publish.wording import DIGITS, date_text
from onrecord.record.answers import Citation, Conflict, Met, Report, Said
from onrecord.values import Span, Spans

ABOUT = {"date": Phrase.DATES, "place": Phrase.PLACES, "wording": Phrase.WORDINGS}
LONG = 40  # words of a wording

Told = Citation | Report


def disagreements(
    ledger: Ledger, places: Mapping[str, int], said: Iterable[Said], met: Iterable[Met]
) -> Iterator[Section]:
    """One section of all conflicts between documents that the brief cites; none where there are none.

    ``places`` gives the number of a document by its key.
    """
    lines = [line for m in met for c in m.conflicts for line in _line(ledger, places, c, _head(m), m.reports)]
    lines += [line for s in said for c in s.conflicts for line in _line(ledger, places, c, None, s.citations)]
    if lines:
        yield Section("disagree", "Where reports disagree", (Group(None, tuple(lines)),))


def _head(m: Met) -> tuple[Report, Span] | None:
    """Where a report names the meeting."""
    for report in reversed(m.reports):
        for span in report.spans.get("evidence", ()):
            at = span.exact.find(m.name)
            if at >= 0:
                return report, Span(start=span.start + at, end=span.start + at + len(m.name), exact=m.name)
    return None


def _line(
    ledger: Ledger,
    places: Mapping[str, int],
    conflict: Conflict,
    head: tuple[Told, Span] | None,
    told: Sequence[Told],
) -> Iterator[Line]:
    parts: list[Part] = [Words(ABOUT[conflict.about])]
    cited: list[int] = []
    if head and head[0].source.key in places:
        parts += [Words(Phrase.DOT), Quoted(head[1])]
        cited.append(_cite(ledger, places, head[0]))
    parts.append(Words(Phrase.COLON))
    versions = 0
    for version in conflict.versions:
        keys = [s.key for s in version.sources]
        by = [t for t in told if t.source.key in keys and t.source.key in places]
        part = next((p for t in by for p in [_part(ledger, places, conflict, version.value, t)] if p), None)
        if part:
            parts += [Words(Phrase.OR), part] if versions else [part]
            cited += [_cite(ledger, places, t) for t in by]
            versions += 1
    if versions > 1:
        yield Line(tuple(parts), tuple(cited))


def _part(
    ledger: Ledger, places: Mapping[str, int], conflict: Conflict, value: str, told: Told
) -> Field | Quoted | None:
    if isinstance(told, Report):
        text = date_text(value, told.precision or "day") if conflict.about == "date" else value
        return Field(text, told.spans.get("evidence", ()), verbatim=False)
    if conflict.about == "date":
        stated = told.spans.get("by_said_on", ())
        dated = told.source.published == value
        text = date_text(value, DIGITS.get(len(value), "day"))
        return Field(text, stated, verbatim=False, metadata=not stated) if stated or dated else None
    span = told.content[0]
    words = span.exact.split(maxsplit=LONG)
    end = span.start + (len(span.exact) - len(words[LONG]) if len(words) > LONG else len(span.exact))
    shown = ledger.cut(places[told.source.key], span.start, end)
    return Quoted(shown)


def _cite(ledger: Ledger, places: Mapping[str, int], told: Told) -> int:
    spans: Spans = tuple(span for role in told.spans.values() for span in role)
    shown = told.spans.get("evidence" if isinstance(told, Report) else "content", ())
    return ledger.cite(places[told.source.key], spans, shown)
