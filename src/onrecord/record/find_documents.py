"""Documents on record: outlets and their counts, what failed, and readings as they were added."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, select

from onrecord.record.answers import Failed, Filter, Outlet
from onrecord.record.appearances import LISTED
from onrecord.record.find_statements import statement_conditions
from onrecord.record.ruled import Ruled, ruled
from onrecord.record.schema import (
    appearance,
    appearance_span,
    attribution,
    attribution_span,
    delegate,
    document,
    document_span,
    failure,
    party,
    report,
    report_span,
    statement,
)  # fmt: skip
from onrecord.record.visible import beside, names_by_report, seen, spans_by_owner
from onrecord.values import (
    PLOVER,
    Actor,
    Alongside,
    Document,
    Evidence,
    Kind,
    Meeting,
    Reading,
    Speaker,
    Statement,
    When,
)


def extent(connection: Connection) -> tuple[int, int]:
    """The greatest numbers of documents and of attributions."""
    greatest = select(
        select(func.max(document.c.id)).scalar_subquery(), select(func.max(attribution.c.id)).scalar_subquery()
    )
    one, two = connection.execute(greatest).one()
    return one or 0, two or 0


def text(connection: Connection, key: str) -> str | None:
    """A document's text."""
    return connection.execute(select(document.c.text).where(document.c.key == key)).scalar()


def outlets(connection: Connection, chosen: Filter) -> tuple[Outlet, ...]:
    """Every outlet with its counts, the most documents first; of a party, speaker or kind, only what tells of them."""
    d, t = document.c, attribution.c
    where = [seen(chosen.as_of)]
    where += [] if chosen.since is None else [d.known_on >= chosen.since]
    where += [] if chosen.outlet is None else [d.outlet == chosen.outlet]
    narrowed = (chosen.party, chosen.speaker, chosen.kind) != (None, None, None)
    named = replace(chosen, as_of=None, since=None, outlet=None)
    told = statement_conditions(connection, named) if narrowed else []
    count = func.count(d.id.distinct()) if told else func.count()
    counted = select(d.outlet, count, func.count(t.id) if told else func.sum(d.attributions))
    counted = counted.add_columns(func.min(d.known_on), func.max(d.known_on)).where(*where, *told)
    if told:
        counted = counted.join(attribution, t.document_id == d.id).join(statement, statement.c.id == t.statement_id)
    page = (
        counted.group_by(d.outlet)
        .order_by(count.desc(), d.outlet.nulls_first())
        .limit(chosen.limit)
        .offset(chosen.offset)
    )
    return tuple(Outlet(*row) for row in connection.execute(page))


def failures(connection: Connection, limit: int | None = None) -> tuple[Failed, ...]:
    """Inputs that could not be read, the latest first."""
    rows = connection.execute(select(failure).order_by(failure.c.failed.desc(), failure.c.origin).limit(limit))
    return tuple(Failed(r.origin, r.reason, r.failed, r.tries) for r in rows)


def newest(connection: Connection, chosen: Filter) -> tuple[str, ...]:
    """Keys of the documents that can be seen, the newest first."""
    d = document.c
    where = [seen(chosen.as_of)]
    where += [] if chosen.since is None else [d.known_on >= chosen.since]
    where += [] if chosen.outlet is None else [d.outlet == chosen.outlet]
    rows = select(d.key).where(*where).order_by(d.known_on.desc(), d.id.desc())
    return tuple(connection.execute(rows.limit(chosen.limit).offset(chosen.offset)).scalars())


def every(connection: Connection) -> tuple[str, ...]:
    """Keys of all documents, those whose page has changed included, in the order in which they were added."""
    return tuple(connection.execute(select(document.c.key).order_by(document.c.id)).scalars())


def reading(connection: Connection, key: str, *, as_ruled: bool = False) -> Reading | None:
    """A document's reading, exactly as it was added; or with what persons ruled, without what they rejected."""
    rows = connection.execute(select(document).where(document.c.key == key)).all()
    return next(iter(_readings(connection, rows, as_ruled=as_ruled)), None)


def tellings(connection: Connection, wanted: Mapping[str, Collection[str]]) -> Iterator[Reading]:
    """Readings of some documents as persons ruled, each with those of its statements alone whose keys are given."""
    chosen = select(document).where(document.c.key.in_(wanted))
    yield from _readings(connection, connection.execute(chosen).all(), as_ruled=True, wanted=wanted)


def _readings(
    connection: Connection, rows: Sequence[Row[Any]], *, as_ruled: bool,
    wanted: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Reading]:  # fmt: skip
    ids = [row.id for row in rows]
    actors, meetings = _actors(connection, ids), _meetings(connection, ids)
    background = spans_by_owner(connection, document_span, ids)
    by_document = _rows(connection, attribution, ids)
    if wanted is not None:
        by_document = {row.id: [t for t in by_document.get(row.id, ()) if t.key in wanted[row.key]] for row in rows}
    statements = _statements(connection, by_document)
    if as_ruled:
        statements = _ruled(connection, by_document, statements, actors)
    for row in rows:
        fields = {name: getattr(row, name) for name in Document.model_fields if name != "id"}
        yield Reading(
            document=Document(id=row.key, **fields),
            actors=tuple(actors.get(row.id, ())),
            statements=tuple(statements.get(row.id, ())),
            meetings=tuple(meetings.get(row.id, ())),
            background=background.get(row.id, {}).get("background", ()),
        )


