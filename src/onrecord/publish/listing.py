"""Answers of the view as rows: one shape for the terminal's tables and for CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.publish.rulings import answered, plain
from onrecord.publish.wording import harmless
from onrecord.record.answers import (
    Change,
    Citation,
    Conflict,
    Failed,
    Hit,
    Judgement,
    Known,
    Met,
    Office,
    Outlet,
    Ruling,
    Said,
    Source,
)  # fmt: skip

BRIEF = 11  # characters up to which a column is never wrapped: a date, a kind
LONG = 200  # characters of content shown in a terminal
OUTLETS = 3  # outlets named in a terminal
Cell = str | int | float | None


@dataclass(frozen=True)
class Listing:
    """A title, column names, rows of cells; ``wide`` gives columns that take what room there is their share of it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: Mapping[str, int] = field(default_factory=dict)


def table(listing: Listing) -> Table:
    """A listing for the terminal: short columns are kept whole, the wide ones share what room is left."""
    out = Table(
        title=Text(harmless(listing.title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False,
        collapse_padding=True,
    )  # fmt: skip
    for number, column in enumerate(listing.columns):
        cells = [row[number] for row in listing.rows]
        numeric = bool(cells) and all(isinstance(cell, int | float) for cell in cells)
        brief = all(len(str(cell or "")) <= BRIEF for cell in cells)
        out.add_column(
            Text(harmless(column)), overflow="fold", no_wrap=brief, justify="right" if numeric else "left",
            ratio=listing.wide.get(column),
        )  # fmt: skip
    for row in listing.rows:
        out.add_row(*(Text("" if cell is None else harmless(str(cell))) for cell in row))
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
        (s.id, s.date, who(s), s.party, s.kind, short(s.content), _told(s.citations, s.conflicts)) for s in found
    )
    return Listing(
        "Statements", ("id", "said", "who", "party", "kind", "what", "told by"), rows, {"what": 3, "told by": 1}
    )


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
            f"week of {m.date}" if m.precision == "week" else m.date or "not stated", named(m), m.place,
            ", ".join([*m.parties, *m.delegates]), m.status, _reported(m),
        )
        for m in found
    )  # fmt: skip
    return Listing(
        "Meetings",
        ("when", "what", "where", "who", "status", "reported by"),
        rows,
        {"what": 2, "who": 2, "reported by": 1},
    )


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
    rows = tuple((o.role, o.party, o.first, o.last, o.documents) for o in found)
    return Listing("Roles", ("role", "party", "first seen", "last seen", "documents"), rows, {"role": 1})


def actors(found: Iterable[Known]) -> Listing:
    """Actors, a line each."""
    rows = tuple((k.id, k.name, k.type, k.party, k.statements, k.first, k.last) for k in found)
    return Listing(
        "Actors", ("id", "name", "type", "party", "statements", "first seen", "last seen"), rows, {"name": 1}
    )


def judgements(found: Iterable[Judgement]) -> Listing:
    """Who was found to be whom, and why."""
    rows = tuple(
        (
            "withdrawn" if j.withdrawn else j.verdict, j.actor, j.name, j.other, j.document, j.judge, j.made[:10],
            j.reason,
        )
        for j in found
    )  # fmt: skip
    columns = ("verdict", "id", "actor", "and", "in document", "by", "on", "why")
    return Listing("Judgements", columns, rows, {"actor": 1, "and": 1, "why": 2})


def rulings(found: Iterable[Ruling]) -> Listing:
    """What persons said of statements, and what the reader had."""
    rows = tuple(
        (
            r.id, _placed(r), r.field.replace("_", " "), r.issue, short(answered(r)),
            short(plain(r.machine)) if r.field not in ("confirm", "reject") else None, r.judge, r.made[:10],
            f"on {r.withdrawn[:10]}" if r.withdrawn else None,
        )
        for r in found
    )  # fmt: skip
    columns = ("id", "statement", "field", "issue", "answer", "reader", "by", "on", "withdrawn")
    return Listing("Rulings", columns, rows, {"answer": 1, "reader": 1})


