"""Sentences that tell the story around the statements: neither attributed to anyone nor about a meeting."""

from collections.abc import Sequence

from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, overlap
from onrecord.values import Meeting

LEAST_WORDS = 8


def background(
    parsed: Parsed, spoken: Sequence[Attribution], meetings: Sequence[Meeting], apart: Sequence[Range] = ()
) -> list[Range]:
    """Whole sentences that no attribution and no meeting's evidence touches; headings and fragments are left out.

    ``apart`` holds stretches that tell nothing: in a transcript, what the press asks.
    """
    taken = sorted(
        [*apart, *(r for a in spoken for r in (*a.source, *a.cue, *a.content))]
        + [span.range for m in meetings for span in (*m.evidence, *m.agenda, *m.off_agenda)]
    )
    return [s for s in parsed.sentences if _whole(parsed.cut(s)) and not any(overlap(s, t) for t in taken)]


def _whole(sentence: str) -> bool:
    """Whether a sentence reads as prose: long enough, a capital or digit first, a full stop last."""
    return len(sentence.split()) >= LEAST_WORDS and sentence[:1].isalnum() and sentence.rstrip("\"”’'")[-1:] == "."
