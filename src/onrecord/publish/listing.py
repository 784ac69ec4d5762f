"""Answers of the view as rows: one shape for the terminal's tables and for CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from onrecord.publish.wording import DIGITS, date_text
from onrecord.record.answers import (
    Change,
    Citation,
    Conflict,
    Failed,
    Hit,
    Known,
    Met,
    Office,
    Outlet,
    Said,
    Source,
)  # fmt: skip

LONG = 200  # characters of content shown in a terminal
OUTLETS = 3  # outlets named in a terminal
Cell = str | int | float | None


@dataclass(frozen=True)
class Listing:
    """A title, column names, rows of cells; ``wide`` names the columns that take what room there is."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: tuple[str, ...] = ()


def table(listing: Listing) -> Table:
    """A listing for the terminal."""
    out = Table(title=listing.title, title_justify="left")
    for column in listing.columns:
        numeric = all(isinstance(row[listing.columns.index(column)], int | float) for row in listing.rows)
        ratio = 8 if column in listing.wide else None
        out.add_column(
            column, overflow="fold", justify="right" if numeric and listing.rows else "left", ratio=ratio,
            min_width=min(len(column), 8),
        )  # fmt: skip
    for row in listing.rows:
        out.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return out


def as_csv(listing: Listing) -> str:
    """A listing as CSV (RFC 4180), its first line the column names.

    A cell that a spreadsheet would take for a formula is led by an apostrophe: texts come from anywhere.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(listing.columns)
    writer.writerows([[_inert(cell) for cell in row] for row in listing.rows])
    return out.getvalue()


def _inert(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def statements(found: Iterable[Said]) -> Listing:
    """Statements for the terminal: when, who, for which party, the kind, what, and who tells it."""
    rows = tuple(
        (s.id, day(s.date), who(s), s.party, s.kind, short(s.content), _told(s.citations, s.conflicts)) for s in found
    )
    return Listing("Statements", ("id", "said", "who", "party", "kind", "what", "told by"), rows, ("what", "told by"))


def statements_in_full(found: Iterable[Said]) -> Listing:
    """Statements, one row a citation, with the characters it rests on."""
    columns = (
        "statement", "date", "speaker", "role", "party", "kind", "content", "document", "title", "outlet", "published",
        "url", "quotation", "told_to", "relayed_by", "said_on", "start", "end", "earliest", "fullest", "confidence",
    )  # fmt: skip
    rows = tuple(
        (
            s.id, s.date, s.speaker, c.role or s.role, s.party, s.kind, " … ".join(x.exact for x in c.content),
            c.source.key, c.source.title, c.source.outlet, c.source.published, c.source.url, c.quotation, c.told_to,
            c.relayed_by, c.said_on, c.content[0].start if c.content else None,
            c.content[-1].end if c.content else None, int(c.earliest), int(c.fullest), c.confidence,
        )
        for s in found
        for c in s.citations
    )  # fmt: skip
    return Listing("Statements", columns, rows)


def meetings(found: Iterable[Met]) -> Listing:
    """Meetings: when, which, where, who, whether held, and who reports it."""
    rows = tuple(
        (
            date_text(m.date, m.precision or "day") if m.date else "not stated", named(m), m.place,
            ", ".join([*m.parties, *m.delegates]), m.status, _reported(m),
        )
        for m in found
    )  # fmt: skip
    return Listing("Meetings", ("when", "what", "where", "who", "status", "reported by"), rows, ("what", "who"))


def meetings_in_full(found: Iterable[Met]) -> Listing:
    """Meetings, one row a report."""
    columns = (
        "meeting", "name", "kind", "status", "date", "precision", "place", "parties", "delegates", "document", "title",
        "outlet", "published", "url", "reported_date", "reported_place", "reported_status",
    )  # fmt: skip
    rows = tuple(
        (
            m.uid, m.name, m.kind, m.status, m.date, m.precision, m.place, "; ".join(m.parties),
            "; ".join(m.delegates), r.source.key, r.source.title, r.source.outlet, r.source.published, r.source.url,
            r.date, r.place, r.status,
        )
        for m in found
        for r in m.reports
    )  # fmt: skip
    return Listing("Meetings", columns, rows)


def offices(found: Sequence[Office]) -> Listing:
    """Roles over time."""
    rows = tuple((o.role, o.party, day(o.first), day(o.last), o.documents) for o in found)
    return Listing("Roles", ("role", "party", "first seen", "last seen", "documents"), rows, ("role",))


def actors(found: Iterable[Known]) -> Listing:
    """Actors, a line each."""
    rows = tuple((k.id, k.name, k.type, k.party, k.statements, day(k.first), day(k.last)) for k in found)
    return Listing("Actors", ("id", "name", "type", "party", "statements", "first seen", "last seen"), rows, ("name",))


def outlets(found: Iterable[Outlet]) -> Listing:
    """Outlets with counts and days."""
    rows = tuple((o.name or "not stated", o.documents, o.statements, day(o.first), day(o.last)) for o in found)
    return Listing("Sources", ("outlet", "documents", "statements", "first", "last"), rows, ("outlet",))


def hits(found: Iterable[Hit]) -> Listing:
    """Search hits, the searched words between ‹ and ›."""
    rows = tuple(
        (h.kind, h.statement, day(h.date or ""), h.speaker, marked(h), h.source.outlet, h.title) for h in found
    )
    return Listing("Found", ("in", "id", "date", "who", "words", "outlet", "title"), rows, ("words",))


def changes(found: Iterable[Change]) -> Listing:
    """What became of meetings."""
    rows = tuple(
        (
            c.what, named(c.meeting), day(c.meeting.date or ""), day(c.before or ""),
            c.meeting.place, ", ".join(c.meeting.parties),
        )
        for c in found
    )  # fmt: skip
    return Listing("Meetings", ("now", "what", "when", "before", "where", "who"), rows, ("what",))


def failures(found: Iterable[Failed]) -> Listing:
    """What could not be read."""
    rows = tuple((f.origin, f.reason, f.tries) for f in found)
    return Listing("Not read", ("input", "why", "tries"), rows, ("input", "why"))


def marked(hit: Hit) -> str:
    """A hit's words on one line, the searched ones between ‹ and ›."""
    return " ".join("".join(f"‹{piece}›" if found else piece for piece, found in hit.pieces).split())


