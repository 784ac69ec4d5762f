"""Actors that are one: a merged actor stays, pointing to the one it is. What follows from that is kept true here.

An appearance keeps the actor it was given to, so that a merge is undone exactly; whatever was said goes by the one
actor that all of them are.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, exists, func, select, update

from onrecord.record.dialect import inserting
from onrecord.record.names import parsed
from onrecord.record.regroup import regroup
from onrecord.record.rows import Row as Values
from onrecord.record.ruled import ruled
from onrecord.record.schema import actor, alongside, appearance, attribution, delegate, report, ruling, spelling
from onrecord.record.visible import NOT_ANY_MORE, NOT_YET


def path(connection: Connection, number: int) -> list[int]:
    """An actor, the one that it was merged into, and so on to the one that they are."""
    found = [number]
    while True:
        into = connection.execute(select(actor.c.merged_into).where(actor.c.id == found[-1])).scalar()
        if into is None:
            return found
        found.append(into)


def root(connection: Connection, number: int) -> int:
    """The actor that a merged one is."""
    return path(connection, number)[-1]


def family(connection: Connection, number: int) -> list[int]:
    """An actor and all that were merged into it."""
    tree = select(actor.c.id).where(actor.c.id == number).cte("tree", recursive=True)
    tree = tree.union_all(select(actor.c.id).join(tree, actor.c.merged_into == tree.c.id))
    return sorted(connection.execute(select(tree.c.id)).scalars())


def join(connection: Connection, child: int, parent: int) -> None:
    """Make one actor another: all that the one said is the other's from now on."""
    connection.execute(update(actor).where(actor.c.id == child).values(merged_into=parent))
    one = root(connection, parent)
    for table in (attribution, alongside, delegate):
        connection.execute(update(table).where(table.c.actor_id == child).values(actor_id=one))
    settle(connection, parent)
    regroup(connection, (child, one))


def free(connection: Connection, child: int) -> None:
    """Make a merged actor itself again, with all that were merged into it."""
    line = path(connection, child)
    connection.execute(update(actor).where(actor.c.id == child).values(merged_into=None))
    retell(connection, line[-1], child, appearance.c.actor_id.in_(family(connection, child)))
    settle(connection, line[1])


def retell(connection: Connection, old: int, new: int, appears: Any) -> None:
    """Give what one actor said to another where chosen appearances say so, and regroup both's statements."""
    p, a, r = appearance.c, attribution.c, report.c
    said = exists().where(p.document_id == a.document_id, appears)
    within = exists().where(a.id == alongside.c.attribution_id, p.document_id == a.document_id, appears)
    sent = exists().where(r.id == delegate.c.report_id, p.document_id == r.document_id, appears)
    moving: tuple[tuple[Table, Any], ...] = (
        (attribution, said.where(p.name == a.speaker_name) & a.id.not_in(_renamed())),
        (attribution, a.id.in_(_spoken(connection, old, appears))),
        (alongside, within.where(p.name == alongside.c.name)),
        (delegate, sent.where(p.name == delegate.c.name)),
    )
    for table, there in moving:
        connection.execute(update(table).where(table.c.actor_id == old, there).values(actor_id=new))
    regroup(connection, (old, new))


def _renamed() -> Select[Any]:
    """Attributions of which a person said who speaks."""
    r = ruling.c
    held = r.withdrawn.is_(None) & r.attribution_id.is_not(None) & r.field.in_(("speaker", "confirm"))
    return select(r.attribution_id).where(held)


def _spoken(connection: Connection, number: int, appears: Any) -> list[int]:
    """Those of them that are an actor's, and whose speaker by that person's word is one of chosen appearances."""
    p, a = appearance.c, attribution.c
    rows = connection.execute(select(attribution).where(a.actor_id == number, a.id.in_(_renamed()))).all()
    said = ruled(connection, [row.id for row in rows])
    here = select(p.document_id, p.name).where(p.document_id.in_({row.document_id for row in rows}), appears)
    chosen = {(row.document_id, row.name) for row in connection.execute(here)}
    return [row.id for row in rows if (row.document_id, said[row.id].speaker_of(row).name) in chosen]


