"""The phrases that tell what a statement does: demand, offer, refuse, warn …, and what a network reads beside them.

The phrases and their weights are data (``data/kinds.json``); ``docs/kinds.md`` says how to read and change them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from onrecord.read.lexicon import DATA
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.scheme import KINDS, PLACES
from onrecord.spans import Range, overlap
from onrecord.values import Kind

Where = Literal["cue", "content", "condition"]
Floats = NDArray[np.float32]
Ranges = tuple[Range, ...]

FADE = 0.85  # what a later sentence of a statement weighs against the one before it
FADED = 0.5  # and the least that any sentence weighs
LEAD = 120  # characters after a cue in which its object is read: "put forward *a list of demands*, including …"
NEAR = 40  # characters before a phrase in which a negation reaches it
STEM = 3  # letters by which phrases are found
HEAVIEST = 10  # what no phrase weighs
SOURCE = 60  # characters of a source that the network reads
_WORD = re.compile(r"[a-z][\w'-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”'’]*\s+(?=[\"“A-Z])")
_ASIDE = re.compile(r"\s*(?:[,(–—-]|who\b|which\b)")
_AND = re.compile(r"\b(?:and|but|while)\b")
_JOINS = re.compile(r"(?:to|on|for|of|with|against)\s+[\w'’-]+\b|(?:that|whether|if|\w+ing)\b")
_MONTH = re.compile(r"(?<=[\w,] )May\b")
_SPACE = r"[\s\"“”‘’'(]+"
_GAP = r"(?:[\w'’.-]+[\s\"“”]+){0,6}?"


@dataclass(frozen=True)
class _Rule:
    kind: Kind
    where: Where
    weight: float
    negated: Kind


@dataclass(frozen=True)
class _Phrase:
    pattern: re.Pattern[str]
    rule: _Rule


@dataclass(frozen=True)
class _Lexicon:
    phrases: dict[tuple[Where, str], tuple[_Phrase, ...]]
    ignored: re.Pattern[str]
    negated: re.Pattern[str]


def framed(parsed: Parsed, attribution: Attribution) -> tuple[str, str]:
    """What the network reads of a statement: source and cue with the words that frame it, and the content."""
    source = " ".join(map(parsed.cut, attribution.source[:1]))[:SOURCE]
    content = " ".join(map(parsed.cut, attribution.content))
    return f"{source} : {' '.join(_cue(parsed, attribution).split())}", " ".join(content.split())


def signals(parsed: Parsed, attribution: Attribution, depends: Ranges, absolute: Ranges) -> Floats:
    """What phrases speak for: (SIGNALS,), for each kind and place the heaviest phrase's weight, 0 to 1.

    A phrase of an earlier sentence weighs more than one of a later. What stands under a condition (``depends``) is
    looked up apart: it tells only whether the statement threatens. The last two are 1 where there are words of a
    condition, and absolute ones.
    """
    heaviest = np.zeros((len(KINDS), len(PLACES)), dtype=np.float32)
    for where, text, share in _parts(parsed, attribution, depends):
        for kind, weight in _signals(where, _normal(text)):
            at = KINDS.index(kind), PLACES.index(where)
            heaviest[at] = max(heaviest[at], weight * share / HEAVIEST)
    marks = np.array([bool(depends), bool(absolute)], dtype=np.float32)
    return np.concatenate([heaviest.ravel(), marks])


def _parts(parsed: Parsed, a: Attribution, depends: Ranges) -> Iterator[tuple[Where, str, float]]:
    """The texts to search, each with what its phrases weigh."""
    yield "cue", _cue(parsed, a), 1.0
    for condition in depends:
        yield "condition", parsed.cut(condition), 1.0
    content = " ".join(_without(parsed, span, depends) for span in a.content)
    for i, sentence in enumerate(_SENTENCE_END.split(content)):
        yield "content", sentence, max(FADED, FADE**i)


def _cue(parsed: Parsed, a: Attribution) -> str:
    """The cue with what frames it: the words that lead to it from its source, and its object up to the content."""
    if not a.cue:
        return ""
    (start, _), (_, end), (first, last) = a.cue[0], a.cue[-1], a.content[0]
    before = max((s for _, s in a.source if s <= start), default=start)
    lead = _AND.split(parsed.text[before:start])[-1] if start - before <= LEAD and first > start else ""
    after = parsed.text[end : min(max(first, end), end + LEAD)].split("\n")[0]
    if any(overlap((end, end + len(after)), span) for span in a.source):
        after = ""
    joined = _JOINS.match(parsed.text, first, last) if first >= end else None
    cue = " ".join(map(parsed.cut, a.cue))
    return f"{'' if _ASIDE.match(lead) else lead} {cue} {re.split('[:.;]', after)[0]} {joined[0] if joined else ''}"


def _without(parsed: Parsed, span: Range, left_out: Ranges) -> str:
    """The text of a span without the ranges left out."""
    out, at = [], span[0]
    for start, end in left_out:
        if overlap((start, end), span):
            out.append(parsed.text[at : max(at, start)])
            at = max(at, end)
    return " ".join([*out, parsed.text[at : span[1]]])


def _signals(where: Where, text: str) -> Iterator[tuple[Kind, float]]:
    """The kinds that phrases of a text speak for, with their weights; of two equal ones the earlier weighs more."""
    lexicon = _lexicon()
    for word in _WORD.finditer(text):
        for phrase in lexicon.phrases.get((where, word[0][:STEM]), ()):
            if phrase.pattern.match(text, word.start()):
                rule = phrase.rule
                turned = rule.negated != rule.kind and lexicon.negated.search(
                    text, max(0, word.start() - NEAR), word.start()
                )
                yield rule.negated if turned else rule.kind, rule.weight - word.start() / 10_000


def _normal(text: str) -> str:
    """The text in lower case, contractions written out, without adverbs that come between the words of a phrase."""
    plain = _MONTH.sub("", text).lower().replace("’", "'").replace("won't", "will not").replace("can't", "can not")
    plain = plain.replace("n't", " not").replace("cannot", "can not").replace("'ll", " will").replace("'re", " are")
    return _lexicon().ignored.sub("", plain)


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    read = json.loads(DATA.joinpath("kinds.json").read_text(encoding="utf-8"))
    phrases: dict[tuple[Where, str], list[_Phrase]] = {}
    for entry in read["rules"]:
        rule = _rule(entry)
        for words in entry["phrases"]:
            phrase = _Phrase(_pattern(words), rule)
            for stem in sorted({first[:STEM] for first in words.split()[0].replace("*", "").split("/")}):
                phrases.setdefault((rule.where, stem), []).append(phrase)
    negators = "|".join(map(re.escape, read["negators"]))
    return _Lexicon(
        {key: tuple(found) for key, found in phrases.items()},
        re.compile(rf"\b(?:{'|'.join(map(re.escape, read['ignored']))})\s+"),
        re.compile(rf"\b(?:{negators}) (?!only\b)(?:[\w'-]+ ){{0,2}}\Z"),
    )


def _rule(entry: dict[str, Any]) -> _Rule:
    kind = cast(Kind, entry["kind"])
    return _Rule(kind, cast(Where, entry["in"]), float(entry["weight"]), cast(Kind, entry.get("negated", kind)))


def _pattern(words: str) -> re.Pattern[str]:
    """A phrase as a pattern: ``a/b`` is either word, ``stem*`` any ending, ``...`` up to six words between."""
    out = ""
    for word in words.split():
        if word == "...":
            out += _GAP
        else:
            either = "|".join(re.escape(t).replace(r"\*", r"[\w-]*") for t in word.split("/"))
            out += rf"(?:{either})(?![\w-])" + _SPACE
    return re.compile(out.removesuffix(_SPACE))
