"""A first dossier out of a record: who sits at the table and what it is about, for a person to edit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.record.answers import Known, Met, Said
from onrecord.values import Delegate, Dossier, DossierParty, Forum, Period
from onrecord.weigh.proposing import ISSUES, Proposed, proposed
from onrecord.weigh.table import Table, about, seated

PEOPLE = 8  # people and organs of one party: who speaks for it most
FORUMS = 12
FORUM_WORDS = 6  # a longer name is mostly a sentence that was taken for one


@dataclass(frozen=True)
class Person:
    """An actor and the role that most documents give them."""

    known: Known
    role: str | None


@dataclass(frozen=True)
class Draft:
    """A dossier as far as a record can say it; with each issue the statements it comes from.

    ``left_out`` are parties seldom heard of, ``further`` smaller issues; ``aside`` counts statements on no issue.
    """

    dossier: Dossier
    issues: tuple[Proposed, ...]
    further: tuple[Proposed, ...]
    heard: Mapping[str, int]
    met: Mapping[str, int]
    left_out: tuple[str, ...]
    taken: int
    aside: int


def draft(
    said: Sequence[Said],
    met: Sequence[Met],
    actors: Sequence[Person],
    meanings: Mapping[int, bytes],
    *,
    title: str | None = None,
) -> Draft:
    """Propose parties, people, forums, period and issues."""
    table = seated(said, met)
    people = [p for p in actors if p.known.type == "person" and p.known.party]
    relevant = about(said, table, [p.known for p in people])
    found = proposed(relevant, said, _names(table, actors), meanings)
    issues, further = found[:ISSUES], found[ISSUES:]
    counted = Counter(s.actor for s in relevant)
    taken = {n for one in issues for n in one.statements}
    made = Dossier(
        title=title or _title(table),
        period=_period(relevant or said),
        parties=tuple(_parties(table, actors, counted, met)),
        forums=tuple(_forums(met, set(table.parties))),
        issues=tuple(one.issue for one in issues),
    )
    return Draft(
        made, issues, further, table.heard, table.met, table.left_out, len(taken), len(relevant) - len(taken)
    )  # fmt: skip


def _names(table: Table, actors: Iterable[Person]) -> list[str]:
    return [*table.parties, *table.left_out, *(p.known.name for p in actors)]


def _title(table: Table) -> str:
    """Who talks, by the two most seen: a person writes a better one."""
    return " and ".join(table.parties[:2]) or "Negotiation"


def _period(said: Sequence[Said]) -> Period:
    days = sorted(c.source.published for s in said for c in s.citations if c.source.published)
    return Period(start=days[0], end=days[-1]) if days else Period()


def _parties(
    table: Table, actors: Sequence[Person], counted: Mapping[int | None, int], met: Sequence[Met]
) -> Iterable[DossierParty]:
    """The parties at the table with those who speak for them here; a name goes to one party only."""
    attended = Counter(name for m in met for name in m.delegates)
    taken = {_key(p) for p in table.parties}
    for party in table.parties:
        own = [p for p in actors if p.known.party == party and p.known.name != party]
        weight = {p.known.id: counted.get(p.known.id, 0) + attended[p.known.name] for p in own}
        own = sorted((p for p in own if weight[p.known.id]), key=lambda p: (-weight[p.known.id], p.known.name))
        full = {p.known.name.split()[-1] for p in own if _person(p) and len(p.known.name.split()) > 1}
        named = [p for p in own if _person(p) and p.known.name not in full]  # "Dorn" beside "Ilya Dorn" says no more
        people = [Delegate(name=_tidy(p.known.name), role=p.role and _tidy(p.role)) for p in named]
        organs = [name for p in own if not _person(p) for name in [_tidy(p.known.name)] if _key(name) not in taken]
        organs = list({_key(name): name for name in reversed(organs[:PEOPLE])}.values())[::-1]
        taken |= {_key(name) for name in organs}
        yield DossierParty(name=_tidy(party), people=tuple(people[:PEOPLE]), organs=tuple(organs))


def _person(one: Person) -> bool:
    return one.known.type == "person"


def _forums(met: Sequence[Met], parties: set[str]) -> Iterable[Forum]:
    """Forums in which parties of the table met, the most reported first; names of the same words are one."""
    reports: Counter[str] = Counter()
    for m in met:
        name = _tidy(m.forum or "")
        if name and len(name.split()) <= FORUM_WORDS and parties & set(m.parties):
            reports[name] += len(m.reports)
    groups: dict[frozenset[str], list[str]] = {}
    for name, _ in reports.most_common():
        groups.setdefault(frozenset(name.casefold().replace("-", " ").split()), []).append(name)
    for names in list(groups.values())[:FORUMS]:
        spelled = list({_key(name): name for name in reversed(names)}.values())[::-1]
        yield Forum(name=spelled[0], aliases=tuple(spelled[1:]))


def _key(name: str) -> str:
    return _tidy(name).casefold()


def _tidy(text: str) -> str:
    return " ".join(text.split())
