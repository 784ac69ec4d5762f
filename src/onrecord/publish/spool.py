"""Rows on their way into Parquet files: on disk in the order in which they came, taken out again day by day.

An archive may have articles of thousands of days. One open file a day and table would be more than a process may have,
and a file a day for each few hundred articles more than anyone wants: so there is one file for all, and an index.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from onrecord.values.arrow import pa, pq
from onrecord.values.columns import SCHEMAS, Row
from onrecord.values.dataset import TABLES, Table

GROUP_ROWS: Final = 20_000  # of one row group: what a reader of the files decodes at once, with
GROUP_BYTES: Final = 8_000_000  # before compression; a batch of the spool's more
LEVEL: Final = 3  # of zstd
_SELDOM_SAME = ("text", "exact", "meaning", "start", "end")  # columns whose values a dictionary would not shorten

Place = tuple[int, int]  # offset and length in the spool's file


class Spool:
    """Rows of a shard by table and day, in one file that is made at ``path`` and open until ``close``."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("x+b")
        self._path = path
        self._places: dict[tuple[Table, str], list[Place]] = {}

    def put(self, table: Table, rows: Sequence[Row], days: Sequence[str]) -> None:
        """Append rows, each with its day. Rows of one day keep their order."""
        if not rows:
            return
        order = sorted(range(len(rows)), key=days.__getitem__)
        batch = pa.RecordBatch.from_pylist([rows[i] for i in order], SCHEMAS[table])
        start = 0
        for day, of_day in groupby(days[i] for i in order):
            length = sum(1 for _ in of_day)
            written = batch.slice(start, length).serialize()
            self._places.setdefault((table, day), []).append((self._file.seek(0, 2), written.size))
            self._file.write(written)
            start += length

    def parts(self) -> list[tuple[Table, str]]:
        """Every table and day of which there are rows, in one order whatever order they came in."""
        return sorted(self._places, key=lambda part: (part[1], TABLES.index(part[0])))

    def write(self, table: Table, day: str, path: Path) -> int:
        """Write the rows of a day as a Parquet file: how many they are. The same rows give the same bytes."""
        rows = 0
        with pq.ParquetWriter(path, SCHEMAS[table], **_options(table)) as writer:
            for group in _groups(self._batches(table, day)):
                writer.write_table(group, row_group_size=len(group))
                rows += len(group)
        return rows

    def close(self) -> None:
        """Close and remove the file."""
        with suppress(OSError):  # what a full disk did not take is not wanted any more
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _batches(self, table: Table, day: str) -> Iterator[Any]:
        for offset, length in self._places[table, day]:
            self._file.seek(offset)
            yield pa.ipc.read_record_batch(pa.py_buffer(self._file.read(length)), SCHEMAS[table])


def _groups(batches: Iterable[Any]) -> Iterator[Any]:
    """Batches joined until they are large enough for a row group."""
    held: list[Any] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield pa.Table.from_batches(held)
            held, rows, size = [], 0, 0
    if held:
        yield pa.Table.from_batches(held)


def _options(table: Table) -> dict[str, Any]:
    """How a table's files are written: nothing in them depends on when or where."""
    leaves = _leaves(table)
    return {
        "compression": "zstd",
        "compression_level": LEVEL,
        "use_dictionary": [path for path in leaves if path.rpartition(".")[2] not in _SELDOM_SAME],
        "write_statistics": [path for path in leaves if "." not in path and path not in _SELDOM_SAME],
    }


def _leaves(table: Table) -> list[str]:
    """The paths of a table's columns as Parquet names them, those within lists and structs too."""

    def below(field: Any, path: str) -> Iterator[str]:
        if pa.types.is_list(field.type):
            yield from below(field.type.value_field, f"{path}.list.element")
        elif pa.types.is_struct(field.type):
            for part in field.type:
                yield from below(part, f"{path}.{part.name}")
        else:
            yield path

    return [leaf for field in SCHEMAS[table] for leaf in below(field, field.name)]
