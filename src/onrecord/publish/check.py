"""Does every line say only what its citations say? Derived again from the finished brief, trusting nothing."""

import re
from collections.abc import Sequence

from onrecord.publish.lines import Brief, Citation, Field, Given, Line, Phrase, Quoted, Words
from onrecord.values import Dossier, Reading

_WORD = re.compile(r"\w+")


def unfaithful(brief: Brief, readings: Sequence[Reading]) -> list[str]:
    """What in a brief its sources do not bear out, one sentence a finding; empty where all is well.

    Quoted words must stand in a cited span; the words of a name or role in the cited spans; any other field must have
    evidence among the cited spans, or be the document's own metadata; a given name must be the dossier's; all else must
    be a fixed phrase. Every citation's spans must be the characters of its document.
    """
    cited = {c.number: c for c in brief.citations}
    found: list[str] = []
    for citation in brief.citations:
        text = readings[citation.document].document.text
        found += [
            f"citation {citation.number}: {span.exact!r} does not stand at {span.start}"
            for span in (*citation.spans, *citation.shown)
            if text[span.start : span.end] != span.exact
        ]
    given = _given(brief.dossier) if brief.dossier else set()
    for line in brief.lines():
        found += _in_line(line, [cited[n] for n in line.citations if n in cited], readings, given)
    headings = [g.heading for s in brief.sections for g in s.groups if isinstance(g.heading, Given)]
    return found + [f"{h.value!r} is no name of the dossier's" for h in headings if h.value not in given]


def _given(dossier: Dossier) -> set[str]:
    named = [[n.name for n in group] for group in (dossier.issues, dossier.parties, dossier.forums)]
    return {dossier.title, *(name for group in named for name in group)}


def _in_line(line: Line, citations: list[Citation], readings: Sequence[Reading], given: set[str]) -> list[str]:
    found: list[str] = []
    for part in line.parts:
        if isinstance(part, Words):
            problem = None if part.text in set(Phrase) else "is no fixed phrase"
        elif isinstance(part, Quoted):
            problem = None if _stands(part, citations) else "is in no cited span"
        elif isinstance(part, Given):
            problem = None if part.value in given else "is no name of the dossier's"
        else:
            problem = _field_problem(part, citations, readings)
        if problem:
            found.append(f"{line.text!r}: {part.text!r} {problem}")
    return found


def _stands(part: Quoted, citations: list[Citation]) -> bool:
    """Whether the quoted characters lie within a cited span of the same document."""
    return any(
        span.start <= part.span.start and part.span.end <= span.end
        and span.exact[part.span.start - span.start : part.span.end - span.start] == part.span.exact
        for c in citations for span in c.spans
    )  # fmt: skip


def _field_problem(part: Field, citations: list[Citation], readings: Sequence[Reading]) -> str | None:
    if part.metadata:
        stated = (r.document for r in readings)
        values = {str(v) for d in stated for v in (d.title, d.outlet, d.published, d.url) if v}
        return (
            None
            if any(_holds(value, part.text) for value in values) or _is_date_of(part.text, values)
            else "is in no document's metadata"
        )
    spans = {span for c in citations for span in c.spans}
    if not part.evidence or not set(part.evidence) <= spans:
        return "has no cited evidence"
    if part.verbatim:
        known = {w for span in spans for w in _WORD.findall(span.exact.casefold())}  # labels stand in capitals
        missing = [w for w in _WORD.findall(part.text.casefold()) if w not in known]
        return f"has words that no cited span holds: {missing}" if missing else None
    return None


def _holds(value: str, words: str) -> bool:
    """Whether a title or outlet holds some words, whole."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", value) is not None


def _is_date_of(text: str, values: set[str]) -> bool:
    from onrecord.publish.wording import date_text

    return any(date_text(v) == text for v in values if re.fullmatch(r"\d{4}-\d\d-\d\d", v))
