"""Whether a text may concern a dossier: a look at its words that costs a hundredth of reading them.

What the full reader would keep of a text are statements of the dossier's parties on its issues, and their meetings. So
a text is passed over that names none of the parties or of those who speak for them; and of the others one in which no
sentence, were it a statement, would come near to bearing on an issue, and none speaks of a meeting of two parties or of
a forum. ``python -m evaluation.about`` measures what is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.read.bearing import Told, scored, signs, word_weights
from onrecord.read.encounters import NOUNS
from onrecord.read.lexicon import alliances, states
from onrecord.read.meaning import issue_meaning, meanings_of
from onrecord.read.model import Model
from onrecord.read.phrases import stems
from onrecord.values import Dossier, DossierParty

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_MEETING = re.compile(rf"\b(?:{NOUNS}|met|meet|meets|spoke|speak)\b", re.I)
_FORUM = -1
# How many words of one issue a sentence holds before its meaning is looked at; see ``bearing.signs`` for their weights.
FEWEST = 1.0
# What a sentence scores that may hold a statement on an issue: less than ``bearing.LEAST``, for it is not
# the statement: of the articles that the reader would keep (evaluation/about.py, four dossiers) all score 5.5 and more.
NEAR = 5.0


@dataclass(frozen=True)
class Signs:
    """What of a dossier a text names: how many parties, a forum, their meeting; and how near it comes to an issue."""

    parties: int
    forum: bool
    meeting: bool
    nearest: float


class About:
    """Tells of any number of texts whether they may concern one dossier."""

    def __init__(self, dossier: Dossier, model: Model) -> None:
        self._model, self._issues = model, dossier.issues
        self._meanings = [issue_meaning(issue, model) for issue in dossier.issues]
        self._words: dict[str, list[tuple[int, float]]] = {}
        for number, weights in enumerate(word_weights(dossier.issues)):
            for word, weight in weights.items():
                self._words.setdefault(word, []).append((number, weight))
        self._names = _names(dossier)

    def may_concern(self, text: str) -> bool:
        """Whether the full reader could find in a text what it would keep for the dossier."""
        named = self._named(text)
        return bool(named) and (_FORUM in named or self._meet(text, named) or self._nearest(text) >= NEAR)

    def signs(self, text: str) -> Signs:
        """What of the dossier a text names, all of it looked for."""
        named = self._named(text)
        nearest = self._nearest(text) if named else 0.0
        return Signs(len(named - {_FORUM}), _FORUM in named, self._meet(text, named), nearest)

    def _named(self, text: str) -> set[int]:
        tokens = [t.replace(".", "") for t in _TOKEN.findall(text)]
        folded = [t.casefold() for t in tokens]
        found: set[int] = set()
        for at, first in enumerate(folded):
            for name, number, exact in self._names.get(first, ()):
                n = len(name)
                if number not in found and tuple((tokens if exact else folded)[at : at + n]) == name:
                    found.add(number)
        return found

    def _meet(self, text: str, named: set[int]) -> bool:
        """Whether a sentence speaks of a meeting and names a party, and with the one before it two of them."""
        if len(named) < 2:
            return False
        before: set[int] = set()
        for sentence in _SENTENCE.split(text):
            here = self._named(sentence)
            if here and len(here | before) > 1 and _MEETING.search(sentence):
                return True
            before = here
        return False

    def _nearest(self, text: str) -> float:
        """How much the sentence that comes nearest to an issue speaks for it."""
        near = [s for s in _SENTENCE.split(text) if s and self._touches(s)]
        if not near:
            return 0.0
        told = [Told("", s, "", "assertion", m) for s, m in zip(near, meanings_of(near, self._model), strict=True)]
        return float(np.max(scored(signs(told, self._issues, self._meanings))))

    def _touches(self, sentence: str) -> bool:
        """Whether a sentence holds enough words of one issue to be looked at."""
        held: dict[int, float] = {}
        for word in set(stems(sentence)):
            for issue, weight in self._words.get(word, ()):
                held[issue] = held.get(issue, 0.0) + weight
        return any(total >= FEWEST for total in held.values())


_Names = dict[str, list[tuple[tuple[str, ...], int, bool]]]


def _names(dossier: Dossier) -> _Names:
    """By its first word, every name of a party (by number), of who speaks for it, and of a forum."""
    out: _Names = {}
    for number, party in enumerate(dossier.parties):
        for name in _names_of(party):
            _put(out, name, number)
    for forum in dossier.forums:
        for name in (forum.name, *forum.aliases):
            _put(out, name, _FORUM)
    return out


def _names_of(party: DossierParty) -> Iterator[str]:
    own = (party.name, *party.aliases, *party.organs)
    yield from own
    for person in party.people:
        yield from (person.name, person.name.split()[-1])
    for entry in (*states(), *alliances()):
        if {entry.name, *entry.names} & set(own):
            yield from (*entry.names, *entry.adjectives, *entry.seats)


def _put(names: _Names, name: str, number: int) -> None:
    tokens = tuple(t.replace(".", "") for t in _TOKEN.findall(_ARTICLE.sub("", name)))
    exact = len(tokens) == 1 and tokens[0].isupper()  # "US" is a state, "us" is not
    if tokens:
        folded = tuple(t.casefold() for t in tokens)
        names.setdefault(folded[0], []).append((tokens if exact else folded, number, exact))
