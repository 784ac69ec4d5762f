"""What a person says of a statement, field by field: checked, written to the log, withdrawn and never erased.

``Writer.rule`` and ``Writer.withdraw`` run these in one transaction; a later reading of the document finds its rulings
again by ``place``. What rulings make of tellings is in ``ruled``.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, func, select, update

from onrecord.errors import CorrectionError, MeanwhileError
from onrecord.record import appearances, families
from onrecord.record.answers import Field
from onrecord.record.forgetting import drop, take_off
from onrecord.record.people import now
from onrecord.record.regroup import compared, regroup, renew
from onrecord.record.rows import insert_all, next_number
from onrecord.record.ruled import READ, Ruled, ruled, speaker_of
from onrecord.record.schema import appearance, attribution, attribution_span, document, ruling, statement
from onrecord.spans import Range, dice
from onrecord.values import Kind, Spans, Speaker, Stance, cut

ANCHORED = 0.5  # of its characters that a ruling must find again, by Dice
REGROUPED = frozenset(("speaker", "spans", "confirm"))  # fields that bear on which statement a telling tells
SPANS = ("source", "cue", "content")
Tellings = Mapping[int, tuple[str, Sequence[Range], Sequence[Range]]]


@dataclass(frozen=True)
class Correction:
    """What a person says of a statement.

    ``answer`` is, by field: ``confirm``, ``reject``: nothing. ``kind``: a kind. ``speaker``: name, type, role and
    party, as ``values.Speaker``. ``issue``: whether it bears on ``issue``. ``stance``: where it stands on ``issue``,
    None for no side. ``red_line``, ``condition``: ranges of characters, none for none; of a red line also True, for
    all of its content. ``spans``: ranges by role (source, cue, content). Of an issue and a stance, ``machine`` is what
    the reader answered; of ``confirm``, the stances that were shown with it by issue, where there were any.
    ``document`` names the telling that is judged; without it, it is the fullest.

    ``seen`` are the numbers of the rulings that held when the statement was looked at: where others hold by now,
    nothing is written. ``alone`` is of one who was shown nobody else's rulings: what is confirmed is then the reader's
    answer with one's own corrections.
    """

    statement: int
    field: Field
    answer: Any = None
    issue: str | None = None
    document: str | None = None
    machine: Any = None
    seen: frozenset[int] | None = None
    alone: bool = False


def rule(connection: Connection, made: Correction, *, judge: str) -> int:
    """Write a ruling down and let the record follow it: its number.

    Who speaks is ruled of all tellings of the statement at once, anything else of one. Raises CorrectionError, and
    MeanwhileError where others judged the statement since it was ``seen``.
    """
    if not judge.strip():
        raise CorrectionError.no_judge()
    told = _telling(connection, made)
    whose = judge if made.alone else None
    if made.seen is not None and made.seen != _holding(connection, told.statement_id, whose):
        raise MeanwhileError.moved(made.statement)
    text = connection.execute(select(document.c.text).where(document.c.id == told.document_id)).scalar_one()
    spans, said = _spans(connection, told.id), ruled(connection, [told.id], judge=whose).get(told.id, Ruled())
    answer = _answer(made, told, text, spans | said.spans, said)
    tellings = [told]
    if made.field == "speaker" and made.document is None:
        same = select(attribution).where(attribution.c.statement_id == told.statement_id, attribution.c.id != told.id)
        tellings += connection.execute(same.order_by(attribution.c.id)).all()
    first = next_number(connection, ruling)
    rows = []
    for i, one in enumerate(tellings):
        own = spans if one is told else _spans(connection, one.id)
        anchor = {role: _ranges(own[role]) for role in SPANS}
        rows.append({
            "id": first + i, "act": first, "made": now(), "judge": judge, "document_id": one.document_id,
            "attribution_id": one.id, "key": one.key, **anchor, "field": made.field, "issue": made.issue,
            "machine": _plain(_machine(made, one, own)), "answer": _plain(answer),
        })  # fmt: skip
    with _followed(connection, made.field, tellings):
        insert_all(connection, ruling, rows)
    return first


def withdraw(connection: Connection, number: int, *, judge: str) -> None:
    """Take a ruling back, with those that were made at once with it; the log keeps them. Raises CorrectionError."""
    r = ruling.c
    found = connection.execute(select(ruling).where(r.id == number)).first()
    if found is None:
        raise CorrectionError.no_ruling(number)
    if found.withdrawn is not None:
        raise CorrectionError.withdrawn(number, found.withdrawn)
    if not judge.strip():
        raise CorrectionError.no_judge()
    act = r.act == found.act
    of = select(attribution).where(attribution.c.id.in_(select(r.attribution_id).where(act)))
    tellings = connection.execute(of.order_by(attribution.c.id)).all()
    with _followed(connection, found.field, tellings):
        connection.execute(update(ruling).where(act, r.withdrawn.is_(None)).values(withdrawn=now(), withdrawn_by=judge))


def place(connection: Connection, number: int, tellings: Tellings) -> None:
    """Find the tellings that a document's rulings are of, after it was read again.

    ``tellings`` are keys, source and content by the numbers of their attributions. A ruling goes to the telling whose
    content shares most with what was judged, or with the content that a person put in its place; to none below half.
    """
    rows = connection.execute(select(ruling).where(ruling.c.document_id == number).order_by(ruling.c.id)).all()
    instead: dict[str, list[list[Range]]] = {}  # contents that a person put in the place of those judged
    for row in rows:
        if row.field == "spans":
            marked = json.loads(row.answer).get("content", ())
            instead.setdefault(row.content, []).append([(s["start"], s["end"]) for s in marked])
    for row in rows:
        at = _anchored(row, tellings, instead.get(row.content, []))
        connection.execute(update(ruling).where(ruling.c.id == row.id).values(attribution_id=at))


def settle(connection: Connection, tellings: Iterable[Any]) -> set[int | None]:
    """Derive whose some tellings (rows of attributions) are: the actors that gained or lost any, None for nobody."""
    tellings = list(tellings)
    said = ruled(connection, [row.id for row in tellings])
    touched: set[int | None] = set()
    found: dict[int, int | None] = {}
    for row in tellings:  # all before any is written: a new name may merge actors, and group anew what they said
        who = said[row.id].speaker_of(row) if row.id in said else speaker_of(row)
        found[row.id] = _actor(connection, row.document_id, who, row.known_on)
    for number, actor in found.items():
        one, own = None if actor is None else families.root(connection, actor), attribution.c.id == number
        was = connection.execute(select(attribution.c.actor_id).where(own)).scalar()
        connection.execute(update(attribution).where(own).values(actor_id=one))
        touched |= {was, one}
    return touched


def name_anew(connection: Connection, number: int) -> None:
    """Let those whom a person's word alone names in a document be as the rulings that hold have them, or be gone.

    Of several rulings of one name, a type, role and party that any of them states stay; else the first telling's.
    """
    p, a = appearance.c, attribution.c
    made = connection.execute(select(appearance).where(p.document_id == number, p.listed == appearances.RULED)).all()
    if not made:
        return
    rows = connection.execute(select(attribution).where(a.document_id == number).order_by(a.id)).all()
    said = ruled(connection, [row.id for row in rows])
    who = {row.id: said[row.id].speaker_of(row) for row in rows if row.id in said}
    stated = {(one.name, one.type, one.role, one.party) for one in who.values()}
    outdated = {row.id: row.name for row in made if (row.name, row.type, row.role, row.party) not in stated}
    held = take_off(connection, outdated)
    touched = settle(connection, [row for row in rows if row.id in who and who[row.id].name in outdated.values()])
    _regroup(connection, touched, [number])
    drop(connection, held)


@contextmanager
def _followed(connection: Connection, field: Field, tellings: Sequence[Any]) -> Iterator[None]:
    """Let the record follow what is ruled of some tellings, or taken back, meanwhile.

    Their speakers' statements are grouped anew only where a telling is whose it was not, or has other words.
    """
    numbers = [row.id for row in tellings]
    if field not in REGROUPED:
        yield
        _renew(connection, numbers)
        return
    before = compared(connection, numbers)
    yield
    touched, documents = settle(connection, tellings), sorted({row.document_id for row in tellings})
    if compared(connection, numbers) == before:
        _renew(connection, numbers)
    else:
        _regroup(connection, touched, documents)
    for number in documents:
        name_anew(connection, number)


def _renew(connection: Connection, numbers: Sequence[int]) -> None:
    """Derive the statements anew that some attributions (numbers) tell by now."""
    a = attribution.c
    for number in connection.execute(select(a.statement_id).where(a.id.in_(numbers)).distinct()).scalars().all():
        renew(connection, number)


def _regroup(connection: Connection, touched: Collection[int | None], documents: Sequence[int]) -> None:
    """Group anew what was said by those whom ``settle`` found touched; None is for nobody, in some documents."""
    clusters = select(document.c.cluster_id).where(document.c.id.in_(documents))
    nobody = connection.execute(clusters).scalars().all() if None in touched else ()
    regroup(connection, [one for one in touched if one is not None], clusters=nobody)


def _holding(connection: Connection, number: int, judge: str | None) -> set[int]:
    """The rulings that hold on a statement: all, or one person's."""
    r, a = ruling.c, attribution.c
    chosen = select(r.id).join(attribution, a.id == r.attribution_id)
    chosen = chosen.where(a.statement_id == number, r.withdrawn.is_(None))
    return set(connection.execute(chosen if judge is None else chosen.where(r.judge == judge)).scalars())


