"""When things became known, how much since a day, and what comes next: counted in the store, however large it is."""

from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from onrecord.record.answers import Counted, Days
from onrecord.record.schema import actor, document, report, statement
from onrecord.record.visible import NOT_YET, is_named

MOST = 10_000  # counted; beyond that it is "more than"


def days_beside(connection: Connection, as_of: str | None) -> Days:
    """The last day on which a document became known, the one before it, and the next after ``as_of``."""
    d = document.c.known_on
    until = NOT_YET if as_of is None else as_of
    latest = connection.execute(select(func.max(d)).where(d <= until)).scalar()
    before = latest if as_of is None else as_of
    earlier = connection.execute(select(func.max(d)).where(d < (before or ""))).scalar()
    return Days(latest, earlier, connection.execute(select(func.min(d)).where(d > until)).scalar())


def counted(connection: Connection, since: str, as_of: str | None) -> Counted:
    """How many statements became known after a day, how many meetings have new reports, how many actors are new."""
    until = NOT_YET if as_of is None else as_of
    s, r, a = statement.c, report.c, actor.c
    new = (a.first_seen > since, a.first_seen <= until, is_named())
    return Counted(
        _up_to(connection, select(s.id).where(s.known_on > since, s.known_on <= until, s.rejected_by.is_(None))),
        _up_to(connection, select(r.meeting_id).distinct().where(r.known_on > since, r.known_on <= until)),
        _up_to(connection, select(a.id).where(a.merged_into.is_(None), *new)),
        MOST,
    )  # fmt: skip


def _up_to(connection: Connection, found: Select[Any]) -> int:
    """How many rows there are, ``MOST`` and one for more."""
    some = select(literal(1)).select_from(found.limit(MOST + 1).subquery())
    return int(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())
