"""Annotated statements: with their kind, condition and red line, and with their stance to a proposition."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from onrecord.read.parsed import Attribution

STATEMENTS = Path(__file__).parent / "kinds" / "statements.jsonl"
PAIRS = Path(__file__).parent / "stances" / "pairs.jsonl"


def by_document(rows: Iterable[dict], parts: tuple[str, ...] = ("train",)) -> dict[str, list[dict]]:
    """Annotated statements of some parts by their document's id among the silver labels."""
    out: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if row["part"] in parts:
            out[document_id(row)].append(row)
    return dict(out)


def document_id(row: dict) -> str:
    """The id among the silver labels of the document that an annotated row is of."""
    return row["document"] if row["set"] == "polnear" else f"{row['set']}/{row['document']}"


def attribution(row: dict) -> Attribution:
    """An annotated statement as the reader would find it."""
    source, cue, content = (tuple(map(tuple, row[role])) for role in ("source", "cue", "content"))
    return Attribution(source, cue, content, 1.0, layout=not cue)
