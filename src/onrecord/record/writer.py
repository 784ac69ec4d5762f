"""The store's one writer: readings, failures and judgements go in, each in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from onrecord.record import appearances, attributions, corrections, people, rereading, rulings
from onrecord.record.address import Address
from onrecord.record.copies import cluster_of, packed, remember
from onrecord.record.dialect import inserting
from onrecord.record.meetings import keep_report
from onrecord.record.rows import insert_all, insert_one, span_rows
from onrecord.record.schema import (
    document,
    document_span,
    failure,
    place,
    version,
)  # fmt: skip
from onrecord.record.statements import Tellings
from onrecord.record.store import transaction
from onrecord.values import Reading

Outcome = Literal["new", "changed", "known"]


@dataclass(frozen=True)
class Writer:
    """Writes to one store."""

    engine: Engine
    address: Address

    def link(self, origin: str, key: str) -> Outcome:
        """Note that a place holds a text that the store has."""
        with transaction(self.engine, self.address) as connection:
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
        with transaction(self.engine, self.address) as connection:
            number = _number(connection, reading.document.id)
            if number is not None:
                return _placed(connection, origin, number, new=False)
            changed = connection.execute(select(place.c.id).where(place.c.origin == origin)).first() is not None
            number, known_on, cluster = _document(connection, reading, signature, changed=changed)
            actors = appearances.keep(connection, number, reading, known_on)
            tellings = Tellings(connection)
            for told in attributions.of_reading(reading, number, actors, known_on):
                tellings.put(told.row, told.telling(cluster), told.spans, told.beside)
            tellings.write()
            for i, met in enumerate(reading.meetings):
                keep_report(connection, number, i, met, reading, actors, known_on)
            return _placed(connection, origin, number, new=True)

    def merge(self, keep: int, other: int, *, judge: str, reason: str) -> None:
        """Make two actors one, as a person says. Raises CorrectionError where that cannot be."""
        with transaction(self.engine, self.address) as connection:
            corrections.merge(connection, keep, other, judge=judge, reason=reason)

    def split(
        self, actor: int, *, documents: Sequence[str] = (), spelling: str | None = None, judge: str, reason: str
    ) -> int:
        """Hold a part of an actor apart, as a person says: its number. Raises CorrectionError where that cannot be."""
        with transaction(self.engine, self.address) as connection:
            return corrections.split(
                connection, actor, documents=documents, spelled=spelling, judge=judge, reason=reason
            )

    def rule(self, made: rulings.Correction, *, judge: str) -> int:
        """Write down what a person says of a statement: the ruling's number. Raises CorrectionError."""
        with transaction(self.engine, self.address) as connection:
            return rulings.rule(connection, made, judge=judge)

    def withdraw(self, number: int, *, judge: str) -> None:
        """Take a ruling back, with those that were made with it. Raises CorrectionError."""
        with transaction(self.engine, self.address) as connection:
            rulings.withdraw(connection, number, judge=judge)

    def reread(self, reading: Reading) -> rereading.Outcome:
        """Put another reading of a document in the place of its reading: all of it or nothing. Rulings stay."""
        with transaction(self.engine, self.address) as connection:
            return rereading.reread(connection, reading)

    def fail(self, origin: str, reason: str) -> None:
        """Note what could not be read, and why."""
        row = {"origin": origin, "reason": reason, "failed": people.now(), "tries": 1}
        again = {"reason": reason, "failed": row["failed"], "tries": failure.c.tries + 1}
        with transaction(self.engine, self.address) as connection:
            put = inserting(connection, failure).values(row)
            connection.execute(put.on_conflict_do_update(index_elements=["origin"], set_=again))


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
