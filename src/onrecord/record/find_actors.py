"""Actors on record: whom a name means, and their roles over time."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from onrecord.record.answers import Conflict, Established, Filter, Judgement, Known, Office, Source, Version, Whose
from onrecord.record.families import family, root
from onrecord.record.identity import alike
from onrecord.record.names import fold, parsed
from onrecord.record.schema import actor, appearance, appearance_span, document, judgement, spelling, statement
from onrecord.record.visible import is_named, seen, source_columns, source_of, spans_by_owner
from onrecord.values import ActorType

BEGINNING = 40  # actors looked at whose name begins with what is typed


def actors_named(connection: Connection, name: str) -> list[int]:
    """The actors that a name means: of that very spelling, else of that surname, whatever the romanisation."""
    n, a = spelling.c, actor.c
    exact = select(n.actor_id).where(or_(n.spelled == name, n.surname == (parsed(name).surname or name.lower())))
    rows = connection.execute(select(spelling).where(n.actor_id.in_(exact))).all()
    spelled = _shown(connection, (r.actor_id for r in rows if r.spelled.casefold() == name.casefold()))
    if spelled:
        return spelled
    given = parsed(name).given
    if given:
        return _shown(connection, (r.actor_id for r in rows if fold(r.spelled) == fold(name)))
    titled = select(a.id).where(func.lower(a.name) == name.lower())
    return _shown(connection, {r.actor_id for r in rows} | set(connection.execute(titled).scalars()))


def _shown(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """The actors that some are, merged ones as the one they are, but for those whom nothing names any more."""
    roots = {root(connection, number) for number in set(numbers)}
    return sorted(connection.execute(select(actor.c.id).where(actor.c.id.in_(roots), is_named())).scalars())


def known(connection: Connection, number: int, as_of: str | None = None) -> Known:
    """An actor's own line."""
    row = connection.execute(select(actor).where(actor.c.id == number)).one()
    day = [] if as_of is None else [statement.c.known_on <= as_of]
    said = (
        select(func.count())
        .select_from(statement)
        .where(statement.c.actor_id == number, statement.c.rejected_by.is_(None), *day)
    )
    return _known(connection, row, connection.execute(said).scalar_one(), as_of)


def numbered(connection: Connection, number: int) -> tuple[Known, ...]:
    """The actor with a number, if there is one; a merged one is the one it is."""
    return tuple(known(connection, one) for one in _shown(connection, (number,)))


def actors(
    connection: Connection, chosen: Filter, *, type_: ActorType | None = None, whose: Whose | None = None
) -> tuple[Known, ...]:
    """A page of the actors who state something or are named, the most quoted first.

    ``type_`` keeps persons, organisations or governments alone; ``whose`` those who speak for a side.
    """
    a, s = actor.c, statement.c
    counted = select(s.actor_id, func.count().label("said")).where(s.rejected_by.is_(None))
    if chosen.as_of is not None:
        counted = counted.where(s.known_on <= chosen.as_of)
    said = counted.group_by(s.actor_id).subquery()
    where: list[ColumnElement[bool]] = [a.merged_into.is_(None), is_named()]
    if type_ is not None:
        where.append(a.type == type_)
    if whose is not None:
        where.append(or_(a.party.in_(whose.parties), and_(a.party.is_(None), a.name.in_(whose.speakers))))
    if chosen.as_of is not None:
        where.append(a.first_seen <= chosen.as_of)
    if chosen.since is not None:
        where.append(a.last_seen >= chosen.since)
    if chosen.party is not None:
        where.append(func.lower(a.party) == chosen.party.lower())
    listed = (
        select(actor, func.coalesce(said.c.said, 0).label("said"))
        .outerjoin(said, said.c.actor_id == a.id)
        .where(*where)
        .order_by(func.coalesce(said.c.said, 0).desc(), a.name)
        .limit(chosen.limit)
        .offset(chosen.offset)
    )
    return tuple(_known(connection, row, row.said, chosen.as_of) for row in connection.execute(listed).all())


