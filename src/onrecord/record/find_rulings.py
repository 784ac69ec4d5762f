"""What persons said of statements: the log, what holds of each statement, and what is still to be judged."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from onrecord.record.answers import Field, Logged, Ruling, Word
from onrecord.record.ruled import Ruled, folded
from onrecord.record.schema import attribution, document, ruling
from onrecord.spans import Range

Placed = tuple[int, Ruling]  # a ruling, and the attribution that it is placed at
DAY = len("2027-03-01")
JUDGED = ("confirm", "reject")  # after these a statement need not be looked at again


def rulings(connection: Connection, chosen: Logged) -> tuple[Ruling, ...]:
    """Rulings, the newest first."""
    r = ruling.c
    found = _chosen().order_by(r.id.desc()).limit(chosen.limit).offset(chosen.offset)
    for column, value in ((attribution.c.statement_id, chosen.statement), (r.judge, chosen.judge),
                          (r.field, chosen.field)):  # fmt: skip
        if value is not None:
            found = found.where(column == value)
    if chosen.acts:
        found = found.where(r.id == r.act)
    if chosen.as_of is not None:
        found = found.where(func.substr(r.made, 1, DAY) <= chosen.as_of)
    if not chosen.withdrawn:
        later = [] if chosen.as_of is None else [func.substr(r.withdrawn, 1, DAY) > chosen.as_of]
        found = found.where(or_(r.withdrawn.is_(None), *later))
    return tuple(_ruling(row) for row in connection.execute(found))


def judges(connection: Connection) -> tuple[str, ...]:
    """Everyone who ruled, by name."""
    return tuple(connection.execute(select(ruling.c.judge).distinct().order_by(ruling.c.judge)).scalars())


def judged(connection: Connection, judge: str | None) -> frozenset[int]:
    """The statements that one person, or anybody, confirmed or rejected."""
    r = ruling.c
    chosen = select(attribution.c.statement_id).join(ruling, r.attribution_id == attribution.c.id)
    chosen = chosen.where(r.withdrawn.is_(None), r.field.in_(JUDGED))
    return frozenset(connection.execute(chosen if judge is None else chosen.where(r.judge == judge)).scalars())


def numbered(connection: Connection, number: int) -> Ruling | None:
    """One ruling, by number."""
    row = connection.execute(_chosen().where(ruling.c.id == number)).first()
    return None if row is None else _ruling(row)


def in_document(connection: Connection, key: str) -> tuple[Ruling, ...]:
    """What holds of rulings on a document's tellings, in order; what they were is by ``Ruling.key``."""
    chosen = _chosen().where(document.c.key == key, ruling.c.withdrawn.is_(None)).order_by(ruling.c.id)
    return tuple(_ruling(row) for row in connection.execute(chosen))


def of_statements(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Placed]]:
    """What holds of rulings on some statements, in order, with the attribution of each."""
    r = ruling.c
    chosen = _chosen().where(r.withdrawn.is_(None), attribution.c.statement_id.in_(numbers)).order_by(r.id)
    out: dict[int, list[Placed]] = {}
    for row in connection.execute(chosen):
        out.setdefault(row.statement_id, []).append((row.attribution_id, _ruling(row)))
    return out


def rulings_on(connection: Connection) -> dict[int, tuple[int, ...]]:
    """The numbers of the rulings that hold, by statement."""
    r, a = ruling.c, attribution.c
    chosen = select(r.id, a.statement_id).join(attribution, a.id == r.attribution_id).where(r.withdrawn.is_(None))
    out: dict[int, tuple[int, ...]] = {}
    for number, of in connection.execute(chosen.order_by(r.id)):
        out[of] = (*out.get(of, ()), number)
    return out


def folded_by_telling(placed: Iterable[Placed]) -> dict[int, Ruled]:
    """What rulings make of each telling, by attribution."""
    out: dict[int, list[Ruling]] = {}
    for at, one in placed:
        out.setdefault(at, []).append(one)
    return {at: folded((one.id, one.field, one.answer) for one in some) for at, some in out.items()}


def by_telling(connection: Connection) -> tuple[tuple[Ruling, ...], ...]:
    """What holds of rulings, those on one telling together, in order; of the unplaced, those on the same characters."""
    rows = connection.execute(_chosen().where(ruling.c.withdrawn.is_(None)).order_by(ruling.c.id))
    out: dict[object, list[Ruling]] = {}
    for row in rows:
        out.setdefault(row.attribution_id or (row.document_id, row.content), []).append(_ruling(row))
    return tuple(tuple(some) for some in out.values())


def on_issues(connection: Connection) -> dict[int, dict[str, Word]]:
    """What persons said of issues, by statement and issue: the latest word on whether it bears, and where it stands."""
    r = ruling.c
    chosen = _chosen().where(r.withdrawn.is_(None), r.issue.is_not(None), r.attribution_id.is_not(None)).order_by(r.id)
    out: dict[int, dict[str, Word]] = {}
    for row in connection.execute(chosen):
        of, answer = out.setdefault(row.statement_id, {}), json.loads(row.answer)
        if row.field == "stance":
            of[row.issue] = answer
        elif not answer:
            of[row.issue] = "off"
        elif of.get(row.issue, "off") == "off":  # a stance that was given before stands
            of[row.issue] = "on"
    return out


def unjudged() -> ColumnElement[bool]:
    """Whether an attribution's statement was neither confirmed nor rejected yet: a condition on ``attribution``."""
    r, other = ruling.c, attribution.alias("other")
    told = select(other.c.statement_id).join(ruling, r.attribution_id == other.c.id)
    held = told.where(r.withdrawn.is_(None), r.field.in_(JUDGED))
    return attribution.c.statement_id.not_in(held)


def _chosen() -> Select[Any]:
    r, a, d = ruling.c, attribution.c, document.c
    return (
        select(ruling, a.statement_id, d.key.label("document_key"))
        .join(document, d.id == r.document_id)
        .outerjoin(attribution, a.id == r.attribution_id)
    )


def _ruling(row: Row[Any]) -> Ruling:
    field: Field = row.field
    return Ruling(
        id=row.id, act=row.act, statement=row.statement_id, document=row.document_key, key=row.key,
        source=_ranges(row.source), cue=_ranges(row.cue), content=_ranges(row.content), field=field, issue=row.issue,
        machine=json.loads(row.machine), answer=json.loads(row.answer), judge=row.judge, made=row.made,
        withdrawn=row.withdrawn, withdrawn_by=row.withdrawn_by,
    )  # fmt: skip


def _ranges(text: str) -> tuple[Range, ...]:
    return tuple((start, end) for start, end in json.loads(text))
