"""Statements annotated with their kind (``training/kinds/``) as arrays over the reader's word pieces."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.read.kinds import signals
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.pieces import Pieces
from onrecord.read.scheme import KINDS

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """One annotated statement: the pieces of its content and cue, what its phrases speak for, and its kind's number."""

    content: Ints
    cue: Ints
    signals: NDArray[np.float32]
    kind: int


def by_document(rows: Iterable[dict], parts: tuple[str, ...] = ("train",)) -> dict[str, list[dict]]:
    """Annotated statements of some parts by their document's id among the silver labels."""
    out: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if row["part"] in parts:
            out[row["document"] if row["set"] == "polnear" else f"{row['set']}/{row['document']}"].append(row)
    return dict(out)


def judged(rows: list[dict], text: str, starts: list[int], pieces: Pieces) -> list[Judged]:
    """The annotated statements of one document, whose sentences begin at ``starts``."""
    parsed = Parsed(text, tuple(zip(starts, [*starts[1:], len(text)], strict=True)), ())
    return [
        Judged(
            _pieces(pieces, row["content"]),
            _pieces(pieces, row["cue"]),
            signals(parsed, attribution(row)),
            KINDS.index(row["kind"]),
        )
        for row in rows
    ]


def attribution(row: dict) -> Attribution:
    """An annotated statement as the reader would find it."""
    source, cue, content = (tuple(map(tuple, row[role])) for role in ("source", "cue", "content"))
    return Attribution(source, cue, content, 1.0, layout=not cue)


def _pieces(pieces: Pieces, ranges: list[list[int]]) -> Ints:
    starts, ends = pieces.offsets[:, 0], pieces.offsets[:, 1]
    runs = [np.arange(np.searchsorted(ends, s, side="right"), np.searchsorted(starts, e)) for s, e in ranges]
    return np.concatenate([np.zeros(0, dtype=np.int64), *runs])


STATEMENTS = Path(__file__).parent / "kinds" / "statements.jsonl"
