"""Who sits at the table, and which statements are about it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.record.answers import Known, Met, Said

# A party is at the table when it has a tenth of the weight of the party most seen: its share of meetings and of
# statements, each of the highest. On four weeks of White House papers that keeps nine parties and drops those named
# once in a list of calls; on wire reports of one dispute it keeps both sides and the chair.
SHARE = 0.1
PARTIES = 12
FEW = 10  # meetings up to which one of them is worth a tenth: two in all tell little of who sits at the table


@dataclass(frozen=True)
class Table:
    """Parties in order of weight; in how many meetings each sat and how many statements it made."""

    parties: tuple[str, ...]
    left_out: tuple[str, ...]
    met: Mapping[str, int]
    heard: Mapping[str, int]


def seated(said: Sequence[Said], met: Sequence[Met]) -> Table:
    """The parties that meet and speak, the most seen first."""
    seats = Counter(party for m in met if len(m.parties) > 1 for party in m.parties)
    heard = Counter(s.party for s in said if s.party)
    most_seats = max([FEW, *seats.values()])
    most_heard = max(heard.values(), default=1)
    weight = {p: seats[p] / most_seats + heard[p] / most_heard for p in {*seats, *heard}}
    ranked = sorted(weight, key=lambda p: (-weight[p], p))
    least = SHARE * max(weight.values(), default=0.0)
    kept = [p for p in ranked if weight[p] >= least][:PARTIES]
    return Table(tuple(kept), tuple(p for p in ranked if p not in kept), dict(seats), dict(heard))


def about(said: Sequence[Said], table: Table, people: Iterable[Known]) -> list[Said]:
    """Statements about what lies between the parties, in order of their numbers.

    One that names a party other than the speaker's own, or somebody who speaks for it, and its neighbours in the same
    document: a press briefing holds much else. All, where there are no two parties or none is ever named.
    """
    ordered = sorted(said, key=lambda s: s.id)
    if len(table.parties) < 2:
        return ordered
    named = {party: re.compile("|".join(forms), re.I) for party, forms in _forms(table, people).items()}
    naming = {s.id for s in ordered if any(p != s.party and form.search(s.content) for p, form in named.items())}
    placed = sorted(ordered, key=_place)
    beside = [(a.id, b.id) for a, b in pairwise(placed) if a.fullest.source.key == b.fullest.source.key]
    near = {n for pair in beside if not naming.isdisjoint(pair) for n in pair}
    return [s for s in ordered if s.id in near | naming] or ordered


def _place(said: Said) -> tuple[str, int]:
    spans = said.fullest.content
    return said.fullest.source.key, spans[0].start if spans else 0


def _forms(table: Table, people: Iterable[Known]) -> dict[str, list[str]]:
    """How each party is named in passing: "Russia", "Russians", and who speaks for it, by surname.

    The party that speaks most is named by itself all the time: its people do not count.
    """
    out = {party: [rf"\b{_stem(party)}"] for party in (*table.parties, *table.left_out)}
    for person in people:
        surname = person.name.split()[-1] if person.name.split() else ""
        if person.party in out and person.party != table.parties[0] and len(surname) > 2:
            out[person.party].append(rf"\b{re.escape(surname)}\b")
    return out


def _stem(party: str) -> str:
    """A state's name without its last vowels, so that it begins the name of its people too; longer names whole."""
    bare = re.sub(r"[aeiouy]+$", "", party) if " " not in party else ""
    return re.escape(bare) if len(bare) >= 4 else rf"{re.escape(party)}\b"
