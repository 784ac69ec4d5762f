"""Words reported at second hand: "According to X, Y noted …" is Y's statement, and X reports it."""

import re
from collections.abc import Callable
from dataclasses import replace

from onrecord.read.candidates import RELAYED
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, overlap

Reread = Callable[[str], tuple[Attribution, ...]]

_RELAY = re.compile(r"\b(?:according to|reports?|reported|quot(?:es|ed|ing)|cit(?:es|ed|ing))\b", re.I)
_LEAD = re.compile(r"\baccording to\s+(?=\S)", re.I)


def with_relays(parsed: Parsed, reread: Reread) -> Parsed:
    """The text with reported statements given to their own speakers, and the reporting source as ``outer``.

    ``reread`` finds the attributions of a text that stands alone: the encoder marks each word once, so that a statement
    inside a reporting frame is found only when the frame is taken away.
    """
    out: list[Attribution] = []
    for attribution in parsed.attributions:
        out += _reported(parsed, attribution, reread) or [_led(parsed, attribution)]
    return replace(parsed, attributions=tuple(sorted(out, key=lambda a: a.content)))


def _reported(parsed: Parsed, a: Attribution, reread: Reread) -> list[Attribution]:
    """What stands inside the content of a bare reporting frame, if that is itself a statement."""
    framed = " ".join(parsed.cut(c) for c in a.cue)
    if not a.source or not _RELAY.search(framed) or len(a.content) > 2:
        return []
    start, end = max(a.content, key=lambda c: c[1] - c[0])
    if parsed.text[start] in '"“«':
        return []
    inner = [_moved(i, start) for i in reread(parsed.cut((start, end)))]
    filled = sum(r[1] - r[0] for i in inner for r in (*i.source, *i.cue, *i.content))
    if not all(i.source and i.cue for i in inner) or filled < RELAYED * (end - start):
        return []
    return [replace(i, outer=a.source, confidence=min(i.confidence, a.confidence)) for i in inner]


def _moved(a: Attribution, by: int) -> Attribution:
    def moved(spans: tuple[Range, ...]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in spans)

    return replace(a, source=moved(a.source), cue=moved(a.cue), content=moved(a.content), outer=moved(a.outer))


def _led(parsed: Parsed, a: Attribution) -> Attribution:
    """A statement in a sentence that opens with "According to X,": X reports it, and is no part of its source."""
    if a.outer or not a.source or not a.cue:
        return a
    sentence = parsed.sentence(a.cue[0][0])
    lead = _LEAD.search(parsed.text, sentence[0], a.cue[0][0])
    if not lead or any(overlap(lead.span(), c) for c in (*a.cue, *a.content)):
        return a
    named = parsed.within((lead.end(), a.cue[0][0]), "PERSON", "ORG", "GPE")
    source = _after_apposition(parsed, a.source[0], lead.end())
    if not named or source is None:
        return a
    end = named[0].end
    return replace(a, source=(source, *a.source[1:]), outer=((lead.end(), end),))


def _after_apposition(parsed: Parsed, source: Range, lead: int) -> Range | None:
    """The source without an apposition to the reporter's name; None where the reporter is the source itself."""
    named = parsed.within((lead, source[1]), "PERSON", "ORG", "GPE", "NORP")
    if not named or source[0] <= named[0].end:
        return None
    if parsed.text[named[0].end : source[0]].strip() not in {",", ", the"}:
        return source
    after = (m for m in named if m.start > source[0] and m.type == "PERSON")
    first = next((m.start for m in after if parsed.text[m.start - 2 : m.start] == ", "), source[0])
    return first, first + len(parsed.text[first : source[1]].rstrip(" ,"))
