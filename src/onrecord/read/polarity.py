"""The clauses of a text, and for each of their words whether what is said of it is turned: "will *not* lift *the ban*".

Operators are negations, verbs of refusal ("against") and verbs of ending or preventing ("turn"). Each reaches some of
the words of its clause, and two that reach the same word cancel each other. Word lists: ``data/stance.json``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from onrecord.read.lexicon import DATA, alliances, states
from onrecord.spans import Range

STEM = 7  # letters of a stem that are compared
NAME = 0.25  # what a name counts towards what two texts have in common; another word counts 1
HALF = 0.5  # and a number, or another word with a capital
GAP = 6  # words that may stand between the parts of a phrase: "put their objections aside"
FRAGMENT = 14  # words that may go on a clause before them without being one
GRANTED = 5  # words an object may have that something is wanted of: "wants | the old blockade | to end"
Class = Literal[
    "not", "without", "against", "bad", "turn", "for", "value", "open", "response", "talk", "break", "nothing"
]
_OPERATORS: frozenset[Class] = frozenset(("not", "without", "against", "turn"))
_STARTS: frozenset[Class] = frozenset(("not", "against", "turn", "for", "value"))  # may begin a phrase after "and"
_TOKEN = re.compile(r"[A-Za-z][\w']*|\d[\d.,]*\d|\d|[.!?;:,—…]")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_CONTRACTED = re.compile(r"\b(?:can't|cannot|won't|shan't)\b|n't\b|'(?:ll|ve|re|m)\b", re.I)
_WHOLE = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "n't": " not", "'ll": " will",
    "'ve": " have", "'re": " are", "'m": " am",
}  # fmt: skip
_RELATIVE = frozenset(("which", "who", "whose"))
_OF_VERBS = frozenset(("in", "with", "on", "to"))  # prepositions that often follow a verb
_NOUN = ("s", "ion", "ment", "ity", "ance", "ence", "ness")
_ENDINGS = ("ies", "ied", "ing", "ed", "es", "s", "e")
_SUFFIXES = (
    "isation", "ization", "ition", "ation", "ment", "ance", "ence", "ially", "ally", "ness", "ity", "ive", "able",
    "ible", "ised", "ized", "ise", "ize", "ion", "ate", "er", "or", "al", "ly", "y",
)  # fmt: skip
_NO_CLASS: frozenset[Class] = frozenset()


@dataclass(slots=True)
class Word:
    """A word: its base, the key under which it meets its synonyms, what it counts, and its classes."""

    base: str
    key: str
    weight: float
    classes: frozenset[Class]


@dataclass(slots=True)
class Clause:
    """A clause's words, with a sign for each: -1 where an odd number of operators reaches it."""

    words: tuple[Word, ...]
    signs: tuple[int, ...]
    classes: frozenset[Class]


