"""Parquet: a document a row, read in small batches; numbers of rows are kept, not their texts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import accumulate
from typing import Any
from weakref import finalize

from onrecord.errors import InputError
from onrecord.gather.document import document_from_text
from onrecord.gather.file import File
from onrecord.gather.jsonl import KEYS, LONGEST_ID, NO_TEXT
from onrecord.gather.markdown import GENRES
from onrecord.gather.pending import Options, Pending, refused
from onrecord.values import Document

BATCH = 64  # rows that are in memory at once
BUFFER = 1 << 20  # bytes of a column that are read at once
OURS = ("text", *KEYS, "genre", "id")
_EXAMPLE = "text=body,outlet=publisher"


def columns(given: str) -> tuple[tuple[str, str], ...]:
    """What ``text=body,outlet=publisher`` says: for each column our name for it and the file's. Raises InputError."""
    pairs = [pair.partition("=") for pair in given.split(",")]
    named = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
    for ours, theirs in named.items():
        if ours not in OURS or not theirs:
            known = ", ".join(OURS)
            raise InputError("columns", f"{ours!r} names none. Write one of {known} and the file's name: {_EXAMPLE}")
    if len(named) < len(pairs):
        raise InputError("columns", f"one is named twice. Name each once: {_EXAMPLE}")
    return tuple(named.items())


def rows(file: File, options: Options) -> Iterator[Pending]:
    """Every row of a Parquet file. A row that is no document is refused when it is asked for.

    Raises InputError where the file cannot be opened, has no texts, or has values of the wrong type where ours are.
    """
    table = Table(file, options)
    number = 0
    try:
        for number, name in enumerate(table.ids(), start=1):
            called = _name(name) or str(number)
            gather = partial(_document, table, number - 1, f"{file.where}#{called}", options)
            yield Pending(f"{file.origin}#{called}", gather)
    except InputError as error:
        if not number:
            raise
        yield refused(f"{file.origin}#{number + 1}", error)
    if not number:
        yield refused(file.origin, InputError.empty(file.where))


class Table:
    """A Parquet file's rows by their numbers from 0. In order they are read once, a batch at a time."""

    def __init__(self, file: File, options: Options) -> None:
        self._file = file
        self._kept = ExitStack()
        finalize(self, self._kept.close)
        self._batches: Iterator[list[dict[str, Any]]] = iter(())
        self._batch: list[dict[str, Any]] = []
        self._first = 0  # the number of the batch's first row
        self._lost: dict[int, InputError] = {}  # groups of rows that are damaged
        with self._parquet() as parquet:
            self._names = _chosen(parquet.schema_arrow, options, file.where)
            sizes = [parquet.metadata.row_group(n).num_rows for n in range(parquet.num_row_groups)]
        self._ends = list(accumulate(sizes))

    def ids(self) -> Iterator[object]:
        """The id of every row, None where there is none. Raises InputError where the file is damaged."""
        if "id" not in self._names:
            yield from (None for _ in range(self._ends[-1] if self._ends else 0))
            return
        with self._parquet() as parquet:
            for batch in parquet.iter_batches(BATCH, columns=[self._names["id"]], use_threads=False):
                yield from batch.column(0).to_pylist()

    def row(self, number: int) -> dict[str, Any]:
        """A row's values by our names. Raises InputError where the file is damaged there."""
        group = next(n for n, end in enumerate(self._ends) if number < end)
        if group in self._lost:
            raise self._lost[group]
        try:
            if not self._first <= number < self._first + len(self._batch):
                self._turn(number, group)
        except InputError as error:
            self._lost[group] = error
            self._kept.close()
            self._batch, self._batches = [], iter(())
            raise
        return self._batch[number - self._first]

    def _turn(self, number: int, group: int) -> None:
        """Bring the batch of a row into view, forward where it lies ahead in the group that is being read."""
        start = self._ends[group - 1] if group else 0
        if not start <= self._first <= number or not self._batch:
            self._kept.close()
            parquet = self._kept.enter_context(self._parquet())
            self._batches = self._read(parquet, group)
            self._first, self._batch = start, []
        while number >= self._first + len(self._batch):
            self._first += len(self._batch)
            with _damage(self._file.where):
                self._batch = next(self._batches, [])
            if not self._batch:
                raise _damaged(self._file.where)

    def _read(self, parquet: Any, group: int) -> Iterator[list[dict[str, Any]]]:
        ours = {theirs: ours for ours, theirs in self._names.items()}
        for batch in parquet.iter_batches(BATCH, row_groups=[group], columns=list(ours), use_threads=False):
            named = [(ours[name], batch.column(n)) for n, name in enumerate(batch.schema.names)]
            yield [{name: _value(column[n]) for name, column in named} for n in range(batch.num_rows)]

    @contextmanager
    def _parquet(self) -> Iterator[Any]:
        try:
            from pyarrow.parquet import ParquetFile
        except ImportError:
            raise InputError.not_installed(self._file.where, "a Parquet file", "pyarrow", "sweep") from None
        with self._file.opened() as stream, _damage(self._file.where):
            yield ParquetFile(stream, pre_buffer=False, buffer_size=BUFFER, page_checksum_verification=True)


