"""Which issues a statement bears on: by the phrases of the issue that it holds, and by likeness of meaning.

Both count: a phrase may stand in a statement on another matter ("negotiate" with Congress), and a likeness alone may be
one of mood. What fits no issue gets none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.read.meaning import likenesses
from onrecord.read.model import Floats
from onrecord.read.phrases import holds, stems
from onrecord.read.stance import stance
from onrecord.values import Bearing, Issue, Kind, Stance

# A statement bears on an issue where likeness + AHEAD * (likeness - that of the likest other issue) + PHRASE (if it
# holds one of its phrases) reaches LEAST. Fitted by logistic regression on the 300 statements of evaluation/issues that
# are there to develop on. LEAST is where F1 is best with a precision of at least 0.85 on them: more than asked, since
# the phrases of that dossier were revised on the same statements.
AHEAD, PHRASE, LEAST = 0.8, 0.85, 0.72


@dataclass(frozen=True)
class Told:
    """What is known of a statement when it is sorted; ``meaning`` as ``read.meaning`` makes it, None where unread."""

    cue: str
    content: str
    condition: str
    kind: Kind
    meaning: bytes | None


def bearings(told: Sequence[Told], issues: Sequence[Issue], meanings: Sequence[bytes]) -> list[tuple[Bearing, ...]]:
    """For each statement the issues that it bears on, in the order of the dossier; ``meanings`` are the issues' own.

    A statement's bearings depend on it and the dossier alone, not on what else was told.
    """
    if not told or not issues:
        return [() for _ in told]
    alike = np.stack([likenesses([t.meaning for t in told], m) for m in meanings], axis=1)
    phrases = [_phrases(issue) for issue in issues]
    held = np.array([_held(stems(t.content), phrases) for t in told])
    scores = alike + AHEAD * _ahead(alike) + PHRASE * held
    return [
        tuple(
            _phrased(t, issue) if held[row, column] else _alike(t, issue, float(alike[row, column]))
            for column, issue in enumerate(issues)
            if scores[row, column] >= LEAST
        )
        for row, t in enumerate(told)
    ]


def _phrased(told: Told, issue: Issue) -> Bearing:
    return Bearing(issue=issue.id, stance=_stance(told, issue), by="phrase")


def _alike(told: Told, issue: Issue, likeness: float) -> Bearing:
    return Bearing(issue=issue.id, stance=_stance(told, issue), by="meaning", likeness=round(min(likeness, 1.0), 4))


def _stance(told: Told, issue: Issue) -> Stance | None:
    return stance(told.cue, told.content, told.condition, told.kind, issue.proposition)


def _ahead(alike: Floats) -> Floats:
    """How far each issue is ahead of the likest other one; 0 where there is no other."""
    if alike.shape[1] == 1:
        return np.zeros_like(alike)
    ordered = np.sort(alike, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return alike - np.where(alike >= best, second, best)


def _phrases(issue: Issue) -> list[tuple[frozenset[str], int]]:
    """An issue's phrases as sets of stems, each with its number of words."""
    return [(frozenset(words), len(words)) for words in map(stems, issue.phrases)]


def _held(words: tuple[str, ...], phrases: Sequence[list[tuple[frozenset[str], int]]]) -> list[bool]:
    """Of which issues some words hold a phrase: "Strategic Stability Dialogue" is not "strategic stability"."""
    found = [[phrase for phrase, length in own if holds(words, phrase, length)] for own in phrases]
    longer = [(phrase, number) for number, own in enumerate(found) for phrase in own]
    return [
        any(not any(phrase < other and n != number for other, n in longer) for phrase in own)
        for number, own in enumerate(found)
    ]
