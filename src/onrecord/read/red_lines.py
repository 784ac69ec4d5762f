"""Red lines: the words that make a position absolute ("non-negotiable", "will never accept", "rules out").

The phrases are data (``data/red_lines.txt``). ``docs/kinds.md`` says what counts as one and how well they do.
"""

import re
from functools import lru_cache

from onrecord.read.lexicon import lines
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, merged

NEAR = 24  # characters before a phrase in which a negation takes it back: "did not rule out"
_NEGATED = re.compile(
    r"(?:\b(?:not|never|without|nothing(?:\s+(?:was|is|has|had))?|refus\w+ to|declin\w+ to)|n[’']t)\s+(?:\w+\s+)?$",
    re.I,
)
_SPACE = r"[\s\"“”‘’'(]+"
_GAP = r"(?:[\w'’.-]+[\s\"“”,]+){0,6}?"
_ASIDE = r"(?:\s+(?!not\b|never\b)[\w’']+)?"  # "will ever", "are simply"
_NOT = (
    rf"(?:(?:will|would|shall|can|could|do|does|am|are|is|be|must|may|[’'](?:m|re|s|ll|d)){_ASIDE}\s+not|"
    r"(?!were|was)\w+n[’']t|cannot)(?:\s+(?:(?:going|be\s+able|prepared|willing)\s+to|gonna))?(?:\s+(?:simply|ever|be|have|and\s+will\s+not))?"
)
_NEVER = r"never(?:\s+going)?(?:\s+(?:again|ever))?(?:\s+to)?"


def red_lines(parsed: Parsed, attribution: Attribution) -> tuple[Range, ...]:
    """The ranges of cue and content whose wording is absolute, sorted; whether of a position, ``acts`` decides."""
    found = [m.span() for span in (*attribution.cue, *attribution.content) for m in _absolute(parsed.text, span)]
    return tuple(merged(found))


def _absolute(text: str, span: Range) -> list[re.Match[str]]:
    found = _phrases().finditer(text, *span)
    return [m for m in found if not _NEGATED.search(text, max(span[0], m.start() - NEAR), m.start())]


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    followed: dict[str, list[str]] = {}  # by the first word, which is looked for once: seven times as fast
    for line in lines("red_lines.txt"):
        first, *rest = line.split(maxsplit=1)
        followed.setdefault(first, []).append(_pattern(line).removeprefix(_word(first)) if rest else "")
    either = "|".join(f"{_word(first)}(?:{'|'.join(rest)})" for first, rest in followed.items())
    return re.compile(rf"(?:(?<![\w-])|(?=[’']))(?=[a-z’'])(?:{either})", re.I)  # "we're not" begins within a word


def _pattern(words: str) -> str:
    """A phrase as a pattern; the file's head says what its signs mean."""
    return _SPACE.join(map(_word, words.split())).replace(_SPACE + _GAP + _SPACE, _SPACE + _GAP)


def _word(word: str) -> str:
    special = {"...": _GAP, "NOT": _NOT, "NEVER": _NEVER}
    if word in special:
        return special[word]
    either = "|".join(re.escape(w).replace(r"\*", r"\w*").replace("'", "[’']") for w in word.split("/"))
    return rf"(?:{either})(?![\w-])"
