"""Attributions of a text: cues proposed by the encoder and read by the tagger; overlaps, gaps and edges mended."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.read import crf
from onrecord.read.candidates import Candidate, settle
from onrecord.read.edges import stretched
from onrecord.read.model import Encoded, Model, Tagged
from onrecord.read.parsed import Attribution
from onrecord.read.scheme import ROLE_TAGS, ROLES, proposals, spans_of
from onrecord.spans import Range, overlap

Floats = NDArray[np.float32]
SOURCE_TAG, CUE_TAG, CONTENT_TAG = 1, 3, 5

# All chosen on PolNeAR dev (python -m training.choose). A proposal is cheap, so it may be unlikely: the tagger decides.
PROPOSE, ACCEPT = 0.12, 0.85
# Added to the score of a beginning source: several candidates share the odds, so that "none" wins too often.
SOURCE_BONUS = 2.0
# A content that the encoder's own head marks, this long (pieces) and this likely, and that no answer covers, is asked
# for again: from its likeliest cues within reach, the content favoured and the cue forced.
LEAST_PIECES, LEAST_ODDS, COVERED = 4, 0.83, 0.3
CUES_ASKED, REACH, FAINT = 2, 40, 0.005
CONTENT_BONUS, FORCED = 3.0, 8.0


def attributions(encoded: Encoded, model: Model) -> tuple[Attribution, ...]:
    """The attributions of an encoded text, in the order of their first content."""
    odds, pieces = _odds(encoded.roles), encoded.pieces
    kept = settle([c for c in candidates(encoded, model) if c.odds >= ACCEPT and c.of("content")])
    sure = [c for c, _ in kept]
    again = _asked_again(encoded, model, stretched(sure, odds, pieces))
    found = settle([*sure, *again]) if again else kept
    outer = {c: o for c, o in [*found, *kept] if o}
    whole = zip(stretched([c for c, _ in found], odds, pieces), (outer.get(c, []) for c, _ in found), strict=True)
    return tuple(sorted((_characters(c, o, encoded) for c, o in whole), key=lambda a: a.content))


def candidates(encoded: Encoded, model: Model) -> list[Candidate]:
    """What the tagger finds from each proposed cue, with the probability that the cue attributes at all."""
    tagged = model.tag(encoded, proposals(_odds(encoded.roles)[:, CUE_TAG : CUE_TAG + 2], PROPOSE))
    if not tagged:
        return []
    steps = crf.moves(model.transitions)
    scores = _stacked(tagged)
    odds = _existence(scores, steps)
    scores[:, :, SOURCE_TAG] += SOURCE_BONUS
    paths = crf.best_paths(scores, steps)
    return [_candidate(t, float(o), p) for t, o, p in zip(tagged, odds, paths, strict=True)]


def _odds(roles: Floats) -> Floats:
    """Probabilities of the encoder's own role tags, (pieces, role tags)."""
    weights = np.exp(roles - roles.max(1, keepdims=True, initial=-np.inf))
    odds: Floats = weights / weights.sum(1, keepdims=True)
    return odds


def _stacked(tagged: list[Tagged]) -> Floats:
    """Answers side by side. Past a window's end only O is possible, which leaves all odds as they are."""
    scores = np.full((len(tagged), max(len(t.scores) for t in tagged), len(ROLE_TAGS)), crf.FORBIDDEN, dtype=np.float32)
    scores[:, :, 0] = 0
    for row, t in enumerate(tagged):
        scores[row, : len(t.scores)] = t.scores
    return scores


def _existence(scores: Floats, steps: Floats) -> Floats:
    """The probability of each answer that it marks anything at all."""
    nothing = scores[:, :, 0].sum(1) + steps[0, 0] * (scores.shape[1] - 1)
    odds: Floats = 1 - np.exp(np.minimum(nothing - crf.log_total(scores, steps), 0))
    return odds


def _candidate(tagged: Tagged, odds: float, path: NDArray[np.int64]) -> Candidate:
    at = tagged.window.start
    spans = tuple((kind, a + at, b + at) for kind, a, b in spans_of(path[: len(tagged.scores)]))
    return Candidate(spans, odds).with_one_source()


