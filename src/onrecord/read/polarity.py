"""The clauses of a text, and for each of their words whether what is said of it is turned: "will *not* lift *the ban*".

Operators are negations, verbs of refusal ("against") and verbs of ending or preventing ("turn"). Each reaches some of the
words of its clause, and two that reach the same word cancel each other. Word lists: ``data/stance.json``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.lexicon import DATA, alliances, states

STEM = 7  # letters of a stem that are compared
NAME = 0.25  # what a name counts towards what two texts have in common; another word counts 1
GAP = 6  # words that may stand between the parts of a phrase: "put their objections aside"
CLASSES = ("not", "without", "against", "bad", "turn", "for", "value", "open", "response", "talk", "break", "nothing")
_OPERATORS = frozenset({"not", "without", "against", "turn"})
_STARTS = frozenset({"not", "against", "turn", "for", "value"})  # what may begin a clause of its own after "and"
_TOKEN = re.compile(r"[A-Za-z][\w']*|\d[\d.,]*\d|\d|[.!?;:,—…]")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_CONTRACTED = re.compile(r"\b(?:(ca)|(wo)|(sha))?n[’']t\b", re.I)
AUXILIARY = frozenset(
    "do does did be is are was were been being will would must should can could has have had may might shall remain remains".split()
)
_PREPOSITION = frozenset("to on for in with of by at from about that".split())
_RELATIVE = frozenset(("which", "who", "whose"))
_DETERMINER = frozenset("the a an its their our his her all any every this that these those no some other more".split())
_OBJECT = _DETERMINER | frozenset(("in", "with", "on", "to"))
_NOUN = ("s", "ion", "ment", "ity", "ance", "ence", "ness")
_SUBJECT = frozenset("we they he she it there that the i you this these".split())
_ENDINGS = ("ies", "ied", "ing", "ed", "es", "s", "e")
_SUFFIXES = (
    "isation", "ization", "ition", "ation", "ment", "ance", "ence", "ially", "ally", "ness", "ity", "ive", "able", "ible",
    "ised", "ized", "ise", "ize", "ion", "ate", "er", "or", "al", "ly", "y",
)  # fmt: skip


@dataclass(slots=True)
class Word:
    """A word: its base, the key under which it meets its synonyms, what it counts, and its classes."""

    base: str
    key: str
    weight: float
    classes: frozenset[str]


@dataclass(slots=True)
class Clause:
    """A clause's words, with a sign for each: -1 where an odd number of operators reaches it."""

    words: tuple[Word, ...]
    signs: tuple[int, ...]
    classes: frozenset[str]


@dataclass(frozen=True)
class _Lexicon:
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    kept: frozenset[str]
    same: dict[str, str]
    opposite: dict[str, tuple[int, int]]
    weak: frozenset[str]
    granting: frozenset[str]
    governing: frozenset[str]
    names: dict[str, str]


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in their order."""
    found: list[Clause] = []
    for words, stops in _split(text):
        if words:
            inherits = found and words[0].base in _RELATIVE and not found[-1].classes.isdisjoint(("against", "turn"))
            carried = found[-1].signs[-1] if inherits else 1
            found.append(_signed(words, stops, carried))
    return found


def sides(clause: Clause) -> dict[int, int]:
    """Which pairs of opposites ("together", "alone") a clause has a word of, and of which side."""
    opposite = lexicon().opposite
    return dict(opposite[w.base] for w in clause.words if w.base in opposite)


def proposition_signs(clause: Clause) -> tuple[int, ...]:
    """The signs of a proposition's words: it is one short sentence, so each operator reaches all of it."""
    without = [i for i, w in enumerate(clause.words) if "without" in w.classes]
    turned = [i for i, w in enumerate(clause.words) if not _OPERATORS.isdisjoint(w.classes) and i not in without]
    cancelled = [i for i in without if i + 1 in turned]  # "without limits"
    sign = -1 if (len(turned) - len(cancelled)) % 2 else 1
    without = [i for i in without if i not in cancelled]
    return tuple(-sign if sum(j < i for j in without) % 2 else sign for i in range(len(clause.words)))


