"""Statements on record, newest first, each with every citation that can be seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, cast, func, or_, select

from onrecord.record.answers import Citation, Conflict, Filter, Said, Version, Whose
from onrecord.record.dialect import list_of
from onrecord.record.find_actors import actors_named
from onrecord.record.find_rulings import (
    JUDGED,
    Placed,
    folded_by_telling,
    of_statements,
    rulings_on,
    unjudged,
)
from onrecord.record.kept import Kept
from onrecord.record.ruled import Ruled, kind_by, rejected_by
from onrecord.record.sameness import wordings_differ, words
from onrecord.record.schema import actor, alongside, attribution, attribution_span, document, ruling, statement
from onrecord.record.statements import joined
from onrecord.record.visible import among, as_recorded, beside, by_role, seen, source_columns, source_of, span_rows
from onrecord.values import Alongside, Speaker

NOTHING = Ruled()
BATCH = 200  # statements looked up at a time while a page is filled
MANY = 4000  # statements looked up at a time where all are wanted


def statements(connection: Connection, chosen: Filter) -> tuple[Said, ...]:
    """One page of the statements that a filter lets through, newest first."""
    return _page(connection, _numbers(connection, chosen), chosen)


def spoken_by(connection: Connection, number: int, chosen: Filter) -> tuple[Said, ...]:
    """One page of an actor's statements."""
    s = statement.c
    return _page(connection, _numbers(connection, chosen).where(s.actor_id == number), chosen)


def spoken_for(
    connection: Connection, whose: Whose | None, chosen: Filter, *, until: str | None = None
) -> tuple[Said, ...]:
    """One page of a side's statements, or of all, dated before ``until``.

    Each of its parties is in the index in the order of the list, but not several beside each other: they are merged.
    """
    s = statement.c
    day = s.date if chosen.outlet is None else attribution.c.date
    found = _numbers(connection, replace(chosen, party=None)).add_columns(day.label("day"))
    if until is not None:
        found = found.where(s.date < until)
    parts = [found]
    if whose is not None:
        parts = [found.where(s.party == name) for name in dict.fromkeys(whose.parties)]
        parts += [found.where(s.party.is_(None), s.speaker.in_(whose.speakers))] if whose.speakers else []
    few = {"yield_per": min(max(chosen.offset + chosen.limit, 1), BATCH)}
    found_in = (connection.execute(part, execution_options=few) for part in parts)
    rows = merge(*found_in, key=lambda row: (row.day, row.id), reverse=True)
    return tuple(_seen(connection, (row.id for row in rows), chosen, chosen.offset, chosen.limit))


def is_of(whose: Whose) -> ColumnElement[bool]:
    """Whether a statement is a side's."""
    s = statement.c
    own = s.party.in_(whose.parties)
    return or_(own, and_(s.party.is_(None), s.speaker.in_(whose.speakers))) if whose.speakers else own


def known_since(connection: Connection, since: str, chosen: Filter) -> tuple[Said, ...]:
    """One page of the statements that became known after a day."""
    s = statement.c
    later = _numbers(connection, chosen).where(s.known_on > since).order_by(None)
    return _page(connection, later.order_by(s.known_on.desc(), s.id.desc()), chosen)


def statements_numbered(connection: Connection, numbers: Sequence[int], as_of: str | None = None) -> tuple[Said, ...]:
    """Statements by number, in that order, as far as they can be seen."""
    found = {s.id: s for s in _made(connection, list(numbers), as_of)}
    return tuple(found[n] for n in numbers if n in found)


def unsure(connection: Connection, chosen: Filter) -> tuple[Said, ...]:
    """One page of the statements that nobody has confirmed or rejected, those the reader is least sure of first."""
    where = (*_asked(connection, chosen), statement.c.rejected_by.is_(None), unjudged())
    return _page(connection, _least_sure().where(*where), chosen)


def suggestions(
    connection: Connection, numbers: Sequence[int], as_of: str | None, alone: str | None
) -> tuple[Said, ...]:  # fmt: skip
    """Statements by number as they are to be judged: also where rejected; to one who judges ``alone`` as they judge."""
    found = {s.id: s for s in _made(connection, list(numbers), as_of, alone, rejected=True)}
    return tuple(found[n] for n in numbers if n in found)