def _actor(connection: Connection, number: int, who: Speaker, known_on: str) -> int | None:
    if who.name is None:
        return None
    there, actor = appearances.called(connection, number, who.name)
    return actor if there else appearances.introduce(connection, number, who, known_on)


def _telling(connection: Connection, made: Correction) -> Row[Any]:
    """The attribution that is judged."""
    a, s = attribution.c, statement.c
    chosen = select(attribution, s.kind.label("shown_kind"), s.kind_by).join(statement, s.id == a.statement_id)
    chosen = chosen.join(document, document.c.id == a.document_id).where(s.id == made.statement)
    if made.document is not None:
        chosen = chosen.where(document.c.key == made.document)
    x = attribution_span.c
    size = select(func.sum(func.length(x.exact))).where(x.attribution_id == a.id, x.role == "content")
    # As it is shown: the fullest of those whose page stands; where none does, the fullest.
    order = (document.c.gone_on.is_(None).desc(), size.scalar_subquery().desc().nulls_last(), a.id)
    found = connection.execute(chosen.order_by(*order)).first()
    if found is not None:
        return found
    if connection.execute(select(s.id).where(s.id == made.statement)).first():
        raise CorrectionError.not_told(made.statement, str(made.document))
    raise CorrectionError.unknown_statement(made.statement)


