"""How well kinds, conditions and red lines are told: `python -m evaluation.kinds [DATA] [--part held_out] [--misses]`.

The statements are those of training/kinds/statements.jsonl, in documents that nothing was trained on (``dev`` was used
to choose, ``held_out`` for nothing). Each is given to the reader as annotated, so that spans are not measured again.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord.pipeline import gather
from onrecord.read.acts import act
from onrecord.read.model import load
from onrecord.read.parse import located
from onrecord.read.scheme import KINDS
from training.statements import STATEMENTS, attribution, by_document


@dataclass(frozen=True)
class Told:
    """One annotated statement and what the reader tells of it."""

    row: dict
    kind: str
    condition: bool
    red_line: bool
    words: str


def told(data: Path, part: str) -> Iterator[Told]:
    """Every annotated statement of a part, read."""
    rows = [json.loads(line) for line in STATEMENTS.read_text(encoding="utf-8").splitlines()]
    chosen, model = by_document(rows, (part,)), load()
    for name, text in texts(data, chosen):
        parsed = located(text, model)
        for row in chosen[name]:
            a = attribution(row)
            does, words = act(parsed, a), " … ".join(map(parsed.cut, (*a.cue, *a.content)))
            yield Told(row, does.kind, bool(does.condition), bool(does.red_line), words)


def texts(data: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The texts of named documents: PolNeAR's by id, others as folder/name, or collection/id."""
    wanted = set(names)
    for line in (data / "polnear/train.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"] in wanted:
            yield record["id"], record["text"]
    for name in sorted(n for n in wanted if (data / f"{n}.md").exists()):
        yield name, gather(str(data / f"{name}.md")).text
    if any(name.startswith("bulk-news/") for name in wanted):
        with gzip.open(data / "bulk-news.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if (name := f"bulk-news/{record['id']}") in wanted:
                    yield name, record["text"]


def shares(data: Path, part: str = "held_out") -> dict[str, float]:
    """Per cent: accuracy and macro F1 of kinds, F1 of conditions and red lines found."""
    return figures(list(told(data, part)))


def figures(found: list[Told]) -> dict[str, float]:
    """Accuracy and macro F1 over the statements drawn for their kind; F1 of red lines over the strong words too."""
    drawn = [t for t in found if t.row["drawn"] != "absolute"]
    per_kind = [f1((t.row["kind"] == k, t.kind == k) for t in drawn) for k in KINDS]
    return {
        "kind accuracy": 100 * sum(t.kind == t.row["kind"] for t in drawn) / max(1, len(drawn)),
        "kind macro F1": sum(per_kind) / len(per_kind),
        "condition F1": f1((bool(t.row["condition"]), t.condition) for t in drawn),
        "red line F1": f1((t.row["red_line"], t.red_line) for t in found),
    }


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 in per cent over (so annotated, so told)."""
    counts = Counter(pairs)
    right = 2 * counts[True, True]
    return 100 * right / max(1, right + counts[True, False] + counts[False, True])


def confusion(found: list[Told]) -> Table:
    """Kinds as annotated (rows) and as told (columns)."""
    counts = Counter((t.row["kind"], t.kind) for t in found if t.row["drawn"] != "absolute")
    table = Table("annotated as", *(k[:3] for k in KINDS), "F1")
    for kind in KINDS:
        score = f1((t.row["kind"] == kind, t.kind == kind) for t in found if t.row["drawn"] != "absolute")
        table.add_row(kind, *(str(counts[kind, other] or "·") for other in KINDS), f"{score:.0f}")
    return table


def main() -> None:
    """Print the figures, the confusion table and, if asked, every miss."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--part", choices=("dev", "held_out"), default="held_out")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    found = list(told(args.data, args.part))
    Console().print(confusion(found))
    print(f"{len(found)} statements of {args.part}: " + ", ".join(f"{k} {v:.1f}" for k, v in figures(found).items()))
    drawn = [t for t in found if t.row["drawn"] != "absolute"]
    for key in ("drawn", "set"):
        for name in sorted({t.row[key] for t in drawn}):
            some = [t for t in drawn if t.row[key] == name]
            right = sum(t.kind == t.row["kind"] for t in some)
            print(f"  {key} {name}: kind accuracy {100 * right / len(some):.1f} of {len(some)}")
    for t in found if args.misses else ():
        if t.kind != t.row["kind"] or t.condition != bool(t.row["condition"]) or t.red_line != t.row["red_line"]:
            marks = [*(["condition"] if t.row["condition"] else []), *(["red line"] if t.row["red_line"] else [])]
            got = [*(["condition"] if t.condition else []), *(["red line"] if t.red_line else [])]
            print(f"{t.row['kind']} {marks} read as {t.kind} {got}: {' '.join(t.words.split())[:200]}")


if __name__ == "__main__":
    main()
