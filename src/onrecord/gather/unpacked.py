"""A gzip file as a file of what is in it: read forward, it is unpacked once, whoever asks for the next part of it."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, cast
from weakref import finalize

from onrecord.errors import InputError
from onrecord.gather.file import File
from onrecord.gather.gunzip import Break, Piece, Place, members

_BUFFER = 1 << 16


class Unpacked:
    """What is unpacked of a file, kept open between readers until the end is reached."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._idle: io.BufferedReader | None = None
        self._kept = ExitStack()  # what the idle one holds open
        finalize(self, self._kept.close)

    @classmethod
    def of(cls, file: File) -> File:
        """A file of what is unpacked; one that is being read is not disturbed by another reader of it."""
        return File(file.where, file.origin, cls(file).opened)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The unpacked bytes, where the last reader left them. Reading raises InputError where they are damaged."""
        with ExitStack() as stack:
            if self._idle:
                stream, self._idle = self._idle, None
                stack.enter_context(self._kept.pop_all())
            else:
                packed = stack.enter_context(self._file.opened())
                stream = io.BufferedReader(_Stream(packed, self._file.where), _BUFFER)
            yield cast("BinaryIO", stream)
            if stream.peek(1) and self._idle is None:
                self._idle = stream
                self._kept.enter_context(stack.pop_all())


class _Stream(io.RawIOBase):
    """The bytes of all members of a gzip file, one after another; going back begins anew."""

    def __init__(self, packed: BinaryIO, where: str) -> None:
        self._packed, self._where = packed, where
        self._begin()

    def _begin(self) -> None:
        self._pieces: Iterator[Piece | Break] = members(self._packed, Place(0), lambda _: True)
        self._held, self._at = memoryview(b""), 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position from the beginning or from here."""
        target = offset + (self._at if whence == io.SEEK_CUR else 0)
        if target < self._at:
            self._begin()
        while self._at < target and self._filled():
            self._taken(target - self._at)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read what follows."""
        data = self._taken(len(buffer)) if self._filled() else b""
        buffer[: len(data)] = data
        return len(data)

    def _filled(self) -> bool:
        while not self._held:
            piece = next(self._pieces, None)
            if isinstance(piece, Break):
                raise InputError.damaged(self._where, piece.problem)
            if piece is None:
                return False
            self._held = memoryview(piece.data)
        return True

    def _taken(self, most: int) -> memoryview:
        data, self._held = self._held[:most], self._held[most:]
        self._at += len(data)
        return data