def _spans(connection: Connection, number: int) -> dict[str, Spans]:
    """An attribution's spans as it was read."""
    x = attribution_span.c
    chosen = select(attribution_span).where(x.attribution_id == number).order_by(x.role, x.number)
    out: dict[str, list[Any]] = {role: [] for role in (*SPANS, *READ)}
    for row in connection.execute(chosen):
        out.setdefault(row.role, []).append({"start": row.start, "end": row.end, "exact": row.exact})
    return {role: TypeAdapter(Spans).validate_python(spans) for role, spans in out.items()}


def _ranges(spans: Spans) -> str:
    return json.dumps([span.range for span in spans])


def _plain(answer: Any) -> str:
    return json.dumps(TypeAdapter(Any).dump_python(answer, mode="json"), ensure_ascii=False)


def _machine(made: Correction, told: Row[Any], spans: Mapping[str, Spans]) -> Any:
    """What the reader answered."""
    match made.field:
        case "kind":
            return told.kind
        case "speaker":
            return speaker_of(told)
        case "spans":
            return {role: spans[role] for role in SPANS}
        case "red_line" | "condition":
            return spans[made.field]
        case "issue" | "stance":
            return made.machine
        case _:
            read = {"kind": told.kind, "speaker": speaker_of(told), **{role: spans[role] for role in READ}}
            return read if made.machine is None else read | {"stances": made.machine}


