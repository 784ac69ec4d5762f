"""A brief as one HTML file: no script, nothing fetched; a citation opens its source with the words marked."""

from typing import Any

from onrecord.publish.lines import Brief, Citation, Field, Given, Part, Phrase, Quoted
from onrecord.publish.marking import Mark, Piece, pieces
from onrecord.publish.templates import environment
from onrecord.publish.wording import counts, date_text


def render(brief: Brief) -> str:
    """The page. Everything that came from a document is escaped."""
    return environment().get_template("brief.html").render(**shown(brief))


def shown(brief: Brief) -> dict[str, Any]:
    """What a page of lines with their sources is rendered from."""
    return {
        "brief": brief,
        "sources": [(d, _marked(number, brief)) for number, d in enumerate(brief.documents)],
        "numbers": [c.number for c in brief.citations],
        "kind": _kind,
        "date_text": date_text,
        "counts": counts,
        "no_outlet": Phrase.NO_OUTLET.value,
        "no_date": Phrase.NO_DATE.value,
        "older": Phrase.OLDER.value,
    }


def _marked(document: int, brief: Brief) -> list[Piece]:
    """A document's text with a mark for every span of every citation, and the anchor that each opens at."""
    marks: list[Mark] = []
    for c in brief.citations:
        if c.document == document:
            opens = _opening(c)
            marks += [
                Mark(s.range, (f"c{c.number}",), anchor=f"c-{c.number}" if s.range == opens else None) for s in c.spans
            ]
    return pieces(brief.documents[document].text, marks)


def _opening(citation: Citation) -> tuple[int, int]:
    shown = {s.range for s in citation.spans}
    return next((s.range for s in citation.shown if s.range in shown), citation.spans[0].range)


def _kind(part: Part) -> str:
    return "quoted" if isinstance(part, Quoted) else "field" if isinstance(part, Field | Given) else "words"
