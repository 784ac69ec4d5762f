"""Roles as offices: whether two wordings are of one. Pure."""

import re
from functools import lru_cache

HALF = 0.5
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "s", "to", "in", "at", "us", "u", "our", "his", "her", "its"})
# Words that make another office of one: a deputy foreign minister is no foreign minister.
_RANK = frozenset(
    {"deputy", "vice", "assistant", "under", "acting", "first", "second", "special", "permanent", "associate", "shadow"}
)
# Words that tell when someone held an office, not which.
_TIME = frozenset({"former", "ex", "late", "then", "outgoing", "incoming", "elect", "newly", "elected", "designate"})
# Forms of address: no office.
_ADDRESS = frozenset({"dr", "mr", "mrs", "ms", "prof", "professor", "sir", "dame", "lord"})
_ONE_FORM = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), to)
    for pattern, to in (
        ("premier", "prime minister"), ("spokes(?:woman|person)", "spokesman"), ("chair(?:woman|person)?", "chairman"),
        ("defence", "defense"), ("undersecretary", "under secretary"), ("congress(?:wo)?man", "representative"),
        ("rep", "representative"), ("sen", "senator"), ("gov", "governor"),
    )
)  # fmt: skip
# Where an office's own noun ends: "secretary | of state"; "minister | and delegate".
_END = re.compile(r"\b(?:of|for|to|at|in|and|on)\b|[,;(]")
_OWNER = re.compile(r"^.*['’]s?\s")


def alike(a: str, b: str) -> bool:
    """Whether two roles are one office: the same rank and noun, and no other field or half of all words.

    "Secretary" and "Secretary of State" are alike, "Foreign Minister" and "Defence Minister" are not; "former" says
    when, not which.
    """
    (rank, nouns, words), (other_rank, other_nouns, others) = _office(a), _office(b)
    shared = words & others
    if rank != other_rank or not nouns & other_nouns:
        return False
    return shared in (words, others) or len(shared) >= HALF * len(words | others)


def told(role: str | None) -> bool:
    """Whether a role names an office: a form of address ("Dr.") does not."""
    return bool(role) and bool(_office(role or "")[2])


@lru_cache(maxsize=16_384)
def _office(role: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """A role's rank, its noun (of "President and Minister" both), and all its words but the rank."""
    plain = role.lower()
    for pattern, to in _ONE_FORM:
        plain = pattern.sub(to, plain)
    words = frozenset(_WORD.findall(plain)) - _SMALL - _TIME - _ADDRESS
    starts = (_WORD.findall(_OWNER.sub("", _END.split(part, maxsplit=1)[0])) for part in re.split(r"\band\b|,", plain))
    nouns = frozenset(next((w for w in reversed(start) if w in words), "") for start in starts) - {""}
    return words & _RANK, nouns, words - _RANK
