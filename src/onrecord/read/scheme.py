"""What the reader's heads put out: tag names by index, and how far a piece lies from a cue."""

from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.values import Kind

ROLES: Final = ("source", "cue", "content")
ENTITIES: Final = ("PERSON", "ORG", "GPE", "NORP", "LOC", "DATE", "EVENT")


def bio(types: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a BIO scheme: ``O``, then ``B-x`` and ``I-x`` for each type, so that type k begins at 1 + 2k."""
    return ("O", *(f"{side}-{name}" for name in types for side in "BI"))


ROLE_TAGS: Final = bio(ROLES)
ENTITY_TAGS: Final = bio(ENTITIES)

# What a statement does, and where the phrases that speak for it stand: one signal for each kind and place. What else it
# may have, and one signal each: whether words for that were found.
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PLACES: Final = ("cue", "content", "condition")
MARKS: Final = ("condition", "red_line")
SIGNALS: Final = len(KINDS) * len(PLACES) + len(MARKS)

# Upper ends of the distance classes, in pieces: fine beside the cue, coarse far from it.
_DISTANCES: Final = np.array([1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 110])
DISTANCE_CLASSES: Final = 2 * (len(_DISTANCES) + 1) + 1
PARAGRAPH_CLASSES: Final = 7


def distance_classes(n: int, start: int, end: int) -> NDArray[np.int64]:
    """For each of ``n`` pieces the class of its distance from a cue at ``start:end``: middle class inside the cue."""
    at = np.arange(n)
    before, after = np.maximum(start - at, 0), np.maximum(at - end + 1, 0)
    size = np.searchsorted(_DISTANCES, before + after) + 1
    middle = len(_DISTANCES) + 1
    return np.where(before > 0, middle - size, np.where(after > 0, middle + size, middle)).astype(np.int64)


def paragraph_classes(paragraph: NDArray[np.int64], start: int) -> NDArray[np.int64]:
    """For each piece how many paragraphs it lies from the one that holds piece ``start``, clipped to three each way."""
    half = PARAGRAPH_CLASSES // 2
    classes: NDArray[np.int64] = np.clip(paragraph - paragraph[start], -half, half) + half
    return classes


def spans_of(tags: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Spans (type index, start, end) of one BIO tag sequence; an I without its B begins a span."""
    out: list[tuple[int, int, int]] = []
    kind, start = -1, 0
    for i, tag in enumerate([*tags.tolist(), 0]):
        here = (tag - 1) // 2 if tag else -1
        if kind >= 0 and (here != kind or tag % 2 == 1):
            out.append((kind, start, i))
            kind = -1
        if here >= 0 and kind < 0:
            kind, start = here, i
    return out


def proposals(odds: NDArray[np.floating], least: float) -> list[tuple[int, int]]:
    """Piece ranges that may be cues, from each piece's probabilities of B-cue and I-cue, (pieces, 2).

    A range is where a cue is at least ``least`` likely, cut at each likelier beginning, without ends that are less than
    half as likely as its peak.
    """
    total = odds.sum(1)
    begins = (odds[:, 0] > odds[:, 1]) & (odds[:, 0] > least)
    out: list[tuple[int, int]] = []
    for _, start, end in spans_of(np.where(total > least / 2, np.where(begins, 1, 2), 0)):
        strong = np.flatnonzero(total[start:end] >= total[start:end].max() / 2)
        if total[start:end].max() >= least:
            out.append((start + int(strong[0]), start + int(strong[-1]) + 1))
    return out
