"""What a worker was about to read when it died: the document that kills every worker is told from bad luck by it."""

import struct
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from onrecord.errors import DatasetError, InputError
from onrecord.values.dataset import STAGING, key_of

DEATHS: Final = 3  # of workers at one document, after which it is skipped
_SAID: Final = struct.Struct("<qq")  # the number of a document, and how many workers died at it before


class LastWords:
    """A file beside a shard that is being swept, in which its worker says where it is. It goes when the shard is done.

    Sixteen bytes are written in place for every document, and nothing waits for the disk: what they are to outlive is
    the worker, not the machine. Raises DatasetError where they cannot be written.
    """

    def __init__(self, out: Path, shard: str) -> None:
        self._path = out / STAGING / f"{key_of(shard)}.at"
        self._died_at, self._deaths = _heard(self._path)
        try:
            self._file = self._path.open("wb", buffering=0)
        except OSError as error:
            raise DatasetError.refused(out, error.strerror or str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._file.close()
        with suppress(OSError):
            self._path.unlink()

    def about_to_read(self, number: int, where: str) -> None:
        """Say which document of the shard is next. Raises InputError for one that killed its reader each time."""
        deaths = self._deaths if number == self._died_at else 0
        if deaths >= DEATHS:
            raise InputError.deadly(where, deaths)
        self._file.seek(0)
        self._file.write(_SAID.pack(number, deaths))


def _heard(path: Path) -> tuple[int, int]:
    """At which document the worker before this one died, and how many have died there; -1 and 0 where none has."""
    try:
        number, before = _SAID.unpack(path.read_bytes())
    except (OSError, struct.error):
        return -1, 0
    return number, before + 1
