"""The one view of a store: every answer is values, and nothing here writes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, select

from onrecord.errors import StoreError
from onrecord.record import find_actors, find_documents, find_meetings, find_rulings, find_statements, find_text
from onrecord.record.answers import (
    Change,
    Changes,
    Established,
    Failed,
    Filter,
    Hit,
    Judgement,
    Known,
    Met,
    Office,
    Outlet,
    Profile,
    Ruling,
    Said,
    Word,
)  # fmt: skip
from onrecord.record.schema import document, place
from onrecord.record.store import open_store, transaction
from onrecord.values import Reading

ALL = Filter()
BATCH = 100  # documents read with one query of each kind


@dataclass(frozen=True)
class View:
    """Reads one store. Each answer comes from one transaction: adding meanwhile does not show half of itself."""

    engine: Engine
    path: Path

    @classmethod
    def open(cls, path: Path) -> "View":
        """Open a store to read. Raises StoreError."""
        return cls(open_store(path), path)

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self.engine, self.path)

    def stamp(self) -> tuple[int, ...]:
        """What changes with every write to the store: when its files were last written, and how long they are."""
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return tuple(n for f in files if f.exists() for stat in [f.stat()] for n in (stat.st_mtime_ns, stat.st_size))

    def statements(self, chosen: Filter = ALL) -> tuple[Said, ...]:
        """Statements, newest first."""
        with self._reading() as connection:
            return find_statements.statements(connection, chosen)

    def statement(self, number: int, *, as_of: str | None = None) -> Said | None:
        """One statement, by number."""
        with self._reading() as connection:
            return next(iter(find_statements.statements_numbered(connection, [number], as_of)), None)

    def statements_numbered(self, numbers: Sequence[int], *, as_of: str | None = None) -> tuple[Said, ...]:
        """Statements by number, in that order: those of them that are on record."""
        with self._reading() as connection:
            return find_statements.statements_numbered(connection, numbers, as_of)

    def unsure(self, chosen: Filter = ALL) -> tuple[Said, ...]:
        """Statements that nobody has confirmed or rejected, those the reader is least sure of first."""
        with self._reading() as connection:
            return find_statements.unsure(connection, chosen)

    def rulings(
        self, statement: int | None = None, *, withdrawn: bool = False, limit: int | None = None, offset: int = 0
    ) -> tuple[Ruling, ...]:
        """What persons said of a statement, or of all, the newest first; with ``withdrawn`` what they took back too.

        One whose statement a later reading does not have is kept, with None for its statement.
        """
        with self._reading() as connection:
            return find_rulings.rulings(connection, statement, withdrawn=withdrawn, limit=limit, offset=offset)

    def ruling(self, number: int) -> Ruling | None:
        """One ruling, by number."""
        with self._reading() as connection:
            return find_rulings.numbered(connection, number)

    def rulings_by_telling(self) -> tuple[tuple[Ruling, ...], ...]:
        """What holds of rulings, those on one telling together, in order: what a reader can be trained on."""
        with self._reading() as connection:
            return find_rulings.by_telling(connection)

    def rulings_on_issues(self) -> dict[int, dict[str, Word]]:
        """What persons said of issues, by statement number and issue id.

        ``off`` takes the issue away, ``on`` assigns it and leaves the stance to the reader; any other word is the
        stance, None for no side.
        """
        with self._reading() as connection:
            return find_rulings.on_issues(connection)

    def meanings(self, numbers: Sequence[int], *, as_of: str | None = None) -> dict[int, bytes]:
        """Where statements stand among meanings (``values.Statement.meaning``), by number."""
        with self._reading() as connection:
            return find_statements.meanings(connection, numbers, as_of)

    def parties(self, *, as_of: str | None = None) -> tuple[tuple[str, int], ...]:
        """Parties that state something, with how many statements, the most first."""
        with self._reading() as connection:
            return find_statements.parties(connection, as_of)

    def meetings(self, chosen: Filter = ALL) -> tuple[Met, ...]:
        """Meetings, the latest date first."""
        with self._reading() as connection:
            return find_meetings.meetings(connection, chosen)

    def search(self, words: str, chosen: Filter = ALL) -> tuple[Hit, ...]:
        """Where words stand in statements and documents, best first."""
        with self._reading() as connection:
            return find_text.search(connection, words, chosen)

    def sources(self, chosen: Filter = ALL) -> tuple[Outlet, ...]:
        """Outlets with counts and first and last day."""
        with self._reading() as connection:
            return find_documents.outlets(connection, chosen)

    def actors(self, chosen: Filter = ALL) -> tuple[Known, ...]:
        """Actors, the most quoted first."""
        with self._reading() as connection:
            return find_actors.actors(connection, chosen)

    def named(self, name: str) -> tuple[Known, ...]:
        """The actors that a name means; several where it does not tell them apart."""
        with self._reading() as connection:
            return tuple(find_actors.known(connection, n) for n in find_actors.actors_named(connection, name))

    def who(self, number: int, chosen: Filter = ALL) -> Profile:
        """Everything on record of one actor. ``number`` comes from ``named``."""
        with self._reading() as connection:
            return _profile(connection, number, chosen)

    def judgements(self, number: int | None = None) -> tuple[Judgement, ...]:
        """Who was found to be whom and why, the newest first; of one actor, in each document too."""
        with self._reading() as connection:
            return find_actors.judgements(connection, number)

    def established(self, numbers: Iterable[int], *, as_of: str | None = None) -> dict[int, Established]:
        """Where the record learned the party of some actors, by number: of those whose party a document states."""
        with self._reading() as connection:
            found = {n: find_actors.established(connection, n, as_of) for n in numbers}
        return {n: one for n, one in found.items() if one}

    def changes(self, since: str, chosen: Filter = ALL) -> Changes:
        """What became known after a day: statements, what is new of meetings, actors not seen before."""
        with self._reading() as connection:
            later = find_statements.known_since(connection, since, chosen)
            met: tuple[Change, ...] = find_meetings.changed_meetings(connection, since, chosen)
            return Changes(since, later, met, find_actors.new_actors(connection, since, chosen))

    def reading(self, key: str, *, as_ruled: bool = False) -> Reading | None:
        """A document's reading, exactly as it was added; or with what persons ruled, without what they rejected."""
        with self._reading() as connection:
            return find_documents.reading(connection, key, as_ruled=as_ruled)

    def tellings(self, wanted: Mapping[str, Collection[str]]) -> dict[str, Reading]:
        """Readings by their documents' keys, with what persons ruled, of each the statements alone that are wanted."""
        keys, found = list(wanted), dict[str, Reading]()
        with self._reading() as connection:
            for at in range(0, len(keys), BATCH):
                some = {key: wanted[key] for key in keys[at : at + BATCH]}
                found |= {r.document.id: r for r in find_documents.tellings(connection, some)}
        return found

    def every_document(self) -> tuple[str, ...]:
        """Keys of all documents, in the order in which they were added."""
        with self._reading() as connection:
            return find_documents.every(connection)

    def documents(self, chosen: Filter = ALL) -> tuple[str, ...]:
        """Keys of documents, the newest first."""
        with self._reading() as connection:
            return find_documents.newest(connection, chosen)

    def failures(self) -> tuple[Failed, ...]:
        """Inputs that could not be read."""
        with self._reading() as connection:
            return find_documents.failures(connection)

    def place_of(self, key: str, origin: str) -> Literal["here", "elsewhere"] | None:
        """Whether a text (by ``Document.id``) is the newest at a place, is on record from elsewhere, or is not."""
        held = place.c.document_id == document.c.id
        chosen = select(place.c.id).outerjoin_from(document, place, held & (place.c.origin == origin))
        with self._reading() as connection:
            found = connection.execute(chosen.where(document.c.key == key)).first()
        return None if found is None else "elsewhere" if found.id is None else "here"

    def actor(self, named: str) -> Known:
        """The one actor that a name or number means. Raises StoreError for none, and for several, naming them."""
        found = self.named(named)
        if named.isdigit() and not found:
            with self._reading() as connection:
                found = find_actors.numbered(connection, int(named))
        if not found:
            raise StoreError.nobody(named)
        if len(found) > 1:
            raise StoreError.several(named, [f"{k.id} ({k.name}{', ' + k.party if k.party else ''})" for k in found])
        return found[0]


def _profile(connection: Connection, number: int, chosen: Filter) -> Profile:
    who = find_actors.known(connection, number, chosen.as_of)
    met = find_meetings.meetings_of(connection, [number], chosen)
    beside = Counter(name for m in met for name in {*m.delegates} - {who.name})
    own: tuple[Office, ...] = find_actors.offices(connection, number, chosen.as_of)
    spelled = find_actors.spellings(connection, number)
    return Profile(
        actor=who,
        spellings=spelled,
        offices=own,
        kinds=find_statements.kinds_of(connection, number, chosen.as_of),
        statements=find_statements.spoken_by(connection, number, replace(chosen, speaker=None)),
        meetings=met,
        met=tuple((name, n) for name, n in beside.most_common() if name not in spelled),
        conflicts=tuple(find_actors.role_conflicts(connection, number, chosen.as_of)),
    )