@dataclass(frozen=True)
class _Lexicon:
    phrases: dict[str, tuple[tuple[tuple[str, ...], Class], ...]]
    same: dict[str, str]
    opposite: dict[str, tuple[int, int]]
    both: frozenset[str]
    weak: frozenset[str]
    faint: frozenset[str]
    granting: frozenset[str]
    governing: frozenset[str]
    names: dict[str, str]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    subjects: frozenset[str]


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in their order."""
    found: list[Clause] = []
    for words, stops in _split(text):
        if words:
            inherits = found and words[0].base in _RELATIVE and not found[-1].classes.isdisjoint(("against", "turn"))
            carried = found[-1].signs[-1] if inherits or (found and _continues(words, found[-1])) else 1
            found.append(_signed(words, stops, carried))
    return found


def _continues(words: list[Word], before: Clause) -> bool:
    """Whether words are no clause but go on one that negates: "will not set a date | — a deadline, from here"."""
    lexicon = _lexicon()
    bound = words[0].classes & {"break", "for"} or any(
        is_auxiliary(w) or (w.base in lexicon.subjects and w.base not in lexicon.determiners) for w in words
    )
    return "not" in before.classes and len(words) <= FRAGMENT and not bound


def sides(clause: Clause) -> dict[int, int]:
    """Which pairs of opposites ("together", "alone") a clause has a word of, and of which side."""
    opposite = _lexicon().opposite
    return dict(opposite[w.base] for w in clause.words if w.base in opposite)


def is_auxiliary(word: Word) -> bool:
    """Whether a word makes the next one a predicate: "is", "must"."""
    return word.base in _lexicon().auxiliaries


def is_mutual(word: Word) -> bool:
    """Whether a word says that something holds for more than one side: "both", "as well"."""
    return word.base in _lexicon().both


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
    if word in _kept() or len(word) < 4:
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
    """What a word shares with those derived from it: "limit" and "limitation"."""
    stem = _base(word).replace("our", "or")
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 4:
            stem = stem.removesuffix(suffix)
            break
    return stem.rstrip("ey")[:STEM]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DATA.joinpath("stance.json").read_text(encoding="utf-8"))
    return read


def alternatives(name: str) -> str:
    """The words of a list of the lexicon, as a pattern."""
    return "|".join(map(re.escape, _read()[name]))


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    """Words whose ending is none: "spring", "need"."""
    return frozenset(_read()["kept"])


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    read = _read()
    phrases: dict[str, list[tuple[tuple[str, ...], Class]]] = {}
    for name in get_args(Class):
        for phrase in read[name]:
            first, *rest = map(base, phrase.replace("-", " ").split())
            phrases.setdefault(first, []).append((tuple(rest), name))
    same: dict[str, str] = {}
    for group in read["same"]:
        for word in group:
            same.setdefault(_stem(word), "=" + group[0])
    opposite = {
        base(word): (number, side)
        for number, pair in enumerate(read["opposite"])
        for side, words in enumerate(pair)
        for word in words
    }
    return _Lexicon(
        phrases={first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in phrases.items()},
        same=same,
        opposite=opposite,
        both=frozenset(map(base, read["both"])),
        weak=frozenset(read["weak"]),
        faint=frozenset(map(base, read["faint"])),
        granting=frozenset(map(base, read["granting"])),
        governing=frozenset(map(base, read["to nouns"])),
        names=_names(),
        **{kind: frozenset(read[kind]) for kind in ("auxiliaries", "prepositions", "determiners", "subjects")},
    )


def _names() -> dict[str, str]:
    """The states and alliances by the words that stand for them."""
    return {
        name.lower(): entry.name
        for entry in (*states(), *alliances())
        for name in (*entry.names, *entry.adjectives, *entry.seats, *entry.nouns)
        if name.isalpha()
    }


def _split(text: str) -> Iterator[tuple[list[Word], list[int]]]:
    """Each clause's words, with the positions at which one that coordinates or a comma stops what came before."""
    tokens = _tokens(text)
    bases = [base(t) if t[0].isalnum() else t for t in tokens]
    words: list[Word] = []
    stops: list[int] = []
    at, fresh = 0, True
    while at < len(tokens):
        text = tokens[at]
        classes, length = _classes(bases, at) if text[0].isalnum() else (_NO_CLASS, 1)
        if text in (",", "and", "or") and _coordinates(tokens, bases, at + 1):
            stops.append(len(words))
        subordinate = bool(words) and "break" in words[0].classes
        if _parts(tokens, at, subordinate=subordinate) or ("break" in classes and words):
            yield words, stops
            words, stops = [], []
        if text[0].isalnum():
            words += [
                _word(tokens[i], bases[i], classes if i == at else _NO_CLASS, fresh=fresh and i == at)
                for i in range(at, at + length)
            ]
        fresh = text in ".!?" or (fresh and not text[0].isalnum())
        at += length
    yield words, stops


def _tokens(text: str) -> list[str]:
    """Words and the marks that part clauses; contractions written out, initials without their stops."""
    joined = re.sub(r"\b[Dd]e-(?=escalat)", "de", text.replace("’", "'"))
    plain = _CONTRACTED.sub(lambda m: _WHOLE[m[0].lower()], joined)
    return _TOKEN.findall(_INITIALS.sub(lambda m: m[0].replace(".", ""), plain))


def _parts(tokens: list[str], at: int, *, subordinate: bool) -> bool:
    """Whether a mark parts clauses: a comma only before a subject, ", and we will …" or "while it can, it will not"."""
    if tokens[at] != ",":
        return not tokens[at][0].isalnum()
    first, *second = [*(t.lower() for t in tokens[at + 1 : at + 3]), ""]
    subjects = _lexicon().subjects
    return (first in ("and", "or") and second[0] in subjects) or (subordinate and first in subjects)


def _coordinates(tokens: list[str], bases: list[str], at: int) -> bool:
    """Whether what follows an "and" is a phrase of its own, which an operator before it does not reach."""
    if at >= len(tokens):
        return False
    words, following = _lexicon(), tokens[at].lower()
    return (
        following in words.prepositions
        or following in words.auxiliaries
        or following.endswith("ing")
        or not _STARTS.isdisjoint(_classes(bases, at)[0])
        or (at + 1 < len(tokens) and _is_verb(following, tokens[at + 1].lower()))
    )


def _is_verb(word: str, following: str) -> bool:
    """Whether a word looks like a verb before its object: "and *lift* the ban"."""
    determiners = _lexicon().determiners
    return (following in determiners or following in _OF_VERBS) and not word.endswith(_NOUN) and word not in determiners


