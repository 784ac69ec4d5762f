"""Stores for tests, filled through the writer."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from onrecord.gather.duplicates import signature
from onrecord.record.store import open_store
from onrecord.record.verify import Verification, verify
from onrecord.record.writer import Writer
from onrecord.values import Reading
from tests.publish.made import TEXT, reading, spans


def keyed(one: Reading, published: str | None = "2027-03-03") -> Reading:
    """A reading whose document has the id that gathering would give it, and whose actor is mentioned."""
    actor = one.actors[0].model_copy(update={"mentions": spans(one.document.text, "Ilya Dorn")})
    document = one.document.model_copy(update={"published": published})
    document = document.model_copy(update={"id": document.content_id()})
    return one.model_copy(update={"document": document, "actors": (actor,)})


# Two outlets that carry one text, the later of them with more of it.
WIRE = keyed(reading())
_MORE = TEXT.replace("its boats. Ostrelian", "its boats for good, in full, by May. Ostrelian")
LATER = keyed(reading(_MORE, outlet="Kelmar Post"), "2027-03-04")


def filled(path: Path, readings: Sequence[Reading] = (WIRE, LATER)) -> Path:
    """A store with some readings, closed."""
    engine = open_store(path, create=True, write=True)
    for i, one in enumerate(readings):
        Writer(engine, path).add(f"news/{i}.md", one, signature(one.document.text))
    engine.dispose()
    return path


def verified(path: Path) -> Verification:
    """What verify says of a store."""
    engine = open_store(path)
    try:
        return verify(engine, path)
    finally:
        engine.dispose()


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program opens it: without the checks that onrecord switches on."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        connection.commit()
