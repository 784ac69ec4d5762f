"""Warnings as sanctions: what a party says that it will do if something comes about, in its own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.record.answers import Citation, Said
from onrecord.spans import overlap
from onrecord.values import Dossier, DossierParty
from onrecord.weigh.conflict.controlling import speaking
from onrecord.weigh.conflict.word_lists import any_of
from onrecord.weigh.disputes import stems
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Wording

NAME: Final = 44  # characters of an option's name: what a line of the table of states holds
_CLAUSE: Final = re.compile(r"[.,;:!?…]|\s[–—-]+\s|—|\bbut\b", re.I)
_QUOTES: Final = re.compile(r"[\"“”„«»]")
_INFINITIVE: Final = re.compile(r"(?:that\s+)?to\s+(?=[a-z])", re.I)


@dataclass(frozen=True)
class Warned:
    """A warning and its condition, and what its speaker would do, as an option's name: None where that is not said."""

    party: str
    said: Said
    condition: Wording
    name: str | None


def warned(said: Iterable[Said], dossier: Dossier) -> Iterator[Warned]:
    """The warnings of a dossier's parties that say on what they depend, the newest first."""
    sides, parties = Sides(dossier), {p.name: p for p in dossier.parties}
    for s in sorted((s for s in said if s.kind == "warning"), key=lambda s: (s.date, s.id), reverse=True):
        told = s.fullest
        condition = told.spans.get("condition")
        for party in speaking(s, sides) if condition else ():
            wording = Wording(s.id, told.source.key, told.key, condition or ())
            yield Warned(party, s, wording, act(besides(told), parties[party]))


def besides(told: Citation) -> str:
    """The words of a statement without those of its condition."""
    ranges = [span.range for span in told.spans.get("condition", ())]
    kept = []
    for span in told.content:
        at = span.start
        for start, end in [*sorted(r for r in ranges if overlap(r, span.range)), (span.end, span.end)]:
            kept.append(span.exact[at - span.start : max(start, at) - span.start])
            at = max(end, at)
    return " ".join(kept)


def act(text: str, party: DossierParty) -> str | None:
    """What a party says that it will do, as an option's name; None where the words say it of another, or of nobody.

    "We will close the strait" and "to close the strait" are "Close the strait"; "there will be a price" is nobody's.
    """
    plain = " ".join(_QUOTES.sub(" ", text).split()).lstrip(" ,;")
    if opened := _INFINITIVE.match(plain):
        return _named(plain[opened.end() :])
    will = any_of("will.txt").search(plain)
    return _named(plain[will.end() :]) if will and _own(plain[: will.start()], party) else None


def _own(subject: str, party: DossierParty) -> bool:
    """Whether the words before "will" are the speaker's own side."""
    held = stems(subject)
    names = (stems(name) for name in (party.name, *party.aliases, *party.organs))
    return bool(any_of("selves.txt").search(subject)) or any(name and name <= held for name in names)


def _named(words: str) -> str | None:
    """Words as the name of an option: their first clause, cut short between words."""
    clause = "".join(c for c in _CLAUSE.split(words.strip())[0] if c.isprintable()).strip()
    name = clause if len(clause) <= NAME else clause[: NAME + 1].rsplit(" ", 1)[0][:NAME]
    return name[0].upper() + name[1:] if name else None
