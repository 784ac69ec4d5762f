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
PROPOSE, ACCEPT = 0.12, 0.9
# Added to the score of a beginning source: several candidates share the odds, so that "none" wins too often.
SOURCE_BONUS = 1.5
# The share of a reporting source's content that the reported attribution must fill.
RELAYED = 0.6
SOURCE_TAG, CUE_TAG = 1, 3


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
    scores[:, :, SOURCE_TAG] += SOURCE_BONUS
    paths = crf.best_paths(scores, steps)
    return [(t, float(o), p[: len(t.scores)]) for t, o, p in zip(tagged, odds, paths, strict=True)]


def _candidate(tagged: Tagged, odds: float, path: NDArray[np.int64]) -> Candidate:
    at = tagged.window.start
    found = Candidate(tuple((kind, a + at, b + at) for kind, a, b in spans_of(path)), odds)
    return _with_one_source(found)


def _with_one_source(c: Candidate) -> Candidate:
    """Where two mentions of a speaker were both taken, the one nearest to the cue is kept."""
    sources, cues = c.of("source"), c.of("cue")
    if len(sources) < 2 or not cues:
        return c
    nearest = min(sources, key=lambda s: min(abs(s[0] - cues[0][1]), abs(cues[0][0] - s[1])))
    return Candidate(tuple(s for s in c.spans if ROLES[s[0]] != "source" or s[1:] == nearest), c.odds)


def settle(found: list[Candidate]) -> list[tuple[Candidate, list[Range]]]:
    """Let each word be attributed once; return what is kept, each with the source that reports it, or none.

    In "According to X, Y noted …" the inner statement is kept and X reports it. Of any others that claim the same words
    the fuller is kept: what a speaker quotes within a quotation stays part of it.
    """
    outer = {id(i): o for o in found for i in found if o is not i and _reports(o, i)}
    reporting = {id(o) for o in outer.values()}
    kept: list[Candidate] = []
    for c in sorted(found, key=_length, reverse=True):
        if id(c) not in reporting and not any(_clash(c, k) for k in kept):
            kept.append(c)
    return [(k, outer[id(k)].of("source") if id(k) in outer else []) for k in kept]


def _length(c: Candidate) -> int:
    return sum(end - start for start, end in c.of("content"))


def _clash(a: Candidate, b: Candidate) -> bool:
    same = (overlap(p, q) for role in ("cue", "content") for p in a.of(role) for q in b.of(role))
    return any(same)


def _reports(outer: Candidate, inner: Candidate) -> bool:
    """Whether one candidate's content is, for the most part, the other's whole attribution."""
    if not inner.of("source") or not outer.of("source"):
        return False
    held = sum(overlap((start, end), c) for _, start, end in inner.spans for c in outer.of("content"))
    own = [(start, end) for kind, start, end in inner.spans if ROLES[kind] != "content"]
    within = all(any(inside(o, c) for c in outer.of("content")) for o in own)
    return within and held >= RELAYED * _length(outer)


def _characters(c: Candidate, outer: list[Range], encoded: Encoded) -> Attribution:
    def spans(ranges: list[Range]) -> tuple[Range, ...]:
        return tuple(encoded.pieces.whole_words(a, b) for a, b in sorted(ranges))

    found = Attribution(spans(c.of("source")), spans(c.of("cue")), spans(c.of("content")), c.odds)
    return replace(found, outer=spans(outer)) if outer else found
