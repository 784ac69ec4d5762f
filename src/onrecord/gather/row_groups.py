"""Rows of a shard's Parquet files by the document they are of, decoded a row group at a time."""

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.values.arrow import pq
from onrecord.values.columns import Row

HELD_BYTES: Final = 100_000_000  # of decoded row groups: documents of several days come in turn
HELD_GROUPS: Final = 400  # each has some 40 columns, which take memory of their own
ORDER: Final = "document_number"  # by which the rows of every file are sorted


@dataclass(frozen=True)
class Group:
    """A decoded row group, the document numbers of its rows, and the bytes it takes."""

    rows: Any
    numbers: NDArray[np.int32]
    size: int

    def of(self, number: int) -> list[Row]:
        """The rows of a document."""
        start, end = np.searchsorted(self.numbers, [number, number + 1])
        found: list[Row] = self.rows.slice(start, end - start).to_pylist()
        return found


@dataclass
class RowGroups:
    """Looks up rows in any number of files; of what it decoded it keeps the latest."""

    _bounds: dict[Path, list[tuple[int, int]]] = field(default_factory=dict)
    _held: OrderedDict[tuple[Path, int], Group] = field(default_factory=OrderedDict)
    _size: int = 0

    def of(self, path: Path, number: int) -> list[Row]:
        """The rows of a document in a file, in their order.

        Raises OSError, pyarrow's errors or LookupError for a damaged file.
        """
        within = self._within(path)
        return [
            row
            for at, (least, greatest) in enumerate(within)
            if least <= number <= greatest
            for row in self._group(path, at).of(number)
        ]

    def _within(self, path: Path) -> list[tuple[int, int]]:
        """The least and the greatest document number of each row group."""
        if path not in self._bounds:
            with pq.ParquetFile(path) as opened:
                column = opened.schema_arrow.get_field_index(ORDER)
                told = [opened.metadata.row_group(i).column(column).statistics for i in range(opened.num_row_groups)]
                if any(one is None or not one.has_min_max for one in told):
                    raise LookupError(ORDER)
                self._bounds[path] = [(one.min, one.max) for one in told]
        return self._bounds[path]

    def _group(self, path: Path, at: int) -> Group:
        if (path, at) in self._held:
            self._held.move_to_end((path, at))
            return self._held[path, at]
        with pq.ParquetFile(path) as opened:
            rows = opened.read_row_group(at, use_threads=False)
        held = self._held[path, at] = Group(rows, rows.column(ORDER).to_numpy(), rows.nbytes)
        self._size += held.size
        while len(self._held) > 1 and (self._size > HELD_BYTES or len(self._held) > HELD_GROUPS):
            self._size -= self._held.popitem(last=False)[1].size
        return held
