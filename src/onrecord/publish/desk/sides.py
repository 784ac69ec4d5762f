"""Whose words belong together on the desk: the dossier's parties, or those that say most."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.standing import Standing
from onrecord.record.answers import Said, Whose
from onrecord.values import Dossier, DossierParty
from onrecord.weigh.courses import Course, courses
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Weighed

K = TypeVar("K")
MOST = 6  # parties shown where no dossier names any


def whose(desk: Desk, name: str) -> Whose:
    """The side of a name: the dossier's party with all its names, people and organs, or the one party of that name."""
    dossier = desk.sound_dossier()
    known = dossier and next((p for p in dossier.parties if _key(name) in map(_key, (p.name, *p.aliases))), None)
    return _whose(known) if known else Whose(name, (name,))


def sides(desk: Desk, as_of: str | None) -> tuple[Whose, ...]:
    """The parties of the dossier in its order; without one those that say most."""
    dossier = desk.sound_dossier()
    if dossier is not None:
        return tuple(_whose(p) for p in dossier.parties)
    return tuple(Whose(name, (name,)) for name, _ in parties(desk, as_of)[:MOST])


def parties(desk: Desk, as_of: str | None) -> tuple[tuple[str, int], ...]:
    """Every party that states something, with how many statements."""
    return desk.memo.of(("parties", as_of), desk.view.stamp(), lambda: desk.view.parties(as_of=as_of))


def is_of(side: Whose, said: Said) -> bool:
    """Whether a statement is a side's."""
    return said.party in side.parties if said.party else said.speaker in side.speakers


def _whose(p: DossierParty) -> Whose:
    names = (p.name, *p.aliases, *p.organs)
    return Whose(p.name, names, (*names, *(d.name for d in p.people)))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


ByIssue = Mapping[str, tuple[Said, ...]]


@dataclass(frozen=True)
class Bearing:
    """The statements that bear on each issue, newest first: by who speaks, and by the party they count for."""

    standing: Standing
    by_actor: Mapping[int, ByIssue]
    by_party: Mapping[str, ByIssue]
    party_of: Mapping[int, str]  # the dossier's party for which an actor speaks

    @property
    def weighed(self) -> Weighed:
        """What they were weighed from."""
        return self.standing.weighed


def bearing(desk: Desk, as_of: str | None) -> Bearing | None:
    """What bears on the dossier's issues as of a day; None without a dossier, or where its file has faults."""
    standing = desk.standing(as_of) if desk.sound_dossier() else None
    if standing is None:
        return None
    found = desk.memo.of(("bearing", as_of), standing.made, lambda: _bearing(standing))
    return replace(found, standing=standing)  # the same, and by now perhaps behind


def course_of(desk: Desk, found: Bearing, party: str) -> tuple[Course, ...]:
    """How a dossier's party moved on each issue."""
    w = found.weighed
    own = {s.id: s for of_issue in found.by_party.get(party, {}).values() for s in of_issue}
    return desk.memo.of(
        ("courses", w.as_of, party), found.standing.made,
        lambda: courses(own.values(), w.bearings, w.dossier, party, w.as_of),
    )  # fmt: skip


def dossier_party(dossier: Dossier | None, name: str) -> bool:
    """Whether a dossier has a party of that very name."""
    return dossier is not None and any(p.name == name for p in dossier.parties)


def _bearing(standing: Standing) -> Bearing:
    w, known = standing.weighed, Sides(standing.weighed.dossier)
    by_actor: dict[int, dict[str, list[Said]]] = {}
    by_party: dict[str, dict[str, list[Said]]] = {}
    party_of: dict[int, str] = {}
    for s in sorted(w.said, key=lambda s: (s.date, s.id), reverse=True):
        found = w.bearings.get(s.id, ())
        if found and s.actor is not None and (party := known.party(s)):
            party_of.setdefault(s.actor, party)
        counts_for = [side.party for side in known.of(s)] if found else []
        for b in found:
            if s.actor is not None:
                by_actor.setdefault(s.actor, {}).setdefault(b.issue, []).append(s)
            for party in counts_for:
                by_party.setdefault(party, {}).setdefault(b.issue, []).append(s)
    return Bearing(standing, _frozen(by_actor), _frozen(by_party), party_of)


def _frozen(found: Mapping[K, Mapping[str, list[Said]]]) -> dict[K, ByIssue]:
    return {key: {issue: tuple(said) for issue, said in issues.items()} for key, issues in found.items()}
