"""Scores `onrecord.read.stance` on annotated pairs, whose words are cut from the documents of ../shared/data."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.pipeline import gather
from onrecord.read.stance import stance
from onrecord.values import Kind, Stance

PAIRS = Path(__file__).resolve().parent / "pairs.jsonl"
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
    negated: bool

    def told(self) -> Stance | None:
        """The stance as onrecord tells it."""
        return stance(self.cue, self.content, self.condition, self.kind, self.proposition)


def pairs(part: str, documents: Path = DOCUMENTS) -> list[Pair]:
    """The pairs of a part: ``dev`` or ``held_out``."""
    rows = map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines())
    return [_pair(row, documents) for row in rows if row["part"] == part]


def tally(found: Iterable[Pair]) -> Tally:
    """How often each stance was told for each that is right."""
    return Counter((pair.stance, pair.told()) for pair in found)


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
    return {part: accuracy(tally(pairs(part, documents))) for part in ("dev", "held_out")}


def _pair(row: dict[str, Any], documents: Path) -> Pair:
    text = _text(documents / row["set"] / f"{row['document']}.md")
    cue, content, condition = (" ".join(text[s:e] for s, e in row[name]) for name in ("cue", "content", "condition"))
    return Pair(cue, content, condition, row["kind"], row["proposition"], row["stance"], row["negated"])


@cache
def _text(path: Path) -> str:
    return gather(str(path)).text
