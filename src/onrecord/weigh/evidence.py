"""The rules of evidence: what a statement weighs for a position. ``docs/positions.md`` says them in plain words."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal

from onrecord.record.answers import Citation, Said
from onrecord.values import Quotation, Stance
from onrecord.weigh.sides import Voice

Rank = Literal["head", "minister", "negotiator", "institution", "spokesperson", "official", "unnamed"]

# Each step is small: a rank below loses to a rank above said the same day, and outlives it within some months.
RANKS: Mapping[Rank, float] = {
    "head": 1.0,  # of state, government or alliance
    "minister": 0.9,
    "negotiator": 0.8,  # envoys, ambassadors, heads of delegation; deputy ministers, who lead most of them
    "institution": 0.7,  # "Varnia said", a ministry's release: the party, but nobody answers for the words
    "spokesperson": 0.6,
    "official": 0.5,  # anyone else with a name
    "unnamed": 0.2,
}
LOWER: Mapping[Rank, Rank] = {"head": "minister", "minister": "negotiator", "negotiator": "official"}  # deputies
FORMS: Mapping[Quotation, float] = {"direct": 1.0, "mixed": 0.9, "indirect": 0.75}  # an outlet's words may bend
REMARK = 0.6  # an assertion or a forecast takes a side by the way; who demands, offers or refuses takes it outright
RELAYED = 0.8  # words that another passed on
VOICES: Mapping[Voice, float] = {
    "own": 1.0,
    "on_behalf_of": 1.0,
    "jointly": 0.8,
    "supported_by": 0.6,
    "opposed_by": 0.6,
}
TELLING, TELLINGS = 0.1, 5  # what each further outlet adds, and how many count: wires are copied without end
HALF_LIFE = 180  # days after which a statement weighs half: a round or two of talks
# Statements that weigh nearly as much as the heaviest decide by date: below this share of it they do not.
CLOSE = 0.65
SURE = 0.5  # confidence below which the brief says "unsure": such a statement sets no position
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

AGAINST: Mapping[Stance, Stance | None] = {"for": "against", "against": "for", "conditional": "against", "open": None}


def weight(said: Said, voice: Voice, day: str) -> float:
    """What a statement weighs, on a day, for a party in whose voice it is: more than 0, at most 1.5.

    The product of the rank of who speaks, what the words do, the form of the quotation, whose mouth the words come
    from, how many outlets tell it, how long ago it was said, and how sure the reader is of it.
    """
    act = REMARK if said.kind in ("assertion", "expectation") else 1.0
    standing = (
        act * RANKS[rank(said)] * max(FORMS[c.quotation] * (RELAYED if c.relayed_by else 1) for c in said.citations)
    )
    told = 1 + TELLING * (min(len({c.source.outlet or c.source.key for c in said.citations}), TELLINGS + 1) - 1)
    return standing * VOICES[voice] * told * recency(said.date, day) * max(confidence(said), 0.01)


def recency(said_on: str, day: str) -> float:
    """What is left of a statement's weight by a day; a date known by month or year counts from its first day."""
    return math.pow(0.5, max(0, (_day(day) - _day(said_on)).days) / HALF_LIFE)


def confidence(said: Said) -> float:
    """How sure the reader is, at best, that this was said; whoever confirmed it is sure."""
    confirmed = any(r.field == "confirm" for r in said.rulings)
    return 1.0 if confirmed else max(c.confidence for c in said.citations)


def settles(said: Said) -> bool:
    """Whether a statement can set a position alone: someone answers for it, and the reader is sure of it."""
    return rank(said) != "unnamed" and confidence(said) >= SURE


def stance_of(stance: Stance | None, voice: Voice) -> Stance | None:
    """A statement's stance as it counts for a party: who opposes a statement holds the contrary."""
    return AGAINST[stance] if stance and voice == "opposed_by" else stance


def rank(said: Said) -> Rank:
    """The rank of who speaks, by the role that the record has of them."""
    if said.type == "unnamed" or not (said.speaker or said.role or said.party):
        return "unnamed"
    if said.type in ("government", "organisation") and not said.role:
        return "institution"
    return rank_of(said.role) if said.role else "official"


@lru_cache(maxsize=4096)
def rank_of(role: str) -> Rank:
    """The rank that a role's words name.

    The first title counts: an "adviser to the president" advises. A title with an 's is somebody else's, a spokesperson
    is one wherever the word stands, a deputy stands a step lower, and "former" leaves a name only.
    """
    words = [w.casefold() for w in _WORD.findall(role)]
    data = _data()
    found = [
        (start, -size, title)
        for start in range(len(words))
        for size in (4, 3, 2, 1)
        for title in [data.titles.get(" ".join(words[start : start + size]))]
        if title
    ]
    if not found or data.lowered & set(words[: min(found)[0]]):
        return "official"
    if any(title == "spokesperson" for _, _, title in found):
        return "spokesperson"
    start, _, title = min(found)
    return LOWER.get(title, title) if data.deputies & set(words[:start]) else title


def best(said: Said) -> Citation:
    """The telling to quote: the most direct, then the one with most of the words, then the earliest."""
    tellings: Sequence[Citation] = said.citations
    return max(
        tellings, key=lambda c: (FORMS[c.quotation], c.fullest, c.earliest, c.confidence, c.source.key, c.key)
    )  # fmt: skip


def _day(value: str) -> date:
    return date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)


class _Data:
    def __init__(self) -> None:
        text = (resources.files("onrecord.weigh") / "data" / "ranks.json").read_text(encoding="utf-8")
        data = json.loads(text)
        self.lowered = frozenset(data["lowered"])
        self.deputies = frozenset(data["deputies"])
        self.titles: dict[str, Rank] = {title: rank for rank, titles in data["ranks"].items() for title in titles}


@lru_cache(maxsize=1)
def _data() -> _Data:
    return _Data()
