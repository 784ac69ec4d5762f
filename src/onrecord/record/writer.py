"""The store's one writer: readings, failures and judgements go in, each in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.record import appearances, corrections, people
from onrecord.record.copies import cluster_of, packed, remember
from onrecord.record.meetings import keep_report
from onrecord.record.rows import insert_all, insert_one, span_rows
from onrecord.record.schema import (
    document,
    document_span,
    failure,
    place,
    version,
)  # fmt: skip
from onrecord.record.statements import Telling, Tellings, joined
from onrecord.record.store import transaction
from onrecord.values import Document, Reading, Speaker, Statement

Outcome = Literal["new", "changed", "known"]


@dataclass(frozen=True)
class Writer:
    """Writes to one store."""

    engine: Engine
    path: Path

    def link(self, origin: str, key: str) -> Outcome:
        """Note that a place holds a text that the store has."""
        with transaction(self.engine, self.path) as connection:
            number = _number(connection, key)
            if number is None:
                message = f"no document {key} in the store"
                raise LookupError(message)
            return _placed(connection, origin, number, new=False)

    def add(self, origin: str, reading: Reading, signature: Sequence[int]) -> Outcome:
        """Keep a reading: all of it, or, where anything fails, nothing. Safe to repeat.

        ``signature`` is the text's MinHash (``gather.duplicates``). Returns ``new``; ``changed`` where the place held
        another text before; ``known`` where the store had this text.
        """
        with transaction(self.engine, self.path) as connection:
            number = _number(connection, reading.document.id)
            if number is not None:
                return _placed(connection, origin, number, new=False)
            changed = connection.execute(select(place.c.id).where(place.c.origin == origin)).first() is not None
            number, known_on, cluster = _document(connection, reading, signature, changed=changed)
            actors = appearances.keep(connection, number, reading, known_on)
            tellings = Tellings(connection)
            for i, said in enumerate(reading.statements):
                _statement(tellings, number, i, said, reading.document, actors, known_on, cluster)
            tellings.write()
            for i, met in enumerate(reading.meetings):
                keep_report(connection, number, i, met, reading, actors, known_on)
            return _placed(connection, origin, number, new=True)

    def merge(self, keep: int, other: int, *, judge: str, reason: str) -> None:
        """Make two actors one, as a person says. Raises CorrectionError where that cannot be."""
        with transaction(self.engine, self.path) as connection:
            corrections.merge(connection, keep, other, judge=judge, reason=reason)

    def split(
        self, actor: int, *, documents: Sequence[str] = (), spelling: str | None = None, judge: str, reason: str
    ) -> int:
        """Hold a part of an actor apart, as a person says: its number. Raises CorrectionError where that cannot be."""
        with transaction(self.engine, self.path) as connection:
            return corrections.split(
                connection, actor, documents=documents, spelled=spelling, judge=judge, reason=reason
            )

    def fail(self, origin: str, reason: str) -> None:
        """Note what could not be read, and why."""
        row = {"origin": origin, "reason": reason, "failed": people.now(), "tries": 1}
        again = {"reason": reason, "failed": row["failed"], "tries": failure.c.tries + 1}
        with transaction(self.engine, self.path) as connection:
            connection.execute(upsert(failure).values(row).on_conflict_do_update(index_elements=["origin"], set_=again))


def _number(connection: Connection, key: str) -> int | None:
    return connection.execute(select(document.c.id).where(document.c.key == key)).scalar()


def _document(
    connection: Connection, reading: Reading, signature: Sequence[int], *, changed: bool
) -> tuple[int, str, int]:
    """Insert the text: its number, the day it was known on, and the cluster of its copies.

    A text is known from the day it was published; one that took another's place, from the day it was found there.
    """
    d = reading.document
    added = people.now()
    known_on = max(d.published or "", added[:10]) if changed else d.published or added[:10]
    cluster = cluster_of(connection, signature)
    row = d.model_dump(exclude={"id"}) | {
        "key": d.id,
        "text_hash": text_hash(d.text),
        "known_on": known_on,
        "added": added,
        "cluster_id": cluster,
        "signature": packed(signature),
        "attributions": len(reading.statements),
        "reports": len(reading.meetings),
    }
    number = insert_one(connection, document, row)
    if cluster is None:
        connection.execute(update(document).where(document.c.id == number).values(cluster_id=number))
    remember(connection, number, signature)
    insert_all(connection, document_span, span_rows("document_id", number, background=reading.background))
    return number, known_on, cluster or number


def text_hash(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes (lone surrogates kept), in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _statement(
    tellings: Tellings, number: int, i: int, said: Statement, of: Document, actors: dict[str, int | None],
    known_on: str, cluster: int,
) -> None:  # fmt: skip
    who = actors.get(said.speaker.name) if said.speaker.name else None
    date = said.said_on.date if said.said_on else of.published or known_on
    row = {
        "document_id": number, "number": i, "actor_id": who, "key": said.id, "quotation": said.quotation,
        "kind": said.kind, "plover": said.plover, **_speaker("speaker", said.speaker),
        **_speaker("relayed_by", said.relayed_by), "told_to": said.told_to,
        "said_on": said.said_on.date if said.said_on else None,
        "said_precision": said.said_on.precision if said.said_on else None,
        "issue": said.issue, "stance": said.stance, "confidence": said.confidence, "outlet": of.outlet,
        "known_on": known_on, "date": date, "meaning": said.meaning,
    }  # fmt: skip
    telling = Telling(
        actor=who, speaker=said.speaker, kind=said.kind, date=date, known_on=known_on, cluster=cluster,
        content=joined(c.exact for c in said.content),
    )  # fmt: skip
    e = said.evidence
    spans = {
        "source": said.source, "cue": said.cue, "content": said.content, "condition": said.condition,
        "red_line": said.red_line,
        "by_speaker": e.speaker, "by_alongside": e.alongside, "by_relayed_by": e.relayed_by,
        "by_told_to": e.told_to, "by_said_on": e.said_on,
    }  # fmt: skip
    beside = [
        a.model_dump() | {"number": n, "actor_id": actors.get(a.name) if a.name else None}
        for n, a in enumerate(said.alongside)
    ]
    tellings.put(row, telling, spans, beside)


def _speaker(name: str, who: Speaker | None) -> dict[str, str | None]:
    return {f"{name}_{field}": getattr(who, field) if who else None for field in ("name", "type", "role", "party")}


def _placed(connection: Connection, origin: str, number: int, *, new: bool) -> Outcome:
    """Note that a place holds a document now; what it held before is gone from there, and kept."""
    connection.execute(delete(failure).where(failure.c.origin == origin))
    held = connection.execute(select(place).where(place.c.origin == origin)).first()
    if held and held.document_id == number:
        return "known"
    if held:
        connection.execute(update(place).where(place.c.id == held.id).values(document_id=number))
        at = held.id
    else:
        at = insert_one(connection, place, {"origin": origin, "document_id": number})
    count = connection.execute(select(func.count()).where(version.c.place_id == at)).scalar_one()
    row = {"place_id": at, "number": count + 1, "document_id": number, "added": people.now()}
    connection.execute(insert(version).values(row))
    for one in (number, held.document_id if held else None):
        if one is not None:
            _present_or_gone(connection, one)
    return "changed" if held else "new" if new else "known"


def _present_or_gone(connection: Connection, number: int) -> None:
    """A document that no place holds any more is gone from today on."""
    held = connection.execute(select(place.c.id).where(place.c.document_id == number)).first()
    today = datetime.now(UTC).date().isoformat()
    connection.execute(update(document).where(document.c.id == number).values(gone_on=None if held else today))