def rulings_in_full(found: Iterable[Ruling]) -> Listing:
    """The same with the characters that were judged."""
    columns = (
        "id", "statement", "field", "issue", "answer", "reader", "judge", "made", "withdrawn", "withdrawn_by",
        "document", "start", "end",
    )  # fmt: skip
    rows = tuple(
        (
            r.id, _placed(r), r.field, r.issue, answered(r), plain(r.machine), r.judge, r.made, r.withdrawn,
            r.withdrawn_by, r.document, r.content[0][0] if r.content else None, r.content[-1][1] if r.content else None,
        )
        for r in found
    )  # fmt: skip
    return Listing("Rulings", columns, rows)


def _placed(ruling: Ruling) -> Cell:
    return "not placed" if ruling.statement is None else ruling.statement


def outlets(found: Iterable[Outlet]) -> Listing:
    """Outlets with counts and days."""
    rows = tuple((o.name or "not stated", o.documents, o.statements, o.first, o.last) for o in found)
    return Listing("Sources", ("outlet", "documents", "statements", "first", "last"), rows, {"outlet": 1})


def hits(found: Iterable[Hit]) -> Listing:
    """Search hits, the searched words between ‹ and ›."""
    rows = tuple((h.kind, h.statement, h.date, h.speaker, marked(h), h.source.outlet, h.title) for h in found)
    return Listing("Found", ("in", "id", "date", "who", "words", "outlet", "title"), rows, {"words": 3, "title": 1})


def changes(found: Iterable[Change]) -> Listing:
    """What became of meetings."""
    rows = tuple(
        (
            c.what, named(c.meeting), c.meeting.date, c.before,
            c.meeting.place, ", ".join(c.meeting.parties),
        )
        for c in found
    )  # fmt: skip
    return Listing("Meetings", ("now", "what", "when", "before", "where", "who"), rows, {"what": 1})


def failures(found: Iterable[Failed]) -> Listing:
    """What could not be read."""
    rows = tuple((f.origin, f.reason, f.tries) for f in found)
    return Listing("Not read", ("input", "why", "tries"), rows, {"input": 1, "why": 1})


def marked(hit: Hit) -> str:
    """A hit's words on one line, the searched ones between ‹ and ›."""
    return " ".join("".join(f"‹{piece}›" if found else piece for piece, found in hit.pieces).split())


def who(s: Said) -> str:
    """Who speaks, or the description of an unnamed source."""
    return s.speaker or (f"[{s.role}]" if s.role else "not stated")


def named(m: Met) -> str:
    """A meeting's forum, and the words for it where they say more."""
    return ", ".join(dict.fromkeys(n for n in (m.forum, m.what) if n))


def short(text: str, most: int = LONG) -> str:
    """A text cut at a word, with a gap where it was cut."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _told(cited: Sequence[Citation], conflicts: Sequence[Conflict]) -> str:
    fullest = next((c.source for c in cited if c.fullest and not c.earliest), None)
    told = f"; fullest: {fullest.outlet or 'outlet unknown'}" if fullest else ""
    return _outlets([c.source for c in cited]) + told + _disagreeing(conflicts)


def _reported(m: Met) -> str:
    return _outlets([r.source for r in m.reports]) + _disagreeing(m.conflicts)


def _outlets(sources: Sequence[Source]) -> str:
    """The earliest outlets by name, the first of all first, and how many more and how many documents there are."""
    names = list(dict.fromkeys(s.outlet or "outlet unknown" for s in sources))
    more = f" and {len(names) - OUTLETS} more" if len(names) > OUTLETS else ""
    counted = f" ({len(sources)} documents)" if len(sources) > 1 else ""
    return ", ".join(names[:OUTLETS]) + more + counted


def _disagreeing(conflicts: Sequence[Conflict]) -> str:
    told = (f"{c.about}: {' / '.join(short(v.value, 60) for v in c.versions)}" for c in conflicts)
    return "".join(f"; reports disagree on the {one}" for one in told)
