"""The records of a WARC (ISO 28500) or ARC file (Internet Archive, 1996), in bounded memory, behind damage too.

Neither warcio nor fastwarc is used: both give a record of wrong length as if it were whole and end at the first damage.
"""

import datetime as dt
import re
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, Final
from weakref import finalize

from onrecord.errors import InputError, Reason
from onrecord.gather.file import File
from onrecord.gather.gunzip import PIECE, TRIED, Break, Piece, Place, is_gzip, members, plain
from onrecord.gather.window import Window
from onrecord.settings import MAX_DOWNLOAD, MAX_HEADER, MAX_RETRACED

MAX_BLOCK: Final = MAX_DOWNLOAD + MAX_HEADER  # bytes of a record that is held
LONGEST_URI: Final = 2_000  # characters
_LENGTH: Final = re.compile(r"\d{1,15}")
_VERSION: Final = rb"WARC/\d\.\d{1,2}[ \t]*\r?\n"
_URL_RECORD: Final = rb"[a-z][a-z0-9+.-]{1,20}:[^\s]{1,2000} [0-9a-fA-F.:]{1,45} \d{12,17} [^\n]{0,1500}?\d{1,15}\r?\n"
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_LINE: Final = re.compile(rb"\n")
_WARC: Final = (re.compile(rb"[\r\n]*" + _VERSION), re.compile(rb"(" + _VERSION + rb"[A-Za-z][A-Za-z-]{0,40}:)"))
_ARC: Final = (re.compile(rb"[\r\n]*" + _URL_RECORD), re.compile(rb"\n(" + _URL_RECORD + rb")"))


@dataclass(frozen=True)
class Record:
    """A record that is whole: its place, what it says of itself, and how its block begins.

    ``header`` and ``length`` are bytes; ``date`` is when it was recorded; ``start`` is the block's head: an HTTP
    response's header where it has one.
    """

    place: Place
    type: str
    uri: str | None
    date: str | None
    content_type: str
    segmented: bool
    header: int
    length: int
    start: bytes


@dataclass(frozen=True)
class Skipped:
    """Bytes that are no record that can be had: their place, and why."""

    place: Place
    reason: Reason
    problem: str


@dataclass(frozen=True)
class _Head:
    """A record's header: its fields by their names in small letters, its own length and its block's."""

    fields: dict[str, str]
    header: int
    length: int


class Archive:
    """A WARC or ARC file, packed or not."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._arc = file.name.endswith((".arc", ".arc.gz"))
        self._one, self._line = _ARC if self._arc else _WARC
        self._left = MAX_RETRACED
        self._view: tuple[Window, int, Place] | None = None  # the record in view: its block's position, its place
        self._later: Window | None = None  # where a record that is no longer in view was looked for last
        self._opened = ExitStack()
        finalize(self, self._opened.close)

    def records(self) -> Iterator[Record | Skipped]:
        """Every record in its order, and what is skipped between them. Raises InputError where the disk fails.

        One record at a time is in memory, and none that is larger than ``MAX_BLOCK``.
        """
        start: Place | None = Place(0)
        lost = False
        while start is not None:
            with self._file.opened() as stream:
                window = Window(self._pieces(stream, start), self._known)
                start = yield from self._from(window, window.next_known(0, self._line) if lost else 0)
            lost = True
        self._view = None

    def block(self, record: Record) -> bytes:
        """A record's block, from memory while it is in view. Raises InputError where it is no longer in the file."""
        if self._view and self._view[2] == record.place:
            window, block, _ = self._view
            return window.cut(block, block + record.length)
        window, at = self._again(record.place)
        block, end = at + record.header, at + record.header + record.length
        there = window.fill(end) and self._known(window.cut(at, at + TRIED)) and not window.severed(at, end)
        found = window.cut(block, end)
        window.drop(end)
        if not there or window.anew(end):  # within a member the next one is nearer from here than from its beginning
            self._opened.close()
            self._later = None
        if not there:
            raise InputError.damaged(f"{self._file.where}#{record.place}", "it is no longer there")
        return found

    def _again(self, place: Place) -> tuple[Window, int]:
        """A window that stands at a place, and the position there."""
        if self._later:
            here = self._later.place(self._later.base)
            if here.member == place.member and here.inner <= place.inner:
                at = self._later.base + place.inner - here.inner
                self._later.forward(at)
                return self._later, at
        self._opened.close()
        stream = self._opened.enter_context(self._file.opened())
        self._later = Window(self._pieces(stream, place), self._known)
        return self._later, 0

    def _pieces(self, stream: BinaryIO, start: Place) -> Iterator[Piece | Break]:
        head = stream.read(TRIED)
        packed = is_gzip(head) or (head and self._file.name.endswith(".gz") and not self._known(head))
        return members(stream, start, self._known) if packed else plain(stream, start)

    def _known(self, data: bytes) -> bool:
        return self._one.match(data) is not None

    def _from(self, window: Window, at: int) -> Generator[Record | Skipped, None, Place | None]:
        """What follows a position. Returns the place to go back to, behind a length that led too far."""
        while True:
            at = window.past_blank(at)
            if gap := window.broken(at):
                yield Skipped(gap.place, "damaged", gap.problem)
                continue
            window.drop(at)
            if not window.fill(at + 1):
                return None
            place, head = window.place(at), self._head(window, at)
            if isinstance(head, str):
                yield Skipped(place, "damaged", head)
                at = window.next_known(at + 1, self._line)
                continue
            block, end = at + head.header, at + head.header + head.length
            record, behind = _record(window, place, head, block), window.place(block)
            fault = _fault(window, at, end)
            if fault is None:
                self._view = (window, block, place)
                yield record
                at = end
                continue
            yield Skipped(place, "damaged", fault.problem)
            if fault.resume is not None:
                at = fault.resume
            elif window.base <= block:
                at = window.next_known(block, self._line)
            else:
                self._left -= window.end - block
                if self._left > 0:
                    return behind
                at = window.next_known(window.base, self._line)

    def _head(self, window: Window, at: int) -> _Head | str:
        """The header of the record at a position; or what is wrong with it."""
        window.fill(at + TRIED)
        if not self._known(window.cut(at, at + TRIED)):
            return "there are bytes here that belong to no record"
        behind = window.search(_LINE if self._arc else _BLANK, at, MAX_HEADER)
        if behind is None:
            return f"its header does not end within {MAX_HEADER:,} bytes"
        if window.severed(at, behind):
            return "its header is cut off"
        fields = _arc_fields(window.cut(at, behind)) if self._arc else header_fields(window.cut(at, behind))
        length = fields.get("content-length", "")
        if not _LENGTH.fullmatch(length):
            return f"it states no length that there can be ({length[:40]!r})"
        if not fields.get("warc-type"):
            return "it does not say of what type it is"
        return _Head(fields, behind - at, int(length))


