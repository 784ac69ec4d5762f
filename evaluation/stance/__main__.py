"""Prints how well stances are told: `python -m evaluation.stance [--misses]`.

``dev`` was trained on, ``choice`` is every fourth of its documents, which was not; ``fresh`` are pairs by other
annotators on statements that no pair trained on is about. `--misses` lists the wrong pairs of ``choice`` and no others.
"""

import sys

from rich.console import Console
from rich.table import Table

from evaluation.stance.score import DOCUMENTS, LABELS, Pair, Tally, accuracy, figures, pairs, tally


def table(part: str, counts: Tally) -> Table:
    """Figures of each label, and what was told where it is right."""
    title = f"{part}: {counts.total()} pairs, accuracy {accuracy(counts):.1f}"
    columns = ("right", "precision", "recall", "F1", *(f"told {label or 'none'}" for label in LABELS))
    shown = Table(*columns, title=title, title_justify="left")
    for label in LABELS:
        shares = [f"{share:.1f}" for share in figures(counts, label)]
        shown.add_row(label or "none", *shares, *(str(counts[label, told]) for told in LABELS))
    return shown


def miss(pair: Pair) -> str:
    """A pair that is told wrongly, in a line."""
    words = " ".join(f"{pair.cue} | {pair.content}".split())
    return f"{pair.stance or 'none'}, told {pair.told() or 'none'}: {pair.kind} | {words} | {pair.proposition}"


def main() -> None:
    """Print a table a part."""
    if not DOCUMENTS.exists():
        sys.exit(f"The pairs are on documents of {DOCUMENTS}, which is not here: nothing to measure.")
    console = Console()
    if "--misses" in sys.argv[1:]:
        for pair in pairs("choice"):
            if pair.told() != pair.stance:
                console.print(miss(pair), markup=False, highlight=False)
    for part in ("dev", "choice", "held_out", "fresh"):
        found = pairs(part)
        console.print(table(part, tally(found)))
        rules = accuracy(tally(found, Pair.by_rules))
        console.print(f"by the word rules alone: accuracy {rules:.1f}")
        if negated := tally(p for p in found if p.negated):
            console.print(f"of these {negated.total()} negated: accuracy {accuracy(negated):.1f}")
        console.print()


if __name__ == "__main__":
    main()
