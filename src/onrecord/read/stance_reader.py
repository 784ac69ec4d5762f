"""Where a statement stands on a proposition: by a network that has read both, and by word rules.

The rules (``read.stance``) know negation, refusal and condition, but only where the two texts share a telling word. The
network was trained on pairs for which they are silent or wrong as often as right; it hears their answer, and they are
heard beside it once more (docs/stance.md).
"""

from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from tokenizers import Tokenizer

from onrecord.read.classifier import Classifier, Floats, Ints, joined, raised, shortened, softmax
from onrecord.read.stance import answered
from onrecord.values import Kind, Stance

STANCES: Final[tuple[Stance | None, ...]] = (*get_args(Stance), None)
ANSWERS: Final = len(STANCES) + 1  # the rules': a stance, none, or no word in common
PROPOSITION, CUE = 32, 16  # pieces that are read
HEAD, TAIL = 60, 20  # and of a long content, at its start and at its end
COLON = 1024
# What the rules' answer adds to a stance's log-odds. The network alone tells more where a proposition is in other
# words, and loses some plain sentences of diplomacy, which the rules do not.
RULES = 2.5
# How likely a stance must be to be told: likelier than all else together, and more so where the rules are silent.
LIKELY, SURE = 0.5, 0.9


@dataclass(frozen=True)
class StanceReader:
    """Tells the stances of statements."""

    classifier: Classifier

    def stance(self, cue: str, content: str, condition: str, kind: Kind, proposition: str) -> Stance | None:
        """Where the source stands on a proposition by these words; None where it takes no side or that is unclear.

        The words are a statement's own, "" where there are none; a statement that bears on the proposition is presumed.
        """
        told = answer(cue, content, condition, kind, proposition)
        odds = raised(self.odds(cue, content, proposition, told), RULES * told[: len(STANCES)])
        return STANCES[int(odds.argmax())] if odds.max() >= (SURE if told[-1] else LIKELY) else None

    def odds(self, cue: str, content: str, proposition: str, signals: Floats) -> Floats:
        """How likely the network finds each stance, (STANCES,); ``signals`` is what ``answer`` makes of the rules."""
        return softmax(self.classifier.scores(*pieces(self.classifier.tokenizer, cue, content, proposition), signals))


def answer(cue: str, content: str, condition: str, kind: Kind, proposition: str) -> Floats:
    """The word rules' answer, (ANSWERS,): 1 at a stance, at none, or at the last where no word is in common."""
    told, alike = answered(cue, content, condition, kind, proposition)
    row = np.zeros(ANSWERS, dtype=np.float32)
    row[STANCES.index(told) if alike else ANSWERS - 1] = 1
    return row


def pieces(tokenizer: Tokenizer, cue: str, content: str, proposition: str) -> tuple[Ints, Ints]:
    """Word pieces of a proposition and a statement, and for each 0 or 1: which of the two it is of."""
    told, framed, of = (_ids(tokenizer, text) for text in (content, cue, proposition))
    return joined(of[:PROPOSITION], [*framed[:CUE], COLON, *shortened(told, HEAD, TAIL)])


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(" ".join(text.split()), add_special_tokens=False).ids
    return ids
