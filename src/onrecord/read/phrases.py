"""Phrases found in words by stems: "consulting closely with our allies" holds the phrase "consultation with allies"."""

import re
from functools import lru_cache

from onrecord.read.lexicon import lines, states

# Words that may stand among a phrase's words: "coordinate closely with allies".
LOOSE = 1
_WORD = re.compile(r"[^\W_](?:[\w'’.]*[^\W_])?")
# Written in one word or with a hyphen: build-up, de-escalate, cyber-attack.
_PARTED = re.compile(
    r"(?<=\w)-(?=(?:up|off|out|in|down|over|back)\b)|(?<=\b(?:de|re|co))-(?=\w)|(?<=\b(?:non|pre))-(?=\w)", re.I
)
_CLITIC = re.compile(r"['’]s?$")
_LEAST = 4  # letters that a stem keeps


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in their order, without those that say nothing by themselves."""
    words = (_of_state().get(word, word).casefold() for word in _WORD.findall(_PARTED.sub("", text)))
    return tuple(stem(word) for word in words if word not in _plain())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, so that invade and invasion, diplomacy and diplomatic, Iran and Iranians are one."""
    word = _CLITIC.sub("", word)
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = word[: -len(ending)]
            break
    if word[-1:] in ("i", "y"):
        word = word[:-1] + ("i" if len(word) <= _LEAST + 1 else "")
    return _alternated(word) if len(word) > _LEAST else word


def holds(words: tuple[str, ...], phrase: frozenset[str], length: int) -> bool:
    """Whether the stems of a phrase stand together among the stems of a text, in any order."""
    if not phrase or not phrase.issubset(words):
        return False
    spots = range(max(1, len(words) - length + 1))
    return any(phrase.issubset(words[at : at + length + LOOSE]) for at in spots)


def _alternated(word: str) -> str:
    """One consonant where Latin verbs and their nouns have two: expand and expansion, invade and invasion; batted."""
    word = re.sub(r"ns$", "nd", word)
    word = re.sub(r"(?<=[aiu])s$", "d", word)
    return re.sub(r"([tpnlgdbm])\1$", r"\1", word)


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(sorted(" ".join(lines("endings.txt")).split(), key=lambda ending: (-len(ending), ending)))


@lru_cache(maxsize=1)
def _of_state() -> dict[str, str]:
    """Adjectives and inhabitants of one word with their state: German and Germany are one."""
    one_word = (entry for entry in states() if " " not in entry.name)
    return {word: entry.name for entry in one_word for word in entry.adjectives if " " not in word}


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return frozenset(" ".join(lines("plain_words.txt")).split())
