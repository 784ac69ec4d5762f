"""Who else stands with or against what someone says: "on behalf of", "supported by", "opposed by", "with X and Y"."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args

from onrecord.read.delegations import Delegations
from onrecord.read.lexicon import lines
from onrecord.read.parsed import Attribution, Parsed, Tie
from onrecord.read.parties import Gazetteer
from onrecord.spans import inside
from onrecord.values import Relation

_LEAD = r"\s*,?\s*(?:(?:and|but|also|who was|which was)\s+)*(?:\w+ly\s+)?"
_ROUND = re.compile(r"\s*\([^()]{1,120}\)")
_RELATIONS: dict[str, Relation] = {name: name for name in get_args(Relation)}
# Words that tie only between commas: "X, for Y, said". Elsewhere they mean much else.
_LOOSE = frozenset({"with", "for", "as well as", "representing", "along with", "together with", "accompanied by"})


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, Relation]]:
    """One pattern of all phrases that tie, and the relation of each."""
    known: dict[str, Relation] = {}
    for line in lines("alongside.txt"):
        relation, phrases = line.split("|")
        known |= {phrase.strip(): _RELATIONS[relation.strip()] for phrase in phrases.split(";")}
    words = "|".join(re.escape(p) for p in sorted(known, key=len, reverse=True))
    return re.compile(rf"{_LEAD}\b(?P<phrase>{words})\s+(?:both\s+)?", re.I), known


@dataclass(frozen=True)
class Asides:
    """What a run of asides ties to a speaker, and where it stands."""

    ties: tuple[Tie, ...]
    start: int
    end: int


def asides(names: Delegations, at: int, end: int) -> Asides:
    """The asides that stand at a place one after the other: ", supported by X and Y, and opposed by Z"."""
    text, (pattern, relations) = names.parsed.text, _phrases()
    start, ties = at, list[Tie]()
    while True:
        bracket = _ROUND.match(text, at, end)
        at = bracket.end() if bracket else at
        opening = pattern.match(text, at, end)
        found, stop = names.several(opening.end(), end) if opening else ([], at)
        if opening is None or not found:
            return Asides(tuple(ties), start, at)
        relation = relations[opening["phrase"].casefold()]
        ties += [Tie(relation, name) for name in found]
        at = stop


def trailing(names: Delegations, start: int, end: int) -> tuple[tuple[Tie, ...], int]:
    """The asides that close a stretch of text, and where they begin: "… a fund, but was opposed by X"."""
    text, (pattern, _) = names.parsed.text, _phrases()
    for comma in re.finditer(r",", text[start:end]):
        at = start + comma.start()
        opening = pattern.match(text, at, end)
        if opening is None or opening["phrase"].casefold() in _LOOSE:
            continue
        found = asides(names, at, end)
        if found.ties and not text[found.end : end].strip(" .,;"):
            return found.ties, at
    return (), end


def with_ties(parsed: Parsed, places: Gazetteer) -> Parsed:
    """The text with what stands beside the source of each attribution in ordinary prose."""
    names = Delegations(parsed, places, strict=True)
    found = tuple(a if a.ties else replace(a, ties=_beside(names, a)) for a in parsed.attributions)
    return replace(parsed, attributions=found)


def _beside(names: Delegations, a: Attribution) -> tuple[Tie, ...]:
    """The asides between a source's name and its verb, or within a source that follows its verb."""
    if not a.source or not a.cue:
        return ()
    start, end = a.source[0][0], a.source[-1][1]
    end = a.cue[0][0] if end <= a.cue[0][0] else end
    text, (pattern, _) = names.parsed.text, _phrases()
    ties: list[Tie] = []
    for opening in pattern.finditer(text, start, end):
        found = asides(names, opening.start(), end)
        closed = text[found.end : end].strip() in ("", ",") or text[found.end : found.end + 1] == ","
        set_off = opening[0].lstrip().startswith(",") and closed
        if opening.start() > start and found.ties and (set_off or opening["phrase"].casefold() not in _LOOSE):
            ties += [t for t in found.ties if t not in ties and not _held(t, a)]
    return tuple(ties)


def _held(tie: Tie, a: Attribution) -> bool:
    return any(inside(tie.name, c) for c in a.content)