def _classes(bases: list[str], at: int) -> tuple[frozenset[Class], int]:
    """The classes of the longest phrase that begins here, and its length in words."""
    found: list[Class] = []
    length = 1
    for rest, name in _lexicon().phrases.get(bases[at], ()):
        if len(rest) + 1 < length and found:
            break
        if rest and rest[0] == "...":
            if any(tuple(bases[i : i + len(rest) - 1]) == rest[1:] for i in range(at + 2, at + 2 + GAP)):
                found.append(name)
        elif tuple(bases[at + 1 : at + 1 + len(rest)]) == rest:
            found.append(name)
            length = len(rest) + 1
    return frozenset(found), length


def _word(token: str, its_base: str, classes: frozenset[Class], *, fresh: bool) -> Word:
    """A token with what it counts; ``fresh`` where a sentence begins, so that a capital tells nothing."""
    words, low = _lexicon(), token.lower().removesuffix("'s")
    name = words.names.get(low) if token[0].isupper() else None
    stem = _stem(its_base)
    if name or its_base in words.faint:
        weight = NAME
    elif low in words.weak or its_base in words.weak:
        weight = 0.0
    else:
        special = not token[0].isalpha() or (token[0].isupper() and not fresh) or (token.isupper() and len(token) > 1)
        weight = HALF if special else 1.0
    return Word(its_base, name or words.same.get(stem, stem), weight, classes)


def _signed(words: list[Word], stops: list[int], carried: int) -> Clause:
    """The clause with its signs; a relative clause carries on the sign before it: "a clause which would …"."""
    signs = [carried] * len(words)
    for at, word in enumerate(words):
        if not _OPERATORS.isdisjoint(word.classes):
            first, last = _reach(words, stops, at)
            for i in range(first, last):
                signs[i] = -signs[i]
    return Clause(tuple(words), tuple(signs), _NO_CLASS.union(*(w.classes for w in words)))


def _reach(words: list[Word], stops: list[int], at: int) -> Range:
    """The words that an operator reaches: what follows it, and its subject where it is the predicate."""
    classes = words[at].classes
    end = next((s for s in stops if s > at + 1 or (s > at and _is_noun_phrase_end(words, at, s))), len(words))
    if "turn" in classes:  # "lift sanctions | to help the talks", "end it | rather than …"
        end = next((i for i in range(at + 2, end) if _is_infinitive(words, i)), end)
        end = next((i for i in range(at + 1, end) if "without" in words[i].classes), end)
    return (at if "without" in classes else _start(words, stops, at)), end


def _is_infinitive(words: list[Word], at: int) -> bool:
    """Whether a "to" stands before a verb, not before what something is done to."""
    lexicon = _lexicon()
    if words[at].base != "to" or words[at - 1].base in lexicon.governing:
        return False
    return at + 1 == len(words) or words[at + 1].base not in lexicon.determiners


def _is_noun_phrase_end(words: list[Word], at: int, stop: int) -> bool:
    """Whether a noun of ending stands alone before a comma: "bans | , to put in place"."""
    return "turn" in words[at].classes and stop < len(words) and words[stop].base == "to"


def _start(words: list[Word], stops: list[int], at: int) -> int:
    """Where the reach of an operator begins: at its subject, at what is wanted to end, at a noun's modifiers."""
    if any(map(is_auxiliary, words[max(0, at - 2) : at])):
        first = max((s for s in stops if s <= at and not _shares_subject(words, s)), default=0)
        return next((i + 1 for i in range(at - 1, first - 1, -1) if _begins(words, i)), first)
    if at > 1 and words[at - 1].base == "to" and (wanted := _granted(words, at - 1)) is not None:
        return wanted
    if "turn" in words[at].classes:  # "trade barriers"
        while at > 0 and words[at - 1].weight == 1.0 and not words[at - 1].classes:
            at -= 1
    return at


def _begins(words: list[Word], at: int) -> bool:
    """Whether a clause begins after this word: "that", or an "and" with a predicate before it."""
    if words[at].base == "that":
        return True
    if words[at].base not in ("and", "or") or _shares_subject(words, at):
        return False
    return any(is_auxiliary(w) or not _OPERATORS.isdisjoint(w.classes) for w in words[:at])


def _granted(words: list[Word], to: int) -> int | None:
    """Where the object begins of which something is wanted: "wants | the blockade to end"."""
    granting = _lexicon().granting
    return next((i + 1 for i in range(to - 2, max(-1, to - 2 - GRANTED), -1) if words[i].base in granting), None)


def _shares_subject(words: list[Word], stop: int) -> bool:
    """Whether a predicate follows that has its subject before the stop: "tariffs hurt us | and should be cut"."""
    return stop + 1 < len(words) and words[stop].base == "and" and is_auxiliary(words[stop + 1])
