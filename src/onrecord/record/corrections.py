"""What a person says of who is whom: two actors made one, or one made two. Written to the log; withdrawn, never erased.

``Writer.merge`` and ``Writer.split`` run these in one transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from onrecord.errors import CorrectionError
from onrecord.record import families
from onrecord.record.people import log, rejudge, withdraw_merge
from onrecord.record.rows import insert_one
from onrecord.record.schema import actor, appearance, document, judgement, spelling


def merge(connection: Connection, keep: int, other: int, *, judge: str, reason: str) -> None:
    """Make two actors one: ``other`` is ``keep`` from now on, and for every document to come.

    An earlier judgement that they differ is withdrawn. Raises CorrectionError where they are one already, where one is
    no person and the other is, or where there is no such actor.
    """
    one, two = (families.root(connection, _known(connection, number).id) for number in (keep, other))
    if one == two:
        raise CorrectionError.one_already(keep, other)
    if (_known(connection, one).type == "person") != (_known(connection, two).type == "person"):
        raise CorrectionError.kinds(keep, other)
    _withdraw_apart(connection, one, two)
    families.join(connection, two, one)
    log(connection, "same", one, reason, judge=judge, other=two)
    _rejudge(connection, one)


def split(
    connection: Connection, number: int, *, documents: Sequence[str] = (), spelled: str | None = None, judge: str,
    reason: str,
) -> int:  # fmt: skip
    """Hold a part of an actor apart from it, now and in documents to come; the number of the actor that the part is.

    The part is an actor that was merged into it: the one with the spelling, the actor itself where it is a merged one,
    or the only one there is. Else, or where documents (their ids) are named, it is a new actor, given the appearances
    with that spelling and in those documents. Raises CorrectionError where there is nothing to split.
    """
    _known(connection, number)
    line = families.path(connection, number)
    child = None if documents else _merged_part(connection, number, line, spelled)
    if child is not None:
        old = line[-1]
        families.free(connection, child)
        withdraw_merge(connection, child)
    else:
        old, child = line[-1], _taken_out(connection, number, line[-1], documents, spelled)
    log(connection, "different", old, reason, judge=judge, other=child)
    for one in (old, child):
        _rejudge(connection, one)
    return child


def _known(connection: Connection, number: int) -> Any:
    row = connection.execute(select(actor.c.id, actor.c.type).where(actor.c.id == number)).first()
    if row is None:
        raise CorrectionError.unknown_actor(number)
    return row


def _merged_part(connection: Connection, number: int, line: Sequence[int], spelled: str | None) -> int | None:
    """The merged actor that is to go free, if that is what a split means."""
    if spelled is None:
        children = list(connection.execute(select(actor.c.id).where(actor.c.merged_into == number)).scalars())
        if len(line) > 1:
            return number
        if len(children) == 1:
            return int(children[0])
        raise CorrectionError.which_part(number)
    n = spelling.c
    below = [one for one in families.family(connection, number) if one != number]
    found = select(n.actor_id).where(n.actor_id.in_(below), n.spelled == spelled).order_by(n.actor_id)
    holders = list(connection.execute(found).scalars())
    # Of a chain of merged actors the uppermost goes, with those below it.
    return min(holders, key=lambda one: len(families.path(connection, one)), default=None)


def _taken_out(connection: Connection, number: int, root: int, documents: Sequence[str], spelled: str | None) -> int:
    """A new actor with the appearances that were chosen."""
    p = appearance.c
    within = families.family(connection, number)
    where: list[ColumnElement[bool]] = [p.actor_id.in_(within)]
    if documents:
        where.append(p.document_id.in_(_documents(connection, documents)))
    if spelled is not None:
        where.append(p.name == spelled)
    chosen_rows = select(p.id, p.actor_id, p.name, p.type, p.party, p.known_on).where(*where).order_by(p.id)
    rows = connection.execute(chosen_rows).all()
    rest = select(p.id).where(p.actor_id.in_(within), p.id.not_in([r.id for r in rows])).limit(1)
    if not rows or connection.execute(rest).first() is None:
        raise CorrectionError.nothing_to_split(number, whole=bool(rows))
    first = rows[0]
    row = {"name": first.name, "type": first.type, "party": first.party}
    new = insert_one(connection, actor, row | {"first_seen": first.known_on, "last_seen": first.known_on})
    chosen = [r.id for r in rows]
    connection.execute(update(appearance).where(p.id.in_(chosen)).values(actor_id=new))
    given = judgement.c.appearance_id.in_(chosen)
    connection.execute(update(judgement).where(given, judgement.c.verdict == "same").values(withdrawn=1))
    for one in {new, *(r.actor_id for r in rows)}:
        families.respell(connection, one)
        families.settle(connection, one)
    families.retell(connection, root, new, p.id.in_(chosen))
    return new


def _documents(connection: Connection, keys: Sequence[str]) -> list[int]:
    found = {k: i for i, k in connection.execute(select(document.c.id, document.c.key).where(document.c.key.in_(keys)))}
    for key in keys:
        if key not in found:
            raise CorrectionError.unknown_document(key)
    return sorted(found.values())


def _withdraw_apart(connection: Connection, one: int, two: int) -> None:
    """Two who are one from now on were judged different before."""
    j = judgement.c
    ones, twos = (families.family(connection, number) for number in (one, two))
    pairs = or_(j.actor_id.in_(ones) & j.other_id.in_(twos), j.actor_id.in_(twos) & j.other_id.in_(ones))
    connection.execute(update(judgement).where(j.verdict == "different", j.withdrawn == 0, pairs).values(withdrawn=1))


def _rejudge(connection: Connection, number: int) -> None:
    """Judge surnames alone anew, after a person changed whom they may be."""
    of = select(spelling.c.surname).where(spelling.c.actor_id.in_(families.family(connection, number))).distinct()
    rejudge(connection, set(connection.execute(of).scalars()))
