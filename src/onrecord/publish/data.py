"""A brief as plain data, for --format json."""

from typing import Any

from onrecord.publish.lines import Brief, Citation, Field, Given, Line, Part, Quoted, Section


def to_dict(brief: Brief) -> dict[str, Any]:
    """Sections, lines, citations.

    A part is ``words`` (onrecord's), ``quoted`` (a source's), ``field`` (resolved) or ``given`` (the dossier's).
    """
    return {
        "title": _line(brief.title),
        "as_of": brief.as_of,
        "statements": brief.statements,
        "sections": [_section(s) for s in brief.sections],
        "citations": [_citation(c, brief) for c in brief.citations],
        "sources": [d.model_dump(mode="json", exclude={"text"}) for d in brief.documents],
        "unread": list(brief.unread),
        "left_out": brief.left_out or None,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "note": section.note,
        "rows": [[_line(cell) for cell in row] for row in section.rows],
        "groups": [
            {
                "heading": g.heading.value if g.heading else None,
                "lines": [_line(x) for x in g.lines],
                "older": [_line(x) for x in g.older],
            }
            for g in section.groups
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"text": line.text, "parts": [_part(p) for p in line.parts], "citations": list(line.citations)}


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Quoted):
        return {"quoted": part.text, "start": part.span.start, "end": part.span.end}
    name = "field" if isinstance(part, Field) else "given" if isinstance(part, Given) else "words"
    return {name: part.text}


def _citation(citation: Citation, brief: Brief) -> dict[str, Any]:
    spans = [s.model_dump() for s in citation.spans]
    return {"number": citation.number, "document": brief.documents[citation.document].id, "spans": spans}
