"""Documents with their sources, cues and contents marked in place, and the resolved speaker at hand."""

from collections.abc import Sequence

from onrecord.publish.marking import Mark, Piece, pieces
from onrecord.publish.templates import environment
from onrecord.publish.wording import date_text
from onrecord.values import Reading, Statement

ROLES = ("source", "cue", "content", "condition")


def render(readings: Sequence[Reading]) -> str:
    """One HTML page of all readings: no script, nothing fetched, everything from documents escaped."""
    page = environment().get_template("document.html")
    return page.render(documents=[(r.document, marked(r)) for r in readings], roles=ROLES, date_text=date_text)


def marked(reading: Reading) -> list[Piece]:
    """The text with every statement's parts marked, and an anchor, ``s-`` and its id, where each statement begins."""
    marks = []
    for statement in reading.statements:
        spans = sorted((span.range, role) for role in ROLES for span in getattr(statement, role))
        told = note(statement)
        marks += [
            Mark(span, (role,), f"s-{statement.id}" if number == 0 else None, told)
            for number, (span, role) in enumerate(spans)
        ]
    return pieces(reading.document.text, marks)


def note(s: Statement) -> str:
    """What a reader sees of a statement on hover: who, for whom, which kind, to whom, when."""
    speaker = s.speaker
    parts = [speaker.name or f"unnamed ({speaker.role})" if speaker.name or speaker.role else "speaker not stated"]
    parts += [speaker.role] if speaker.name and speaker.role else []
    parts += [speaker.party] if speaker.party and speaker.party != speaker.name else []
    parts.append(s.kind)
    parts += [f"to {s.told_to}"] if s.told_to else []
    parts += [f"as told by {s.relayed_by.name}"] if s.relayed_by and s.relayed_by.name else []
    parts += [date_text(s.said_on.date, s.said_on.precision)] if s.said_on else []
    parts.append(f"confidence {s.confidence:.0%}")
    return " · ".join(parts)
