"""Which issues a statement bears on: by the issue's phrases and words that it holds, and by likeness of meaning.

No sign is enough by itself: a phrase may stand in a statement on another matter ("negotiate" with Congress), a word is
shared by several issues, and a likeness may be one of mood. What fits no issue gets none.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from onrecord.read.meaning import likenesses
from onrecord.read.phrases import holds, stems
from onrecord.values import Bearing, Issue, Kind, Stance

Doubles = NDArray[np.float64]
# Where a statement stands: from its cue, content, condition and kind, and a proposition.
Stand = Callable[[str, str, str, Kind, str], Stance | None]

# What each sign of ``signs`` counts, in that order, and the sum from which a statement bears on an issue. Made by
# ``python -m training.bearing``: logistic regression on the development statements of evaluation/issues, with that
# dossier as it is and as first drafted. LEAST is where F1 is best with a precision of at least 0.82 over both.
WEIGHTS = (7.01, 2.68, 4.50, -5.09, 0.84, 0.34)
LEAST = 6.16

_SENTENCE = re.compile(r"(?<=[.!?;])[\"”’)]*\s+(?=[\"“‘(]?[A-Z—])| — ")


@dataclass(frozen=True)
class Told:
    """What is known of a statement when it is sorted; ``meaning`` as ``read.meaning`` makes it, None where unread."""

    cue: str
    content: str
    condition: str
    kind: Kind
    meaning: bytes | None


def bearings(
    told: Sequence[Told], issues: Sequence[Issue], meanings: Sequence[bytes], stand: Stand
) -> list[tuple[Bearing, ...]]:
    """For each statement the issues that it bears on, in the order of the dossier; ``meanings`` are the issues' own.

    ``stand`` tells where a statement stands on a proposition. A statement's bearings depend on it and the dossier
    alone, not on what else was told.
    """
    seen = signs(told, issues, meanings)
    bound = scored(seen) >= LEAST
    return [
        tuple(
            _bearing(t, issue, of, stand) for issue, of, tied in zip(issues, seen[row], bound[row], strict=True) if tied
        )
        for row, t in enumerate(told)
    ]


def any_bears(told: Sequence[Told], issues: Sequence[Issue], meanings: Sequence[bytes]) -> bool:
    """Whether any of some statements bears on any issue."""
    return bool((scored(signs(told, issues, meanings)) >= LEAST).any())


def signs(told: Sequence[Told], issues: Sequence[Issue], meanings: Sequence[bytes]) -> Doubles:
    """What speaks for each statement bearing on each issue: (statements, issues, signs).

    The signs: its likeness, how far that is ahead of its likeness to any other issue, whether it holds a phrase, its
    likeness again if so (it counts less then), how many of the issue's words its best sentence holds, and how far that
    is ahead.
    """
    if not told or not issues:
        return np.zeros((len(told), len(issues), len(WEIGHTS)))
    alike = likenesses([t.meaning for t in told], meanings).astype(np.float64)
    phrases, weights = _told_apart(tuple(issues))
    sentences = [[stems(sentence) for sentence in _SENTENCE.split(t.content)] for t in told]
    held = np.array([_held(tuple(chain.from_iterable(own)), phrases) for own in sentences])
    words = np.array([_words(own, weights) for own in sentences])
    return np.stack([alike, _ahead(alike), held, held * alike, words, _ahead(words)], axis=-1)


def scored(seen: Doubles) -> Doubles:
    """How much the ``signs`` of statements speak for each issue: (statements, issues). From LEAST on it is theirs."""
    scores: Doubles = seen @ np.array(WEIGHTS)
    return scores


def _bearing(told: Told, issue: Issue, seen: Doubles, stand: Stand) -> Bearing:
    side = stand(told.cue, told.content, told.condition, told.kind, issue.proposition)
    if seen[2]:
        return Bearing(issue=issue.id, stance=side, by="phrase")
    likeness = round(min(max(float(seen[0]), 0.0), 1.0), 4)
    return Bearing(issue=issue.id, stance=side, by="meaning", likeness=likeness)


def _ahead(values: Doubles) -> Doubles:
    """How far each issue is ahead of the best other one; 0 where there is no other."""
    if values.shape[1] == 1:
        return np.zeros_like(values)
    ordered = np.sort(values, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    ahead: Doubles = values - np.where(values >= best, second, best)
    return ahead


@lru_cache(maxsize=8)
def _told_apart(issues: tuple[Issue, ...]) -> tuple[list[list[tuple[frozenset[str], int]]], list[dict[str, float]]]:
    """The phrases of issues, and what their words count."""
    return [_phrases(issue) for issue in issues], word_weights(issues)


def word_weights(issues: Sequence[Issue]) -> list[dict[str, float]]:
    """The stems of each issue's words, each counting less the more issues have it."""
    own = [set(stems(" ".join((issue.name, issue.proposition, *issue.phrases)))) for issue in issues]
    shared = Counter(word for words in own for word in words)
    return [{word: 1 / shared[word] for word in words} for words in own]


def _words(sentences: Sequence[Sequence[str]], weights: Sequence[dict[str, float]]) -> list[float]:
    """How many words of each issue stand in one sentence: long answers touch on much, a sentence on one matter."""
    apart = [set(words) for words in sentences]
    return [max(sum(of[word] for word in words & of.keys()) for words in apart) for of in weights]


def _phrases(issue: Issue) -> list[tuple[frozenset[str], int]]:
    """An issue's phrases as sets of stems, each with its number of words."""
    return [(frozenset(words), len(words)) for words in map(stems, issue.phrases)]


def _held(words: tuple[str, ...], phrases: Sequence[list[tuple[frozenset[str], int]]]) -> list[bool]:
    """Of which issues some words hold a phrase: "Strategic Stability Dialogue" is not "strategic stability"."""
    there = frozenset(words)
    found = [[p for p, length in own if p <= there and holds(words, p, length)] for own in phrases]
    longer = [(phrase, number) for number, own in enumerate(found) for phrase in own]
    return [
        any(not any(phrase < other and n != number for other, n in longer) for phrase in own)
        for number, own in enumerate(found)
    ]
