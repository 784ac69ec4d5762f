"""A view of a stream of bytes that moves forward: what lies ahead can be looked at before it is passed."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from onrecord.gather.gunzip import PIECE, TRIED, Break, Piece, Place

_BLANK: Final = b"\r\n"


class Window:
    """Bytes from ``base`` to ``end``, counted from where the stream was begun; those before ``base`` are forgotten.

    ``known`` tells whether some bytes begin as a record does: a record never reaches over a member that begins so.
    """

    def __init__(self, pieces: Iterator[Piece | Break], known: Callable[[bytes], bool]) -> None:
        self._pieces, self._known = pieces, known
        self._bytes, self.base, self._ended = bytearray(), 0, False
        self._places: list[tuple[int, Place]] = []  # where the bytes from each position on stand in the file
        self._begins: deque[int] = deque()
        self._breaks: deque[tuple[int, Break]] = deque()

    @property
    def end(self) -> int:
        """The position behind the last byte in view."""
        return self.base + len(self._bytes)

    def fill(self, upto: int) -> bool:
        """Bring the bytes before a position into view. Whether there are as many."""
        while self.end < upto and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
            elif isinstance(piece, Break):
                self._breaks.append((self.end, piece))
            else:
                if piece.begins:
                    self._begins.append(self.end)
                if piece.begins or not self._places:
                    self._places.append((self.end, piece.place))
                self._bytes += piece.data
        return self.end >= upto

    def cut(self, start: int, end: int) -> bytes:
        """The bytes between two positions, as far as they are in view."""
        return bytes(self._bytes[max(start - self.base, 0) : max(end - self.base, 0)])

    def drop(self, upto: int) -> None:
        """Forget the bytes before a position."""
        if upto - self.base > PIECE or upto >= self.end:
            del self._bytes[: upto - self.base]
            self.base = upto
        while len(self._places) > 1 and self._places[1][0] <= upto:
            del self._places[0]
        while self._begins and self._begins[0] < upto:
            self._begins.popleft()

    def forward(self, at: int) -> None:
        """Forget everything before a position, which may be far ahead."""
        while self.end < at and self.fill(self.end + 1):
            self.drop(min(at, self.end))

    def anew(self, at: int) -> bool:
        """Whether nothing but blank lines follows a position in its member."""
        after = self.past_blank(at)
        return after >= self.end or any(at <= begin <= after for begin in self._begins)

    def place(self, at: int) -> Place:
        """Where the byte at a position stands in the file."""
        if not self._places:
            return Place(0)
        start, place = self._places[max(bisect_right(self._places, at, key=lambda known: known[0]) - 1, 0)]
        return Place(place.member, place.inner + at - start)

    def broken(self, upto: int) -> Break | None:
        """The first break at or before a position, which is then forgotten."""
        return self._breaks.popleft()[1] if self._breaks and self._breaks[0][0] <= upto else None

    def severed(self, start: int, end: int) -> tuple[int, Break | None] | None:
        """Where what stands between two positions is interrupted: by a break, or by a member that begins anew."""
        self.fill(end + TRIED)
        after, member = self.past_blank(end), self.place(end - 1).member
        found: list[tuple[int, Break | None]] = [
            (at, gap)
            for at, gap in self._breaks
            if start < at < end or (end <= at <= after and gap.cuts and gap.place.member == member)
        ]
        found += [(at, None) for at in self._begins if start < at < end and self._known(self.cut(at, at + TRIED))]
        return min(found, key=lambda one: one[0], default=None)

    def bounds(self, at: int) -> bool:
        """Whether a record may end at a position: with two line ends, a member or the stream, or before a record."""
        self.fill(at + TRIED)
        if self.cut(at, at + 4) == b"\r\n\r\n" or self.anew(at):
            return True
        after = self.past_blank(at)
        if any(at <= position <= after for position, _ in self._breaks):
            return True
        return self._known(self.cut(after, after + TRIED))

    def past_blank(self, at: int) -> int:
        """The first position from one on that holds no line end; not beyond a break."""
        stop = next((position for position, _ in self._breaks if position >= at), None)
        while self.fill(at + 1) and at != stop and self._bytes[at - self.base] in _BLANK:
            at += 1
            if stop is None and self._breaks:
                stop = next((position for position, _ in self._breaks if position >= at), None)
        return at

    def search(self, pattern: re.Pattern[bytes], start: int, most: int) -> int | None:
        """Where a pattern ends that begins within ``most`` bytes of a position."""
        self.fill(start + TRIED)
        found = pattern.search(self._bytes, start - self.base, start - self.base + most)
        if found is None and self.end < start + most:
            self.fill(start + most)
            found = pattern.search(self._bytes, start - self.base, start - self.base + most)
        return found.end() + self.base if found else None

    def next_known(self, start: int, pattern: re.Pattern[bytes]) -> int:
        """Where the next record begins, from a position on; the end where there is none. Forgets what is passed.

        ``pattern`` finds, in group 1, what begins as a record at the beginning of a line.
        """
        at = start
        while True:
            more = self.fill(at + PIECE)
            found = pattern.search(self._bytes, at - self.base)
            line = found.start(1) + self.base if found else self.end
            begun = (b for b in self._begins if start <= b <= line and self._known(self.cut(b, b + TRIED)))
            first = next(begun, line)
            if found or first < line or not more:
                return self._passed(first)
            at = max(at, self.end - TRIED)
            self.drop(at)

    def _passed(self, at: int) -> int:
        """Forgets the breaks before a position: they are part of what was passed over."""
        while self._breaks and self._breaks[0][0] <= at:
            self._breaks.popleft()
        self.drop(at)
        return at