def settle(connection: Connection, number: int) -> None:
    """Derive name, party and days of an actor, and of those it was merged into, from all appearances.

    Whom no document names any more keeps the name alone, and no day: any day is before its first and after its last.
    """
    for one in path(connection, number):
        of = appearance.c.actor_id.in_(family(connection, one))
        p = appearance.c
        days = select(func.min(p.known_on).label("first"), func.max(p.known_on).label("last")).where(of)
        seen = connection.execute(days).one()
        party = select(p.party).where(of, p.party.is_not(None)).order_by(p.id).limit(1)
        named = best_name(connection.execute(_counted(of)).all())
        row = {"party": None, "first_seen": NOT_YET, "last_seen": NOT_ANY_MORE}
        if named:
            row = {"party": connection.execute(party).scalar(), "first_seen": seen.first, "last_seen": seen.last}
            row["name"] = named
        connection.execute(update(actor).where(actor.c.id == one).values(row))


def best_name(rows: Iterable[Any]) -> str | None:
    """The fullest spelling, of equally full ones the commonest, then the first. Rows: name, count, first appearance."""
    ranked = [((bool(parsed(name).given), count, -first), name) for name, count, first in rows]
    return max(ranked)[1] if ranked else None


def keep_up(connection: Connection, appears: Sequence[Values], line_of: Callable[[int], list[int]]) -> None:
    """The same as ``settle`` after one document's appearances, at less cost. ``line_of`` is ``path``, already known."""
    lines = {row["actor_id"]: line_of(row["actor_id"]) for row in appears if row["actor_id"] is not None}
    numbers = sorted({one for line in lines.values() for one in line})
    chosen = select(actor).where(actor.c.id.in_(numbers))
    held = {a["id"]: dict(a) for a in connection.execute(chosen).mappings()}
    before = {number: dict(a) for number, a in held.items()}
    for row in appears:
        for a in (held[one] for one in lines.get(row["actor_id"], ())):
            a["name"] = _fuller(connection, a, row["name"])
            a["party"] = a["party"] or row["party"]
            a["first_seen"] = min(a["first_seen"], row["known_on"])
            a["last_seen"] = max(a["last_seen"], row["known_on"])
    for number, a in held.items():
        if a != before[number]:
            connection.execute(update(actor).where(actor.c.id == number).values(a))


def _fuller(connection: Connection, a: Values, name: str) -> str:
    """The name by which an actor is shown, after one more appearance under ``name``."""
    if a["first_seen"] > a["last_seen"]:  # no document named them
        return name
    if name == a["name"] or bool(parsed(name).given) < bool(parsed(a["name"]).given):
        return str(a["name"])
    of = appearance.c.actor_id.in_(family(connection, a["id"])) & appearance.c.name.in_((name, a["name"]))
    return best_name(connection.execute(_counted(of)).all()) or name


def spell(connection: Connection, number: int, name: str) -> None:
    """Note a spelling of an actor's name."""
    row = {"actor_id": number, "spelled": name, "surname": key(name)}
    connection.execute(inserting(connection, spelling).on_conflict_do_nothing(), row)


def respell(connection: Connection, number: int) -> None:
    """Derive an actor's spellings from the appearances given to it."""
    names = select(appearance.c.name).where(appearance.c.actor_id == number, appearance.c.name.is_not(None)).distinct()
    held = {str(name) for name in connection.execute(names).scalars()}
    n = spelling.c
    connection.execute(delete(spelling).where(n.actor_id == number, n.spelled.not_in(held)))
    for name in sorted(held):
        spell(connection, number, name)


def key(name: str) -> str:
    """What other spellings of a name are found by: the folded surname, of an organisation its last word."""
    return parsed(name).surname or name.lower()


def _counted(of: Any) -> Any:
    p = appearance.c
    return select(p.name, func.count(), func.min(p.id)).where(of, p.name.is_not(None)).group_by(p.name)