def who(s: Said) -> str:
    """Who speaks, or the description of an unnamed source."""
    return s.speaker or (f"[{s.role}]" if s.role else "not stated")


def named(m: Met) -> str:
    """A meeting's forum, and the words for it where they say more."""
    return ", ".join(dict.fromkeys(n for n in (m.forum, m.what) if n))


def day(value: str) -> str:
    """A date as far as it is known, in words."""
    return date_text(value, DIGITS.get(len(value), "day")) if value else ""


def short(text: str, most: int = LONG) -> str:
    """A text cut at a word, with a gap where it was cut."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _told(cited: Sequence[Citation], conflicts: Sequence[Conflict]) -> str:
    return _outlets([c.source for c in cited]) + _disagreeing(conflicts)


def _reported(m: Met) -> str:
    return _outlets([r.source for r in m.reports]) + _disagreeing(m.conflicts)


def _outlets(sources: Sequence[Source]) -> str:
    """The first outlets by name, and how many more documents there are."""
    names = list(dict.fromkeys(s.outlet or "outlet unknown" for s in sources))
    more = f" and {len(names) - OUTLETS} more" if len(names) > OUTLETS else ""
    counted = f" ({len(sources)} documents)" if len(sources) > 1 else ""
    return ", ".join(names[:OUTLETS]) + more + counted


def _disagreeing(conflicts: Sequence[Conflict]) -> str:
    told = (f"{c.about}: {' / '.join(short(v.value, 60) for v in c.versions)}" for c in conflicts)
    return "".join(f"; reports disagree on the {one}" for one in told)
