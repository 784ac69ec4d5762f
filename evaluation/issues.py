"""How well statements are sorted by issue: `python -m evaluation.issues`, on the annotation in evaluation/issues.

Micro precision, recall and F1 over pairs of statement and issue, the same for each issue, and the share left unsorted.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from evaluation.kinds import texts
from onrecord.pipeline import gather
from onrecord.read.bearing import Told, bearings
from onrecord.read.meaning import issue_meaning, meaning
from onrecord.read.model import Model, load
from onrecord.values import Dossier, Issue
from training.statements import document_id

HERE = Path(__file__).resolve().parent / "issues"
TALKS = HERE.parent.parent.parent / "shared/data/talks"
PARTS = {"develop": "development", "develop_2": "development, drawn later", "held_out": "held out"}

Sorted = tuple[frozenset[str], frozenset[str]]  # the issues annotated, the issues found


def dossier(*, first_draft: bool = False) -> Dossier:
    """The annotated dossier, as it is or with the phrases it had before anything was assigned."""
    known = yaml.safe_load((HERE / "talks.yaml").read_text(encoding="utf-8"))
    known["period"] = {name: str(day) for name, day in known["period"].items()}
    if first_draft:
        phrases = yaml.safe_load((HERE / "first_draft.yaml").read_text(encoding="utf-8"))
        known["issues"] = [{**issue, "phrases": phrases[issue["id"]]} for issue in known["issues"]]
    return Dossier.model_validate(known)


@dataclass(frozen=True)
class Annotated:
    """A statement as it is told when it is sorted, and the issues that it is annotated with."""

    document: str
    told: Told
    issues: frozenset[str]


def annotated(part: str, folder: Path, model: Model) -> list[Annotated]:
    """The statements of a part."""
    rows = [row for row in _rows("statements.jsonl") if row["part"] == part]
    said = {name: gather(str(folder / f"{name}.md")).text for name in {row["document"] for row in rows}}
    return [_annotated(row, said[row["document"]], model) for row in rows]


def sorted_statements(part: str, folder: Path, of: Dossier | None = None) -> list[Sorted]:
    """The statements of a part, annotated and sorted."""
    model, by = load(), of or dossier()
    rows = annotated(part, folder, model)
    return _sorted(rows, by.issues, model)


def others(folder: Path) -> Iterator[Sorted]:
    """The statements of 48 dossiers that others wrote, annotated and sorted; ``folder`` holds all data."""
    model, rows = load(), _rows("others_statements.jsonl")
    said, by_dossier = dict(texts(folder, {document_id(row) for row in rows})), defaultdict(list)
    for row in rows:
        by_dossier[row["dossier"]].append(row)
    for written in _rows("others.jsonl"):
        own = by_dossier[written["dossier"]]
        yield from _sorted(
            [_annotated(row, said[document_id(row)], model) for row in own],
            [Issue(**issue) for issue in written["issues"]],
            model,
        )


def _sorted(rows: Sequence[Annotated], issues: Sequence[Issue], model: Model) -> list[Sorted]:
    """Statements sorted by issues; where each stands on them is not asked."""
    places = [issue_meaning(issue, model) for issue in issues]
    found = bearings([row.told for row in rows], issues, places, lambda *_: None)
    return [(row.issues, frozenset(b.issue for b in own)) for row, own in zip(rows, found, strict=True)]


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _annotated(row: Mapping[str, Any], text: str, model: Model) -> Annotated:
    cue, content = (" ".join(text[start:end] for start, end in row[name]) for name in ("cue", "content"))
    told = Told(cue, content, "", "assertion", meaning(content, model))
    return Annotated(row["document"], told, frozenset(row["issues"]))


def figures(pairs: Iterable[Sorted], issue: str | None = None) -> dict[str, float]:
    """Precision, recall and F1 in per cent over all issues, or for one."""
    count: Counter[str] = Counter()
    for gold, found in pairs:
        if issue:
            gold, found = gold & {issue}, found & {issue}
        count.update(right=len(gold & found), gold=len(gold), found=len(found))
    right, gold_count, found_count = count["right"], count["gold"], count["found"]
    return {
        "precision": 100 * right / max(found_count, 1),
        "recall": 100 * right / max(gold_count, 1),
        "F1": 200 * right / max(gold_count + found_count, 1),
    }


def shares(folder: Path) -> dict[str, float]:
    """The floors' measures: micro figures on the held-out part, and over the dossiers that others wrote."""
    beside = figures(others(folder.parent))
    return figures(sorted_statements("held_out", folder)) | {f"others' {name}": v for name, v in beside.items()}


def main() -> None:
    """Print a table for each part."""
    if not TALKS.exists():
        sys.exit(f"skipped: {TALKS} is not here")
    for part, name in PARTS.items():
        pairs = sorted_statements(part, TALKS)
        unsorted = 100 * sum(not found for _, found in pairs) / len(pairs)
        none = 100 * sum(not gold for gold, _ in pairs) / len(pairs)
        title = f"{name}: {len(pairs)} statements, {unsorted:.1f} % unsorted ({none:.1f} % annotated with no issue)"
        table = Table("issue", "annotated", "precision", "recall", "F1", title=title)
        for issue in (*(i.id for i in dossier().issues), None):
            count = sum(issue in gold if issue else len(gold) for gold, _ in pairs)
            table.add_row(issue or "all (micro)", str(count), *(f"{v:.1f}" for v in figures(pairs, issue).values()))
        Console().print(table)
    found = list(others(TALKS.parent))
    told = ", ".join(f"{name} {value:.1f}" for name, value in figures(found).items())
    print(f"48 dossiers that others wrote: {len(found)} statements, {told}")


if __name__ == "__main__":
    main()
