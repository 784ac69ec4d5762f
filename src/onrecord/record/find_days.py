"""What was said on the days of a period: how much by which party, and where red lines were drawn."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from onrecord.record.answers import Said, Whose
from onrecord.record.find_statements import is_of, statements_numbered
from onrecord.record.schema import attribution, attribution_span, ruling, statement

MANY = 5_000  # statements of a period among which red lines are looked for
Days = dict[str, Counter[str]]  # how many statements a day has, by the name of a side; "" for all others


def days(
    connection: Connection, sides: Sequence[Whose], parties: Sequence[str], start: str, end: str, as_of: str | None
) -> Days:
    """How much each side said on each day from ``start`` on and before ``end``. ``parties`` are all on record.

    A period is looked up party by party: that is how the index lies.
    """
    s = statement.c
    known = [] if as_of is None else [s.known_on <= as_of]
    period = and_(s.date >= start, s.date < end, s.rejected_by.is_(None), *known)
    lanes = {name: side.name for side in reversed(sides) for name in side.parties}
    found: Days = {name: Counter() for name in (*(side.name for side in sides), "")}
    by_party = select(s.party, s.date, func.count()).where(s.party.in_(parties), period).group_by(s.party, s.date)
    for named, day, count in connection.execute(by_party):
        found[lanes.get(named, "")][day] += count
    speakers = {name: side.name for side in reversed(sides) for name in side.speakers}
    partyless = select(s.speaker, s.date, func.count()).where(s.party.is_(None), period).group_by(s.speaker, s.date)
    for named, day, count in connection.execute(partyless):
        found[speakers.get(named, "")][day] += count
    return found


def last_day(connection: Connection, as_of: str | None) -> str | None:
    """The newest day on which anything was stated."""
    s = statement.c
    known: list[ColumnElement[bool]] = [] if as_of is None else [s.known_on <= as_of]
    return connection.execute(select(func.max(s.known_on)).where(*known)).scalar()


def red_lines(
    connection: Connection, start: str, end: str, whose: Whose | None, as_of: str | None, limit: int
) -> tuple[Said, ...] | None:
    """The statements of a period that draw a red line; None where it holds too many statements to look through."""
    s, x, r, t = statement.c, attribution_span.c, ruling.c, attribution.c
    period = [s.date >= start, s.date < end, s.rejected_by.is_(None)]
    period += [] if as_of is None else [s.known_on <= as_of]
    if whose is not None:
        period.append(is_of(whose))
    numbers = connection.execute(select(s.id).where(*period).limit(MANY + 1)).scalars().all()
    if len(numbers) > MANY:
        return None
    drawn = select(x.attribution_id).where(x.attribution_id == t.id, x.role == "red_line").exists()
    ruled = select(r.id).where(r.attribution_id == t.id, r.field == "red_line", r.withdrawn.is_(None)).exists()
    within = select(s.id).where(*period).scalar_subquery()
    found = select(t.statement_id).where(t.statement_id.in_(within), or_(drawn, ruled)).distinct()
    told = statements_numbered(
        connection, list(connection.execute(found.order_by(t.statement_id).limit(limit)).scalars()), as_of
    )
    return tuple(said for said in told if any(c.spans.get("red_line") for c in said.citations))
