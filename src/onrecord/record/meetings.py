"""Reports gathered into meetings: one session of a forum, however many documents report it."""

import hashlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from onrecord.record.rows import Row as Values
from onrecord.record.rows import insert_all, insert_one, span_rows
from onrecord.record.sameness import MOVED_DAYS, Session, folded, same_meeting, shifted
from onrecord.record.schema import delegate, meeting, party, report, report_span
from onrecord.values import Meeting, Reading


def keep_report(
    connection: Connection, document: int, number: int, met: Meeting, reading: Reading,
    actors: dict[str, int | None], known_on: str,
) -> None:  # fmt: skip
    """Insert a document's report of a meeting, under the meeting that it reports, made if need be."""
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
    found = _reported_before(connection, session, document)
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
