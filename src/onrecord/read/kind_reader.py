"""The network that tells what a statement does, from its own words: a small encoder beside the reader's.

It reads a statement's source and framed cue, then its content, and what telling phrases speak for. It is a network of
its own since the reader's encoder, trained to find attributions, tells kinds badly (docs/model-card.md).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.read.networks import InferenceSession

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CLS, SEP = 101, 102
FRAME: Final = 24  # pieces of source and cue that are read
HEAD, TAIL = 52, 12  # and of a long content, at its start and at its end


@dataclass(frozen=True)
class KindReader:
    """The network's session and the tokenizer."""

    network: InferenceSession
    tokenizer: Tokenizer

    def odds(self, frame: str, content: str, signals: Floats) -> Floats:
        """How likely a statement is of each kind, (KINDS,).

        ``frame`` is its source and cue, ``signals`` what its phrases speak for (``read.kinds.signals``).
        """
        ids, parts = pieces(self.tokenizer, frame, content)
        (scores,) = self.network.run(None, {"ids": ids[None], "parts": parts[None], "signals": signals[None]})
        raised = np.exp(scores[0] - scores[0].max())
        odds: Floats = raised / raised.sum()
        return odds


def pieces(tokenizer: Tokenizer, frame: str, content: str) -> tuple[Ints, Ints]:
    """Word pieces of frame and content, and for each 0 or 1: which of the two it is of. Long ones are cut."""
    first = tokenizer.encode(frame, add_special_tokens=False).ids[:FRAME]
    second = tokenizer.encode(content, add_special_tokens=False).ids
    if len(second) > HEAD + TAIL:
        second = [*second[:HEAD], *second[-TAIL:]]
    ids = np.array([CLS, *first, SEP, *second, SEP], dtype=np.int64)
    return ids, (np.arange(len(ids)) >= len(first) + 2).astype(np.int64)
