"""One statement as one line: what, on which condition, who, to whom, as told by whom, when."""

import re
from collections.abc import Iterable, Sequence

from onrecord.publish.citations import Ledger, statement_spans
from onrecord.publish.lines import Field, Line, Part, Phrase, Quoted, Words
from onrecord.publish.wording import date_text
from onrecord.values import Reading, Span, Spans, Speaker, Statement
from onrecord.weigh.disputes import Stated

LONG = 60  # words of content after which a line is cut short
CLAUSE = 4  # words from which a leading "that" opens a clause; "that account" is an account
SURE = 0.5
_PLAIN = re.compile(
    r"(?:also )?(?:said|says|saying|say|told|tells|telling|added|adding|adds|stated|states|noted|notes)", re.I
)
_DENIES = re.compile(r"\b(?:not|never|no longer|nor|neither)\b|n['’]t\b", re.I)
_WORD = re.compile(r"\w+")
_THAT = re.compile(r"that\s+(?=\S)", re.I)


def line(ledger: Ledger, readings: Sequence[Reading], said: Sequence[Stated]) -> Line:
    """The line of a statement, or of several that say the same: the first is shown, all are cited."""
    first = said[0]
    statement = first.statement
    elsewhere = tuple(span for _, spans in first.identity for span in spans)
    spans = (*statement_spans(statement), *elsewhere)
    parts = [*content(ledger, first), *_condition(statement)]
    evidence = (*(statement.evidence.speaker or statement.source), *elsewhere)
    parts += [Words(Phrase.DASH), *_who(statement.speaker, spans, evidence)]
    parts += _told(statement)
    parts += _when(readings[first.document], statement)
    if statement.confidence < SURE:
        parts.append(Words(Phrase.UNSURE))
    return Line(tuple(parts), tuple(_cited(ledger, said)))


def content(ledger: Ledger, said: Stated) -> list[Part]:
    """The content's own words, with its cue where they need it; a gap stands between two spans and behind a long one.

    "welcomed the offer" and "does not expect an agreement" keep their verb: without it the words would say something
    else. A plain "said" and a leading "that" are left out.
    """
    out: list[Part] = list(_verb(said.statement))
    left = LONG
    for number, span in enumerate(said.statement.content):
        start = span.start
        opening = _THAT.match(span.exact)
        if not out and opening and len(span.exact.split()) >= CLAUSE:
            start += opening.end()
        words = list(re.finditer(r"\S+", span.exact[start - span.start :]))
        if number:
            out.append(Words(Phrase.GAP))
        if left <= 0 or not words:
            break
        end = start + words[min(left, len(words)) - 1].end()
        out.append(Quoted(ledger.cut(said.document, start, end)))
        if left < len(words):
            out.append(Words(Phrase.GAP))
        left -= len(words)
    return out


def _verb(statement: Statement) -> Iterable[Part]:
    """The cue, where the content is no sentence of its own or the cue denies it."""
    cue, first = statement.cue, statement.content[0]
    if not cue or _PLAIN.fullmatch(cue[-1].exact) or first.exact[0] in '"“«':
        return
    adjacent = 0 <= first.start - cue[-1].end <= 1
    if _DENIES.search(cue[-1].exact) or (adjacent and not _THAT.match(first.exact)):
        yield Quoted(cue[-1])
        if not adjacent:
            yield Words(Phrase.GAP)


def _who(speaker: Speaker, spans: Spans, evidence: Spans) -> list[Part]:
    if not evidence:
        return [Words(Phrase.UNNAMED)]
    named = [text for text in (speaker.name, speaker.role) if text]
    out: list[Part] = []
    for text in named:
        stated = _stated(text, spans)
        if not stated and text == speaker.role:
            continue
        out += [Words(Phrase.COMMA)] if out else []
        out.append(Field(text, evidence, verbatim=stated))
    return out or [Words(Phrase.UNNAMED)]


def _condition(statement: Statement) -> Iterable[Part]:
    if statement.condition:
        yield Words(Phrase.DOT)
        yield Words(Phrase.ON_CONDITION)
        yield Words(Phrase.COLON)
        for span in statement.condition:
            yield Quoted(span)


def _told(statement: Statement) -> Iterable[Part]:
    if statement.told_to and statement.evidence.told_to:
        yield Words(Phrase.COMMA)
        yield Words(Phrase.TOLD)
        spans = statement_spans(statement)
        yield Field(statement.told_to, statement.evidence.told_to, verbatim=_stated(statement.told_to, spans))
    relay, evidence = statement.relayed_by, statement.evidence.relayed_by
    if relay and relay.name and evidence:
        yield Words(Phrase.COMMA)
        yield Words(Phrase.RELAYED)
        yield Field(relay.name, evidence, verbatim=_stated(relay.name, statement_spans(statement)))


def _when(reading: Reading, statement: Statement) -> Iterable[Part]:
    said = statement.said_on
    if not said:
        return
    written = date_text(said.date, said.precision)
    if statement.evidence.said_on:
        yield Words(Phrase.COMMA)
        yield Field(written, statement.evidence.said_on, verbatim=False)
    elif said.date == reading.document.published:
        yield Words(Phrase.COMMA)
        yield Field(written, (), verbatim=False, metadata=True)


def _cited(ledger: Ledger, said: Sequence[Stated]) -> Iterable[int]:
    for one in said:
        spans = statement_spans(one.statement)
        yield ledger.cite(one.document, spans, one.statement.content)
    for document, spans in said[0].identity:
        yield ledger.cite(document, spans, spans)


def _stated(text: str, spans: Sequence[Span]) -> bool:
    known = {word for span in spans for word in _WORD.findall(span.exact)}
    return all(word in known for word in _WORD.findall(text))
