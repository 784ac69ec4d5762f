"""The network that tells what a statement does, from its own words: a small encoder beside the reader's.

It reads a statement's source and framed cue, then its content, and what telling phrases speak for; it tells the kind,
and whether the words of a condition or a red line that were found are one. It is a network of its own since the
reader's encoder, trained to find attributions, tells kinds badly (docs/model-card.md).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from onrecord.read.classifier import Classifier, Floats, Ints, joined, shortened, softmax
from onrecord.read.scheme import KINDS

FRAME: Final = 24  # pieces of source and cue that are read
HEAD, TAIL = 36, 8  # and of a long content, at its start and at its end


@dataclass(frozen=True)
class KindReader:
    """Tells the kinds of statements."""

    classifier: Classifier

    def odds(self, frame: str, content: str, signals: Floats) -> tuple[Floats, Floats]:
        """How likely a statement is of each kind, (KINDS,), and how likely it has each mark, (MARKS,).

        ``frame`` is its source and cue, ``signals`` what its phrases speak for (``read.kinds.signals``).
        """
        scores = self.classifier.scores(*pieces(self.classifier.tokenizer, frame, content), signals)
        marks = 1 / (1 + np.exp(-scores[len(KINDS) :]))
        return softmax(scores[: len(KINDS)]), marks.astype(np.float32)


def pieces(tokenizer: Tokenizer, frame: str, content: str) -> tuple[Ints, Ints]:
    """Word pieces of frame and content, and for each 0 or 1: which of the two it is of. Long ones are cut."""
    first, second = (tokenizer.encode(text, add_special_tokens=False).ids for text in (frame, content))
    return joined(first[:FRAME], shortened(second, HEAD, TAIL))
