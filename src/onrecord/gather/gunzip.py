"""Gzip files, member by member, in bounded memory: behind damage goes on with the next member that can be found."""

import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from onrecord.settings import MAX_DOWNLOAD, MAX_RATIO, MAX_RETRACED

CHUNK: Final = 1 << 16  # bytes that are read at once
PIECE: Final = 1 << 20  # bytes that are unpacked at once
TRIED: Final = 4096  # bytes of a member by which it is known
_HEAD: Final = b"\x1f\x8b\x08"  # deflate: there is no other method
_RESERVED: Final = 0xE0  # flags that no writer sets
_GZIP: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, order=True)
class Place:
    """Where a byte stands: the offset of its gzip member in the file, and its offset in the unpacked member.

    In a file that is not packed, ``member`` is 0.
    """

    member: int
    inner: int = 0

    def __str__(self) -> str:
        """As it is shown: ``1234``, or ``1234+56`` within a member."""
        return f"{self.member}+{self.inner}" if self.member and self.inner else str(self.member or self.inner)


@dataclass(frozen=True)
class Piece:
    """Some bytes that follow one another, where the first one stands, and whether a member begins with it."""

    place: Place
    data: bytes
    begins: bool


@dataclass(frozen=True)
class Break:
    """Bytes that are missing, from a place on, and why; ``cuts`` says whether a member is cut short by it."""

    place: Place
    problem: str
    cuts: bool


@dataclass(frozen=True)
class _Stopped:
    """The offset in the file where a member ended, and the problem where that was before its end."""

    at: int
    problem: str | None = None


def is_gzip(head: bytes) -> bool:
    """Whether bytes begin as a gzip member does."""
    return head.startswith(_HEAD)


def plain(stream: BinaryIO, start: Place) -> Iterator[Piece]:
    """The bytes of a file that is not packed, from a place on."""
    at = start.inner
    stream.seek(at)
    while data := stream.read(CHUNK):
        yield Piece(Place(0, at), data, begins=at == 0)
        at += len(data)


def members(stream: BinaryIO, start: Place, known: Callable[[bytes], bool]) -> Iterator[Piece | Break]:
    """The bytes of a gzip file from a place on, member by member, and a Break wherever one is damaged.

    ``known`` tells whether some bytes begin as an unpacked member should: behind damage, what only looks like a
    member is passed over. A member that grows as no text does is damaged too.
    """
    at, skip, left = start.member, start.inner, MAX_RETRACED
    while True:
        stopped = yield from _member(stream, at, skip)
        stream.seek(stopped.at)
        head = stream.read(len(_HEAD))
        skip = 0
        if stopped.problem:
            yield Break(Place(at), stopped.problem, cuts=True)
            left -= stopped.at - at
            # The end of a member that was cut short lies anywhere in what was taken for the rest of it.
            begin = at + 1 if left > 0 else stopped.at
        elif not head:
            return
        elif is_gzip(head):
            at = stopped.at
            continue
        else:
            yield Break(Place(stopped.at), "there are bytes here that belong to no record", cuts=False)
            begin = stopped.at
        found, left = _next_member(stream, begin, known, left)
        if found is None:
            return
        at = found


def _member(stream: BinaryIO, start: int, skip: int) -> Generator[Piece, None, _Stopped]:
    """The bytes of one member behind those to skip. Returns where it ended."""
    unpacker = zlib.decompressobj(_GZIP)
    taken = grown = 0
    stream.seek(start)
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = stream.read(CHUNK)
            taken += len(packed)
        if not packed:
            return _Stopped(start + taken, "the file or this part of it is cut off")
        before = unpacker.copy()
        try:
            data, problem = unpacker.decompress(packed, PIECE), None
        except zlib.error:
            data, problem = _salvaged(before, packed), "this part of the file is damaged"
        if grown + len(data) > skip:
            yield Piece(Place(start, max(grown, skip)), data[max(skip - grown, 0) :], begins=not grown and not skip)
        grown += len(data)
        if grown > MAX_DOWNLOAD and grown > MAX_RATIO * taken:
            problem = f"it grows more than {MAX_RATIO} times when it is unpacked, as no article does"
        if problem:
            return _Stopped(start + taken, problem)
    return _Stopped(start + taken - len(unpacker.unused_data))


def _salvaged(unpacker: "zlib._Decompress", packed: bytes) -> bytes:
    """What can be unpacked before the damage, byte for byte: zlib gives nothing of a piece in which it meets it."""
    data, step = bytearray(), TRIED
    while step:
        trial = unpacker.copy()
        try:
            data += trial.decompress(packed, step)
        except zlib.error:
            step //= 2
            continue
        unpacker, packed = trial, trial.unconsumed_tail
        if not packed:
            break
    return bytes(data)


def _next_member(
    stream: BinaryIO, start: int, known: Callable[[bytes], bool], left: int
) -> tuple[int | None, int]:  # fmt: skip
    """The offset of the next member that begins as one should, from ``start`` on, and what is left to try."""
    stream.seek(start)
    held, base = b"", start
    while left > 0 and (more := stream.read(CHUNK)):
        held += more
        at = held.find(_HEAD)
        while at >= 0 and left > 0:
            left -= TRIED
            if _begins(stream, base + at, known):
                return base + at, left
            at = held.find(_HEAD, at + 1)
        kept = len(_HEAD) - 1
        base += len(held) - kept
        held = held[-kept:]
        stream.seek(base + kept)
    return None, left


def _begins(stream: BinaryIO, at: int, known: Callable[[bytes], bool]) -> bool:
    stream.seek(at)
    packed = stream.read(TRIED)
    if len(packed) <= len(_HEAD) or packed[len(_HEAD)] & _RESERVED:
        return False
    try:
        return known(zlib.decompressobj(_GZIP).decompress(packed, TRIED))
    except zlib.error:  # damaged behind its first bytes, or none
        return known(_salvaged(zlib.decompressobj(_GZIP), packed))
