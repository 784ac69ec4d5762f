"""Contents stretched to where the encoder's own head sees them end: the tagger may stop early in long quotations."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.read.candidates import Candidate
from onrecord.read.pieces import Pieces
from onrecord.read.scheme import ROLE_TAGS, ROLES

CONTENT: slice = slice(ROLE_TAGS.index("B-content"), ROLE_TAGS.index("I-content") + 1)
# How likely a neighbouring piece must be content to be taken in, and how many there must be: fewer are a bullet's dash
# or the conjunction of what comes next. Chosen on PolNeAR dev, where 0.3 to 0.8 and 1 to 6 pieces score alike.
NEIGHBOUR_ODDS, LEAST_PIECES = 0.4, 3


def stretched(found: Sequence[Candidate], odds: NDArray[np.float32], pieces: Pieces) -> list[Candidate]:
    """Candidates with each content stretched over neighbours that no other span claims.

    ``odds`` is (pieces, role tags), the head's probabilities. A content goes on into another paragraph only where the
    head goes on with the same content, and never over a quotation mark: where a quotation ends, so may what was said.
    """
    free = odds[:, CONTENT].sum(1) >= NEIGHBOUR_ODDS
    for _, start, end in (span for c in found for span in c.spans):
        free[start:end] = False
    quoted = pieces.quote > 0
    joined = (pieces.begins == 0) | (odds.argmax(1) == ROLE_TAGS.index("I-content"))
    joined[1:] &= quoted[1:] == quoted[:-1]
    return [Candidate(tuple(_stretch(span, free, joined) for span in c.spans), c.odds) for c in found]


def _stretch(span: tuple[int, int, int], free: NDArray[np.bool_], joined: NDArray[np.bool_]) -> tuple[int, int, int]:
    """One span with its free neighbours, which are free no more."""
    kind, start, end = span
    if ROLES[kind] != "content":
        return span
    first, last = start, end
    while last < len(free) and free[last] and joined[last]:
        last += 1
    while first > 0 and free[first - 1] and joined[first]:
        first -= 1
    start = first if start - first >= LEAST_PIECES else start
    end = last if last - end >= LEAST_PIECES else end
    free[start:end] = False
    return kind, start, end