def _answer(made: Correction, told: Row[Any], text: str, shown: Mapping[str, Spans], said: Ruled) -> Any:
    """A person's answer, checked against its schema and the document, as it is kept. Raises CorrectionError."""
    if made.field not in get_args(Field):
        raise CorrectionError.not_one_of("field", made.field, get_args(Field))
    if made.field in ("issue", "stance") and not (made.issue or "").strip():
        raise CorrectionError.no_issue(made.field)
    match made.field:
        case "confirm":
            kind = _shown_kind(told, said, alone=made.alone)
            return {"kind": kind, "speaker": said.speaker_of(told), **{role: shown[role] for role in READ}}
        case "reject":
            return None
        case "kind":
            return _one_of(made.answer, "kind", get_args(Kind))
        case "stance":
            return None if made.answer is None else _one_of(made.answer, "stance", get_args(Stance))
        case "issue":
            return _valid(bool, made)
        case "speaker":
            return _speaker(made)
        case "spans":
            return _parts(made, text)
        case "red_line" if isinstance(made.answer, bool):
            return shown["content"] if made.answer else ()
        case _:
            return _cut(made.field, _valid(list[Range], made), text)


def _shown_kind(told: Row[Any], said: Ruled, *, alone: bool) -> Any:
    """The kind that is confirmed: as the record has it, or as one had it who saw nobody else's rulings."""
    if alone:
        return said.kind[1] if said.kind else told.kind
    return told.kind if told.kind_by is None else told.shown_kind


def _one_of(value: Any, field: str, known: Sequence[str]) -> Any:
    if value not in known:
        raise CorrectionError.not_one_of(field, value, known)
    return value


def _valid(form: Any, made: Correction) -> Any:
    try:
        return TypeAdapter(form).validate_python(made.answer)
    except ValidationError as error:
        raise CorrectionError.unreadable(made.field, error.errors()[0]["msg"]) from error


def _speaker(made: Correction) -> Speaker:
    who: Speaker = _valid(Speaker, made)
    name = None if who.name is None else " ".join(who.name.split())
    if name == "" or (name is None and who.type != "unnamed"):
        raise CorrectionError.no_name()
    role, party = ((value or "").strip() or None for value in (who.role, who.party))
    return Speaker(name=name, type=who.type, role=role, party=party)


def _parts(made: Correction, text: str) -> dict[str, Spans]:
    parts = _valid(dict[str, list[Range]], made)
    for role in parts:
        _one_of(role, "role", SPANS)
    if not parts or ("content" in parts and not parts["content"]):
        raise CorrectionError.no_content()
    return {role: _cut(role, ranges, text) for role, ranges in parts.items()}


def _cut(field: str, ranges: Sequence[Range], text: str) -> Spans:
    """Spans of the document, which must be in order and apart."""
    last = 0
    for start, end in ranges:
        if not last <= start < end <= len(text):
            raise CorrectionError.misplaced(field, (start, end), len(text))
        last = end
    return cut(text, ranges)


def _anchored(row: Any, tellings: Tellings, instead: Sequence[Sequence[Range]]) -> int | None:
    judged = [json.loads(row.content), *instead]
    source = json.loads(row.source)
    ranked = []
    for number, (key, said_by, content) in tellings.items():
        share = max(dice(ranges, content) for ranges in judged)
        if share >= ANCHORED:  # of equals, the one that is known by the same key, or has the same source
            ranked.append((share, key == row.key, dice(source, said_by), -number))
    return -max(ranked)[-1] if ranked else None
