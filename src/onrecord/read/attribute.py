"""Attributions of a text: cues proposed by the encoder, each read by the tagger, overlaps settled."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.read import crf
from onrecord.read.model import Encoded, Model, Tagged
from onrecord.read.parsed import Attribution
from onrecord.read.scheme import ROLE_TAGS, ROLES, proposals, spans_of
from onrecord.spans import Range, inside, overlap

# Chosen on PolNeAR dev (python -m training.choose): a proposal is cheap, so it may be unlikely; the tagger decides.
PROPOSE, ACCEPT = 0.12, 0.5
CUE_TAG, CONTENT = 3, 2


@dataclass(frozen=True)
class Candidate:
    """One cue's answer in pieces: (role, start, end) spans and the probability that the cue attributes at all."""

    spans: tuple[tuple[int, int, int], ...]
    odds: float

    def of(self, role: str) -> list[Range]:
        """The spans of one role, as piece ranges."""
        return [(a, b) for kind, a, b in self.spans if ROLES[kind] == role]


def attributions(encoded: Encoded, model: Model) -> tuple[Attribution, ...]:
    """The attributions of an encoded text, in the order of their first content."""
    kept = settle([c for c in candidates(encoded, model) if c.odds >= ACCEPT and c.of("content")])
    found = [_characters(c, outer, encoded) for c, outer in kept]
    return tuple(sorted(found, key=lambda a: a.content))


def candidates(encoded: Encoded, model: Model) -> list[Candidate]:
    """What the tagger finds from each proposed cue."""
    cues = proposals(_cue_odds(encoded.roles), PROPOSE)
    return [_candidate(t, odds, path) for t, odds, path in _decoded(model, model.tag(encoded, cues))]


def _cue_odds(roles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of B-cue and I-cue from role scores, (pieces, 2)."""
    weights = np.exp(roles - roles.max(1, keepdims=True, initial=-np.inf))
    odds: NDArray[np.float32] = weights[:, CUE_TAG : CUE_TAG + 2] / weights.sum(1, keepdims=True)
    return odds


def _decoded(model: Model, tagged: list[Tagged]) -> list[tuple[Tagged, float, NDArray[np.int64]]]:
    """Each answer with its probability of being an attribution, and its best path."""
    if not tagged:
        return []
    steps = crf.moves(model.transitions)
    scores = np.full((len(tagged), max(len(t.scores) for t in tagged), len(ROLE_TAGS)), crf.FORBIDDEN, dtype=np.float32)
    scores[:, :, 0] = 0  # past a window's end only O is possible, which leaves all odds as they are
    for row, t in enumerate(tagged):
        scores[row, : len(t.scores)] = t.scores
    nothing = scores[:, :, 0].sum(1) + steps[0, 0] * (scores.shape[1] - 1)
    odds = 1 - np.exp(np.minimum(nothing - crf.log_total(scores, steps), 0))
    paths = crf.best_paths(scores, steps)
    return [(t, float(o), p[: len(t.scores)]) for t, o, p in zip(tagged, odds, paths, strict=True)]


def _candidate(tagged: Tagged, odds: float, path: NDArray[np.int64]) -> Candidate:
    at = tagged.window.start
    return Candidate(tuple((kind, a + at, b + at) for kind, a, b in spans_of(path)), odds)


def settle(found: list[Candidate]) -> list[tuple[Candidate, list[Range]]]:
    """Keep the likeliest of candidates that claim the same words; a source that reports one becomes its outer source.

    Each kept candidate comes with the piece ranges of the source that reports it, or none.
    """
    kept: list[tuple[Candidate, list[Range]]] = []
    for c in sorted(found, key=lambda c: -c.odds):
        rival = next((i for i, (k, _) in enumerate(kept) if _clash(c, k)), None)
        if rival is None:
            kept.append((c, []))
            continue
        other, outer = kept[rival]
        if _reports(c, other) and not outer:
            kept[rival] = (other, c.of("source"))
    return kept


def _clash(a: Candidate, b: Candidate) -> bool:
    shared = [(p, q) for p in a.of("content") for q in b.of("content") if overlap(p, q)]
    cues = any(overlap(p, q) for p in a.of("cue") for q in b.of("cue"))
    return cues or bool(shared)


def _reports(outer: Candidate, inner: Candidate) -> bool:
    """Whether one candidate's content holds the other's source and cue: "According to X, Y noted …"."""
    held = [*inner.of("source"), *inner.of("cue")]
    return bool(inner.of("source")) and all(any(inside(h, c) for c in outer.of("content")) for h in held)


def _characters(c: Candidate, outer: list[Range], encoded: Encoded) -> Attribution:
    def spans(ranges: list[Range]) -> tuple[Range, ...]:
        return tuple(encoded.pieces.whole_words(a, b) for a, b in sorted(ranges))

    found = Attribution(spans(c.of("source")), spans(c.of("cue")), spans(c.of("content")), c.odds)
    return replace(found, outer=spans(outer)) if outer else found
