"""Statements grouped anew where an actor's tellings have come or gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, or_, select, update

from onrecord.record.dialect import defer_references
from onrecord.record.rows import Row as Values
from onrecord.record.rows import insert_all
from onrecord.record.ruled import ruled
from onrecord.record.sameness import DAYS, near_days, shifted, words
from onrecord.record.schema import attribution, attribution_span, document, statement
from onrecord.record.statements import Held, Telling, joined, joined_by, summary, telling_of, told

_BATCH = 500  # statements looked up at a time by their numbers


def regroup(
    connection: Connection, actors: Iterable[int], *, clusters: Sequence[int] = (), gone: Sequence[int] = ()
) -> None:
    """Group all that some actors said anew, after tellings came to them or went; what stays as it was is not touched.

    Of speakers who are nobody on record, all that the documents of some clusters tell. ``gone`` are statements that may
    have lost all their tellings. The result is what adding the same documents in their order makes.
    """
    those = sorted(set(actors))
    chosen = _told_by(those, sorted(set(clusters)))
    rows = connection.execute(chosen).all()
    was = {row.id: row.statement_id for row in rows}
    held = grouped(_tellings(connection, chosen, rows))
    now = {at: h.row["id"] for h in held for at in h.tellings}
    defer_references(connection)
    there = _there(connection, statement.c.actor_id.in_(those))
    if clusters or gone:
        of_nobody = {*was.values(), *gone} - there.keys()
        there |= {n: row for n, row in _numbered(connection, sorted(of_nobody)).items() if row["actor_id"] is None}
    _replace(connection, there, [h.row for h in held])
    moved = [{"at": at, "to": to} for at, to in now.items() if was[at] != to]
    if moved:
        change = update(attribution).where(attribution.c.id == bindparam("at")).values(statement_id=bindparam("to"))
        connection.execute(change, moved)


def renew(connection: Connection, number: int) -> None:
    """Derive a statement's row anew, where what is said of its tellings has changed, and not which they are."""
    a, d = attribution.c, document.c
    chosen = select(attribution, d.cluster_id).join(document, d.id == a.document_id).where(a.statement_id == number)
    row = summary(dict(_tellings(connection, chosen, connection.execute(chosen).all())))
    connection.execute(update(statement).where(statement.c.id == number).values(row))


def compared(connection: Connection, numbers: Sequence[int]) -> dict[int, object]:
    """What decides which statements some tellings (numbers of attributions) tell: whose they are, when, which words."""
    a, d = attribution.c, document.c
    chosen = select(attribution, d.cluster_id).join(document, d.id == a.document_id).where(a.id.in_(numbers))
    rows = connection.execute(chosen).all()
    return {at: (t.who, t.date, t.content) for at, t in _tellings(connection, chosen, rows)}


def _tellings(
    connection: Connection, chosen: Select[Any], rows: Sequence[Row[Any]]
) -> Iterator[tuple[int, Telling]]:  # fmt: skip
    """The tellings that a query of attributions found, as rulings have them."""
    numbers = chosen.with_only_columns(attribution.c.id).order_by(None)
    contents = contents_of(connection, numbers)
    said = ruled(connection, numbers)
    for row in rows:
        yield row.id, telling_of(row, contents[row.id], ruled=said.get(row.id))


def grouped(tellings: Iterable[tuple[int, Telling]]) -> list[Held]:
    """Statements of tellings, which come in order of their attributions' numbers. Pure."""
    made: list[Held] = []
    by_day: dict[object, dict[str, dict[int, Held]]] = {}
    all_told = dict(tellings)
    for at, telling in all_told.items():
        days = by_day.setdefault(telling.who, {})
        mine = words(telling.content)
        found = told(telling, mine, (h for day in _around(telling.date, days) for h in days[day].values()))
        if found is None:
            found = Held(summary({at: telling}) | {"id": at}, mine, tellings=[at])
            made.append(found)
        else:
            del days[found.row["date"]][found.row["id"]]
            joined_by(found, at, telling)
            found.tellings.append(at)
        days.setdefault(found.row["date"], {})[found.row["id"]] = found
    for one in made:
        if any(all_told[at].ruled for at in one.tellings):  # the latest word of all counts, in whatever order they came
            one.row |= summary({at: all_told[at] for at in one.tellings})
    return made


def _around(date: str, days: Iterable[str]) -> list[str]:
    """Those of some dates that lie near one."""
    if len(date) < 10:
        return [d for d in days if near_days(d, date)]
    held = days if isinstance(days, dict) else set(days)
    near = (date[:4], date[:7], *(shifted(date, n) for n in range(-DAYS, DAYS + 1)))
    return [d for d in near if d in held]


def _told_by(actors: Sequence[int], clusters: Sequence[int]) -> Select[Any]:
    a, d = attribution.c, document.c
    chosen = select(attribution, d.cluster_id).join(document, d.id == a.document_id)
    whose: ColumnElement[bool] = a.actor_id.in_(actors)
    if clusters:
        whose = or_(whose, a.actor_id.is_(None) & d.cluster_id.in_(clusters))
    return chosen.where(whose).order_by(a.id)


def _numbered(connection: Connection, numbers: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {}
    for start in range(0, len(numbers), _BATCH):
        found |= _there(connection, statement.c.id.in_(numbers[start : start + _BATCH]))
    return found


def _there(connection: Connection, those: ColumnElement[bool]) -> dict[int, Values]:
    return {row["id"]: dict(row) for row in connection.execute(select(statement).where(those)).mappings()}


def _replace(connection: Connection, held: Mapping[int, Values], rows: Sequence[Values]) -> None:
    """Statements where others stood; those that are the same are left alone."""
    gone = [{"gone": number} for number in held.keys() - {row["id"] for row in rows}]
    if gone:
        connection.execute(delete(statement).where(statement.c.id == bindparam("gone")), gone)
    insert_all(connection, statement, [row for row in rows if row["id"] not in held])
    for row in rows:
        if row["id"] in held and held[row["id"]] != row:
            connection.execute(update(statement).where(statement.c.id == row["id"]).values(row))


def contents_of(connection: Connection, chosen: Select[Any]) -> dict[int, str]:
    """Contents of attributions (a query of their numbers), each on one line, a gap between its spans."""
    s = attribution_span.c
    found = (
        select(s.attribution_id, s.exact)
        .where(s.attribution_id.in_(chosen), s.role == "content")
        .order_by(s.attribution_id, s.number)
    )
    rows = connection.execute(found).all()
    pieces: dict[int, list[str]] = {number: [] for number in connection.execute(chosen).scalars()}
    for number, exact in rows:
        pieces[number].append(exact)
    return {number: joined(exacts) for number, exacts in pieces.items()}
