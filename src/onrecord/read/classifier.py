"""A small network that judges a statement from two texts and a few signals: what it does, or where it stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.read.networks import InferenceSession

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CLS, SEP = 101, 102


@dataclass(frozen=True)
class PieceTable:
    """A row of numbers for each word piece: ``rows`` is (vocabulary, size) in int8, times ``scale`` a row."""

    rows: NDArray[np.int8]
    scale: Floats

    def of(self, ids: Ints) -> Floats:
        """The rows of some pieces, (pieces, size)."""
        found: Floats = self.rows[ids].astype(np.float32) * self.scale[ids, None]
        return found


@dataclass(frozen=True)
class Classifier:
    """The network's session, the tokenizer, and the word pieces' vectors, which several networks share."""

    network: InferenceSession
    tokenizer: Tokenizer
    words: PieceTable

    def scores(self, ids: Ints, parts: Ints, signals: Floats) -> Floats:
        """The score of each of the network's answers: from a statement's pieces, the part each is of, and signals."""
        seen = {"words": self.words.of(ids)[None], "parts": parts[None], "signals": signals[None]}
        (scores,) = self.network.run(None, seen)
        told: Floats = scores[0]
        return told


def softmax(scores: Floats) -> Floats:
    """Scores of classes that exclude each other, as likelihoods."""
    raised = np.exp(scores - scores.max())
    odds: Floats = raised / raised.sum()
    return odds


def raised(odds: Floats, by: Floats) -> Floats:
    """Likelihoods of classes that exclude each other, with something added to the logarithm of each."""
    total = odds * np.exp(by)
    weighed: Floats = total / total.sum()
    return weighed


def joined(first: list[int], second: list[int]) -> tuple[Ints, Ints]:
    """Two runs of word pieces as one, framed, and for each piece 0 or 1: which of the two it is of."""
    ids = np.array([CLS, *first, SEP, *second, SEP], dtype=np.int64)
    return ids, (np.arange(len(ids)) >= len(first) + 2).astype(np.int64)


def shortened(pieces: list[int], head: int, tail: int) -> list[int]:
    """Word pieces without the middle where they are more than ``head`` and ``tail`` together."""
    return pieces if len(pieces) <= head + tail else [*pieces[:head], *pieces[-tail:]]