def new_actors(connection: Connection, since: str, chosen: Filter) -> tuple[Known, ...]:
    """Actors first seen after a day."""
    a = actor.c
    where = [a.merged_into.is_(None), a.first_seen > since, is_named()]
    where += [] if chosen.as_of is None else [a.first_seen <= chosen.as_of]
    where += [] if chosen.party is None else [func.lower(a.party) == chosen.party.lower()]
    rows = connection.execute(select(actor).where(*where).order_by(a.first_seen.desc(), a.id).limit(chosen.limit))
    return tuple(_known(connection, row, 0, chosen.as_of) for row in rows.all())


def beginning(connection: Connection, words: str, limit: int) -> tuple[Known, ...]:
    """Actors one of whose spellings, or whose surname, begins with some words, the most quoted first."""
    n = spelling.c
    if not words:
        return ()
    last = words[:-1] + chr(min(ord(words[-1]) + 1, 0x10FFFF))
    surname = words.lower()
    ends = surname[:-1] + chr(min(ord(surname[-1]) + 1, 0x10FFFF))
    named = select(actor.c.id).where(actor.c.name >= words, actor.c.name < last).limit(BEGINNING)
    spelled = select(n.actor_id).where(n.surname >= surname, n.surname < ends).limit(BEGINNING)
    numbers = {*connection.execute(named).scalars(), *connection.execute(spelled).scalars()}
    found = (known(connection, number) for number in _shown(connection, numbers))
    ranked = sorted(found, key=lambda k: (-k.statements, k.name))
    return tuple(ranked[:limit])


def spellings(connection: Connection, number: int, as_of: str | None = None) -> tuple[str, ...]:
    """Every spelling of an actor's name that a document has, or a ruling that holds; of a day, those known by then."""
    own, n, p = family(connection, number), spelling.c, appearance.c
    if as_of is None:
        written = exists().where(p.actor_id == n.actor_id, p.name == n.spelled)
        chosen = select(n.spelled).where(n.actor_id.in_(own), written).distinct().order_by(n.spelled)
    else:
        chosen = select(p.name).where(p.actor_id.in_(own), p.name.is_not(None), p.known_on <= as_of)
        chosen = chosen.distinct().order_by(p.name)
    return tuple(connection.execute(chosen).scalars())


def appears_in(connection: Connection, number: int, as_of: str | None, limit: int) -> tuple[Source, ...]:
    """The newest documents that name an actor, found among their days in the index, for a party is in every one."""
    p = appearance.c
    day = [] if as_of is None else [p.known_on <= as_of]
    newest = select(p.id).where(p.actor_id.in_(family(connection, number)), *day)
    newest = newest.order_by(p.known_on.desc(), p.id.desc()).limit(limit)
    chosen: Select[Any] = select(*source_columns(), document.c.id).join(appearance, p.document_id == document.c.id)
    chosen = chosen.where(p.id.in_(newest), seen(as_of)).distinct()
    rows = connection.execute(chosen.order_by(document.c.known_on.desc(), document.c.id.desc()).limit(limit))
    return tuple(source_of(row) for row in rows)


def offices(connection: Connection, number: int, as_of: str | None) -> tuple[Office, ...]:
    """Roles and parties over time, the latest first."""
    p = appearance.c
    held = (
        select(
            p.role, p.party, func.min(p.known_on).label("first"), func.max(p.known_on).label("last"),
            func.count(p.document_id.distinct()).label("documents"),
        )
        .where(p.actor_id.in_(family(connection, number)), or_(p.role.is_not(None), p.party.is_not(None)))
        .where(*_standing(as_of))
        .group_by(p.role, p.party)
    )  # fmt: skip
    rows = [Office(r.role, r.party, r.first, r.last, r.documents) for r in connection.execute(held)]
    return tuple(sorted(rows, key=lambda o: (o.last, o.documents), reverse=True))


