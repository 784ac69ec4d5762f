"""The day on which words were said, as far as the text tells it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from onrecord.read.dates import Dated, day, day_of
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.quotation import quotation
from onrecord.spans import Range, inside, overlap
from onrecord.values import Genre, Meeting, When

_PRONOUN = re.compile(r"^(?:he|she|they|it)\b", re.I)
_GOES_ON = re.compile(
    r"\b(?:also|added|adding|reiterat\w+|continued|went on|further|again|noted too|concluded)\b", re.I
)
_AT_MEETING = re.compile(
    r"\b(?:during|at|in|after|following)\s+(?:(?:the|a|an|his|her|their|its|this|that|\w+ing)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?P<noun>meetings?|talks?|lunch|dinner|call|session|summit|round|breakfast|negotiations)\b",
    re.I,
)
# A date that belongs to something else than the saying: "ahead of Monday's talks", "a treaty of 1987".
_ELSEWHERE = re.compile(
    r"\b(?:ahead of|before|until|till|by|since|from|after|for|of|between|scheduled|planned|due|held|met|meet|meeting)"
    r"(?:\s+(?:on|for|the|this))*\s*$",
    re.I,
)
_NOUN_AFTER = re.compile(
    r"^(?:['’]s?\b|\s+(?:talks?|meetings?|summit|session|round|deadline|vote|attack|election)\b)", re.I
)
_TOMORROW = re.compile(r"\btomorrow\b", re.I)


@dataclass(frozen=True)
class Said:
    """A day and the characters that tell it; none where the document's own date does."""

    when: When
    evidence: tuple[Range, ...]


def said_on(
    parsed: Parsed,
    attribution: Attribution,
    dates: Sequence[Dated],
    published: str | None,
    genre: Genre,
    previous: tuple[Attribution, Said | None] | None,
    meetings: Sequence[Meeting],
) -> Said | None:
    """When the words of an attribution were said; None where the text does not tell.

    Tried in order: a date beside the cue; the meeting at which it was said; a quoted "tomorrow" that means a planned
    meeting; the date of the statement that this one goes on from (``previous``); and for readouts and transcripts,
    which are the words themselves, the day of publication.
    """
    return (
        _beside_cue(parsed, attribution, dates, published)
        or _at_meeting(parsed, attribution, meetings)
        or _day_before(parsed, attribution, meetings)
        or _carried_on(parsed, attribution, previous)
        or (Said(When(date=published, precision="day"), ()) if published and genre != "article" else None)
    )


def _beside_cue(parsed: Parsed, a: Attribution, dates: Sequence[Dated], published: str | None) -> Said | None:
    """A date in the cue's sentence, outside the content, that dates the saying; the nearest to the cue."""
    if not a.cue:
        return None
    sentence, text = parsed.sentence(a.cue[0][0]), parsed.text
    fitting = [
        d
        for d in dates
        if inside(d.span, sentence)
        and d.when.precision in ("day", "week", "month")
        and not any(overlap(d.span, c) for c in (*a.content, *a.cue))
        and not (published and d.when.date[:10] > published)
        and not _ELSEWHERE.search(text[sentence[0] : d.span[0]])
        and not _NOUN_AFTER.match(text[d.span[1] : d.span[1] + 20])
        and not (any(overlap(d.span, s) for s in a.source) and not _speaking(text[sentence[0] : d.span[0]]))
    ]
    best = min(fitting, key=lambda d: abs(d.span[0] - a.cue[0][0]), default=None)
    return Said(best.when, best.evidence) if best else None


def _speaking(before: str) -> bool:
    return bool(re.search(r"\b(?:speaking|speech|interview|briefing|statement)\b[^,]*$", before, re.I))


def _at_meeting(parsed: Parsed, a: Attribution, meetings: Sequence[Meeting]) -> Said | None:
    """The day of the held meeting that the cue's sentence says the words fell at."""
    if not a.cue:
        return None
    sentence = parsed.sentence(a.cue[0][0])
    for found in _AT_MEETING.finditer(parsed.text, *sentence):
        if any(overlap(found.span(), c) for c in a.content):
            continue
        words = parsed.cut(sentence)
        fits = [m for m in meetings if m.status == "held" and day_of(m.date) and _same(m, found["noun"].lower(), words)]
        if len(fits) == 1 and fits[0].date:
            return Said(fits[0].date, (found.span(), *(s.range for s in fits[0].evidence)))
    return None


def _same(meeting: Meeting, noun: str, sentence: str) -> bool:
    """Whether a sentence means this meeting: it names a delegate, or uses the meeting's own noun."""
    surnames = [name.split()[-1] for name in meeting.delegates]
    named = sum(surname in sentence for surname in surnames)
    return named >= 2 or (named == 1 and len(surnames) == 1) or noun in meeting.what.lower().split()


def _day_before(parsed: Parsed, a: Attribution, meetings: Sequence[Meeting]) -> Said | None:
    """The eve of the one planned meeting that a quoted "tomorrow" can mean."""
    if quotation(parsed.text, a.content) != "direct":
        return None
    words = [m for c in a.content for m in _TOMORROW.finditer(parsed.text, *c)]
    planned = [m for m in meetings if m.status == "planned" and day_of(m.date)]
    first = min((m for m in planned if m.date), key=lambda m: m.date.date if m.date else "", default=None)
    met = day_of(first.date) if first else None
    if not words or first is None or met is None:
        return None
    return Said(day(met - timedelta(days=1)), (words[0].span(), *(s.range for s in first.evidence)))


def _carried_on(parsed: Parsed, a: Attribution, previous: tuple[Attribution, Said | None] | None) -> Said | None:
    """The date of the statement before, where the same speaker goes on in the same paragraph."""
    if previous is None or previous[1] is None or not a.cue:
        return None
    before, said = previous
    named = parsed.cut(a.source[0]) if a.source else ""
    same = not named or bool(_PRONOUN.match(named))
    together = "\n" not in parsed.text[before.content[-1][1] : a.cue[0][0]]
    cue = " ".join(parsed.cut(c) for c in a.cue)
    clause = parsed.text[(a.source[0][0] if a.source else a.cue[0][0]) : a.cue[-1][1]]
    return said if same and together and _GOES_ON.search(f"{clause} {cue}") else None
