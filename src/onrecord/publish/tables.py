"""Readings as tables for the terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from onrecord.publish.wording import date_text, harmless
from onrecord.values import Reading, Statement

LONG = 160  # characters of content shown


def statements(readings: Sequence[Reading]) -> Table:
    """Every statement: who, for which party, the kind, what, to whom and when, confidence."""
    table = Table(title="Statements", title_justify="left", show_lines=False)
    for column, ratio in (("who", 3), ("party", 2), ("kind", 2), ("what", 8), ("to, when", 3)):
        table.add_column(column, ratio=ratio, overflow="fold")
    table.add_column("conf.", justify="right")
    for reading in readings:
        for s in reading.statements:
            cells = (_who(s), s.speaker.party or "", s.kind, _what(s), _when(s), f"{s.confidence:.2f}")
            table.add_row(*(Text(harmless(cell)) for cell in cells))
    return table


def meetings(readings: Sequence[Reading]) -> Table:
    """Every meeting: when, which, where, who, and whether it was held."""
    table = Table(title="Meetings", title_justify="left")
    for column in ("when", "what", "where", "who", "status"):
        table.add_column(column, overflow="fold")
    for reading in readings:
        for m in reading.meetings:
            when = date_text(m.date.date, m.date.precision) if m.date else ""
            named = ", ".join(dict.fromkeys(n for n in (m.forum, m.what) if n))
            who = ", ".join([*m.parties, *m.delegates])
            table.add_row(*(Text(harmless(cell)) for cell in (when, named, m.place or "", who, m.status)))
    return table


def _who(s: Statement) -> str:
    return s.speaker.name or (f"[{s.speaker.role}]" if s.speaker.role else "")


def _what(s: Statement) -> str:
    text = " … ".join(" ".join(c.exact.split()) for c in s.content)
    return text if len(text) <= LONG else text[:LONG].rsplit(" ", 1)[0] + " …"


def _when(s: Statement) -> str:
    when = date_text(s.said_on.date, s.said_on.precision) if s.said_on else ""
    return ", ".join(filter(None, (s.told_to, when)))
