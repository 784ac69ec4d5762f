"""What fits no issue of a dossier, by cluster, so that a person sees what to add to it. Nothing is forced into one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from onrecord.record.answers import Said
from onrecord.weigh.proposing import proposed
from onrecord.weigh.weighed import Weighed


@dataclass(frozen=True)
class Cluster:
    """Statements that belong together: ``label`` is made of their own words, or of their kind and party."""

    label: str
    said: tuple[Said, ...]


def unsorted(weighed: Weighed) -> tuple[Cluster, ...]:
    """Clusters of the statements that bear on no issue, the largest first; each statement is in one.

    What is demanded, offered, refused or warned of is put together by likeness, as a draft of a dossier does it; the
    rest by kind and party, newest first.
    """
    rest = {s.id: s for s in weighed.unsorted}
    names = [n for p in weighed.dossier.parties for n in (p.name, *p.aliases, *p.organs, *(d.name for d in p.people))]
    alike = []
    for one in proposed(tuple(rest.values()), weighed.said, names, weighed.meanings):
        held = [rest.pop(n) for n in one.statements if n in rest]
        if len(held) > 1:
            alike.append(Cluster(one.issue.name, tuple(held)))
        else:
            rest |= {s.id: s for s in held}
    return (*sorted(alike, key=lambda c: (-len(c.said), c.label)), *_by_kind(sorted(rest.values(), key=_kind)))


def _by_kind(ordered: list[Said]) -> Iterator[Cluster]:
    for (kind, party), found in groupby(ordered, key=lambda s: (s.kind, s.party or "no party")):
        yield Cluster(f"{kind}, {party}", tuple(sorted(found, key=lambda s: (s.date, s.id), reverse=True)))


def _kind(said: Said) -> tuple[str, str]:
    return said.kind, said.party or "no party"
