"""What a worker was about to read when it died: the document that kills every worker is told from bad luck by it."""

import struct
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from onrecord.errors import DatasetError, InputError, OnrecordError
from onrecord.values.dataset import STAGING, key_of

DEATHS_AT_A_DOCUMENT: Final = 3  # of workers, after which it is skipped
DEATHS_AT_A_SHARD: Final = 12  # of workers, after which it is given up until the next sweep
BETWEEN: Final = -1  # where a worker is that reads no document
_NUMBER: Final = struct.Struct("<q")
_ENDS: Final = (OnrecordError, BrokenPipeError, ConnectionResetError, GeneratorExit)  # that are not a document's doing


class LastWords:
    """A file beside a shard that is being swept, in which its worker says where it is. It goes when the shard is done.

    It holds the number of each document at which a worker died, and behind them where this one is: eight bytes, written
    in place. Nothing waits for the disk: what they are to outlive is the worker, not the machine. Raises InputError for
    a shard at which too many died, and DatasetError where the words cannot be written.
    """

    def __init__(self, out: Path, shard: str) -> None:
        self._out, self._path = out, out / STAGING / f"{key_of(shard)}.at"
        died = _heard(self._path)
        if len(died) >= DEATHS_AT_A_SHARD:
            with suppress(OSError):
                self._path.unlink()
            raise InputError.deadly_shard(shard, len(died))
        self._deaths = Counter(died)
        try:
            self._file = self._path.open("wb", buffering=0)
        except OSError as error:
            raise DatasetError.refused(out, error.strerror or str(error)) from error
        self._place = self._write(0, *died)
        self.between()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._file.close()
        if error is None or issubclass(error, _ENDS):
            with suppress(OSError):
                self._path.unlink()

    def about_to_read(self, number: int, where: str) -> None:
        """Say which document of the shard is next. Raises InputError for one that killed its reader each time."""
        if self._deaths[number] >= DEATHS_AT_A_DOCUMENT:
            raise InputError.deadly(where, self._deaths[number])
        self._write(self._place, number)

    def between(self) -> None:
        """Say that no document is being read."""
        self._write(self._place, BETWEEN)

    def _write(self, at: int, *numbers: int) -> int:
        """Write numbers from a place on; the place behind them."""
        try:
            self._file.seek(at)
            for number in numbers:
                self._file.write(_NUMBER.pack(number))
        except OSError as error:
            raise DatasetError.refused(self._out, error.strerror or str(error)) from error
        return at + _NUMBER.size * len(numbers)


def _heard(path: Path) -> list[int]:
    """At which documents the workers before this one died."""
    try:
        said = path.read_bytes()
    except OSError:
        return []
    whole = len(said) // _NUMBER.size * _NUMBER.size
    return [number for (number,) in _NUMBER.iter_unpack(said[:whole])]
