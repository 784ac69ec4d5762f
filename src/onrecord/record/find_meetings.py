"""Meetings on record, in order of their dates, each with every report that can be seen; and what became of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, func, or_, select

from onrecord.record.answers import Beside, Change, Conflict, Filter, Met, Report, Version
from onrecord.record.find_actors import actors_named
from onrecord.record.meetings import in_order, summary
from onrecord.record.schema import actor, delegate, document, meeting, party, report, report_span
from onrecord.record.visible import (
    NOT_YET,
    as_recorded,
    names_by_report,
    seen,
    source_columns,
    source_of,
    spans_by_owner,
)

SPARE = 3  # times as many meetings are looked at as are wanted: some had an earlier date on the day that is shown


def meetings(connection: Connection, chosen: Filter) -> tuple[Met, ...]:
    """One page of the meetings that a filter lets through, the latest date first, undated ones last."""
    numbers = connection.execute(
        select(meeting.c.id)
        .where(*_where(connection, chosen))
        .order_by(meeting.c.date.desc().nulls_last(), meeting.c.id.desc())
        .limit(chosen.limit)
        .offset(chosen.offset)
    ).scalars()
    return meetings_numbered(connection, list(numbers), chosen.as_of)


def coming(connection: Connection, day: str, chosen: Filter) -> tuple[Met, ...]:
    """The next meetings from a day on, the nearest first; a month or year counts until it is over."""
    m = meeting.c
    ahead = (m.date >= day[:4], m.date >= func.substr(day, 1, func.length(m.date)))
    found = (
        select(m.id)
        .where(*_where(connection, chosen), *ahead)
        .order_by(m.date.nulls_first(), m.id)
        .limit(SPARE * chosen.limit)
    )
    met = meetings_numbered(connection, list(connection.execute(found).scalars()), chosen.as_of)
    later = [one for one in met if one.date and one.date >= day[: len(one.date)]]  # by the date that was known then
    return tuple(sorted(later, key=lambda one: one.date or "")[: chosen.limit])


def meetings_of(connection: Connection, actors: Iterable[int], chosen: Filter) -> tuple[Met, ...]:
    """The meetings that some actors are named as delegates of."""
    seated = (
        select(report.c.meeting_id, func.max(meeting.c.date).label("day"))
        .join(delegate, delegate.c.report_id == report.c.id)
        .join(meeting, meeting.c.id == report.c.meeting_id)
        .where(delegate.c.actor_id.in_(list(actors)))
        .group_by(report.c.meeting_id)
        .order_by(func.max(meeting.c.date).desc().nulls_last(), report.c.meeting_id.desc())
        .limit(chosen.limit)
    )
    numbers = [row.meeting_id for row in connection.execute(seated)]
    return meetings_numbered(connection, numbers, chosen.as_of)


def meeting_of(connection: Connection, uid: str, as_of: str | None) -> Met | None:
    """One meeting, by the name it keeps."""
    number = connection.execute(select(meeting.c.id).where(meeting.c.uid == uid)).scalar()
    return None if number is None else next(iter(meetings_numbered(connection, [number], as_of)), None)


def seats(connection: Connection, uid: str) -> dict[str, int]:
    """Whom of the record the delegates of a meeting are held to be, by the names that reports give them."""
    chosen = select(delegate.c.name, delegate.c.actor_id).join(report, report.c.id == delegate.c.report_id)
    chosen = chosen.join(meeting, meeting.c.id == report.c.meeting_id)
    rows = connection.execute(chosen.where(meeting.c.uid == uid, delegate.c.actor_id.is_not(None)))
    return {row.name: row.actor_id for row in rows}


def between(
    connection: Connection, period: tuple[str, str] | None, parties: Sequence[str], chosen: Filter
) -> tuple[Met, ...]:
    """Meetings that any report dates from a day on and before another, the latest first; of ``parties`` if given.

    A meeting that was moved counts on its old day too. One known by month or year counts in all of it. Without a period
    all of them.
    """
    numbers = connection.execute(
        select(meeting.c.id)
        .where(*_dated(connection, period, parties, chosen.as_of))
        .order_by(meeting.c.date.desc().nulls_last(), meeting.c.id.desc())
        .limit(chosen.limit)
        .offset(chosen.offset)
    ).scalars()
    return meetings_numbered(connection, list(numbers), chosen.as_of)


def dated(connection: Connection, period: tuple[str, str], parties: Sequence[str], as_of: str | None) -> dict[str, int]:
    """How many meetings there are by date, as many as ``between`` gives without a limit."""
    m = meeting.c
    within = _dated(connection, period, parties, as_of)
    rows = connection.execute(select(m.date, func.count()).where(*within).group_by(m.date))
    return {row[0] or "": int(row[1]) for row in rows}


def undated(connection: Connection, parties: Sequence[str], chosen: Filter) -> tuple[Met, ...]:
    """A page of the meetings of which no report states a date, the newest first."""
    m = meeting.c
    numbers = connection.execute(
        select(m.id)
        .where(m.date.is_(None), *_attended(parties), *_known(chosen.as_of))
        .order_by(m.id.desc())
        .limit(chosen.limit)
        .offset(chosen.offset)
    ).scalars()
    return meetings_numbered(connection, list(numbers), chosen.as_of)


def met_by(connection: Connection, number: int, as_of: str | None, limit: int) -> tuple[Beside, ...]:
    """Who else is named as a delegate of the meetings that an actor was sent to, the most often first."""
    d, r = delegate.c, report.c
    own = select(r.meeting_id).join(delegate, d.report_id == r.id).join(document, document.c.id == r.document_id)
    meetings_ = own.where(d.actor_id == number, seen(as_of))
    counted = func.count(r.meeting_id.distinct())
    chosen = (
        select(func.min(d.name).label("name"), d.actor_id, counted.label("meetings"))
        .join(report, r.id == d.report_id)
        .join(document, document.c.id == r.document_id)
        .where(r.meeting_id.in_(meetings_), seen(as_of), or_(d.actor_id.is_(None), d.actor_id != number))
        .group_by(d.actor_id, case((d.actor_id.is_(None), d.name)))
        .order_by(counted.desc(), func.min(d.name))
        .limit(limit)
    )
    named = select(actor.c.name).where(actor.c.id == bindparam("number"))
    return tuple(
        Beside(
            connection.execute(named, {"number": row.actor_id}).scalar() or row.name if row.actor_id else row.name,
            row.actor_id, row.meetings,
        )
        for row in connection.execute(chosen).all()
    )  # fmt: skip


def met_at_table(connection: Connection, parties: Sequence[str], as_of: str | None, limit: int) -> tuple[Beside, ...]:
    """The other parties of the meetings of some party, the most often first."""
    p, r = party.c, report.c
    meetings_ = select(r.meeting_id).join(party, p.report_id == r.id).where(p.name.in_(parties))
    counted = func.count(r.meeting_id.distinct())
    rows = connection.execute(
        select(p.name, counted.label("meetings"))
        .join(report, r.id == p.report_id)
        .join(document, document.c.id == r.document_id)
        .where(r.meeting_id.in_(meetings_), p.name.not_in(parties), seen(as_of))
        .group_by(p.name)
        .order_by(counted.desc(), p.name)
        .limit(limit)
    )
    return tuple(Beside(row.name, None, row.meetings) for row in rows)


def _dated(
    connection: Connection, period: tuple[str, str] | None, parties: Sequence[str], as_of: str | None
) -> list[ColumnElement[bool]]:
    """What is asked of a meeting of a period: its own date lies there, or that of one of its reports."""
    m, r = meeting.c, report.c
    asked = [*_attended(parties), *_known(as_of)]
    if period is None:
        return asked
    start, end = period
    coarse = sorted({day[:n] for day in _months(start, end) for n in (4, 7)})
    own = or_(and_(m.date >= start, m.date < end), m.date.in_(coarse))
    told = select(r.meeting_id).where(or_(and_(r.date >= start, r.date < end), r.date.in_(coarse)))
    within = connection.execute(told.where(*([] if as_of is None else [r.known_on <= as_of]))).scalars()
    moved = set(within) - set(connection.execute(select(m.id).where(own)).scalars())
    return [or_(own, m.id.in_(moved)), *asked]


def _months(start: str, end: str) -> Iterator[str]:
    year, month = int(start[:4]), int(start[5:7])
    while year <= MAXYEAR and f"{year:04}-{month:02}-01" < end:
        yield f"{year:04}-{month:02}"
        year, month = year + month // 12, month % 12 + 1


def _attended(parties: Sequence[str]) -> list[ColumnElement[bool]]:
    r, p = report.c, party.c
    if not parties:
        return []
    return [meeting.c.id.in_(select(r.meeting_id).join(party, p.report_id == r.id).where(p.name.in_(parties)))]


def _known(as_of: str | None) -> list[ColumnElement[bool]]:
    return [] if as_of is None else [meeting.c.known_on <= as_of]


def changed_meetings(connection: Connection, since: str, chosen: Filter) -> tuple[Change, ...]:
    """What reports that became known after a day say anew of meetings."""
    r = report.c
    until = NOT_YET if chosen.as_of is None else chosen.as_of
    news: Select[Any] = (
        select(r.meeting_id)
        .where(r.known_on > since, r.known_on <= until)
        .group_by(r.meeting_id)
        .order_by(func.max(r.known_on).desc(), r.meeting_id.desc())
    )
    if chosen.party is not None:
        named = select(party.c.report_id).where(func.lower(party.c.name) == chosen.party.lower())
        news = news.where(r.id.in_(named))
    numbers = [row.meeting_id for row in connection.execute(news.limit(chosen.limit))]
    after = meetings_numbered(connection, numbers, chosen.as_of)
    before = {m.uid: m for m in meetings_numbered(connection, numbers, since)}
    return tuple(change for m in after for change in [_change(before.get(m.uid), m)] if change)


def meetings_numbered(connection: Connection, numbers: Sequence[int], as_of: str | None) -> tuple[Met, ...]:
    """Meetings by number, in that order, out of their reports that can be seen."""
    chosen = (
        select(report, meeting.c.uid, *source_columns())
        .join(document, document.c.id == report.c.document_id)
        .join(meeting, meeting.c.id == report.c.meeting_id)
        .where(report.c.meeting_id.in_(numbers), seen(as_of))
    )
    told: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(chosen):
        told.setdefault(row.meeting_id, []).append(row)
    ids = [row.id for rows in told.values() for row in rows]
    spans = spans_by_owner(connection, report_span, ids)
    seated, sent = (names_by_report(connection, table, ids) for table in (party, delegate))
    return tuple(_met(in_order(told[n]), spans, seated, sent) for n in numbers if n in told)


def _where(connection: Connection, chosen: Filter) -> list[ColumnElement[bool]]:
    m, r = meeting.c, report.c
    where: list[ColumnElement[bool]] = []
    if chosen.as_of is not None:
        where.append(m.known_on <= chosen.as_of)
    if chosen.since is not None:
        where.append(m.date >= chosen.since)
    if chosen.kind is not None:
        where.append(m.kind == chosen.kind)
    if chosen.party is not None:
        name = as_recorded(connection, party.c.name, chosen.party)
        where.append(m.id.in_(select(r.meeting_id).join(party, party.c.report_id == r.id).where(party.c.name == name)))
    if chosen.speaker is not None:
        sent = select(delegate.c.report_id).where(delegate.c.actor_id.in_(actors_named(connection, chosen.speaker)))
        where.append(m.id.in_(select(r.meeting_id).where(r.id.in_(sent))))
    if chosen.outlet is not None:
        where.append(m.id.in_(select(r.meeting_id).where(r.outlet == chosen.outlet)))
    return where


def _met(
    rows: Sequence[Row[Any]],
    spans: dict[int, dict[str, Any]],
    seated: dict[int, list[str]],
    sent: dict[int, list[str]],
) -> Met:
    told = summary(rows)
    reports = tuple(
        Report(source_of(r), r.number, r.date, r.precision, r.place, r.status, spans.get(r.id, {})) for r in rows
    )
    return Met(
        uid=rows[0].uid, forum=told["forum"], what=told["what"], kind=told["kind"], place=told["place"],
        date=told["date"], precision=told["precision"], status=told["status"],
        parties=tuple(dict.fromkeys(n for r in reversed(rows) for n in seated.get(r.id, []))),
        delegates=tuple(dict.fromkeys(n for r in reversed(rows) for n in sent.get(r.id, []))),
        reports=reports, conflicts=tuple(_conflicts(reports)),
    )  # fmt: skip


def _conflicts(reports: Sequence[Report]) -> Iterator[Conflict]:
    """Dates and places that do not agree, a coarser date or a wider name of one place aside.

    A meeting that was postponed has another date since: only reports after that are compared.
    """
    moved = max((i for i, r in enumerate(reports) if r.status == "postponed"), default=-1)
    for about, told in (
        ("date", [(r.date, r) for r in reports[moved + 1 :]]),
        ("place", [(r.place, r) for r in reports]),
    ):
        versions: dict[str, list[Any]] = {}
        for value, r in told:
            if value:
                versions.setdefault(value, []).append(r.source)
        if any(a not in b and b not in a for a in versions for b in versions):
            chosen = tuple(Version(value, tuple(sources)) for value, sources in versions.items())
            yield Conflict("date" if about == "date" else "place", chosen)


def _change(before: Met | None, after: Met) -> Change | None:
    if before is None or after.status != before.status:
        if before and before.status == "postponed" and after.status == "planned":
            return Change("moved", after, before.date)
        return Change(after.status, after, before.date if before else None)
    if before.date and after.date and not (after.date.startswith(before.date) or before.date.startswith(after.date)):
        return Change("moved", after, before.date)
    return None