@contextmanager
def _damage(where: str) -> Iterator[None]:
    """Says in one line what pyarrow cannot read."""
    from pyarrow import ArrowException

    try:
        yield
    except (ArrowException, OSError, ValueError, OverflowError, MemoryError):
        raise _damaged(where) from None


def _damaged(where: str) -> InputError:
    return InputError(where, "this is no Parquet file, or a damaged one. Make or download it again.", "damaged")


def _value(cell: Any) -> object:
    """A cell's value; an error in its place, where it is none that Python has."""
    try:
        return cell.as_py()
    except (ValueError, OverflowError) as error:
        return error


def _chosen(schema: Any, options: Options, where: str) -> dict[str, str]:
    """The file's names of the columns that are read, by ours. Raises InputError where one is missing or no text."""
    from pyarrow import types

    given = dict(options.columns)
    names = {ours: given.get(ours, ours) for ours in OURS if ours in given or ours in schema.names}
    if "published" in given and "date" not in given:
        names.pop("date", None)
    for ours, theirs in ({"text": "text"} | names).items():
        if schema.names.count(theirs) != 1:
            found = ", ".join(schema.names[:20])
            told = "more than once" if theirs in schema.names else "not"
            raise InputError(where, f"the column {theirs!r} is {told} there, only: {found}.", "record")
        kind = schema.field(theirs).type
        kind = kind.value_type if types.is_dictionary(kind) else kind
        dated = ours in ("published", "date") and types.is_temporal(kind)
        numbered = ours == "id" and types.is_integer(kind)
        text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
        if not (text or dated or numbered or types.is_null(kind)):
            raise InputError(
                where, f"the column {theirs!r} is of type {kind}, where text is wanted ({ours}).", "record"
            )
    return names


def _document(table: Table, number: int, where: str, options: Options) -> Document:
    read = table.row(number)
    known: dict[str, Any] = {ours: _text(read, key, where) for key, ours in KEYS.items() if read.get(key) is not None}
    if read.get("genre") is not None:
        known["genre"] = _text(read, "genre", where)
        if known["genre"] not in GENRES:
            raise _no_document(where, f'"genre" is none of {", ".join(GENRES)}')
    return document_from_text(_text(read, "text", where), where=where, **known | options.stated())


def _text(read: dict[str, Any], key: str, where: str) -> str:
    value = read.get(key)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, UnicodeDecodeError):
        raise InputError.encoding(where)
    if not isinstance(value, str):
        raise _no_document(where, f'"{key}" is {"missing" if value is None else "nothing that can be read"}')
    if NO_TEXT.search(value):
        raise _no_document(where, f'"{key}" has a character in it that is none')
    return value


def _no_document(where: str, problem: str) -> InputError:
    return InputError(where, f"{problem}. A row has a text and what is known about it.", "record")


def _name(value: object) -> str:
    """The row's own name, where it has one that fits in a line."""
    name = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return name if name.isprintable() and len(name) <= LONGEST_ID else ""
