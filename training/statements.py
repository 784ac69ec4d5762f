"""Statements annotated with their kind, condition and red line (``training/kinds/``)."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from onrecord.read.parsed import Attribution

STATEMENTS = Path(__file__).parent / "kinds" / "statements.jsonl"


def by_document(rows: Iterable[dict], parts: tuple[str, ...] = ("train",)) -> dict[str, list[dict]]:
    """Annotated statements of some parts by their document's id among the silver labels."""
    out: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if row["part"] in parts:
            out[row["document"] if row["set"] == "polnear" else f"{row['set']}/{row['document']}"].append(row)
    return dict(out)


def attribution(row: dict) -> Attribution:
    """An annotated statement as the reader would find it."""
    source, cue, content = (tuple(map(tuple, row[role])) for role in ("source", "cue", "content"))
    return Attribution(source, cue, content, 1.0, layout=not cue)