def _rows(connection: Connection, table: Any, numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The rows of some documents, by document, in their order."""
    chosen = select(table).where(table.c.document_id.in_(numbers)).order_by(table.c.document_id, table.c.number)
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.document_id, []).append(row)
    return found


def _actors(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Actor]]:
    listed = {n: [r for r in rows if r.listed == LISTED] for n, rows in _rows(connection, appearance, numbers).items()}
    spans = spans_by_owner(connection, appearance_span, [r.id for rows in listed.values() for r in rows])
    return {
        number: [
            Actor(
                name=r.name, type=r.type, role=r.role, party=r.party, aliases=tuple(json.loads(r.aliases)),
                mentions=spans.get(r.id, {}).get("mention", ()), evidence=spans.get(r.id, {}).get("evidence", ()),
            )
            for r in rows
        ]
        for number, rows in listed.items()
    }  # fmt: skip


def _statements(connection: Connection, rows: Mapping[int, Sequence[Row[Any]]]) -> dict[int, list[Statement]]:
    ids = [r.id for found in rows.values() for r in found]
    spans = spans_by_owner(connection, attribution_span, ids)
    others = beside(connection, ids)
    return {n: [_statement(r, spans.get(r.id, {}), others.get(r.id, ())) for r in found] for n, found in rows.items()}


def _ruled(
    connection: Connection, rows: Mapping[int, Sequence[Row[Any]]], read: Mapping[int, Sequence[Statement]],
    actors: Mapping[int, Sequence[Actor]],
) -> dict[int, list[Statement]]:  # fmt: skip
    """Documents' statements as persons have them."""
    s = statement.c
    numbers = {row.statement_id for found in rows.values() for row in found}
    shown = {
        r.id: r for r in connection.execute(select(s.id, s.kind, s.kind_by, s.rejected_by).where(s.id.in_(numbers)))
    }
    said = ruled(connection, [row.id for found in rows.values() for row in found])
    out: dict[int, list[Statement]] = {}
    for number, found in rows.items():
        for one, row in zip(read[number], found, strict=True):
            held = shown[row.statement_id]
            if held.rejected_by is not None:
                continue
            kind: Kind = one.kind if held.kind_by is None else held.kind
            made = _as_ruled(one, row, said.get(row.id, Ruled()), kind, actors.get(number, ()))
            out.setdefault(number, []).append(made)
    return out


def _as_ruled(one: Statement, row: Row[Any], by: Ruled, kind: Kind, actors: Sequence[Actor]) -> Statement:
    change: dict[str, Any] = {**by.spans, "kind": kind, "plover": PLOVER[kind]}
    who = by.speaker_of(row)
    if who != one.speaker:
        named = next((x.evidence or x.mentions[:1] for x in actors if x.name == who.name), ())
        change |= {"speaker": who, "evidence": one.evidence.model_copy(update={"speaker": named})}
    return one.model_copy(update=change)


def _statement(row: Row[Any], spans: dict[str, Any], others: tuple[Alongside, ...]) -> Statement:
    return Statement(
        id=row.key, quotation=row.quotation, kind=row.kind, plover=row.plover, told_to=row.told_to, issue=row.issue,
        stance=row.stance, confidence=row.confidence, alongside=others, meaning=row.meaning,
        **{role: spans.get(role, ()) for role in ("source", "cue", "content", "condition", "red_line")},
        speaker=_speaker(row, "speaker"),
        relayed_by=_speaker(row, "relayed_by") if row.relayed_by_type else None,
        said_on=When(date=row.said_on, precision=row.said_precision) if row.said_on else None,
        evidence=Evidence(**{name: spans.get(f"by_{name}", ()) for name in Evidence.model_fields}),
    )  # fmt: skip


def _speaker(row: Row[Any], of: str) -> Speaker:
    return Speaker(**{field: getattr(row, f"{of}_{field}") for field in Speaker.model_fields})


def _meetings(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Meeting]]:
    by_document = _rows(connection, report, numbers)
    ids = [r.id for rows in by_document.values() for r in rows]
    spans = spans_by_owner(connection, report_span, ids)
    seated, sent = (names_by_report(connection, table, ids) for table in (party, delegate))
    return {
        number: [
            Meeting(
                forum=r.forum, what=r.what, kind=r.kind, place=r.place, status=r.status,
                date=When(date=r.date, precision=r.precision) if r.date else None,
                parties=tuple(seated.get(r.id, ())), delegates=tuple(sent.get(r.id, ())),
                **{role: spans.get(r.id, {}).get(role, ()) for role in ("agenda", "off_agenda", "evidence")},
            )
            for r in rows
        ]
        for number, rows in by_document.items()
    }  # fmt: skip
