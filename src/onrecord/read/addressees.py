"""To whom a statement was made: an outlet, a counterpart, an audience."""

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.read.lexicon import lines
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, overlap

Told = tuple[str, tuple[Range, ...]]

REACH = 140  # characters after "told" in which its object is read
_TOLD = re.compile(
    r"\b(?:told|tells?|telling|informed|assured|briefed|wrote\s+to|writing\s+to|speaking\s+to|spoke\s+to)\s+(?!by\b)",
    re.I,
)
_PLACED = re.compile(
    r"\b(?:interview(?:s|ed)?\s+(?:with|to|by|on|for|in)|(?:quoted|cited|carried|published|aired|broadcast)\s+by|appear(?:ing|ance)\s+on"
    r"|speaking\s+(?:on|to|with)|(?:remarks|comments|statement|letter|message|email|note|cable)\s+(?:on|to|for)"
    r"|(?:in|during|at)\s+(?:(?:a|an|his|her|their|its)\s+)?(?:[\w-]+\s+)?(?:calls?|conversation|meeting|talks)\s+with|according\s+to|writing\s+(?:in|for)"
    r"|(?:said|says|stated|added|wrote|warned|noted)(?:\s+\w+day)?\s+(?:on|in|to))\s+",
    re.I,
)
_SURE = re.compile(
    r"interview|(?:in|during|at)\b|(?:letter|message|email|note|cable|remarks|comments|statement)\s+to\b", re.I
)
_ARTICLE = re.compile(r"(?:the|a|an|his|her|its|their|our|local|several|some|foreign)\s+", re.I)
_STOP = re.compile(
    r"\s(?:that|on|in|at|during|after|before|by|as|when|while|how|why|what|whether|to|from|for|about|of\s+his|last|earlier|later|this|there|he|she|they|it|we|is|was)\b"
    r"|[,:;\"“”«»()\n]|\.\s|\.$|\s[–—-]+\s|\s\w+day\b"
)
_NAME = re.compile(r"(?:[A-Z][\w'’.&-]*)(?:\s+(?:of|de|and|[A-Z0-9][\w'’.&-]*)(?=\s|\W|$))*")
_BODY = re.compile(
    r"\s+(?:committee|council|commission|parliament|conference|television|radio|newspaper|magazine|assembly)\b"
)
_LEADING = re.compile(r"(?:[a-z][\w-]*\s+){0,3}")
_POSSESSIVE = re.compile(r"[’']s?$")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
)
# A word for a broadcaster right before a name belongs to it: "Radio Varnia".
_BROADCASTER = re.compile(r"\b(?:Radio|Television|TV|Channel)\s+$")


def told_to(parsed: Parsed, attribution: Attribution) -> Told | None:
    """The outlet, person or audience that a statement was made to, and where the text names it; None if it does not.

    An outlet that reports a speaker's words ("according to CNN, Dorn said") has them first. The name stands as in the
    text, without its article ("the AP" → ``AP``). A pronoun tells nothing, and who is the
    source of the statement is not its addressee.
    """
    for region, only_outlets in [*((span, True) for span in attribution.outer), *_regions(parsed, attribution)]:
        found = _outlet(parsed, region) or (None if only_outlets else _named(parsed, region))
        if found and not any(overlap(found, span) for span in attribution.source):
            return parsed.cut(found), (found,)
    return None


def _regions(parsed: Parsed, a: Attribution) -> Iterator[tuple[Range, bool]]:
    """Where an addressee may be named, the surest place first, and whether only an outlet is believed there."""
    if not a.cue:
        return
    start, end = parsed.sentence(a.cue[0][0])
    if told := _TOLD.search(parsed.text, a.cue[0][0], min(a.cue[-1][1] + 2, end)):
        yield _object(parsed, told.end(), end, a), False
    own = min(start, *(s for s, _ in a.source)) if a.source and a.source[0][1] > start else start
    for placed in _PLACED.finditer(parsed.text, own, end):
        if not any(overlap(placed.span(), c) for c in _claimed(parsed, a)):
            yield _object(parsed, placed.end(), end, a), not _SURE.match(placed[0])


def _claimed(parsed: Parsed, a: Attribution) -> list[Range]:
    """What belongs to a statement's content, or to another statement."""
    others = [b for b in parsed.attributions if b.content != a.content]
    cues = [c for b in others for c in b.cue if c not in a.cue]
    return [*a.content, *cues, *(c for b in others for c in b.content)]


def _object(parsed: Parsed, start: int, end: int, a: Attribution) -> Range:
    """The noun phrase that starts here, up to the content or the next preposition."""
    limit = min([end, start + REACH, *(s for s, _ in a.content if s >= start)])
    stop = _STOP.search(parsed.text, start, limit)
    return start, stop.start() if stop else limit


def _outlet(parsed: Parsed, region: Range) -> Range | None:
    """A known outlet in the noun phrase; not a word of a longer name ("the National Assembly")."""
    for match in _listed("outlets.txt").finditer(parsed.text, *region):
        after = parsed.text[match.end() : region[1]].lstrip()
        longer = bool(_NAME.match(after)) and not _DAYS.match(after)
        inside = parsed.text[region[0] : match.start()].rstrip()[-1:].isupper()
        if not (longer or inside) or match[0].isupper() or " " in match[0]:
            return match.span()
    return None


def _named(parsed: Parsed, region: Range) -> Range | None:
    """A person, an audience or another capitalised name in the noun phrase."""
    for person in parsed.within(region, "PERSON"):
        before = _BROADCASTER.search(parsed.text, region[0], person.start)
        return _bare(parsed.text, (before.start() if before else person.start, person.end))
    if audience := _listed("audiences.txt").search(parsed.text, *region):
        name = _NAME.search(parsed.text, region[0], audience.start())
        if not name:
            return audience.span()
    start = region[0]
    while article := _ARTICLE.match(parsed.text, start, region[1]):
        start = article.end()
    leading = _LEADING.match(parsed.text, start, region[1])
    name = _NAME.match(parsed.text, leading.end() if leading else start, region[1])
    if not name or name[0] in {"I", "We"}:
        return None
    body = _BODY.match(parsed.text, name.end(), region[1])
    return _bare(parsed.text, (name.start(), body.end() if body else name.end()))


def _bare(text: str, span: Range) -> Range:
    """A name without a possessive ending and final stop."""
    name = text[slice(*span)].rstrip(" .,&")
    return span[0], span[0] + len(_POSSESSIVE.sub("", name))


@lru_cache(maxsize=2)
def _listed(file: str) -> re.Pattern[str]:
    """A word list as one pattern, longer names first."""
    names = sorted(lines(file), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
