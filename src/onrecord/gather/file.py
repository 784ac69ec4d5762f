"""Files that are opened when they are wanted: on disk, or in an archive."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO
from urllib.parse import urlsplit

from onrecord.errors import InputError
from onrecord.settings import MAX_FILE


@dataclass(frozen=True)
class File:
    """A file: how to name it to the person, the stable name of its place, and how to open it.

    ``opened`` raises InputError; so does reading within it.
    """

    where: str
    origin: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]

    @property
    def name(self) -> str:
        """The name by whose ending its kind is known, in small letters."""
        return PurePath(urlsplit(self.where).path if "://" in self.where else self.where).name.lower()

    def read(self) -> bytes:
        """The whole file. Raises InputError where it cannot be read or is too large."""
        with self.opened() as stream:
            body = stream.read(MAX_FILE + 1)
        if len(body) > MAX_FILE:
            raise InputError.too_big(self.where, MAX_FILE)
        return body


def on_disk(path: Path, where: str | None = None) -> File:
    """A file on disk. Raises InputError where there is none."""
    named = where or str(path)
    with disk_errors(named):
        path.stat()
        return File(named, place(path), partial(_opened, path, named))


def place(path: Path) -> str:
    """The absolute path of a file as text that can be stored: a file's name may be in no encoding.

    A link keeps its own name.
    """
    return os.fsencode(path.parent.resolve() / path.name).decode("utf-8", "backslashreplace")


def is_folder(path: Path, where: str | None = None) -> bool:
    """Whether a path is a folder. Raises InputError where the disk does not tell."""
    with disk_errors(where or str(path)):
        return path.is_dir()


@contextmanager
def disk_errors(where: str) -> Iterator[None]:
    """Says in one line what the disk refused."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise InputError.missing(where) from None
    except (OSError, ValueError) as error:
        raise InputError(where, f"cannot be read ({getattr(error, 'strerror', None) or error}).") from None


@contextmanager
def _opened(path: Path, where: str) -> Iterator[BinaryIO]:
    with disk_errors(where), path.open("rb") as stream:
        yield stream