def _asked_again(encoded: Encoded, model: Model, kept: list[Candidate]) -> list[Candidate]:
    """Answers for contents that the encoder's own head marks and no kept answer covers."""
    asked = _open_contents(encoded, kept)
    if not asked:
        return []
    answers = _forced(model, model.tag(encoded, list(asked)), asked)
    best: dict[Range, Candidate] = {}
    for content, answer in answers:
        held = sum(overlap(content, part) for part in answer.of("content"))
        if 2 * held >= content[1] - content[0] and (content not in best or _worth(answer) > _worth(best[content])):
            best[content] = answer
    return list(best.values())


def _open_contents(encoded: Encoded, kept: list[Candidate]) -> dict[Range, Range]:
    """Cues worth asking, each with the content it is asked for: marked by the encoder's head, covered by no answer."""
    odds = _odds(encoded.roles)
    covered, cued = (np.zeros(len(odds), dtype=bool) for _ in range(2))
    for kind, start, end in (span for c in kept for span in c.spans):
        covered[start:end] = True
        cued[start:end] |= ROLES[kind] == "cue"
    sure, cue_odds = (odds[:, tag : tag + 2].sum(1) for tag in (CONTENT_TAG, CUE_TAG))
    out: dict[Range, Range] = {}
    for kind, start, end in spans_of(encoded.roles.argmax(1)):
        marked = ROLES[kind] == "content" and end - start >= LEAST_PIECES and sure[start:end].mean() >= LEAST_ODDS
        if marked and covered[start:end].mean() < COVERED:
            out |= dict.fromkeys(_cues_near(cue_odds, (start, end), cued), (start, end))
    return out


def _cues_near(odds: Floats, content: Range, taken: NDArray[np.bool_]) -> list[Range]:
    """The likeliest cue spans beside a content, each as wide as it stays half as likely as its peak."""
    low, high = max(0, content[0] - REACH), min(len(odds), content[1] + REACH)
    left = np.where(taken, 0, odds)
    left[:low], left[high:], left[slice(*content)] = 0, 0, 0
    out: list[Range] = []
    for _ in range(CUES_ASKED):
        peak = int(left.argmax())
        if left[peak] < FAINT:
            break
        weak = left < left[peak] / 2
        start = peak - int(np.argmax(weak[peak::-1])) + 1 if weak[peak::-1].any() else 0
        end = peak + int(np.argmax(weak[peak:])) if weak[peak:].any() else len(left)
        out.append((start, end))
        left[start:end] = 0
    return out


def _forced(model: Model, tagged: list[Tagged], asked: dict[Range, Range]) -> list[tuple[Range, Candidate]]:
    """Each cue's best answer given that it attributes, its content favoured."""
    if not tagged:
        return []
    steps, scores = crf.moves(model.transitions), _stacked(tagged)
    odds = _existence(scores, steps)
    for row, t in enumerate(tagged):
        at, content = t.window.start, asked[t.cue]
        scores[row, max(content[0] - at, 0) : max(content[1] - at, 0), CONTENT_TAG : CONTENT_TAG + 2] += CONTENT_BONUS
        scores[row, max(t.cue[0] - at, 0) : t.cue[1] - at, 0] -= FORCED
    scores[:, :, SOURCE_TAG] += SOURCE_BONUS
    paths = crf.best_paths(scores, steps)
    return [(asked[t.cue], _candidate(t, float(o), p)) for t, o, p in zip(tagged, odds, paths, strict=True)]


def _worth(c: Candidate) -> float:
    return c.odds + 0.5 * bool(c.of("source"))


def _characters(c: Candidate, outer: list[Range], encoded: Encoded) -> Attribution:
    def spans(ranges: list[Range]) -> tuple[Range, ...]:
        return tuple(encoded.pieces.whole_words(a, b) for a, b in sorted(ranges))

    found = Attribution(spans(c.of("source")), spans(c.of("cue")), spans(c.of("content")), c.odds)
    return replace(found, outer=spans(outer)) if outer else found