def told_in(connection: Connection, number: int) -> int | None:
    """The statement that has the telling by which a statement was numbered before a ruling gave it to another."""
    return connection.execute(select(attribution.c.statement_id).where(attribution.c.id == number)).scalar()


def contents(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """The words of some statements, also of rejected ones."""
    s = statement.c
    return {row.id: row.content for row in connection.execute(select(s.id, s.content).where(s.id.in_(numbers)))}


def candidates(connection: Connection, chosen: Filter, judge: str | None) -> tuple[int, ...]:
    """The statements that the reader is least sure of, of those that nobody, or one person, has yet to judge."""
    found = _least_sure().where(*_asked(connection, chosen), statement.c.id.not_in(_judged(judge)))
    return tuple(connection.execute(found.limit(chosen.limit).offset(chosen.offset)).scalars())


def _least_sure() -> Select[Any]:
    """Statements by the confidence of their fullest telling, the least first: in the order of the index."""
    s, t = statement.c, attribution.c
    fullest = and_(t.id == s.fullest_id, t.statement_id == s.id)
    return select(s.id).join(attribution, fullest).order_by(t.confidence, t.statement_id)


def coded(connection: Connection, chosen: Filter, judge: str) -> tuple[int, ...]:
    """The statements that others confirmed or rejected, and one person did not yet, by number."""
    s, t = statement.c, attribution.c
    others = select(attribution.c.statement_id).join(ruling, ruling.c.attribution_id == attribution.c.id)
    others = others.where(ruling.c.withdrawn.is_(None), ruling.c.field.in_(JUDGED), ruling.c.judge != judge)
    found = select(s.id).join(attribution, t.id == s.fullest_id)
    found = found.where(s.id.in_(others), s.id.not_in(_judged(judge)), *_asked(connection, chosen))
    return tuple(connection.execute(found.order_by(s.id).limit(chosen.limit)).scalars())


def progress(connection: Connection, chosen: Filter, judge: str | None) -> tuple[int, int]:
    """How many statements were confirmed or rejected, by one person or by anybody, and how many were not (bounded)."""
    s, t = statement.c, attribution.c
    where, done = _asked(connection, chosen), _judged(judge)
    from_these = select(s.id).join(attribution, t.id == s.fullest_id)
    judged = select(func.count()).select_from(from_these.where(s.id.in_(done), *where).subquery())
    left = from_these.where(s.id.not_in(done), *where).limit(chosen.limit)
    counted = select(func.count()).select_from(left.subquery())
    return connection.execute(judged).scalar_one(), connection.execute(counted).scalar_one()


def _judged(judge: str | None) -> Select[tuple[int]]:
    """The statements that one person, or anybody, confirmed or rejected."""
    r, a = ruling.c, attribution.alias("judged").c
    held = [r.withdrawn.is_(None), r.field.in_(JUDGED), *([] if judge is None else [r.judge == judge])]
    return select(a.statement_id).where(a.id == r.attribution_id, *held)


def meanings(connection: Connection, numbers: Sequence[int], as_of: str | None = None) -> dict[int, bytes]:
    """Where the tellings shown of some statements stand among meanings; none for those of an older version."""
    t, d, x = attribution.c, document.c, attribution_span.c
    size = select(func.sum(func.length(x.exact))).where(x.attribution_id == t.id, x.role == "content")
    chosen = select(t.statement_id, t.meaning).join(document, d.id == t.document_id).where(seen(as_of))
    chosen = chosen.order_by(t.statement_id, size.scalar_subquery().nulls_first(), t.id.desc())  # the fullest last
    found: dict[int, bytes | None] = {}
    for start in range(0, len(numbers), BATCH):
        some = t.statement_id.in_(numbers[start : start + BATCH])
        found.update({r.statement_id: r.meaning for r in connection.execute(chosen.where(some))})
    return {number: meaning for number, meaning in found.items() if meaning is not None}


def parties(connection: Connection, as_of: str | None = None) -> tuple[tuple[str, int], ...]:
    """Every party that states something, with how many statements, the most first."""
    s = statement.c
    day = [] if as_of is None else [s.known_on <= as_of]
    counted = select(s.party, func.count()).where(s.party.is_not(None), s.rejected_by.is_(None), *day).group_by(s.party)
    rows = connection.execute(counted).all()
    return tuple(sorted(((str(p), int(n)) for p, n in rows), key=lambda x: (-x[1], x[0])))


def _numbers(connection: Connection, chosen: Filter) -> Select[Any]:
    """Numbers of statements, newest first; those of one outlet by the dates of its own tellings."""
    s, t = statement.c, attribution.c
    where = statement_conditions(connection, chosen)
    if chosen.outlet is None:
        # What is dated after the day was not said by then (as weigh.known_by has it), and is not to be walked through.
        where += [] if chosen.as_of is None else [s.date <= chosen.as_of]
        return select(s.id).where(*where).order_by(s.date.desc(), s.id.desc())
    told = [t.outlet == chosen.outlet, *([] if chosen.as_of is None else [t.known_on <= chosen.as_of])]
    found = select(t.statement_id.label("id")).join(statement, s.id == t.statement_id).where(*told, *where)
    return found.order_by(t.date.desc(), t.statement_id.desc())


def _asked(connection: Connection, chosen: Filter) -> list[ColumnElement[bool]]:
    """What a filter asks of a statement and of its fullest telling, rejected or not."""
    where = statement_conditions(connection, chosen, rejected=True)
    return where if chosen.outlet is None else [*where, attribution.c.outlet == chosen.outlet]


def statement_conditions(
    connection: Connection, chosen: Filter, *, rejected: bool = False
) -> list[ColumnElement[bool]]:  # fmt: skip
    """What a filter asks of a statement's own row: all but the outlet that tells it."""
    s = statement.c
    where: list[ColumnElement[bool]] = [] if rejected else [s.rejected_by.is_(None)]
    if chosen.as_of is not None:
        where.append(s.known_on <= chosen.as_of)
    if chosen.since is not None:
        where.append(s.date >= chosen.since)
    if chosen.party is not None:
        where.append(s.party == as_recorded(connection, s.party, chosen.party) if chosen.party else s.party.is_(None))
    if chosen.kind is not None:
        where.append(s.kind == chosen.kind)
    if chosen.speaker is not None:
        numbers = actors_named(connection, chosen.speaker)
        spoken = s.actor_id.in_(numbers) if numbers else and_(s.actor_id.is_(None), s.speaker == chosen.speaker)
        where.append(spoken)
    return where


def _page(connection: Connection, found: Select[Any], chosen: Filter) -> tuple[Said, ...]:
    """A filter's page of the statements whose numbers a query finds: no more of them are fetched than it takes."""
    first = min(max(chosen.offset + chosen.limit, 1), BATCH)
    with connection.execute(found, execution_options={"yield_per": first}) as numbers:
        return tuple(_seen(connection, numbers.scalars(), chosen, chosen.offset, chosen.limit))


def _seen(
    connection: Connection, numbers: Iterable[int], chosen: Filter, skip: int, limit: int
) -> Iterator[Said]:  # fmt: skip
    """Statements as they can be seen, after the first ``skip``: what a later telling made of them does not count."""
    given = 0
    for batch in _batches(numbers, max(limit + skip, 1)):
        for said in statements_numbered(connection, batch, chosen.as_of):
            if chosen.kind is not None and said.kind != chosen.kind:
                continue
            given += 1
            if given > skip:
                yield said
            if given == skip + limit:
                return


def _batches(numbers: Iterable[int], first: int) -> Iterator[list[int]]:
    batch: list[int] = []
    size = min(first, BATCH)
    for number in _once(numbers):
        batch.append(number)
        if len(batch) == size:
            yield batch
            batch, size = [], BATCH
    if batch:
        yield batch


def _once(numbers: Iterable[int]) -> Iterator[int]:
    """Each number where it first comes: one outlet may tell of a statement twice."""
    given: set[int] = set()
    for number in numbers:
        if number not in given:
            given.add(number)
            yield number


# The number of a statement and those of its tellings that can be seen; the rows that it is made from, and its rulings;
# a statement, None where a person rejected it, and the place of its fullest telling among meanings.
Key = tuple[int, ...]
Rows = tuple[object, ...]
Made = tuple[Said | None, bytes | None]
Statements = Kept[Key, Rows, Made]


def kept_statements(
    connection: Connection, numbers: Sequence[int], as_of: str | None, kept: Statements
) -> Iterator[tuple[Said, bytes | None]]:
    """Statements by number, in that order, each with its place among meanings; only what changed is made again."""
    for start in range(0, len(numbers), MANY):
        some = numbers[start : start + MANY]
        rows = _rows(connection, some, as_of)

        def make(missing: list[Key]) -> list[Made]:
            found = _found(connection, [key[0] for key in missing], as_of)
            return [found.made(key[0]) for key in missing]

        made = {key[0]: one for key, one in kept.of(rows, make).items()}
        for number in some:
            said, meaning = made.get(number, (None, None))
            if said is not None:
                yield said, meaning


def _rows(connection: Connection, numbers: Sequence[int], as_of: str | None) -> dict[Key, Rows]:
    """All that statements are made from, in few rows: of spans their places, for a document's text never changes."""
    x, b = attribution_span.c, alongside.c
    spans = select(func.aggregate_strings(x.role + ":" + cast(x.start, Text) + ":" + cast(x.end, Text), ","))
    others = select(func.aggregate_strings(list_of(b.relation, b.name, b.type, b.role, b.party), ","))
    t = attribution.c
    chosen = _tellings(among(numbers), as_of).add_columns(
        spans.where(x.attribution_id == t.id).scalar_subquery(),
        others.where(b.attribution_id == t.id).scalar_subquery(),
    )
    told: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(chosen):
        told.setdefault(row.statement_id, []).append(row)
    ruled = rulings_on(connection)
    return {
        (number, *(row.id for row in rows)): (*(tuple(row) for row in rows), *ruled.get(number, ()))
        for number, rows in told.items()
    }


def _made(
    connection: Connection, numbers: list[int], as_of: str | None, alone: str | None = None, *, rejected: bool = False
) -> Iterator[Said]:  # fmt: skip
    """Statements of some numbers out of their tellings that can be seen; unless asked for, none that a person rejected.

    With ``alone`` they are as the reader has them with that person's rulings, as if nobody else had ruled.
    """
    found = _found(connection, numbers, as_of)
    for number in found.told:
        said, _ = found.made(number, alone, rejected=rejected)
        if said is not None:
            yield said


@dataclass(frozen=True)
class _Found:
    """The rows of some statements: tellings and rulings by statement, spans and who stands beside by telling."""

    told: Mapping[int, Sequence[Row[Any]]]
    spans: Mapping[int, Sequence[Row[Any]]]
    others: Mapping[int, tuple[Alongside, ...]]
    rulings: Mapping[int, Sequence[Placed]]

    def made(self, number: int, alone: str | None = None, *, rejected: bool = False) -> Made:
        """The statement; with ``alone`` as that person's rulings have it, and nobody else's."""
        tellings, every = self.told[number], self.rulings.get(number, ())
        rulings = [placed for placed in every if alone in (None, placed[1].judge)]
        by = folded_by_telling(rulings)
        if not rejected and rejected_by(by.values()) is not None:
            return None, None
        shown = {row.id: by_role(self.spans.get(row.id, ())) | by.get(row.id, NOTHING).spans for row in tellings}
        made, fullest = _said(number, tellings, shown, self.others, by)
        made = replace(made, rulings=tuple(ruling for _, ruling in rulings))
        given = alone is not None and any(one.field == "speaker" and one.judge != alone for _, one in every)
        return (_as_read(made) if given else made), fullest.meaning


def _as_read(said: Said) -> Said:
    """A statement whose row has the speaker that another person gave it, with the speaker of its fullest telling."""
    told = said.fullest
    return replace(said, actor=None, speaker=told.speaker, role=told.role)


def _found(connection: Connection, numbers: list[int], as_of: str | None) -> _Found:
    rows = connection.execute(_tellings(numbers, as_of)).all()
    told: dict[int, list[Row[Any]]] = {}
    for row in rows:
        told.setdefault(row.statement_id, []).append(row)
    owners = [row.id for row in rows]
    return _Found(
        told, span_rows(connection, attribution_span, owners), beside(connection, owners),
        of_statements(connection, list(told)),
    )  # fmt: skip


def _tellings(numbers: Any, as_of: str | None) -> Select[Any]:
    """The tellings of some statements that can be seen, with their documents and speakers."""
    t, d = attribution.c, document.c
    return (
        select(attribution, *source_columns(), actor.c.name.label("actor_name"), actor.c.party.label("actor_party"))
        .join(document, d.id == t.document_id)
        .outerjoin(actor, actor.c.id == t.actor_id)
        .where(t.statement_id.in_(numbers), seen(as_of))
        .order_by(t.statement_id, t.known_on, t.id)
    )


def _said(
    number: int, tellings: Sequence[Row[Any]], spans: Mapping[int, dict[str, Any]],
    others: Mapping[int, tuple[Alongside, ...]], by: Mapping[int, Ruled],
) -> tuple[Said, Row[Any]]:  # fmt: skip
    """A statement, and its fullest telling."""
    contents = {row.id: joined(s.exact for s in spans[row.id].get("content", ())) for row in tellings}
    fullest = max(tellings, key=lambda row: (len(contents[row.id]), -row.id))
    speakers = {row.id: by.get(row.id, NOTHING).speaker_of(row) for row in tellings}
    cited = tuple(
        _citation(row, speakers[row.id], spans[row.id], others.get(row.id, ()), tellings[0].id, fullest.id)
        for row in tellings
    )
    _, kind = kind_by(by.values()) or (None, fullest.kind)
    made = Said(
        id=number,
        actor=fullest.actor_id,
        type=speakers[fullest.id].type,
        speaker=fullest.actor_name or speakers[fullest.id].name,
        role=next((speakers[row.id].role for row in reversed(tellings) if speakers[row.id].role), None),
        party=next((who.party for who in speakers.values() if who.party), fullest.actor_party),
        kind=kind,
        date=min(row.date for row in tellings),
        content=contents[fullest.id],
        citations=cited,
        conflicts=tuple(_conflicts(cited)),
    )
    return made, fullest


def _citation(
    row: Row[Any], who: Speaker, spans: dict[str, Any], others: tuple[Alongside, ...], earliest: int, fullest: int
) -> Citation:
    return Citation(
        source=source_of(row), key=row.key, quotation=row.quotation, speaker=who.name, role=who.role,
        told_to=row.told_to, relayed_by=row.relayed_by_name, said_on=row.said_on, confidence=row.confidence,
        spans=spans, earliest=row.id == earliest, fullest=row.id == fullest, alongside=others, kind=row.kind,
    )  # fmt: skip


def _conflicts(cited: Sequence[Citation]) -> Iterator[Conflict]:
    """Days that do not agree, and wordings of one quotation of which neither holds the other."""
    days = _versions((c.said_on or "", c) for c in cited if c.said_on and len(c.said_on) == len("2022-01-10"))
    if len(days) > 1:
        yield Conflict("date", days)
    quoted = _versions((joined(s.exact for s in c.content), c) for c in cited if c.quotation == "direct")
    apart = [v for v in quoted if any(wordings_differ(words(v.value), words(o.value)) for o in quoted if o is not v)]
    if apart:
        yield Conflict("wording", tuple(apart))


def _versions(told: Iterable[tuple[str, Citation]]) -> tuple[Version, ...]:
    by_value: dict[str, list[Any]] = {}
    for value, citation in told:
        by_value.setdefault(value, []).append(citation.source)
    return tuple(Version(value, tuple(sources)) for value, sources in by_value.items())


def kinds_of(connection: Connection, of: int | Whose, as_of: str | None) -> tuple[tuple[Any, int], ...]:
    """How many statements of each kind an actor or a side made."""
    s = statement.c
    day = [] if as_of is None else [s.known_on <= as_of]
    whose = (is_of(of) if isinstance(of, Whose) else s.actor_id == of, s.rejected_by.is_(None))
    rows = connection.execute(select(s.kind, func.count()).where(*whose, *day).group_by(s.kind)).all()
    return tuple(sorted(((row[0], int(row[1])) for row in rows), key=lambda x: -x[1]))
