"""ZIP archives, read member by member in memory: nothing is ever written to disk, no length in them is trusted."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import InputError
from onrecord.gather.file import File, disk_errors, place
from onrecord.gather.formats import format_of_name, hidden
from onrecord.gather.pending import Pending, refused
from onrecord.settings import MAX_DIRECTORY, MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
# The others of zipfile's methods cannot be unpacked a bounded piece at a time.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")


class _Disk(io.FileIO):
    """A file that is not read in larger pieces than an honest archive's directory needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile
        return super().read(size) or b""


def members(path: Path, where: str) -> Iterator[File | Pending]:
    """The readable files in an archive, sorted by name; one that cannot be had is refused alone.

    Raises InputError, before anything is unpacked, for an archive that is damaged, is too large, grows too much, or
    names a place outside itself.
    """
    with _opened(path, where) as archive:
        every = archive.infolist()
    wanted = [info for info in every if _readable(info)]
    _check(every, wanted, where)
    origin = place(path)
    for info in sorted(wanted, key=lambda info: info.filename):
        file = File(f"{where}!{info.filename}", f"{origin}!{info.filename}", partial(_member, path, where, info))
        problem = _problem(info, file.where)
        yield refused(file.origin, problem) if problem else file


def _readable(info: zipfile.ZipInfo) -> bool:
    linked = stat.S_ISLNK(info.external_attr >> 16)
    seen = not any(hidden(part) for part in info.filename.split("/"))
    return seen and not info.is_dir() and not linked and format_of_name(info.filename) is not None


def _check(every: Sequence[zipfile.ZipInfo], wanted: Sequence[zipfile.ZipInfo], where: str) -> None:
    """Refuses an archive as a whole. zipfile stops at the sizes judged here, whatever the data would grow to."""
    if len(every) > MAX_MEMBERS:
        raise InputError.archive(where, f"it holds more than {MAX_MEMBERS:,} files. Split it.")
    if any(_OUTSIDE.search(info.filename) for info in every):
        raise InputError.archive(where, "it names files outside itself. Do not trust it; ask its sender.")
    if sum(info.file_size for info in wanted) > MAX_UNPACKED:
        raise InputError.archive(where, f"it unpacks to more than {MAX_UNPACKED / 1e6:,.0f} MB. Split it.")
    if any(info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in wanted):
        raise InputError.archive(where, f"a file in it grows more than {MAX_RATIO} times, as no article does.")
    if not wanted:
        raise InputError.nothing_in(where, "archive")


def _problem(info: zipfile.ZipInfo, where: str) -> InputError | None:
    if info.flag_bits & _ENCRYPTED:
        return InputError(where, "this file is encrypted. Unpack the archive with its password and add the files.")
    if format_of_name(info.filename) in ("zip", "warc", "parquet") or info.filename.lower().endswith(".gz"):
        return InputError(where, "an archive in an archive is not opened. Unpack it and add it by itself.")
    if info.compress_type not in _METHODS:
        return InputError(where, "packed in an unusual way. Unpack the archive and add the files.")
    return InputError.too_big(where, MAX_FILE) if info.file_size > MAX_FILE else None


@contextmanager
def _opened(path: Path, where: str) -> Iterator[zipfile.ZipFile]:
    with disk_errors(where), _Disk(path) as disk:
        try:
            with zipfile.ZipFile(disk) as archive:
                yield archive
        except _DAMAGED:
            raise InputError.archive(where, "it is damaged. Make or download it again.") from None


@contextmanager
def _member(path: Path, where: str, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """A member, opened anew each time: an archive kept open for every document would use up the open files."""
    with _opened(path, where) as archive, archive.open(info) as stream:
        yield cast("BinaryIO", stream)
