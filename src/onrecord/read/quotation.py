"""Whether a statement's words are quoted: all of them, a part, or none."""

import re
from functools import lru_cache

from onrecord.spans import Range, inside
from onrecord.values import Quotation

DIRECT = 0.9  # the share of words within quotation marks; the rest is a tag or conjunction left in the span
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"\n")
_BLOCK = re.compile(r"[ \t]*>")
_MARK = re.compile(r"``|''|[\"“”«»]")
_OPENS, _CLOSES = frozenset({"“", "«", "``"}), frozenset({"”", "»"})


def quotation(text: str, content: tuple[Range, ...]) -> Quotation:
    """``direct`` if (nearly) all words of the content stand within quotation marks, ``mixed`` if some do.

    The marks may stand just inside or just outside the ranges. The lines of a block quote ("> …") are quoted too.
    """
    words = [(m.start(), m.end()) for start, end in content for m in _WORD.finditer(text, start, end)]
    quoted = [q for line in _lines(text, content) for q in _quoted(text[slice(*line)], line[0])]
    within = sum(any(inside(word, q) for q in quoted) for word in words)
    if not within:
        return "indirect"
    return "direct" if within >= DIRECT * len(words) else "mixed"


def _lines(text: str, content: tuple[Range, ...]) -> list[Range]:
    """The lines that the content touches: an open mark ends with its line, for each paragraph of a quote opens anew."""
    starts = {text.rfind("\n", 0, start) + 1 for start, _ in content}
    starts |= {m.end() for start, end in content for m in _BREAK.finditer(text, start, end)}
    return [(m.start(), m.end()) for s in sorted(starts) if (m := _LINE.match(text, s))]


@lru_cache(maxsize=64)
def _quoted(line: str, at: int) -> tuple[Range, ...]:
    """Ranges of a line within quotation marks, nested ones as part of the outer; ``at`` is where the line starts."""
    if _BLOCK.match(line):
        return ((at, at + len(line)),)
    depth, since, out = 0, 0, []
    for mark in _MARK.finditer(line):
        if _opens(line, mark, depth):
            since = since if depth else mark.end()
            depth += 1
        elif depth:
            depth -= 1
            out += [] if depth else [(at + since, at + mark.start())]
    return (*out, (at + since, at + len(line))) if depth else tuple(out)


def _opens(line: str, mark: re.Match[str], depth: int) -> bool:
    """Whether a mark opens a quotation; a straight one does by the white space around it."""
    if mark[0] in _OPENS | _CLOSES:
        return mark[0] in _OPENS
    loose_left = mark.start() == 0 or line[mark.start() - 1] in " \t([—–-"
    loose_right = mark.end() == len(line) or line[mark.end()] in " \t)]—–-,.;:!?"
    return loose_left if loose_left != loose_right else not depth