def base(word: str) -> str:
    """A word without its inflection: "refuses", "refused" and "refusing" are one."""
    return _base(word.lower().removesuffix("'s").strip("'"))


@lru_cache(maxsize=16384)
def _base(word: str) -> str:
    if word in lexicon_kept() or len(word) < 4:
        return word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3 or (ending == "s" and stem[-1] in "sui"):
            continue
        word = stem + "y" if ending in ("ies", "ied") else stem
        break
    return word[:-1] if word[-1] == word[-2] and word[-1] not in "sl" else word


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    stem = _base(word).replace("our", "or")
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 4:
            stem = stem.removesuffix(suffix)
            break
    return stem.rstrip("ey")[:STEM]


@lru_cache(maxsize=1)
def _read() -> dict[str, list[str]]:
    read: dict[str, list[str]] = json.loads(DATA.joinpath("stance.json").read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def lexicon_kept() -> frozenset[str]:
    return frozenset(_read()["kept"])


@lru_cache(maxsize=1)
def lexicon() -> _Lexicon:
    read = _read()
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in CLASSES:
        for phrase in read[name]:
            first, *rest = map(base, phrase.replace("-", " ").split())
            phrases.setdefault(first, []).append((tuple(rest), name))
    same: dict[str, str] = {}
    for group in read["same"]:
        for word in group:
            same.setdefault(_stem(word), "=" + group[0])
    opposite: dict[str, tuple[int, int]] = {}
    for number, pair in enumerate(read["opposite"]):
        for side, words in enumerate(pair):
            opposite |= {base(word): (number, side) for word in words}
    names = {
        name.lower(): entry.name
        for entry in (*states(), *alliances())
        for name in (*entry.names, *entry.adjectives, *entry.seats, *entry.nouns)
        if name.isalpha()
    }
    longest_first = {first: tuple(sorted(rest, key=lambda r: -len(r[0]))) for first, rest in phrases.items()}
    return _Lexicon(longest_first, lexicon_kept(), same, opposite, frozenset(read["weak"]), frozenset(map(base, read["granting"])), frozenset(map(base, read["to nouns"])), names)


def _split(text: str) -> Iterator[tuple[list[Word], list[int]]]:
    """Each clause's words, with the positions at which one that coordinates or a comma stops what came before."""
    tokens = _tokens(text)
    bases = [base(t) if t[0].isalnum() else t for t in tokens]
    words: list[Word] = []
    stops: list[int] = []
    at, fresh = 0, True
    while at < len(tokens):
        token = tokens[at]
        if not token[0].isalnum():
            if token == "," and _coordinates(tokens, bases, at + 1):
                stops.append(len(words))
            if token != "," or _restarts(tokens, at + 1):
                yield words, stops
                words, stops = [], []
                fresh = fresh or token in ".!?"
            at += 1
            continue
        classes, length = _classes(bases, at)
        if "break" in classes and words:
            yield words, stops
            words, stops = [], []
        if token.lower() in ("and", "or") and _coordinates(tokens, bases, at + 1):
            stops.append(len(words))
        for i in range(at, at + length):
            words.append(_word(tokens[i], bases[i], classes if i == at else frozenset(), fresh=fresh))
            fresh = False
        at += length
    yield words, stops


def _tokens(text: str) -> list[str]:
    plain = _CONTRACTED.sub(lambda m: ("can" if m[1] else "will" if m[2] else "shall" if m[3] else "") + " not", text)
    plain = plain.replace("’", "'").replace("cannot", "can not").replace("'ll", " will").replace("'ve", " have")
    plain = _INITIALS.sub(lambda m: m[0].replace(".", ""), plain.replace("'re", " are").replace("'m", " am"))
    return _TOKEN.findall(re.sub(r"(\w)n't\b", r"\1 not", plain))


def _restarts(tokens: list[str], at: int) -> bool:
    """Whether a clause with a subject of its own follows a comma: ", and we will …"."""
    return len(tokens) > at + 1 and tokens[at].lower() in ("and", "or") and tokens[at + 1].lower() in _SUBJECT


def _coordinates(tokens: list[str], bases: list[str], at: int) -> bool:
    """Whether what follows an "and" is a phrase of its own, which an operator before it does not reach."""
    if at >= len(tokens):
        return False
    following = tokens[at].lower()
    return (
        following in _PREPOSITION
        or following in AUXILIARY
        or following.endswith("ing")
        or not _STARTS.isdisjoint(_classes(bases, at)[0])
        or (at + 1 < len(tokens) and tokens[at + 1].lower() in _OBJECT and not following.endswith(_NOUN) and following not in _DETERMINER)
    )


def _classes(bases: list[str], at: int) -> tuple[frozenset[str], int]:
    """The classes of the longest phrase that begins here, and its length in words."""
    found: list[str] = []
    length = 1
    for rest, name in lexicon().phrases.get(bases[at], ()):
        if len(rest) + 1 < length and found:
            break
        if rest and rest[0] == "...":
            if any(tuple(bases[i : i + len(rest) - 1]) == rest[1:] for i in range(at + 2, at + 2 + GAP)):
                found.append(name)
        elif tuple(bases[at + 1 : at + 1 + len(rest)]) == rest:
            found.append(name)
            length = len(rest) + 1
    return frozenset(found), length


def _word(token: str, its_base: str, classes: frozenset[str], *, fresh: bool) -> Word:
    words, low = lexicon(), token.lower().removesuffix("'s")
    name = words.names.get(low) if token[0].isupper() else None
    stem = _stem(its_base)
    if name or (token[0].isupper() and not fresh) or (token.isupper() and len(token) > 1):
        weight = NAME
    else:
        weight = 0.0 if low in words.weak or its_base in words.weak else 1.0 if token[0].isalpha() else 0.5
    return Word(its_base, name or words.same.get(stem, stem), weight, classes)


def _signed(words: list[Word], stops: list[int], carried: int) -> Clause:
    signs = [carried] * len(words)
    for at, word in enumerate(words):
        if not _OPERATORS.isdisjoint(word.classes):
            first, last = _reach(words, stops, at)
            for i in range(first, last):
                signs[i] = -signs[i]
    classes = frozenset().union(*(w.classes for w in words))
    return Clause(tuple(words), tuple(signs), classes)


def _reach(words: list[Word], stops: list[int], at: int) -> tuple[int, int]:
    """The range of words that an operator reaches: what follows it, and its subject where it is the predicate."""
    classes = words[at].classes
    end = next((s for s in stops if s > at + 1), len(words))
    if "turn" in classes:  # "lift sanctions | to help the talks"
        governed = lexicon().governing
        end = next((i for i in range(at + 2, end) if words[i].base == "to" and words[i - 1].base not in governed), end)
    if "without" in classes:
        return at, end
    start = at
    if any(w.base in AUXILIARY for w in words[max(0, at - 2) : at]):
        start = max((s for s in stops if s <= at and not _shares_subject(words, s)), default=0)
        start = next((i + 1 for i in range(at - 1, start - 1, -1) if _begins(words, i)), start)
    elif at > 1 and words[at - 1].base == "to" and (object_ := _granted(words, at - 1)) is not None:
        start = object_
    elif "turn" in classes:  # "trade barriers"
        while start > 0 and words[start - 1].weight == 1.0 and not words[start - 1].classes:
            start -= 1
    return start, end


def _begins(words: list[Word], at: int) -> bool:
    """Whether a clause begins after this word: "that", or an "and" with a predicate before it."""
    if words[at].base == "that":
        return True
    return words[at].base in ("and", "or") and not _shares_subject(words, at) and any(
        w.base in AUXILIARY or not _OPERATORS.isdisjoint(w.classes) for w in words[:at]
    )


def _granted(words: list[Word], to: int) -> int | None:
    """Where the object begins of which something is wanted: "wants | the blockade to end"."""
    granting = lexicon().granting
    return next((i + 1 for i in range(to - 2, max(-1, to - 7), -1) if words[i].base in granting), None)


def _shares_subject(words: list[Word], stop: int) -> bool:
    """Whether a predicate follows that has its subject before the stop: "tariffs hurt us | and should be cut"."""
    return stop + 1 < len(words) and words[stop].base == "and" and words[stop + 1].base in AUXILIARY
