"""What statements are about: nouns, and pairs of words, that recur; the vocabulary of talking itself does not count."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from onrecord.weigh.disputes import STEM

OFTEN = 2  # statements in which a term must stand
NOUN = 0.34  # share of a word's uses right after an article, a preposition or "its" from which it counts as a noun
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.?!;:])[\"”’)]*\s+|\s[—–]\s|\n+")


@dataclass(frozen=True)
class Word:
    """A word of a text, its place there, and its stem; ``noun`` when what stands before it makes it one."""

    start: int
    end: int
    stem: str
    noun: bool


@dataclass(frozen=True)
class Pair:
    """Two words that stand side by side, by their stems."""

    first: str
    second: str


Term = str | Pair


def sentences(text: str) -> list[str]:
    """A text's sentences, roughly: those of more than two words."""
    return [one.strip() for one in _SENTENCE.split(text) if len(one.split()) > 2]


def words(text: str) -> list[Word | None]:
    """A text's telling words in order; None stands where words that tell nothing lie between two."""
    out: list[Word | None] = []
    before = ""
    for match in _TOKEN.finditer(text):
        token = match[0].lower().replace("’", "'").removesuffix("'s")
        if tells(token):
            out.append(Word(match.start(), match.end(), token[:STEM], noun=before in _openers()))
        elif out and out[-1] is not None:
            out.append(None)
        before = token
    return out


def tells(token: str) -> bool:
    """Whether a word says what a statement is about."""
    long = len(token) > 2 or token.isdigit()
    return long and token[0].isalnum() and not (token in _plain() or token.partition("'")[0] in _plain())


def terms_of(text: str) -> Counter[Term]:
    """Every term of a text: stems, and pairs of neighbours."""
    found = words(text)
    out: Counter[Term] = Counter(w.stem for w in found if w)
    for one, two in pairwise(found):
        if one and two:
            out[Pair(one.stem, two.stem)] += 1
    return out


def telling(texts: Sequence[str], names: Iterable[str]) -> dict[Term, int]:
    """The terms that tell what several texts are about, with how many texts each stands in.

    Pairs that recur, and single words that recur and are used as nouns. ``names`` are stems that may stand in a pair
    but tell nothing alone: the parties and speakers are in everything.
    """
    held: Counter[Term] = Counter()
    uses: dict[str, list[bool]] = defaultdict(list)
    for text in texts:
        held.update(terms_of(text).keys())
        for word in words(text):
            if word:
                uses[word.stem].append(word.noun)
    own = set(names)
    return {term: n for term, n in held.items() if n >= OFTEN and _tells(term, uses, own)}


def _tells(term: Term, uses: dict[str, list[bool]], names: set[str]) -> bool:
    if isinstance(term, Pair):
        return not {term.first, term.second} <= names
    return term not in names and not term.isdigit() and sum(uses[term]) >= NOUN * len(uses[term])


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return _listed("stop.txt") | _listed("talk.txt")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return _listed("openers.txt")


def _listed(name: str) -> frozenset[str]:
    lines = (resources.files("onrecord.weigh") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
