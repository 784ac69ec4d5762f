"""Attributions of a text: cues proposed by the encoder, each read by the tagger, overlaps settled."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.read import crf
from onrecord.read.model import Encoded, Model, Tagged
from onrecord.read.parsed import Attribution
from onrecord.read.scheme import ROLES, spans_of
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
    cues = proposals(encoded.roles, PROPOSE)
    return [_candidate(t, odds, path) for t, odds, path in _decoded(model, model.tag(encoded, cues))]


def proposals(roles: NDArray[np.float32], least: float) -> list[Range]:
    """Piece ranges that may be cues: where a cue tag has at least this probability, cut at each likely beginning."""
    if not len(roles):
        return []
    shifted = np.exp(roles - roles.max(1, keepdims=True))
    odds = shifted[:, CUE_TAG : CUE_TAG + 2] / shifted.sum(1, keepdims=True)
    begins = (odds[:, 0] > odds[:, 1]) & (odds[:, 0] > least)
    tags = np.where(odds.sum(1) > least, np.where(begins, 1, 2), 0)
    return [(start, end) for _, start, end in spans_of(tags)]


def _decoded(model: Model, tagged: list[Tagged]) -> list[tuple[Tagged, float, NDArray[np.int64]]]:
    """Each answer's probability of being an attribution, and its best path given that it is one."""
    steps, out = crf.moves(model.transitions), []
    for group in _same_length(tagged):
        scores = np.stack([t.scores for t in group])
        nothing = scores[:, :, 0].sum(1) + steps[0, 0] * (scores.shape[1] - 1)
        odds = 1 - np.exp(np.minimum(nothing - crf.log_total(scores, steps), 0))
        paths = crf.best_paths(scores, steps)
        for t, chance, path in zip(group, odds, paths, strict=True):
            out.append((t, float(chance), path))
    return out


def _same_length(tagged: list[Tagged]) -> list[list[Tagged]]:
    groups: dict[int, list[Tagged]] = {}
    for t in tagged:
        groups.setdefault(len(t.scores), []).append(t)
    return list(groups.values())


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
