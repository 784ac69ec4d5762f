"""What a condition asks for: the issue that its words name, whose act that is, and how the rest hangs on it."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from onrecord.record.answers import Said
from onrecord.values import Dossier, DossierParty, Issue
from onrecord.weigh.conflict.word_lists import any_of
from onrecord.weigh.disputes import ALIKE, SHARED, cosine, stem_sequence, stems
from onrecord.weigh.matching import within
from onrecord.weigh.quoting import matter


class Conditions:
    """The issues of a dossier, to be found in the words of conditions."""

    def __init__(self, said: Sequence[Said], dossier: Dossier) -> None:
        self._parties = {p.name: p for p in dossier.parties}
        self._names = stems(" ".join(name for p in dossier.parties for name in _names(p)))
        self._issues = [(issue, matter(issue) - self._names) for issue in dossier.issues]
        often = Counter(stem for s in said for stem in stems(s.content))
        self._weights = {stem: math.log(1 + len(said) / count) for stem, count in often.items()}

    def issue(self, condition: str, besides: str | None = None) -> Issue | None:
        """The issue that a condition is about: it holds a phrase of it, or shares rare words; ``besides`` is not meant.

        A phrase goes before words, a longer one before a shorter.
        """
        run, bag = stem_sequence(condition), stems(condition) - self._names
        found = []
        for place, (issue, about) in enumerate(self._issues):
            phrase = max((len(p) for p in map(stem_sequence, issue.phrases) if within(p, run)), default=0)
            alike = cosine(bag, about, self._weights)
            if issue.id != besides and (phrase or (len(bag & about) >= SHARED and alike >= ALIKE)):
                found.append((phrase, alike, -place, issue))
        return max(found, key=lambda f: f[:3])[3] if found else None

    def named(self, condition: str, parties: Collection[str]) -> list[str]:
        """Those of some parties that a condition names, in whatever form; all of them where it names none."""
        held = stems(condition)
        found = [p for p in parties if any(n and n <= held for n in map(stems, _names(self._parties[p])))]
        return found or list(parties)


def _names(party: DossierParty) -> Iterable[str]:
    return (party.name, *party.aliases, *party.organs)


def needed(condition: str) -> bool:
    """Whether a condition says that without it there is nothing: "only if", "provided that"."""
    return bool(any_of("only.txt").search(" ".join(condition.split()[:4])))


def denies(text: str) -> bool:
    """Whether words deny something."""
    return bool(any_of("denials.txt").search(text))


def excepts(condition: str) -> bool:
    """Whether a condition is an exception: "unless …"."""
    return condition.lower().split()[:1] == ["unless"]
