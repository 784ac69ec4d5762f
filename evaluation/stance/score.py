"""Scores `onrecord.read.stance_reader` on annotated pairs, whose words are cut from the documents of ../shared/data."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.kinds import texts
from onrecord.pipeline import gather
from onrecord.read.model import load
from onrecord.read.stance import stance
from onrecord.values import Kind, Stance
from training.statements import document_id

PAIRS = Path(__file__).resolve().parent / "pairs.jsonl"
FRESH = PAIRS.with_name("fresh.jsonl")
DOCUMENTS = PAIRS.parents[3] / "shared/data"
LABELS: tuple[Stance | None, ...] = ("for", "against", "conditional", "open", None)
Tally = Counter[tuple[Stance | None, Stance | None]]


@dataclass(frozen=True)
class Pair:
    """A statement's words, its kind, a proposition, and where the source stands on it."""

    cue: str
    content: str
    condition: str
    kind: Kind
    proposition: str
    stance: Stance | None
    negated: bool = False

    def by_rules(self) -> Stance | None:
        """The stance as the word rules alone tell it."""
        return stance(self.cue, self.content, self.condition, self.kind, self.proposition)

    def told(self) -> Stance | None:
        """The stance as onrecord tells it."""
        return load().stances.stance(self.cue, self.content, self.condition, self.kind, self.proposition)


def pairs(part: str, documents: Path = DOCUMENTS) -> list[Pair]:
    """The pairs of a part: ``dev`` (trained on), ``choice`` (every fourth document of dev), ``held_out``, ``fresh``."""
    if part == "fresh":
        return _fresh(documents)
    rows = [row for row in _rows(PAIRS) if row["part"] == ("dev" if part == "choice" else part)]
    if part in ("dev", "choice"):
        chosen = choice()
        rows = [row for row in rows if (document_id(row) in chosen) == (part == "choice")]
    return [_pair(row, _text(documents / row["set"] / f"{row['document']}.md")) for row in rows]


def choice() -> set[str]:
    """The documents of the development part that nothing is trained on."""
    return set(sorted({document_id(row) for row in _rows(PAIRS) if row["part"] == "dev"})[::4])


def tally(found: Iterable[Pair], told: Callable[[Pair], Stance | None] = Pair.told) -> Tally:
    """How often each stance was told for each that is right."""
    return Counter((pair.stance, told(pair)) for pair in found)


def accuracy(counts: Tally) -> float:
    """The share of right answers, in per cent."""
    return 100 * sum(n for (right, told), n in counts.items() if right == told) / counts.total()


def figures(counts: Tally, label: Stance | None) -> tuple[float, float, float]:
    """Precision, recall and F1 of a label, in per cent."""
    hit = counts[label, label]
    told = sum(n for (_, t), n in counts.items() if t == label)
    right = sum(n for (r, _), n in counts.items() if r == label)
    return 100 * hit / max(told, 1), 100 * hit / max(right, 1), 200 * hit / max(told + right, 1)


def shares(documents: Path) -> dict[str, float]:
    """The accuracies that have floors."""
    return {part: accuracy(tally(pairs(part, documents))) for part in ("choice", "held_out", "fresh")}


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _fresh(documents: Path) -> list[Pair]:
    rows = _rows(FRESH)
    found = dict(texts(documents, {document_id(row) for row in rows}))
    return [_pair(row, found[document_id(row)]) for row in rows]


def _pair(row: dict[str, Any], text: str) -> Pair:
    cue, content, condition = (" ".join(text[s:e] for s, e in row[name]) for name in ("cue", "content", "condition"))
    negated = row.get("negated", False)
    return Pair(cue, content, condition, row["kind"], row["proposition"], row["stance"], negated)


@cache
def _text(path: Path) -> str:
    return gather(str(path)).text
