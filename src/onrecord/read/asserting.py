"""Which attributions are statements: a party's words about the world, not a question put or a topic named."""

import re
from dataclasses import replace
from functools import lru_cache

from onrecord.read.lexicon import lines
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import overlap, trimmed, without

_QUESTION = re.compile(r"^(?:whether|if|why|how|what|who|when|where|which)\b", re.I)
_CLAUSE = re.compile(
    r"^that\b|\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|must|may|might|do|does|did|to|not)\b",
    re.I,
)
_QUOTED = re.compile(r"[\"“”«»]")
_PLACED = re.compile(r"(?:on|in|at|by|since|last|during)$", re.I)
LABEL_WORDS, DATE_WORDS = 6, 4
_ANONYMOUS = re.compile(r"(?:not|to not|that \w+ not) (?:to )?be (?:named|identified|quoted)|anonymity", re.I)
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’/-]{2,40},?\s*(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}\s*)?(?:\([^)]{2,40}\)\s*)?[-–—]{1,2}\s+"
)
_DENIAL = re.compile(
    r"(?<![\w’'])(?P<denial>"
    r"(?:(?:do|does|did|has|have|had|would|will|could|can|is|are|was|were|should|must)\s+(?:not|never)"
    r"|(?:do|does|did|has|have|had|would|wo|could|ca|is|are|was|were|should)n['’]t|cannot|never|no longer)"
    r"\s+(?:\w+ly\s+)?)$",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b", re.I)


def statements_of(parsed: Parsed) -> list[Attribution]:
    """The attributions that state something, each with its source.

    A question that someone was asked, a topic without a clause ("discussed arms control") and a label ("put forward
    a list of demands") state nothing. A second verb of one subject ("said …, but added …") takes the first's source.
    """
    out: list[Attribution] = []
    for attribution in parsed.attributions:
        if not attribution.intervention and any(
            idle(parsed, attribution)
            for idle in (_asks, _hides, _in_dateline, _only_dates, _only_names_topic, _only_labels)
        ):
            continue
        sourced = _with_source(parsed, attribution, out)
        whole = _apart(parsed, _with_denial(parsed, _without_dateline(parsed, sourced)))
        out += [whole] if whole.content else []
    return out


def _apart(parsed: Parsed, a: Attribution) -> Attribution:
    """The attribution with no word in two roles: a cue's word is no source, neither is content."""
    cue = without(a.cue, ())
    source = without(a.source, cue)
    content = without(a.content, (*cue, *source))
    trim = tuple(t for c in content if (t := trimmed(parsed.text, c))[0] < t[1])
    return replace(a, cue=cue, source=source, content=trim)


def _with_denial(parsed: Parsed, a: Attribution) -> Attribution:
    """The cue with the "did not" right before it: without it the statement would be its opposite."""
    if not a.cue:
        return a
    start, end = a.cue[0]
    before = _DENIAL.search(parsed.text, parsed.sentence(start)[0], start)
    held = before and any(overlap((before.start("denial"), start), r) for r in (*a.source, *a.content))
    return replace(a, cue=((before.start("denial"), end), *a.cue[1:])) if before and not held else a


def _without_dateline(parsed: Parsed, a: Attribution) -> Attribution:
    """The content without a wire report's dateline: "GENEVA, March 3 (Reuters) - "."""
    start, end = a.content[0]
    lead = _DATELINE.match(parsed.text, start, end) if parsed.text[:start].rstrip(" ")[-1:] in ("", "\n") else None
    return replace(a, content=((lead.end(), end), *a.content[1:])) if lead and lead.end() < end else a


def _asks(parsed: Parsed, a: Attribution) -> bool:
    return bool(_lexicon("asking").search(_cue(parsed, a))) and (
        not a.source or bool(_QUESTION.match(parsed.cut(a.content[0])))
    )


def _hides(parsed: Parsed, a: Attribution) -> bool:
    """Whether the content is a source's wish to stay unnamed."""
    return bool(_ANONYMOUS.match(parsed.cut(a.content[0])))


def _in_dateline(parsed: Parsed, a: Attribution) -> bool:
    """Whether the cue is a piece of a wire report's dateline: the place it was filed from says nothing."""
    if not a.cue:
        return False
    start = parsed.text.rfind("\n", 0, a.cue[0][0]) + 1
    lead = _DATELINE.match(parsed.text, start)
    return lead is not None and a.cue[-1][1] <= lead.end()


def _only_dates(parsed: Parsed, a: Attribution) -> bool:
    """Whether the content is no more than a time or a place: "On January 9"."""
    words = " ".join(parsed.cut(c) for c in a.content).split()
    return len(words) <= DATE_WORDS and bool(_PLACED.match(words[0]))


def _only_names_topic(parsed: Parsed, a: Attribution) -> bool:
    content = " ".join(parsed.cut(c) for c in a.content)
    bare = not _QUOTED.search(content) and not _CLAUSE.match(content)
    return bare and bool(_lexicon("topics").search(_cue(parsed, a)))


def _only_labels(parsed: Parsed, a: Attribution) -> bool:
    words = " ".join(parsed.cut(c) for c in a.content).rstrip(" .,:;").split()
    return len(words) <= LABEL_WORDS and not _QUOTED.search(words[0]) and bool(_lexicon("labels").fullmatch(words[-1]))


def _with_source(parsed: Parsed, a: Attribution, before: list[Attribution]) -> Attribution:
    if a.source or not a.cue or not before or not before[-1].source or not before[-1].cue:
        return a
    first = before[-1]
    same = parsed.sentence_number(first.cue[-1][0]) == parsed.sentence_number(a.cue[0][0])
    if not same or a.cue[0][0] < first.cue[-1][1] or not _goes_on(parsed, first, a):
        return a
    return replace(a, source=first.source)


def _goes_on(parsed: Parsed, first: Attribution, second: Attribution) -> bool:
    """Whether only a conjunction stands between the first statement and the second verb, and the verb is active."""
    since = max(end for _, end in (*first.content, *first.cue) if end <= second.cue[0][0])
    between = parsed.text[since : second.cue[0][0]]
    joined = re.fullmatch(r"[\s,;]*(?:(?:and|but|then|also|while|or)\b[\s,]*)*", between, re.I)
    return bool(joined) and not _PASSIVE.search(_cue(parsed, second))


def _cue(parsed: Parsed, a: Attribution) -> str:
    return " ".join(parsed.cut(c) for c in a.cue)


@lru_cache(maxsize=8)
def _lexicon(name: str) -> re.Pattern[str]:
    """A word list as one pattern that finds any of its entries as whole words."""
    entries = (line.strip() for line in lines(f"{name}.txt"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, entries))})\b", re.I)
