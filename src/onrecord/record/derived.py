"""What the store derives, derived anew: statements of tellings, meetings of reports, counts, references."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, exists, func, or_, select

from onrecord.record import meetings, statements
from onrecord.record.faults import Ahead, Check, Fault, key_of
from onrecord.record.ruled import ruled
from onrecord.record.schema import (
    actor,
    attribution,
    attribution_span,
    document,
    meeting,
    metadata,
    place,
    report,
    ruling,
    statement,
    version,
)


def _references(connection: Connection, _: Counter[str]) -> Iterator[Fault]:
    """Every reference to a row that is not there. SQLite's own check cannot name rows of tables without rowid."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield from _orphans(connection, table, column, key.column.table)


def _orphans(connection: Connection, table: Table, column: Column[Any], to: Table) -> Iterator[Fault]:
    there = to.alias("there")
    lost = select(*table.primary_key, column.label("lost")).where(
        column.is_not(None), ~exists().where(there.c.id == column)
    )
    for row in connection.execute(lost):
        at = key_of([row.lost])
        yield Fault(table.name, key_of(row[:-1]), f"its {column.name} is {at}, and there is no {to.name} {at}")


def _statements(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Statements against the documents that tell of them."""
    with Ahead(connection.execute(_tellings()), "statement_id") as told:
        yield from _with_tellings(connection, told, counts)


def _with_tellings(connection: Connection, told: Ahead, counts: Counter[str]) -> Iterator[Fault]:
    said = ruled(connection)  # made by hand: there are never many
    for row in connection.execute(select(statement).order_by(statement.c.id)):
        counts["statements"] += 1
        tellings = {}
        for number, pieces in groupby(told.of(row.id), lambda r: r.id):
            parts = sorted(pieces, key=lambda r: r.piece or 0)
            content = statements.joined(p.exact for p in parts if p.exact is not None)
            tellings[number] = statements.telling_of(parts[0], content, cluster=0, ruled=said.get(number))
        counts["attributions"] += len(tellings)
        if not tellings:
            yield Fault("statement", row.id, "no document tells of it")
        else:
            yield from _differing("statement", row, statements.summary(tellings), "attributions")


def _tellings() -> Select[Any]:
    """Attributions in order of their statement, a row for each piece of their content."""
    a, s = attribution.c, attribution_span.c
    return (
        select(attribution, s.number.label("piece"), s.exact)
        .outerjoin(attribution_span, (s.attribution_id == a.id) & (s.role == "content"))
        .order_by(a.statement_id, a.known_on, a.id)
    )


def _rulings(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Rulings against the texts that they judge, and the tellings that they are placed at."""
    d = document.c
    rows = connection.execute(select(ruling, d.text).join(document, d.id == ruling.c.document_id).order_by(ruling.c.id))
    of = {row.id: row.document_id for row in connection.execute(_ruled())}
    for row in rows:
        counts["rulings"] += 1
        answer = json.loads(row.answer)
        for name in ("source", "cue", "content"):
            ranges = json.loads(getattr(row, name))
            if any(not 0 <= start < end <= len(row.text) for start, end in ranges):
                yield Fault("ruling", row.id, f"its {name} is not within its document")
        if any(row.text[s["start"] : s["end"]] != s["exact"] for s in _spans_in(answer)):
            yield Fault("ruling", row.id, "its document has other words where its answer marks some")
        if row.attribution_id is not None and of.get(row.attribution_id) != row.document_id:
            yield Fault("ruling", row.id, f"its attribution {row.attribution_id} is of another document")


def _ruled() -> Select[Any]:
    there = select(ruling.c.attribution_id).where(ruling.c.attribution_id.is_not(None))
    return select(attribution.c.id, attribution.c.document_id).where(attribution.c.id.in_(there))


def _spans_in(answer: Any) -> Iterator[Mapping[str, Any]]:
    """The spans of an answer, wherever in it they stand."""
    parts = answer.values() if isinstance(answer, dict) else [answer]
    for part in parts:
        if isinstance(part, list):
            yield from part


def _meetings(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Meetings against the documents that report them."""
    with Ahead(connection.execute(select(report).order_by(report.c.meeting_id)), "meeting_id") as told:
        yield from _with_reports(connection, told, counts)


def _with_reports(connection: Connection, told: Ahead, counts: Counter[str]) -> Iterator[Fault]:
    for row in connection.execute(select(meeting).order_by(meeting.c.id)):
        counts["meetings"] += 1
        reports = list(told.of(row.id))
        counts["reports"] += len(reports)
        if not reports:
            yield Fault("meeting", row.id, "no document reports it")
        else:
            yield from _differing("meeting", row, meetings.summary(meetings.in_order(reports)), "reports")


def _differing(table: str, row: Row[Any], derived: Mapping[str, Any], of: str) -> Iterator[Fault]:
    for name, value in derived.items():
        held = getattr(row, name)
        if held != value:
            numbers = f" (it says {held}, they make it {value})" if isinstance(value, int) else ""
            yield Fault(table, row.id, f"its {name} is not what its {of} make it{numbers}")


def _merged(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Actors that are merged into one another in a circle, so that none of them is the one they are."""
    counts["actors"] += connection.execute(select(func.count()).select_from(actor)).scalar_one()
    rows = connection.execute(select(actor.c.id, actor.c.merged_into).where(actor.c.merged_into.is_not(None)))
    into = {row.id: row.merged_into for row in rows}
    seen: set[int] = set()
    for first in into:
        walked: list[int] = []
        at = first
        while at in into and at not in seen:
            seen.add(at)
            walked.append(at)
            at = into[at]
        if at in walked:
            ring = walked[walked.index(at) :]
            named = ", ".join(map(str, sorted(ring)))
            yield Fault("actor", min(ring), f"it is merged in a circle: {named}. None of them is the one they are")


def _places(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Places against the versions they held, and documents against the places that hold them."""
    counts["places"] += connection.execute(select(func.count()).select_from(place)).scalar_one()
    newest = (
        select(version.c.document_id).where(version.c.place_id == place.c.id)
        .order_by(version.c.number.desc()).limit(1).scalar_subquery()
    )  # fmt: skip
    for number in connection.execute(select(place.c.id).where(newest.is_distinct_from(place.c.document_id))).scalars():
        yield Fault("place", number, "its document is not the one of its newest version")
    held = exists().where(place.c.document_id == document.c.id)
    gone = document.c.gone_on.is_not(None)
    for number in connection.execute(select(document.c.id).where(or_(held & gone, ~held & ~gone))).scalars():
        yield Fault("document", number, "whether a place holds it and whether it is gone do not agree")


def _counted(connection: Connection, _: Counter[str]) -> Iterator[Fault]:
    """Documents against their attributions and reports."""
    for table, column in ((attribution, document.c.attributions), (report, document.c.reports)):
        count = select(func.count()).where(table.c.document_id == document.c.id).scalar_subquery()
        for number, said, there in connection.execute(select(document.c.id, column, count).where(count != column)):
            yield Fault("document", number, f"its {column.name} are {there}, and it says {said}")


CHECKS: Sequence[Check] = (
    Check(_references, tuple(metadata.sorted_tables)),
    Check(_statements, (statement, attribution, attribution_span)),
    Check(_rulings, (ruling, document, attribution)),
    Check(_meetings, (meeting, report)),
    Check(_merged, (actor,)),
    Check(_places, (place, version, document)),
    Check(_counted, (document, attribution, report)),
)
