"""Contents stretched to where the encoder's head sees them end."""

import numpy as np
import pytest

from onrecord.read.candidates import Candidate
from onrecord.read.edges import stretched
from onrecord.read.model import load
from onrecord.read.pieces import Pieces, cut
from onrecord.read.scheme import ROLE_TAGS, ROLES

TEXT = 'Dorn said the boats would leave by noon. The crews would follow.\nTolvik said: "We agree" and left at once.'


def pieces_of_text() -> Pieces:
    return cut(TEXT, load().tokenizer)


def answer(role: str, words: str) -> tuple[int, int, int]:
    """A span of a role over the pieces that hold some words."""
    pieces, at = pieces_of_text(), TEXT.index(words)
    held = [i for i, (a, b) in enumerate(pieces.offsets) if a >= at and b <= at + len(words)]
    return ROLES.index(role), held[0], held[-1] + 1


@pytest.mark.parametrize(
    ("found", "seen", "becomes"),
    [
        ("the boats would", "the boats would leave by noon", "the boats would leave by noon"),
        ("boats would leave by noon. The crews", "the boats would leave by noon. The crews would follow.",
         "boats would leave by noon. The crews would follow."),  # a single piece before it is no phrase
        ("the boats would leave by noon", "the boats would leave by noon.", "the boats would leave by noon"),
        ("crews would follow.", "crews would follow.\nTolvik said: ", "crews would follow."),  # another paragraph
        ("We agree", '"We agree" and left at once', "We agree"),  # over a mark
        ("the boats", "said the boats would leave by noon", "the boats would leave by noon"),  # the cue's words stay
    ],
)  # fmt: skip
def test_stretched(found: str, seen: str, becomes: str) -> None:
    pieces = pieces_of_text()
    odds = np.zeros((len(pieces), len(ROLE_TAGS)), dtype=np.float32)
    odds[:, 0] = 1
    _, start, end = answer("content", seen)
    odds[start:end] = 0
    odds[start:end, ROLE_TAGS.index("I-content")] = 1
    starts = [i for i in range(start, end) if pieces.begins[i] and i > start]
    odds[starts] = np.eye(len(ROLE_TAGS), dtype=np.float32)[ROLE_TAGS.index("B-content")]
    (made,) = stretched([Candidate((answer("cue", "said"), answer("content", found)), 1.0)], odds, pieces)
    ((first, last),) = made.of("content")
    assert TEXT[pieces.offsets[first, 0] : pieces.offsets[last - 1, 1]] == becomes


def test_no_word_goes_to_two_contents() -> None:
    pieces = pieces_of_text()
    odds = np.zeros((len(pieces), len(ROLE_TAGS)), dtype=np.float32)
    odds[:, ROLE_TAGS.index("I-content")] = 1
    two = [Candidate((answer("content", words),), 1.0) for words in ("the boats", "The crews")]
    spans = [c.of("content")[0] for c in stretched(two, odds, pieces)]
    assert spans[0][1] <= spans[1][0]
