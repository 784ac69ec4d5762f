"""A document laid out to be read: its text in parts of bounded length, and what is marked and listed in each."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.publish.desk.plain import seen
from onrecord.publish.document_page import note
from onrecord.publish.marking import Mark, Piece, pieces, within
from onrecord.publish.rulings import line
from onrecord.publish.wording import date_text
from onrecord.record.answers import Filed, Ruling
from onrecord.spans import Range, inside, merged
from onrecord.values import Document, Meeting, Reading, Statement

PART = 40_000  # characters: a long speech is one part, a day's transcript two or three
_NOTED = 600  # characters of a note
ROLES = ("source", "cue", "content", "condition", "red_line")
_TOGETHER = 4  # notes shown at once, where statements lie in one another
_DAY = "d-"
_BREAKS = ("\n\n", "\n", " ")
_CHARACTERS = re.compile(r"c-(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True)
class Entry:
    """A statement in the document's list: its number there, its number and speaker on record, what persons ruled."""

    number: int
    statement: Statement
    record: int | None
    actor: int | None
    rulings: tuple[Ruling, ...]
    start: int

    @property
    def anchor(self) -> str:
        """Where it stands in the text."""
        return f"s-{self.statement.id}"

    @property
    def who(self) -> int | str | None:
        """Who speaks: their number on record, else their name."""
        named = self.statement.speaker.name
        return named and (self.actor or named)

    @property
    def note(self) -> str:
        """Who, for whom, which kind, to whom, when; and what persons said of it."""
        return seen(" · ".join([note(self.statement), *map(line, self.rulings)])[:_NOTED])

    @property
    def marks(self) -> Iterator[Mark]:
        """Its parts; the anchor stands where its content begins: one source may have many statements."""
        ruled = ("ruled",) if self.rulings else ()
        for role in ROLES:
            for start, end in (span.range for span in getattr(self.statement, role)):
                first = role == "content" and start == self.start
                classes = (role, *(ruled if first else ()))
                yield Mark((start, end), classes, self.anchor if first else None, owner=self.anchor)
        said_on = self.statement.said_on
        for span in self.statement.evidence.said_on:
            yield Mark(span.range, ("date",), owner=_DAY + said_on.date if said_on else None)


@dataclass(frozen=True)
class Reported:
    """A meeting that the document reports: its number there, and which meeting of the record it is."""

    number: int
    meeting: Meeting
    uid: str | None
    start: int

    @property
    def anchor(self) -> str:
        """Where its evidence stands in the text."""
        return f"m-{self.number}"

    @property
    def when(self) -> str:
        """Its day in words."""
        day = self.meeting.date
        return date_text(day.date, day.precision) if day else "date not stated"

    @property
    def note(self) -> str:
        """Which meeting, when, where, and what became of it."""
        m = self.meeting
        told = ["Meeting: " + (m.forum or m.what), self.when, *([m.place] if m.place else []), m.status]
        return seen(" · ".join(told)[:_NOTED])

    @property
    def marks(self) -> Iterator[Mark]:
        """Its evidence."""
        for at, span in enumerate(self.meeting.evidence):
            yield Mark(span.range, ("meeting",), self.anchor if at == 0 else None, owner=self.anchor)


@dataclass(frozen=True)
class Shown:
    """Characters under the same marks: their classes, what they are ``of`` (anchors), its notes, the day they name."""

    text: str
    classes: str
    anchors: tuple[str, ...]
    of: str
    note: str
    day: str | None


