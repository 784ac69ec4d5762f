"""Content that the layout attributes: list items and block quotes under a cue that ends with a colon."""

import re
from dataclasses import replace

from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, overlap, trimmed

_ITEM = re.compile(r"^[ \t]*(?:[-*•–·‣]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?=\S)", re.M)
_BLOCK = re.compile(r"^[ \t]*>[ \t]?", re.M)
ANNOUNCED = 0.8  # what a pattern, not the reader, found
_ANNOUNCES = re.compile(
    r"(?P<source>[A-Z][^:,\n]{0,60}?)\s+"
    r"(?P<cue>(?:has\s|have\s|had\s)?(?:also\s)?(?:voiced|listed|named|set out|put forward|laid out|laid down|set|made"
    r"|presented|outlined|issued|repeated|raised|gave|cited|announced|formulated))\s+"
    r"(?P<what>[^:\n]*\b(?:demands|conditions|proposals|points|terms|requests|requirements|principles|offers|warnings"
    r"|guarantees|objections|goals|priorities|complaints)\b[^:\n]*):\s*"
)
_SENTENCE = re.compile(r"[.!?][\"”]?\s+(?=[A-Z])")
_LINE = re.compile(r"[^\n]+")


def with_items(parsed: Parsed) -> Parsed:
    """The text with each list item, and each block quote, under a cue's colon as an attribution of its own.

    "He voiced three demands:" and its items become one attribution an item, with the source and cue of the line that
    introduces them. A line that introduces a list attributes nothing else, so its own content is given up.
    """
    kept = list(parsed.attributions)
    for lead, items in _lists(parsed.text):
        leading = [a for a in kept if _leads(a, lead, items)] or _announced(parsed, lead)
        if not leading:
            continue
        head = max(leading, key=lambda a: a.cue or a.source)
        loose = [a for a in kept if a not in leading and not _claims(a, items, head)]
        own = [a for a in leading if a is not head and not _claims(a, items, head)]
        kept = [*loose, *own, *(replace(head, content=(item,)) for item in items)]
    return replace(parsed, attributions=tuple(sorted(kept, key=lambda a: a.content)))


def _lists(text: str) -> list[tuple[Range, list[Range]]]:
    """Each line that ends with a colon, and the items right below it."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    out: list[tuple[Range, list[Range]]] = []
    for i, (start, end) in enumerate(lines):
        if text[start:end].rstrip().endswith(":"):
            items = _items(text, lines[i + 1 :])
            if items:
                out.append(((start, end), items))
    return out


def _items(text: str, lines: list[Range]) -> list[Range]:
    for pattern in (_ITEM, _BLOCK):
        found: list[Range] = []
        for start, end in lines:
            mark = pattern.match(text, start, end)
            if not mark:
                break
            found.append(_bare(text, (mark.end(), end)))
        if found and pattern is _BLOCK:
            return [(found[0][0], found[-1][1])]
        if found:
            return found
    return []


def _bare(text: str, span: Range) -> Range:
    """An item without the separator that ends it: a comma, a semicolon, "; and"."""
    start, end = trimmed(text, span)
    tail = re.search(r"(?:[;,]\s*(?:and|or)|[;,.])\s*$", text[start:end])
    return (start, start + tail.start()) if tail and tail.start() else (start, end)


def _leads(a: Attribution, lead: Range, items: list[Range]) -> bool:
    """Whether an attribution's cue stands in the lead's last sentence and its content reaches the list or the colon."""
    if not any(overlap(c, lead) for c in a.cue):
        return False
    last = a.content[-1]
    return last[1] >= items[0][0] or last[1] >= lead[1] - 2 or _near(a, lead)


def _near(a: Attribution, lead: Range) -> bool:
    """Whether nothing but the cue's own clause stands between the cue and the colon."""
    return a.cue[-1][1] <= lead[1] and lead[1] - a.cue[-1][1] <= 60


def _announced(parsed: Parsed, lead: Range) -> list[Attribution]:
    """The attribution of a line that announces demands or the like and that the reader missed: "She set terms:"."""
    begins = [m.end() for m in _SENTENCE.finditer(parsed.text, *lead)]
    found = _ANNOUNCES.fullmatch(parsed.text, begins[-1] if begins else lead[0], lead[1])
    if not found:
        return []
    return [Attribution((found.span("source"),), (found.span("cue"),), (found.span("what"),), ANNOUNCED)]


def _claims(a: Attribution, items: list[Range], head: Attribution) -> bool:
    """Whether an attribution is only a worse reading of the items: content in the list, no cue of its own there."""
    within = any(overlap(c, i) for c in a.content for i in items)
    own = any(overlap(c, i) for c in a.cue for i in items)
    return a is head or (within and not own)
