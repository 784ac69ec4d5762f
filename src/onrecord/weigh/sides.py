"""Which parties of a dossier a statement speaks for: in its own words, and as those who stand alongside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.record.answers import Said, Speaking, folded
from onrecord.values import Dossier, Relation

Voice = Literal["own"] | Relation


@dataclass(frozen=True)
class Side:
    """That a statement counts for a party: as its ``own`` words, or by the relation in which it stands to them."""

    party: str
    voice: Voice


class Sides:
    """The names of a dossier's parties. A name that two parties claim belongs to neither: nothing is guessed."""

    def __init__(self, dossier: Dossier) -> None:
        self._named = _table((p.name, (p.name, *p.aliases, *p.organs)) for p in dossier.parties)
        self._people = _table((p.name, (d.name for d in p.people)) for p in dossier.parties)
        self._roles = _table((d.role, (d.name,)) for p in dossier.parties for d in p.people if d.role)

    def party(self, said: Said) -> str | None:
        """The party whose own words a statement is: that of its speaker, else the one its speaker stands for."""
        spelled = (said.speaker, *sorted({c.speaker for c in said.citations if c.speaker}))
        return self._of(said.party, spelled)

    def role(self, said: Said) -> str | None:
        """The role of who speaks: as the record has it, else as the dossier does."""
        return said.role or (self._roles.get(folded(said.speaker)) if said.speaker else None)

    def of(self, said: Said) -> tuple[Side, ...]:
        """Every party for which a statement counts, each once, in the order of the dossier's names.

        Words spoken on behalf of a party are that party's, and not the speaker's own.
        """
        found: dict[str, Voice] = {}
        for other in sorted({a for c in said.citations for a in c.alongside}, key=repr):
            party = self._of(other.party, (other.name,))
            if party and (party not in found or other.relation == "on_behalf_of"):
                found[party] = other.relation
        own = self.party(said)
        if own and "on_behalf_of" not in found.values():
            found[own] = "own"
        return tuple(Side(party, voice) for party, voice in sorted(found.items()))

    def _of(self, party: str | None, names: Iterable[str | None]) -> str | None:
        if party and (known := self._named.get(folded(party))):
            return known
        tables = (self._named, self._people)
        return next((table[folded(n)] for n in names if n for table in tables if table.get(folded(n))), None)


def speaking(dossier: Dossier) -> Speaking:
    """By which names a statement can count for a party of a dossier, and the dossier's days."""
    parties = dossier.parties
    names = (n for p in parties for n in (p.name, *p.aliases, *p.organs, *(d.name for d in p.people)))
    return Speaking(frozenset(map(folded, names)), dossier.period.start, dossier.period.end)


def _table(claims: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    claimed: dict[str, set[str]] = {}
    for party, names in claims:
        for name in names:
            claimed.setdefault(folded(name), set()).add(party)
    return {name: min(parties) for name, parties in claimed.items() if len(parties) == 1}
