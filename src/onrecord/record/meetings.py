"""Reports gathered into meetings: one session of a forum, however many documents report it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from onrecord.record.rows import Row as Values
from onrecord.record.rows import insert_all, insert_one, span_rows
from onrecord.record.sameness import MOVED_DAYS, Session, folded, same_meeting, shifted
from onrecord.record.schema import delegate, meeting, party, report, report_span
from onrecord.spans import Range
from onrecord.values import Meeting, Reading


def keep_report(
    connection: Connection, document: int, number: int, met: Meeting, reading: Reading,
    actors: Mapping[str, int | None], known_on: str, before: int | None = None,
) -> None:  # fmt: skip
    """Insert a document's report of a meeting, under the meeting that it reports, made if need be.

    ``before`` is the meeting that an earlier reading of the document had in its place: it stays that one unless what
    others report of it speaks against it.
    """
    date = met.date.date if met.date else None
    row: Values = {
        "document_id": document, "number": number, "forum": met.forum, "what": met.what, "kind": met.kind,
        "place": met.place, "date": date, "precision": met.date.precision if met.date else None,
        "status": met.status, "outlet": reading.document.outlet, "known_on": known_on,
    }  # fmt: skip
    session = Session(
        forum=met.forum, date=date, precision=row["precision"], place=met.place, parties=frozenset(met.parties),
        people=frozenset(met.delegates), status=met.status, known_on=known_on,
        others=frozenset(
            m.date.date for m in reading.meetings if m is not met and m.date and m.forum and m.forum == met.forum
        ),
    )  # fmt: skip
    kept = before is not None and _fits(connection, session, before, document)
    found = before if kept else _reported_before(connection, session, document)
    if found is None:
        uid = hashlib.sha256(f"{reading.document.id} {met.evidence[0].start} {met.what}".encode()).hexdigest()[:20]
        found = insert_one(connection, meeting, summary([SimpleNamespace(**row)]) | {"uid": uid})
    at = insert_one(connection, report, row | {"meeting_id": found})
    insert_all(connection, party, [{"report_id": at, "number": i, "name": n} for i, n in enumerate(met.parties)])
    people = [{"report_id": at, "number": i, "name": n, "actor_id": actors.get(n)} for i, n in enumerate(met.delegates)]
    insert_all(connection, delegate, people)
    spans = span_rows("report_id", at, agenda=met.agenda, off_agenda=met.off_agenda, evidence=met.evidence)
    insert_all(connection, report_span, spans)
    _renew(connection, found)


def take_out(connection: Connection, document: int) -> dict[int, list[Range]]:
    """Take a document's reports off the record, and tell which characters reported which meeting. See ``settle``."""
    r, x = report.c, report_span.c
    chosen = select(r.meeting_id, x.start, x.end).join(report_span, x.report_id == r.id)
    rows = connection.execute(chosen.where(r.document_id == document, x.role == "evidence"))
    found: dict[int, list[Range]] = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append((row.start, row.end))
    own = select(r.id).where(r.document_id == document)
    for table in (party, delegate, report_span):
        connection.execute(delete(table).where(table.c.report_id.in_(own)))
    connection.execute(delete(report).where(r.document_id == document))
    return dict(found)


def settle(connection: Connection, numbers: Iterable[int]) -> None:
    """Derive meetings anew after reports of theirs went; one that nobody reports goes too."""
    for number in numbers:
        if connection.execute(select(report.c.id).where(report.c.meeting_id == number).limit(1)).first():
            _renew(connection, number)
        else:
            connection.execute(delete(meeting).where(meeting.c.id == number))


def _fits(connection: Connection, session: Session, number: int, document: int) -> bool:
    """Whether a session may be a meeting: nobody else reports it, or others report the same; and not this document."""
    r = report.c
    here = connection.execute(select(r.id).where(r.meeting_id == number, r.document_id == document).limit(1)).first()
    others = sessions(connection, number)
    return here is None and (not others or same_meeting(session, others))


def summary(reports: Sequence[Any]) -> Values:
    """What a meeting's row says of its reports (rows in order of the day they were known on): the newest word counts.

    A meeting once called off is so until a later report plans or holds it again.
    """
    newest = reports[-1]
    told = next((r for r in reversed(reports) if r.date), newest)
    forum = next((r.forum for r in reversed(reports) if r.forum), None)
    return {
        "forum": forum, "forum_key": folded(forum) if forum else None, "what": newest.what, "kind": newest.kind,
        "place": next((r.place for r in reversed(reports) if r.place), None), "date": told.date,
        "precision": told.precision, "status": newest.status, "known_on": min(r.known_on for r in reports),
        "reports": len(reports),
    }  # fmt: skip


def in_order(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Reports in the order in which they became known."""
    return sorted(rows, key=lambda r: (r.known_on, r.id))


def _renew(connection: Connection, number: int) -> None:
    rows = connection.execute(select(report).where(report.c.meeting_id == number)).all()
    connection.execute(update(meeting).where(meeting.c.id == number).values(summary(in_order(rows))))


def _reported_before(connection: Connection, session: Session, document: int) -> int | None:
    """The meeting that a session is, if any is; one that this document reports already is another."""
    m = meeting.c
    near = [m.date == session.date] if session.date else []
    if session.forum:
        around = session.date or session.known_on
        low, high = shifted(around, -MOVED_DAYS), shifted(around, MOVED_DAYS)
        known = or_(m.date.is_(None), m.date.between(low[:4], high))
        near.append((m.forum_key == folded(session.forum)) & known)
    if not near:
        return None
    here = select(report.c.meeting_id).where(report.c.document_id == document)
    for row in connection.execute(select(m.id).where(or_(*near), m.id.not_in(here)).order_by(m.id)):
        if same_meeting(session, sessions(connection, row.id)):
            return int(row.id)
    return None


def sessions(connection: Connection, number: int) -> list[Session]:
    """A meeting's reports as they are compared, newest first: it is where it was last said to be."""
    rows = connection.execute(select(report).where(report.c.meeting_id == number)).all()
    return [_session(connection, row) for row in reversed(in_order(rows))]


def _session(connection: Connection, row: Row[Any]) -> Session:
    def names(table: Any) -> frozenset[str]:
        return frozenset(connection.execute(select(table.c.name).where(table.c.report_id == row.id)).scalars())

    beside = select(report.c.date).where(
        report.c.document_id == row.document_id, report.c.id != row.id, report.c.forum == row.forum
    )
    others = frozenset(d for d in connection.execute(beside).scalars() if d) if row.forum else frozenset()
    return Session(
        row.forum, row.date, row.precision, row.place, names(party), names(delegate), row.status, row.known_on, others
    )
