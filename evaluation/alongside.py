"""Who said, supported and opposed what in reports of proceedings: `python -m evaluation.alongside [FOLDER] [--misses]`.

The gold is evaluation/enb/alongside.jsonl (document, offsets and labels; guidelines in its README). An actor of a
sentence is found when the reading gives a statement there by, or alongside, an actor who is mentioned where the gold
marks one, or whose name or description is the same. It is found with relation and content when one statement gives it
with the gold's relation and with content that agrees (Dice over characters at least 0.8).
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from onrecord.pipeline import gather, read_document
from onrecord.read.delegations import is_meeting
from onrecord.spans import Range, overlap
from onrecord.values import Reading, Speaker, Statement

HERE = Path(__file__).resolve().parent
GOLD = HERE / "enb/alongside.jsonl"
FOLDER = HERE.parent.parent / "shared/data/enb"
AGREES = 0.8


@dataclass(frozen=True)
class Said:
    """An actor in a relation to a content; ``places`` is where the document names the actor."""

    name: str
    relation: str
    content: tuple[Range, ...]
    places: tuple[Range, ...]

    def is_of(self, other: "Said") -> bool:
        """Whether both are the same actor."""
        same = _plain(self.name) == _plain(other.name)
        return same or any(overlap(a, b) for a in self.places for b in other.places)

    def matches(self, other: "Said") -> bool:
        """Whether both are the same actor in the same relation to the same content."""
        return self.relation == other.relation and self.is_of(other) and dice(self.content, other.content) >= AGREES


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", name.casefold()).strip()


def dice(a: tuple[Range, ...], b: tuple[Range, ...]) -> float:
    """How far two sets of ranges agree, in characters."""
    shared = sum(overlap(x, y) for x in a for y in b)
    return 2 * shared / max(1, sum(e - s for s, e in (*a, *b)))


def gold() -> list[dict[str, Any]]:
    """The annotated sentences."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def expected(row: dict[str, Any]) -> list[Said]:
    """What the annotation of a sentence holds."""
    return [
        Said(a["name"], a["relation"], tuple((s, e) for s, e in a["content"]), ((a["actor"][0], a["actor"][1]),))
        for a in row["actors"]
    ]


def found(reading: Reading, sentence: Range) -> list[Said]:
    """What a reading holds of a sentence: the statements whose content begins in it."""
    out: list[Said] = []
    for s in reading.statements:
        if sentence[0] <= s.content[0].start < sentence[1] and not is_meeting(s.speaker.role or s.speaker.name or ""):
            content = tuple(c.range for c in s.content)
            out += [Said(n, r, content, places) for n, r, places in _actors(reading, s, sentence)]
    return out


def _actors(reading: Reading, s: Statement, sentence: Range) -> Iterator[tuple[str, str, tuple[Range, ...]]]:
    each: list[tuple[Speaker, str]] = [(s.speaker, "speaker"), *((a, a.relation) for a in s.alongside)]
    for who, relation in each:
        if who.name or who.role:
            known = [a for a in reading.actors if who.name and a.name == who.name]
            places = [m.range for a in known for m in a.mentions if overlap(m.range, sentence)]
            places += [s.source[0].range] if relation == "speaker" and s.source else []
            yield who.name or who.role or "", relation, tuple(places)


def count(want: list[Said], have: list[Said]) -> tuple[Counter[str], list[str]]:
    """Counts over one sentence, and what was missed or too much, in words."""
    actors, given = _distinct(want), _distinct(have)
    hit = [w for w in actors if any(w.is_of(g) for g in given)]
    right = [g for g in given if any(g.is_of(w) for w in actors)]
    left = list(have)
    matched: list[Said] = []
    for w in want:
        same = next((h for h in left if w.matches(h)), None)
        if same:
            left.remove(same)
            matched.append(w)
    counts = Counter(
        {"actors": len(actors), "given": len(given), "hit": len(hit), "right": len(right)}
        | {"rows": len(want), "given rows": len(have), "matched": len(matched)}
    )
    faults = [f"no actor {w.name}" for w in actors if w not in hit]
    faults += [f"not an actor {g.name}" for g in given if g not in right]
    faults += [f"missed {w.name} {w.relation} {w.content}" for w in want if w not in matched]
    return counts, faults + [f"too much {h.name} {h.relation} {h.content}" for h in left]


def _distinct(said: list[Said]) -> list[Said]:
    out: list[Said] = []
    for one in said:
        if not any(one.is_of(other) for other in out):
            out.append(one)
    return out


def measure(folder: Path) -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts by part, and the faults of the development part only: the rest stays unseen."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    faults: list[str] = []
    readings: dict[str, Reading] = {}
    for row in gold():
        name = row["document"]
        reading = readings.get(name) or read_document(gather(str(folder / f"{name}.md")))
        readings[name] = reading
        sentence = (row["start"], row["end"])
        counts, wrong = count(expected(row), found(reading, sentence))
        totals[row["part"]] += counts
        if wrong and row["part"] == "development":
            faults += [f"{name} {sentence[0]}: {reading.document.text[slice(*sentence)]}", *(f"    {w}" for w in wrong)]
    return dict(totals), faults


def shares(folder: Path) -> dict[str, float]:
    """The F1 of the held-out part, in per cent."""
    return {name: f for name, (_, _, f) in figures(measure(folder)[0]["held-out"]).items()}


def figures(counts: Counter[str]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 in per cent: of actors, and of actors with relation and content."""
    actor = _prf(counts["right"] / max(1, counts["given"]), counts["hit"] / max(1, counts["actors"]))
    rows = counts["matched"]
    whole = _prf(rows / max(1, counts["given rows"]), rows / max(1, counts["rows"]))
    return {"actor": actor, "actor, relation, content": whole}


def _prf(p: float, r: float) -> tuple[float, float, float]:
    return 100 * p, 100 * r, 200 * p * r / max(1e-9, p + r)


def main() -> None:
    """Print a table of both parts; with --misses what was missed in the development part."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--misses", action="store_true", help="list what was missed in the development part")
    asked = parser.parse_args()
    totals, faults = measure(asked.folder)
    table = Table("part", "measure", "precision", "recall", "F1")
    for part, counts in sorted(totals.items()):
        for name, values in figures(counts).items():
            table.add_row(part, name, *(f"{value:.1f}" for value in values))
    Console().print(table)
    if asked.misses:
        print("\n".join(faults))


if __name__ == "__main__":
    main()
