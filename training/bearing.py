"""What the signs of `read/bearing.py` count: logistic regression on the development statements of evaluation/issues.

usage: python -m training.bearing

The dossier is used as it is and as first drafted, so that the weights suit phrases that nobody has revised too. Figures
are by cross-validation: each document is sorted with weights and threshold from all others. Nothing is held out here
that `python -m evaluation.issues` holds out: those statements are not read.
"""

import numpy as np
from numpy.typing import NDArray

from evaluation.issues import TALKS, Annotated, annotated, dossier
from onrecord.read.bearing import Doubles, signs
from onrecord.read.meaning import issue_meaning
from onrecord.read.model import load
from onrecord.values import Dossier

PARTS = ("develop", "develop_2")
# The threshold is where F1 is best with at least this precision on the statements that the weights were made on.
PRECISION = 0.82
STEPS = 30


def fitted(seen: Doubles, gold: Doubles) -> tuple[Doubles, float]:
    """Weights of the signs and the sum from which a statement bears on an issue, from (pairs, signs) and (pairs,)."""
    middle, spread = seen.mean(0), seen.std(0) + 1e-9
    rows = np.c_[(seen - middle) / spread, np.ones(len(seen))]
    held = np.diag([*np.ones(seen.shape[1]), 1e-6])  # each sign's weight is held small, the constant is not
    b = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-rows @ b))
        slope = rows.T @ (odds - gold) + held @ b
        b -= np.linalg.solve((rows * (odds * (1 - odds))[:, None]).T @ rows + held, slope)
    weights: Doubles = b[:-1] / spread
    return weights, least(seen @ weights, gold)


def least(scores: Doubles, gold: Doubles) -> float:
    """The score from which F1 is best with the precision asked."""
    order = np.argsort(-scores)
    right, count = np.cumsum(gold[order]), np.arange(1, len(order) + 1)
    f1 = np.where(right / count >= PRECISION, 2 * right / (count + gold.sum()), 0)
    return float(scores[order][np.argmax(f1)])


def prepared(rows: list[Annotated], of: Dossier) -> tuple[Doubles, Doubles]:
    """The signs (statements, issues, signs) of a dossier and what is annotated (statements, issues)."""
    model = load()
    places = [issue_meaning(issue, model) for issue in of.issues]
    gold = np.array([[float(issue.id in row.issues) for issue in of.issues] for row in rows])
    return signs([row.told for row in rows], of.issues, places), gold


def pairs(seen: Doubles, gold: Doubles) -> tuple[Doubles, Doubles]:
    """Statements and issues as one list of pairs."""
    return seen.reshape(-1, seen.shape[-1]), gold.ravel()


def told(gold: Doubles, found: Doubles) -> str:
    """Micro figures in words."""
    right, precise, recalled = (gold * found).sum(), found.sum(), gold.sum()
    return f"P {100 * right / precise:.1f} R {100 * right / recalled:.1f} F1 {200 * right / (precise + recalled):.1f}"


def main() -> None:
    """Print the figures by cross-validation, then the constants for `read/bearing.py`."""
    rows = {part: annotated(part, TALKS, load()) for part in PARTS}
    every = [row for own in rows.values() for row in own]
    parts, documents = np.repeat(PARTS, [len(own) for own in rows.values()]), np.array([r.document for r in every])
    dossiers = {"dossier": dossier(), "first draft": dossier(first_draft=True)}
    signs_of = {name: prepared(every, of)[0] for name, of in dossiers.items()}
    gold = prepared(every, dossiers["dossier"])[1]

    def learned(chosen: NDArray[np.bool_]) -> tuple[Doubles, float]:
        both = [pairs(seen[chosen], gold[chosen]) for seen in signs_of.values()]
        return fitted(np.concatenate([seen for seen, _ in both]), np.concatenate([right for _, right in both]))

    found = {name: np.zeros(gold.shape) for name in signs_of}
    for document in sorted(set(documents)):
        weights, threshold = learned(documents != document)
        for name, seen in signs_of.items():
            found[name][documents == document] = seen[documents == document] @ weights >= threshold
    for name, has in found.items():
        for part in PARTS:
            print(name, part, told(gold[parts == part], has[parts == part]))
        print(name, "both", told(gold, has))
    weights, threshold = learned(np.ones(len(every), dtype=bool))
    print(f"WEIGHTS = ({', '.join(f'{w:.2f}' for w in weights)})\nLEAST = {threshold:.2f}")


if __name__ == "__main__":
    main()