def established(connection: Connection, number: int, as_of: str | None) -> Established | None:
    """The newest document that states an actor's party, and where."""
    p, x = appearance.c, appearance_span.c
    chosen = (
        select(p.id, p.name, p.role, p.party, document.c.key)
        .join(document, document.c.id == p.document_id)
        .where(p.actor_id.in_(family(connection, number)), p.party.is_not(None), seen(as_of))
        .where(exists().where(x.appearance_id == p.id, x.role == "evidence"))
        .order_by(p.known_on.desc(), p.id.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    if row is None:
        return None
    name = connection.execute(select(actor.c.name).where(actor.c.id == number)).scalar_one()
    spans = spans_by_owner(connection, appearance_span, [row.id])[row.id]["evidence"]
    return Established(row.key, name, row.role, row.party, spans)


def judgements(
    connection: Connection, number: int | None, limit: int | None = None, as_of: str | None = None
) -> tuple[Judgement, ...]:
    """Judgements of two actors, the newest first; of one actor also why it is held to be someone in a document.

    As of a day the documents known by then are meant; of two actors it stays said, for that is no document's word.
    """
    j, one, other = judgement.c, actor.alias("one"), actor.alias("other")
    chosen = (
        select(judgement, one.c.name, func.coalesce(other.c.name, appearance.c.name).label("beside"), document.c.key)
        .join(one, one.c.id == j.actor_id)
        .outerjoin(other, other.c.id == j.other_id)
        .outerjoin(appearance, appearance.c.id == j.appearance_id)
        .outerjoin(document, document.c.id == appearance.c.document_id)
        .order_by(j.id.desc())
        .limit(limit)
    )
    if as_of is not None:
        chosen = chosen.where(or_(document.c.id.is_(None), document.c.known_on <= as_of))
    if number is None:
        chosen = chosen.where(j.other_id.is_not(None))
    else:
        own = family(connection, number)
        chosen = chosen.where(or_(j.actor_id.in_(own), j.other_id.in_(own)))
    return tuple(
        Judgement(
            r.verdict, r.actor_id, r.name, r.beside, r.key, r.judge, r.made, r.reason, bool(r.withdrawn), r.other_id
        )
        for r in connection.execute(chosen)
    )


def role_conflicts(connection: Connection, number: int, as_of: str | None) -> Iterator[Conflict]:
    """Roles that documents of one day give a person, and that are not one office."""
    p = appearance.c
    own = (p.actor_id.in_(family(connection, number)), p.role.is_not(None), *_standing(as_of))
    several = select(p.known_on).where(*own).group_by(p.known_on).having(func.count(p.role.distinct()) > 1)
    given = (
        select(p.role, *source_columns())
        .join(document, document.c.id == p.document_id)
        .where(*own, p.known_on.in_(list(connection.execute(several).scalars())))
        .order_by(document.c.known_on)
    )
    days: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(given):
        days.setdefault(row.document_day, []).append(row)
    for rows in days.values():
        versions = _roles(rows)
        if any(not alike(a.value, b.value) for a in versions for b in versions):
            yield Conflict("role", versions)


def _standing(as_of: str | None) -> list[ColumnElement[bool]]:
    """What ``seen`` asks of a document, asked of an appearance in it: few are gone, and its day is the document's."""
    p, d = appearance.c, document.c
    if as_of is None:
        return [p.document_id.not_in(select(d.id).where(d.gone_on.is_not(None)))]
    return [p.known_on <= as_of, p.document_id.not_in(select(d.id).where(d.gone_on <= as_of))]


def _roles(rows: Iterable[Row[Any]]) -> tuple[Version, ...]:
    by_role: dict[str, list[Any]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(source_of(row))
    return tuple(Version(role, tuple(sources)) for role, sources in by_role.items())


def _known(connection: Connection, row: Row[Any], said: int, as_of: str | None) -> Known:
    """An actor as of a day: one that was seen since was last seen in the newest document of then."""
    last = row.last_seen
    if as_of is not None and row.first_seen <= as_of < last:
        p = appearance.c
        then = select(func.max(p.known_on)).where(p.actor_id.in_(family(connection, row.id)), p.known_on <= as_of)
        last = connection.execute(then).scalar_one()
    return Known(row.id, row.name, row.type, row.party, row.first_seen, last, said)
