"""A document read again: its new reading in the place of the old, and all that persons said kept.

What a statement, an appearance or a meeting is goes on being that: numbers, merges and splits stay where a telling,
a name or a report is found again. Run in one transaction by ``Writer.reread``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, select, update

from onrecord.errors import CorrectionError
from onrecord.record import appearances, attributions, find_documents, meetings, rulings
from onrecord.record.attributions import Told
from onrecord.record.dialect import defer_references
from onrecord.record.forgetting import drop, take_off
from onrecord.record.regroup import regroup
from onrecord.record.rows import insert_all, next_number, span_rows
from onrecord.record.schema import (
    alongside,
    attribution,
    attribution_span,
    document,
    document_span,
    ruling,
)
from onrecord.record.visible import spans_by_owner
from onrecord.spans import Range, dice
from onrecord.values import Reading, Spans

Outcome = Literal["changed", "same"]
SAME = 0.5  # of its characters that a telling, or a report, must share with what stood there, by Dice
Old = Row[Any]


def reread(connection: Connection, reading: Reading) -> Outcome:
    """Put a reading in the place of the one that its document has; where they are the same, nothing is touched."""
    key = reading.document.id
    if find_documents.reading(connection, key) == reading:
        return "same"
    own = connection.execute(select(document).where(document.c.key == key)).first()
    if own is None:
        raise CorrectionError.unknown_document(key)
    defer_references(connection)
    counts = {"attributions": len(reading.statements), "reports": len(reading.meetings)}
    counts["rereads"] = own.rereads + 1
    connection.execute(update(document).where(document.c.id == own.id).values(counts))
    connection.execute(delete(document_span).where(document_span.c.document_id == own.id))
    insert_all(connection, document_span, span_rows("document_id", own.id, background=reading.background))
    actors, gone = appearances.renew(connection, own.id, reading, own.known_on)
    held = take_off(connection, gone)  # before rulings are followed: a speaker of theirs may be one of them
    _attributions(connection, own, reading, actors)
    _reports(connection, own, reading, actors)
    drop(connection, held)
    rulings.name_anew(connection, own.id)
    return "changed"


def _attributions(connection: Connection, own: Row[Any], reading: Reading, actors: Mapping[str, int | None]) -> None:
    a = attribution.c
    old = connection.execute(select(attribution).where(a.document_id == own.id).order_by(a.id)).all()
    new = list(attributions.of_reading(reading, own.id, actors, own.known_on))
    numbers = _numbered(connection, old, new, next_number(connection, attribution))
    _replace(connection, own.id, {row.id: row.statement_id for row in old}, new, numbers)
    anchors = {
        at: (told.said.id, _ranges(told.said.source), _ranges(told.said.content))
        for at, told in zip(numbers, new, strict=True)
    }
    rulings.place(connection, own.id, anchors)
    rows = connection.execute(select(attribution).where(a.document_id == own.id).order_by(a.number)).all()
    touched = rulings.settle(connection, rows) | {row.actor_id for row in old} | {t.row["actor_id"] for t in new}
    regroup(
        connection, [one for one in touched if one is not None], clusters=[own.cluster_id],
        gone=[row.statement_id for row in old],
    )  # fmt: skip


def _replace(
    connection: Connection, number: int, held: Mapping[int, int], new: Sequence[Told], numbers: Sequence[int]
) -> None:
    """Write a document's attributions anew. ``held`` are the old ones' statements, ``numbers`` the new ones' own."""
    connection.execute(update(ruling).where(ruling.c.document_id == number).values(attribution_id=None))
    for table in (attribution_span, alongside):
        connection.execute(delete(table).where(table.c.attribution_id.in_(held)))
    connection.execute(delete(attribution).where(attribution.c.document_id == number))
    pairs = list(zip(numbers, new, strict=True))
    insert_all(connection, attribution, [t.row | {"id": at, "statement_id": held.get(at, at)} for at, t in pairs])
    spans = [row for at, t in pairs for row in span_rows("attribution_id", at, **t.spans)]
    insert_all(connection, attribution_span, spans)
    insert_all(connection, alongside, [row | {"attribution_id": at} for at, t in pairs for row in t.beside])


def _numbered(connection: Connection, old: Sequence[Old], new: Sequence[Told], free: int) -> list[int]:
    """A number for each new telling: that of the old one it shares most with, each once, else one that is free."""
    spans = spans_by_owner(connection, attribution_span, [row.id for row in old])
    pairs = []
    for i, told in enumerate(new):
        for row in old:
            there = spans.get(row.id, {})
            share = dice(_ranges(told.said.content), _ranges(there.get("content", ())))
            if share >= SAME:
                source = dice(_ranges(told.said.source), _ranges(there.get("source", ())))
                pairs.append((share, told.said.id == row.key, source, -i, -row.id))
    given: dict[int, int] = {}
    for *_, i, at in sorted(pairs, reverse=True):
        if -i not in given and -at not in given.values():
            given[-i] = -at
    unmatched = iter(range(free, free + len(new)))
    return [given[i] if i in given else next(unmatched) for i in range(len(new))]


def _reports(connection: Connection, own: Row[Any], reading: Reading, actors: Mapping[str, int | None]) -> None:
    """Write a document's reports anew, each of the meeting that was reported in its place."""
    held = meetings.take_out(connection, own.id)
    for i, met in enumerate(reading.meetings):
        shares = {number: dice(_ranges(met.evidence), ranges) for number, ranges in held.items()}
        best = max(shares, key=lambda number: (shares[number], -number), default=None)
        before = best if best is not None and shares[best] >= SAME else None
        meetings.keep_report(connection, own.id, i, met, reading, actors, own.known_on, before)
    meetings.settle(connection, held)


def _ranges(spans: Spans) -> list[Range]:
    return [span.range for span in spans]
