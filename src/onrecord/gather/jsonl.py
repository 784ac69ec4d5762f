"""JSONL, packed with gzip or not: a document a line. Offsets of lines are kept, not their texts."""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.gather.document import document_from_text
from onrecord.gather.file import File
from onrecord.gather.gunzip import is_gzip
from onrecord.gather.markdown import GENRES
from onrecord.gather.pending import Options, Pending, refused
from onrecord.gather.unpacked import Unpacked
from onrecord.settings import MAX_CHARACTERS, MAX_RECORD
from onrecord.values import Document

LONGEST_ID = 200  # characters of a record's id that is taken for its name
NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # half of a character, or none: no store takes them
KEYS = {"title": "title", "outlet": "outlet", "url": "url", "date": "published", "published": "published"}


def records(file: File, options: Options) -> Iterator[Pending]:
    """Every line of a file that is not blank. A line that is no document is refused when it is asked for.

    What follows damage in a packed file is refused as one.
    """
    with file.opened() as stream:
        packed = file.name.endswith(".gz") and is_gzip(stream.read(4))
    if not packed:
        yield from _lines(file, options)
        return
    number = 0
    try:
        for one in _lines(Unpacked.of(file), options):
            number += 1
            yield one
    except InputError as error:
        yield refused(f"{file.origin}#damage-after-{number}", error)


def _lines(file: File, options: Options) -> Iterator[Pending]:
    number, start = 0, 0
    with file.opened() as stream:
        while line := stream.readline(MAX_RECORD + 1):
            number += 1
            length = len(line) if line.endswith(b"\n") else len(line) + _rest(stream)
            if line.strip():
                yield _record(file, options, line, start, length, number)
            start += length


def _rest(stream: BinaryIO) -> int:
    """Skips what is left of a line that is too long; how many bytes that was."""
    skipped = 0
    while more := stream.readline(MAX_RECORD):
        skipped += len(more)
        if more.endswith(b"\n"):
            break
    return skipped


def _record(file: File, options: Options, line: bytes, start: int, length: int, number: int) -> Pending:
    try:
        name = _id(_object(line, "")) or str(number)
    except InputError:
        name = str(number)
    origin = f"{file.origin}#{name}"
    if length > MAX_RECORD:
        return refused(origin, InputError.too_large(f"{file.where}#{name}", MAX_CHARACTERS))
    return Pending(origin, partial(_document, file, options, start, length, name))


def _document(file: File, options: Options, start: int, length: int, name: str) -> Document:
    where = f"{file.where}#{name}"
    with file.opened() as stream:
        stream.seek(start)
        line = stream.read(length)
    read = _object(line, where)
    known: dict[str, Any] = {ours: _text(read, key, where) for key, ours in KEYS.items() if read.get(key) is not None}
    if read.get("genre") is not None:
        if read["genre"] not in GENRES:
            raise InputError.record(where, f'"genre" is none of {", ".join(GENRES)}')
        known["genre"] = read["genre"]
    return document_from_text(_text(read, "text", where), where=where, **known | options.stated())


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        read = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError.encoding(where) from None
    except (ValueError, RecursionError):
        raise InputError.record(where, "this line is not JSON") from None
    if not isinstance(read, dict):
        raise InputError.record(where, "this line is no JSON object")
    return read


def _text(read: dict[str, Any], key: str, where: str) -> str:
    value = read.get(key)
    if not isinstance(value, str):
        raise InputError.record(where, f'"{key}" is {"missing" if value is None else "no text"}')
    if NO_TEXT.search(value):
        raise InputError.record(where, f'"{key}" has a character in it that is none')
    return value


def _id(read: dict[str, Any]) -> str:
    """The record's own name, where it has one that fits in a line."""
    value = read.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    name = str(value)
    return name if name.isprintable() and len(name) <= LONGEST_ID else ""
