"""The one view of a store: every answer is values, and nothing here writes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, Engine, select

from onrecord.errors import StoreError
from onrecord.record import (
    find_actors,
    find_days,
    find_documents,
    find_excerpts,
    find_listed,
    find_meetings,
    find_news,
    find_rulings,
    find_statements,
    find_text,
    find_weighable,
)
from onrecord.record.address import Address
from onrecord.record.answers import (
    Beside,
    Change,
    Changes,
    Counted,
    Days,
    Established,
    Excerpt,
    Failed,
    Filed,
    Filter,
    Hit,
    Judgement,
    Known,
    Listed,
    Logged,
    Met,
    Office,
    Outlet,
    Profile,
    Ruling,
    Said,
    Source,
    Speaking,
    Whose,
    Word,
)  # fmt: skip
from onrecord.record.schema import document, place
from onrecord.record.store import open_store, stamp, transaction
from onrecord.spans import Range
from onrecord.values import ActorType, Kind, Reading

ALL = Filter()
BATCH = 100  # documents read with one query of each kind


@dataclass(frozen=True)
class View:
    """Reads one store. Each answer comes from one transaction: adding meanwhile does not show half of itself."""

    engine: Engine
    address: Address

    @classmethod
    def open(cls, at: Address) -> "View":
        """Open a store to read. Raises StoreError."""
        return cls(open_store(at), at)

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self.engine, self.address)

    def stamp(self) -> tuple[int, ...]:
        """What changes with every write to the store."""
        return stamp(self.engine, self.address)

    def statements(self, chosen: Filter = ALL) -> tuple[Said, ...]:
        """Statements, newest first."""
        with self._reading() as connection:
            return find_statements.statements(connection, chosen)

    def weighable(
        self, chosen: Filter, speaking: Speaking, most: int, kept: find_statements.Statements
    ) -> tuple[tuple[tuple[Said, bytes | None], ...], int]:  # fmt: skip
        """What a dossier is weighed from, newest first, each with its place among meanings; how many are left out.

        Every statement, or where there are more than ``most`` the newest that count for who is ``speaking``.
        """
        with self._reading() as connection:
            numbers, beyond = find_weighable.numbers(connection, chosen, speaking, most)
            return tuple(find_statements.kept_statements(connection, numbers, chosen.as_of, kept)), beyond

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
            chosen = Logged(statement, withdrawn=withdrawn, limit=limit, offset=offset)
            return find_rulings.rulings(connection, chosen)

    def logged(self, chosen: Logged) -> tuple[Ruling, ...]:
        """The log of rulings, narrowed, the newest first."""
        with self._reading() as connection:
            return find_rulings.rulings(connection, chosen)

    def judges(self) -> tuple[str, ...]:
        """Everyone who ruled, by name."""
        with self._reading() as connection:
            return find_rulings.judges(connection)

    def judged(self, *, judge: str | None = None) -> frozenset[int]:
        """Numbers of the statements that one person, or anybody, confirmed or rejected."""
        with self._reading() as connection:
            return find_rulings.judged(connection, judge)

    def candidates(self, chosen: Filter = ALL, *, judge: str | None = None) -> tuple[int, ...]:
        """Numbers of the statements that the reader is least sure of, of those that a person, or nobody, judged yet."""
        with self._reading() as connection:
            return find_statements.candidates(connection, chosen, judge)

    def coded(self, chosen: Filter, *, judge: str) -> tuple[int, ...]:
        """Numbers of the statements that others confirmed or rejected, and one person did not yet."""
        with self._reading() as connection:
            return find_statements.coded(connection, chosen, judge)

    def extent(self) -> tuple[int, int]:
        """What changes when documents are added or read again, and not when something is ruled."""
        with self._reading() as connection:
            return find_documents.extent(connection)

    def suggestions(
        self, numbers: Sequence[int], *, as_of: str | None = None, alone: str | None = None
    ) -> tuple[Said, ...]:  # fmt: skip
        """Statements by number as they are to be judged: also those that someone rejected.

        To one who judges ``alone`` they are as the reader has them with that person's rulings, and nobody else's.
        """
        with self._reading() as connection:
            return find_statements.suggestions(connection, numbers, as_of, alone)

    def moved_to(self, number: int) -> int | None:
        """The statement that has what a statement told before a ruling gave it another number."""
        with self._reading() as connection:
            return find_statements.told_in(connection, number)

    def contents(self, numbers: Sequence[int]) -> dict[int, str]:
        """The words of some statements by number, also of those that someone rejected."""
        with self._reading() as connection:
            return find_statements.contents(connection, numbers)

    def progress(self, chosen: Filter = ALL, *, judge: str | None = None) -> tuple[int, int]:
        """How many statements were confirmed or rejected, by one person or anybody, and how many are left.

        What is left is counted up to the filter's limit.
        """
        with self._reading() as connection:
            return find_statements.progress(connection, chosen, judge)

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

    def search(self, words: str, chosen: Filter = ALL, *, among: find_text.Among | None = None) -> tuple[Hit, ...]:
        """Where words stand in statements and documents, or in one of them, best first."""
        with self._reading() as connection:
            return find_text.search(connection, words, chosen, among)

    def sources(self, chosen: Filter = ALL) -> tuple[Outlet, ...]:
        """Outlets with counts and first and last day."""
        with self._reading() as connection:
            return find_documents.outlets(connection, chosen)

    def actors(
        self, chosen: Filter = ALL, *, type_: ActorType | None = None, whose: Whose | None = None
    ) -> tuple[Known, ...]:
        """Actors, the most quoted first; of one type, or those who speak for a side."""
        with self._reading() as connection:
            return find_actors.actors(connection, chosen, type_=type_, whose=whose)

    def known(self, number: int) -> Known | None:
        """The actor with a number; a merged one is the one it is."""
        with self._reading() as connection:
            return next(iter(find_actors.numbered(connection, number)), None)

    def spoken_by(self, number: int, chosen: Filter = ALL) -> tuple[Said, ...]:
        """An actor's statements, newest first."""
        with self._reading() as connection:
            return find_statements.spoken_by(connection, number, replace(chosen, speaker=None))

    def spoken_for(self, whose: Whose | None, chosen: Filter = ALL, *, until: str | None = None) -> tuple[Said, ...]:
        """A side's statements, or all, that are dated before a day, newest first."""
        with self._reading() as connection:
            return find_statements.spoken_for(connection, whose, chosen, until=until)

    def kinds(self, whose: Whose, *, as_of: str | None = None) -> tuple[tuple[Kind, int], ...]:
        """How many statements of each kind a side made, the most first."""
        with self._reading() as connection:
            return find_statements.kinds_of(connection, whose, as_of)

    def days(
        self, sides: Sequence[Whose], parties: Sequence[str], start: str, end: str, *, as_of: str | None = None
    ) -> find_days.Days:
        """How many statements each day of a period has, by the name of a side; "" for all others.

        ``parties`` are those on record: a period is looked up party by party.
        """
        with self._reading() as connection:
            return find_days.days(connection, sides, parties, start, end, as_of)

    def last_day(self, *, as_of: str | None = None) -> str | None:
        """The newest day on which anything was stated."""
        with self._reading() as connection:
            return find_days.last_day(connection, as_of)

    def red_lines(
        self, start: str, end: str, whose: Whose | None = None, *, as_of: str | None = None, limit: int = 200
    ) -> tuple[Said, ...] | None:
        """The statements of a period that draw a red line; None where it holds too many to look through."""
        with self._reading() as connection:
            return find_days.red_lines(connection, start, end, whose, as_of, limit)

    def meeting(self, uid: str, *, as_of: str | None = None) -> Met | None:
        """One meeting, by the name that it keeps."""
        with self._reading() as connection:
            return find_meetings.meeting_of(connection, uid, as_of)

    def seats(self, uid: str) -> dict[str, int]:
        """Whom of the record the delegates of a meeting are held to be, by the names that reports give them."""
        with self._reading() as connection:
            return find_meetings.seats(connection, uid)

    def meetings_between(
        self, period: tuple[str, str] | None, parties: Sequence[str] = (), chosen: Filter = ALL
    ) -> tuple[Met, ...]:
        """Meetings that any report dates from a day on and before another, the latest first; of some parties or all."""
        with self._reading() as connection:
            return find_meetings.between(connection, period, parties, chosen)

    def meeting_days(
        self, period: tuple[str, str], parties: Sequence[str] = (), *, as_of: str | None = None
    ) -> dict[str, int]:
        """How many meetings there are in a period, by date."""
        with self._reading() as connection:
            return find_meetings.dated(connection, period, parties, as_of)

    def undated_meetings(self, parties: Sequence[str] = (), chosen: Filter = ALL) -> tuple[Met, ...]:
        """Meetings of which no report states a date; of some parties, or all."""
        with self._reading() as connection:
            return find_meetings.undated(connection, parties, chosen)

    def met_by(self, number: int, *, as_of: str | None = None, limit: int = 50) -> tuple[Beside, ...]:
        """Who else was sent to the meetings of an actor, the most often first."""
        with self._reading() as connection:
            return find_meetings.met_by(connection, number, as_of, limit)

    def met_at_table(self, parties: Sequence[str], *, as_of: str | None = None, limit: int = 50) -> tuple[Beside, ...]:
        """The other parties of the meetings of some party, the most often first."""
        with self._reading() as connection:
            return find_meetings.met_at_table(connection, parties, as_of, limit)

    def named(self, name: str) -> tuple[Known, ...]:
        """The actors that a name means; several where it does not tell them apart."""
        with self._reading() as connection:
            return tuple(find_actors.known(connection, n) for n in find_actors.actors_named(connection, name))

    def who(self, number: int, chosen: Filter = ALL, *, statements: bool = True) -> Profile:
        """Everything on record of one actor. ``number`` comes from ``named``; who lists statements may do without."""
        with self._reading() as connection:
            found = _profile(connection, number, chosen)
            spoken = replace(chosen, speaker=None)
            return (
                replace(found, statements=find_statements.spoken_by(connection, number, spoken))
                if statements
                else found
            )

    def beginning(self, words: str, limit: int = 12) -> tuple[Known, ...]:
        """Actors whose name or surname begins with some words, the most quoted first."""
        with self._reading() as connection:
            return find_actors.beginning(connection, words, limit)

    def spellings(self, number: int) -> tuple[str, ...]:
        """Every spelling of an actor's name."""
        with self._reading() as connection:
            return find_actors.spellings(connection, number)

    def appears_in(self, number: int, *, as_of: str | None = None, limit: int = 100) -> tuple[Source, ...]:
        """The documents that name an actor, the newest first."""
        with self._reading() as connection:
            return find_actors.appears_in(connection, number, as_of, limit)

    def judgements(
        self, number: int | None = None, *, as_of: str | None = None, limit: int | None = None
    ) -> tuple[Judgement, ...]:
        """Who was found to be whom and why, the newest first; of one actor, in each document too."""
        with self._reading() as connection:
            return find_actors.judgements(connection, number, limit, as_of)

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

    def counted(self, since: str, *, as_of: str | None = None) -> Counted:
        """How much became known after a day."""
        with self._reading() as connection:
            return find_news.counted(connection, since, as_of)

    def days_beside(self, *, as_of: str | None = None) -> Days:
        """The days beside one on which something became known."""
        with self._reading() as connection:
            return find_news.days_beside(connection, as_of)

    def coming(self, day: str, chosen: Filter = ALL) -> tuple[Met, ...]:
        """The next meetings from a day on, the nearest first."""
        with self._reading() as connection:
            return find_meetings.coming(connection, day, chosen)

    def excerpts(self, wanted: Iterable[tuple[str, Range]]) -> tuple[Excerpt, ...]:
        """Characters of documents, each by the document's key and a range that may reach beyond its ends."""
        with self._reading() as connection:
            return find_excerpts.excerpts(connection, wanted)

    def text(self, key: str) -> str | None:
        """A document's text alone."""
        with self._reading() as connection:
            return find_documents.text(connection, key)

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

    def listed(self, chosen: Filter = ALL, *, day: str | None = None) -> tuple[Listed, ...]:
        """Documents, the newest first, those whose page has changed too; ``day`` narrows to that very day."""
        with self._reading() as connection:
            return find_listed.listed(connection, chosen, day)

    def filed(self, key: str) -> Filed | None:
        """What the record made of a document."""
        with self._reading() as connection:
            return find_listed.filed(connection, key)

    def filed_reading(self, key: str) -> tuple[Filed, Reading] | None:
        """What the record made of a document, and its reading as persons ruled, both as of one moment."""
        with self._reading() as connection:
            filed = find_listed.filed(connection, key)
            found = find_documents.reading(connection, key, as_ruled=True)
            return (filed, found) if filed and found else None

    def passages(self, places: Sequence[tuple[str, Range]]) -> tuple[str, ...]:
        """The characters of documents (by key) at some ranges, in that order; empty where there is none."""
        with self._reading() as connection:
            return find_listed.passages(connection, places)

    def failures(self, limit: int | None = None) -> tuple[Failed, ...]:
        """Inputs that could not be read, the latest first."""
        with self._reading() as connection:
            return find_documents.failures(connection, limit)

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
    spelled = find_actors.spellings(connection, number, chosen.as_of)
    return Profile(
        actor=who,
        spellings=spelled,
        offices=own,
        kinds=find_statements.kinds_of(connection, number, chosen.as_of),
        statements=(),
        meetings=met,
        met=tuple((name, n) for name, n in beside.most_common() if name not in spelled),
        conflicts=tuple(find_actors.role_conflicts(connection, number, chosen.as_of)),
    )
