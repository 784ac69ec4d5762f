"""What can be seen of the record on a day, and rows as the values that every answer is made of."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, or_, select

from onrecord.record.answers import Source
from onrecord.record.dialect import as_number, listed
from onrecord.record.schema import actor, alongside, document
from onrecord.values import Alongside, Span, Spans

NOT_YET, NOT_ANY_MORE = "9999-12-31", "0001-01-01"  # days after, and before, any on record


def seen(as_of: str | None) -> ColumnElement[bool]:
    """Whether a document was known on a day and its page had not changed by then; without a day, whether it stands."""
    d = document.c
    if as_of is None:
        return d.gone_on.is_(None)
    return and_(d.known_on <= as_of, or_(d.gone_on.is_(None), d.gone_on > as_of))


def is_named() -> ColumnElement[bool]:
    """Whether any document, or a ruling that holds, names an actor: others are kept for what persons judged of them."""
    return actor.c.first_seen <= actor.c.last_seen


def among(numbers: Sequence[int]) -> Select[Any]:
    """Many numbers to look rows up by, as one argument: a list of thousands takes longer to write than to answer."""
    return select(as_number(listed(numbers).c.value))


def as_recorded(connection: Connection, column: ColumnElement[Any], named: str) -> str:
    """A name as a column holds it, whatever the case; itself where the column has nothing like it.

    The very name is looked up first: it is the one that an index finds.
    """
    if connection.execute(select(column).where(column == named).limit(1)).first():
        return named
    known = connection.execute(select(column).where(func.lower(column) == named.lower()).limit(1)).scalar()
    return str(known) if known else named


def source_of(row: Row[Any]) -> Source:
    """The document of a row that holds its columns."""
    return Source(row.document_key, row.title, row.outlet, row.url, row.published, row.document_day, row.gone_on)


def source_columns() -> Sequence[ColumnElement[Any]]:
    """The columns that ``source_of`` reads."""
    d = document.c
    return (
        d.key.label("document_key"), d.title, d.outlet, d.url, d.published, d.known_on.label("document_day"), d.gone_on,
    )  # fmt: skip


def spans_by_owner(connection: Connection, table: Table, numbers: Iterable[int]) -> dict[int, dict[str, Spans]]:
    """The spans of some rows, by the role they play."""
    return {number: by_role(rows) for number, rows in span_rows(connection, table, numbers).items()}


def span_rows(connection: Connection, table: Table, numbers: Iterable[int]) -> dict[int, list[Row[Any]]]:
    """The rows of those spans, by whose they are."""
    owner = table.c[table.name.removesuffix("_span") + "_id"]
    chosen = select(table).where(owner.in_(list(numbers))).order_by(owner, table.c.role, table.c.number)
    out: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(chosen):
        out.setdefault(row[0], []).append(row)
    return out


def by_role(rows: Iterable[Row[Any]]) -> dict[str, Spans]:
    """Spans out of their rows, by role."""
    out: dict[str, list[Span]] = {}
    for row in rows:
        out.setdefault(row.role, []).append(Span(start=row.start, end=row.end, exact=row.exact))
    return {role: tuple(spans) for role, spans in out.items()}


def beside(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[Alongside, ...]]:
    """The actors alongside the speaker of some attributions."""
    chosen = select(alongside).where(alongside.c.attribution_id.in_(list(numbers))).order_by(alongside.c.number)
    out: dict[int, list[Alongside]] = {}
    for row in connection.execute(chosen):
        one = Alongside(name=row.name, type=row.type, role=row.role, party=row.party, relation=row.relation)
        out.setdefault(row.attribution_id, []).append(one)
    return {number: tuple(found) for number, found in out.items()}


def names_by_report(connection: Connection, table: Table, reports: Sequence[int]) -> dict[int, list[str]]:
    """The names that reports list in a table of theirs (``party`` or ``delegate``), in their order."""
    chosen = select(table.c.report_id, table.c.name).where(table.c.report_id.in_(reports)).order_by(*table.primary_key)
    out: dict[int, list[str]] = {}
    for row in connection.execute(chosen):
        out.setdefault(row.report_id, []).append(row.name)
    return out
