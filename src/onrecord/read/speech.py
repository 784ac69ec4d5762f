"""The speeches of a transcript and the own words of a release, as attributions that the layout makes."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.actors import Cast, Resolved
from onrecord.read.labels import Label
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.substance import LEAST, released, spoken_in, stretches, unlisted
from onrecord.spans import Range, inside, overlap
from onrecord.values import Document, Meeting

Told = tuple[Attribution, Resolved]


def speeches(parsed: Parsed, labels: Sequence[Label], prose: Sequence[Attribution]) -> list[Attribution]:
    """The turns of a transcript, and what they attribute to others: the turn's speaker relays it."""
    if not labels:
        return list(prose)
    own = [
        Attribution((label.span,), (), content, 1.0, layout=True)
        for label in labels
        if label.kind not in ("press", "silent")
        for content in stretches(parsed, label.body)
    ]
    first = labels[0].span[0]
    starts = [label.span[0] for label in labels]
    nested = [a if a.content[-1][1] <= first else _nested(parsed, a, labels[_last(starts, a)]) for a in prose]
    return sorted([*own, *(a for a in nested if a)], key=lambda a: (a.content, not a.layout))


def _last(starts: list[int], a: Attribution) -> int:
    return max(0, bisect_right(starts, a.content[0][0]) - 1)


def _nested(parsed: Parsed, a: Attribution, holder: Label) -> Attribution | None:
    """An attribution within one turn as reported by its speaker; None where it reaches beyond."""
    within = all(inside(s, holder.body) for s in (*a.source, *a.cue, *a.content))
    worded = any(
        c.isalpha() for span in a.cue for c in parsed.cut(span)
    )  # "One word on the Council: we …" quotes nobody
    words = sum(len(parsed.cut(span).split()) for span in a.content)
    if not within or not worded or words < LEAST or holder.kind in ("press", "silent"):
        return None
    return replace(a, outer=a.outer or (holder.span,))


def heard(spoken: Sequence[Attribution], people: Cast) -> list[Told]:
    """The attributions with their speakers, without what a transcript's press says or a speaker says of herself."""
    found = zip(spoken, people.resolve_all(spoken), strict=True)
    return [(a, who) for a, who in found if not people.voices.labels or _counts(a, who, people)]


def _counts(a: Attribution, who: Resolved, people: Cast) -> bool:
    label = people.voices.label_at(a.content[0][0])
    if label is None:
        return True
    turn = people.voices.turns.get(label.span)
    if turn is None or a.layout:
        return turn is not None
    known = who.speaker.name or who.speaker.party
    return bool(known) and who.speaker != turn.resolved.speaker


def own_words(
    parsed: Parsed, document: Document, people: Cast, told: Sequence[Told], meetings: Sequence[Meeting]
) -> list[Told]:
    """With what a release says without attributing it: its issuer states that, unless it only tells of a meeting."""
    issuer = people.voices.issuer
    if document.genre != "readout" or issuer is None:
        return list(told)
    kept = [(a, who) for a, who in told if a.source]
    attributed = (*(a for a in parsed.attributions if a.source), *(a for a, _ in kept))
    taken = [r for a in attributed for r in (*a.source, *a.cue, *a.content)]
    taken += [span.range for m in meetings for span in (*m.evidence, *m.agenda, *m.off_agenda)]
    own = [unlisted(parsed.text, s) for s in parsed.sentences if released(parsed.cut(s)) and not _touches(s, taken)]
    fresh = [Attribution((), (), content, 1.0, layout=True) for s in own if (content := spoken_in(parsed.text, s))]
    return sorted([*kept, *((a, issuer.resolved) for a in fresh)], key=lambda each: each[0].content)


def _touches(sentence: Range, taken: Sequence[Range]) -> bool:
    return any(overlap(sentence, t) for t in taken)


def press(labels: Sequence[Label], people: Cast) -> list[Range]:
    """The stretches of a transcript in which the press asks: they are no background."""
    return [label.body for label in labels if label.span not in people.voices.turns]
