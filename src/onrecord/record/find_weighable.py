"""What a dossier's positions are made from: every statement, or of a large store the newest that count for it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from onrecord.record.answers import Filter, Speaking
from onrecord.record.families import root
from onrecord.record.find_statements import statement_conditions
from onrecord.record.schema import alongside, attribution, spelling, statement


def numbers(connection: Connection, chosen: Filter, speaking: Speaking, most: int) -> tuple[list[int], int]:
    """Numbers of the statements to weigh, newest first, and how many statements there are besides them.

    Up to ``most`` that is every one. Beyond, of those that speak for a party of the dossier in its period the newest.
    """
    s = statement.c
    where = statement_conditions(connection, chosen)
    every: Select[Any] = select(s.id).where(*where)
    if chosen.outlet is not None:
        every = every.where(s.id.in_(select(attribution.c.statement_id).where(attribution.c.outlet == chosen.outlet)))
    total = connection.execute(select(func.count()).select_from(every.subquery())).scalar_one()
    if total > most:
        every = _narrowed(connection, every, speaking)
    found = connection.execute(every.order_by(s.date.desc(), s.id.desc()).limit(most)).scalars()
    kept = list(found)
    return kept, total - len(kept)


def _narrowed(connection: Connection, every: Select[Any], speaking: Speaking) -> Select[Any]:
    s, beside = statement.c, alongside.c
    parties = _meant(connection.execute(select(s.party).distinct()).scalars(), speaking)
    speakers = {
        root(connection, row.actor_id) for row in connection.execute(select(spelling.c.actor_id, spelling.c.spelled))
        if speaking.means(row.spelled)
    }  # fmt: skip
    named = _meant(connection.execute(select(beside.name).distinct()).scalars(), speaking)
    with_party = _meant(connection.execute(select(beside.party).distinct()).scalars(), speaking)
    joined = select(attribution.c.statement_id).join(alongside, beside.attribution_id == attribution.c.id)
    joined = joined.where(or_(beside.party.in_(with_party), beside.name.in_(named)))
    every = every.where(or_(s.party.in_(parties), s.actor_id.in_(speakers), s.id.in_(joined)))
    if speaking.first:
        every = every.where(s.date >= speaking.first)
    if speaking.last:
        every = every.where(s.date <= speaking.last)
    return every


def _meant(names: Iterable[str | None], speaking: Speaking) -> list[str]:
    return [name for name in names if name and speaking.means(name)]