@dataclass(frozen=True)
class _Fault:
    """What is wrong with a record, and where to go on if that is known."""

    problem: str
    resume: int | None = None


def _fault(window: Window, start: int, end: int) -> _Fault | None:
    """What is wrong with a record between two positions. One too large to be held is passed over meanwhile."""
    at = start
    while True:
        upto = min(end, at + MAX_BLOCK + MAX_HEADER) if at == start else min(end, at + PIECE)
        if found := window.severed(at - (at > start), upto):
            resume, gap = found
            while window.broken(resume):
                pass
            return _Fault(gap.problem if gap else "another record begins before its end", resume)
        if window.end < upto:
            return _Fault("it is cut off")
        if upto == end:
            return None if window.bounds(end) else _Fault("it does not end where it says")
        window.drop(upto)
        at = upto


def _record(window: Window, place: Place, head: _Head, block: int) -> Record:
    most = min(head.length, MAX_HEADER)
    window.fill(block + most)
    start = window.cut(block, block + min(head.length, TRIED))
    if start.startswith(b"HTTP/"):
        behind = window.search(_BLANK, block, most)
        start = window.cut(block, behind) if behind and behind <= block + head.length else start
    fields = head.fields
    return Record(
        place=place,
        type=fields["warc-type"].lower(),
        uri=_uri(fields.get("warc-target-uri", "")),
        date=_date(fields.get("warc-date", "")),
        content_type=fields.get("content-type", ""),
        segmented="warc-segment-number" in fields,
        header=head.header,
        length=head.length,
        start=start,
    )


def header_fields(header: bytes) -> dict[str, str]:
    """The fields of a header by their names in small letters; of several with one name the first."""
    fields: dict[str, str] = {}
    name = ""
    for line in header.decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in (" ", "\t") and name:
            fields[name] += f" {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name in fields:
            name = ""
        elif name:
            fields[name] = value.strip()
    return fields


def _arc_fields(line: bytes) -> dict[str, str]:
    """What an ARC file's line says of a record, by the names that WARC has for it."""
    uri, _, day, *kind, length = line.decode("utf-8", "replace").split(" ")
    return {
        "warc-type": "warcinfo" if uri.startswith("filedesc:") else "response",
        "warc-target-uri": uri,
        "warc-date": f"{day[:4]}-{day[4:6]}-{day[6:8]}",
        "content-type": kind[0] if kind else "",
        "content-length": length.strip(),
    }


def _uri(value: str) -> str | None:
    bare = value.removeprefix("<").removesuffix(">")  # as WARC 1.0 had it by mistake
    return (
        bare if bare.startswith(("http://", "https://")) and bare.isprintable() and len(bare) <= LONGEST_URI else None
    )


def _date(value: str) -> str | None:
    try:
        return dt.date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None
