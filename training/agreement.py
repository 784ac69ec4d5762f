"""How far two annotators agree on kind, red line and condition: Krippendorff's alpha (Krippendorff 2011), nominal.

usage: python -m training.agreement
"""

import json
from collections.abc import Callable

import krippendorff
import numpy as np

from onrecord.read.scheme import KINDS
from training.statements import STATEMENTS

LABELS: dict[str, Callable[[dict], int]] = {
    "kind": lambda row: KINDS.index(row["kind"]),
    "red line": lambda row: int(row["red_line"]),
    "condition": lambda row: int(bool(row["condition"])),
}


def main() -> None:
    """Print a line a label, over the statements that two annotated."""
    rows = [json.loads(line) for line in STATEMENTS.read_text(encoding="utf-8").splitlines()]
    both = [row for row in rows if "second" in row]
    for name, label in LABELS.items():
        values = np.array([[label(row) for row in both], [label(row["second"]) for row in both]])
        alpha = krippendorff.alpha(values, level_of_measurement="nominal", value_domain=sorted(set(values.flat)))
        print(f"{name}: alpha {alpha:.2f}, agree on {(values[0] == values[1]).mean():.1%} of {len(both)}")


if __name__ == "__main__":
    main()
