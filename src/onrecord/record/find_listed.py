"""Documents as lists and pages show them: how much each tells, what became of its text; never whole texts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from onrecord.record.answers import Filed, Filter, Listed
from onrecord.record.find_rulings import in_document
from onrecord.record.schema import attribution, document, meeting, report, statement, version
from onrecord.record.visible import source_columns, source_of
from onrecord.spans import Range


def listed(connection: Connection, chosen: Filter, day: str | None = None) -> tuple[Listed, ...]:
    """One page of the documents known by a day, the newest first; those whose page has changed since are among them.

    ``day`` narrows to what was published (or, where that is unknown, found) on that very day.
    """
    d = document.c
    where: list[ColumnElement[bool]] = []
    where += [] if chosen.as_of is None else [d.known_on <= chosen.as_of]
    where += [] if chosen.since is None else [d.known_on >= chosen.since]
    where += [] if chosen.outlet is None else [d.outlet == chosen.outlet]
    where += [] if day is None else [d.known_on == day]
    page = select(d.id).where(*where).order_by(d.known_on.desc(), d.id.desc())
    numbers = list(connection.execute(page.limit(chosen.limit).offset(chosen.offset)).scalars())
    return _made(connection, numbers)


def filed(connection: Connection, key: str) -> Filed | None:
    """What the record made of one document: its statements' and meetings' numbers on record."""
    d, t, r = document.c, attribution.c, report.c
    own = connection.execute(select(d.id, d.rereads).where(d.key == key)).first()
    if own is None:
        return None
    s, judged = statement.c, case((statement.c.rejected_by.is_not(None), None), else_=statement.c.kind)
    chosen = select(t.key, s.id, t.actor_id, (s.kind_by.is_not(None) | s.rejected_by.is_not(None)), judged)
    told = connection.execute(chosen.join(statement, s.id == t.statement_id).where(t.document_id == own.id)).all()
    uids = select(meeting.c.uid).join(report, r.meeting_id == meeting.c.id).where(r.document_id == own.id)
    return Filed(
        listed=_made(connection, [own.id])[0],
        statements={telling: (number, actor) for telling, number, actor, _, _ in told},
        meetings=tuple(connection.execute(uids.order_by(r.number)).scalars()),
        rereads=own.rereads,
        rulings=in_document(connection, key),
        judged={number: kind for _, number, _, by_person, kind in told if by_person},
    )


def passages(connection: Connection, places: Sequence[tuple[str, Range]]) -> tuple[str, ...]:
    """The characters of documents (by key) at some ranges, in that order; empty where there is none."""
    d = document.c
    parts = [
        select(literal(i).label("at"), func.substr(d.text, start + 1, end - start).label("words")).where(d.key == key)
        for i, (key, (start, end)) in enumerate(places)
    ]
    found = {row.at: str(row.words) for row in connection.execute(union_all(*parts))} if parts else {}
    return tuple(found.get(i, "") for i in range(len(places)))


def _made(connection: Connection, numbers: Sequence[int]) -> tuple[Listed, ...]:
    d = document.c
    rows = {
        row.id: row
        for row in connection.execute(select(d.id, d.reports, *source_columns()).where(d.id.in_(numbers)))
    }  # fmt: skip
    told = {row.of: row.found for row in connection.execute(_standing(numbers))}
    before, after = (
        {row.of: row.found for row in connection.execute(chosen, {"numbers": list(numbers)})}
        for chosen in (_BEFORE, _AFTER)
    )
    return tuple(
        Listed(source_of(rows[n]), told.get(n, 0), rows[n].reports, before.get(n), after.get(n)) for n in numbers
    )


def _standing(numbers: Sequence[int]) -> Select[Any]:
    """How many statements of documents stand: nobody rejected them."""
    t, s = attribution.c, statement.c
    chosen = select(t.document_id.label("of"), func.count().label("found")).join(statement, s.id == t.statement_id)
    return chosen.where(t.document_id.in_(numbers), s.rejected_by.is_(None)).group_by(t.document_id)


def _beside(step: int) -> Select[Any]:
    """The text that the place of each of some ``numbers`` held before it (-1), or holds after it (1)."""
    own, other = version.alias("own"), version.alias("other")
    beside = (other.c.place_id == own.c.place_id) & (other.c.number == own.c.number + step)
    chosen = select(own.c.document_id.label("of"), document.c.key.label("found")).join_from(own, other, beside)
    chosen = chosen.join(document, document.c.id == other.c.document_id)
    numbers: BindParameter[int] = bindparam("numbers", expanding=True)
    return chosen.where(own.c.document_id.in_(numbers), other.c.document_id != own.c.document_id)


_BEFORE, _AFTER = _beside(-1), _beside(1)  # made once: it takes longer than to answer them