@dataclass(frozen=True)
class Laid:
    """A document with what it tells, as persons ruled; ``rejected`` are the numbers of statements they took out."""

    document: Document
    filed: Filed
    entries: tuple[Entry, ...]
    meetings: tuple[Reported, ...]
    rejected: tuple[int, ...]
    parts: tuple[Range, ...]

    @cached_property
    def marking(self) -> tuple[Entry | Reported, ...]:
        """What is marked in the text."""
        return (*self.entries, *self.meetings)

    @cached_property
    def notes(self) -> dict[str, str]:
        """What is told of a statement or meeting where it is marked, by its anchor."""
        return {one.anchor: one.note for one in self.marking}

    @cached_property
    def by_anchor(self) -> dict[str, Entry]:
        """The statements by where they stand."""
        return {e.anchor: e for e in self.entries}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Everything that is marked."""
        return tuple(mark for one in self.marking for mark in one.marks)

    @cached_property
    def speakers(self) -> list[tuple[Entry, int]]:
        """Who speaks, each by their first statement, with how many they make; those who speak most first."""
        named = [e for e in self.entries if e.who is not None]
        first = {e.who: e for e in reversed(named)}
        return [(first[who], count) for who, count in Counter(e.who for e in named).most_common()]

    @property
    def unnamed(self) -> int:
        """How many statements have a speaker who is not named."""
        return sum(e.who is None for e in self.entries)

    def at(self, place: str) -> int | None:
        """Where an anchor's place begins in the text: ``s-KEY``, ``m-NUMBER`` or characters, ``c-START-END``."""
        if characters := _CHARACTERS.fullmatch(place):
            start = int(characters[1])
            return start if start < len(self.document.text) else None
        return next((one.start for one in self.marking if one.anchor == place), None)

    def part_of(self, start: int) -> int:
        """The part that holds a character, from 1."""
        return min(max(1, bisect_right(self.parts, (start, len(self.document.text) + 1))), len(self.parts))

    def pieces(self, part: int, place: str | None = None) -> list[Shown]:
        """A part's text with its marks; what ``place`` names is marked as aimed at."""
        window = self.parts[part - 1]
        held = [
            m if m.owner != place else replace(m, classes=(*m.classes, "aimed"))
            for m in (*self.marks, *_characters(place))
        ]
        return [self._shown(p) for p in pieces(self.document.text[window[0] : window[1]], within(held, window))]

    def _shown(self, piece: Piece) -> Shown:
        of = [owner for owner in piece.owners if owner in self.notes]
        day = next((owner.removeprefix(_DAY) for owner in piece.owners if owner.startswith(_DAY)), None)
        return Shown(
            piece.text, " ".join(piece.classes), piece.anchors, " ".join(of),
            "\n".join(self.notes[owner] for owner in of[:_TOGETHER]), day,
        )  # fmt: skip

    def entries_in(self, part: int) -> list[Entry]:
        """The statements that begin in a part."""
        return [e for e in self.entries if self.part_of(e.start) == part]

    def meetings_in(self, part: int) -> list[Reported]:
        """The meetings whose evidence begins in a part."""
        return [m for m in self.meetings if self.part_of(m.start) == part]


def laid(reading: Reading, filed: Filed) -> Laid:
    """Lay a document out: its statements in the order of the text, cut into parts where no statement is cut."""
    by_statement: dict[int, list[Ruling]] = {}
    for ruling in filed.rulings:
        if ruling.statement is not None:
            by_statement.setdefault(ruling.statement, []).append(ruling)
    found = sorted((_start(s), n, s) for n, s in enumerate(reading.statements))
    entries = []
    for number, (start, _, s) in enumerate(found, 1):
        record, actor = filed.statements.get(s.id, (None, None))
        entries.append(Entry(number, s, record, actor, tuple(by_statement.get(record or 0, ())), start))
    kept = {e.record for e in entries}
    meetings = tuple(
        Reported(i, m, filed.meetings[i] if i < len(filed.meetings) else None, m.evidence[0].start)
        for i, m in enumerate(reading.meetings)
        if m.evidence
    )
    return Laid(
        reading.document, filed, tuple(entries), meetings,
        tuple(dict.fromkeys(n for n, _ in filed.statements.values() if n not in kept)),
        tuple(_parts(reading.document.text, merged(r for e in entries for r in _ranges(e.statement)))),
    )  # fmt: skip


def _start(s: Statement) -> int:
    return s.content[0].start if s.content else 0


def _ranges(s: Statement) -> Iterator[Range]:
    for role in ROLES:
        for span in getattr(s, role):
            yield span.range


def _parts(text: str, held: Sequence[Range]) -> Iterator[Range]:
    """A text in parts about as long as each other, cut where a paragraph, line or word ends and in no held range."""
    start = 0
    while (left := len(text) - start) > PART:
        even = left // -(-left // PART)
        cut = _cut(text, start + even * 3 // 4, start + min(even * 5 // 4, PART), held)
        yield start, cut
        start = cut
    yield start, len(text)


def _cut(text: str, first: int, last: int, held: Sequence[Range]) -> int:
    for between in _BREAKS:
        at = text.rfind(between, first, last)
        while at >= 0:
            cut = at + len(between)
            place = bisect_right(held, (cut, cut)) - 1
            if place < 0 or not inside((cut - 1, cut + 1), held[place]):
                return cut
            at = text.rfind(between, first, min(at, held[place][0]))
    return last


def _characters(place: str | None) -> list[Mark]:
    """The mark of characters that an address names."""
    found = _CHARACTERS.fullmatch(place or "")
    return [Mark((int(found[1]), int(found[2])), ("found",), place, owner=place)] if found else []
