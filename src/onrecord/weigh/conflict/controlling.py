"""Who can bring an issue about or keep it from coming about: who offers, refuses or promises it, on the record."""

from collections.abc import Iterable, Mapping
from typing import Final

from onrecord.record.answers import Said
from onrecord.values import Bearing, Dossier, Kind
from onrecord.values.conflict import Ground
from onrecord.weigh.evidence import settles
from onrecord.weigh.sides import Sides, Voice
from onrecord.weigh.weighed import Bearings

ACTS: Final[frozenset[Kind]] = frozenset({"offer", "refusal", "commitment"})
OWN: Final[frozenset[Voice]] = frozenset({"own", "on_behalf_of", "jointly"})  # who supports a statement did not say it


def speaking(said: Said, sides: Sides) -> tuple[str, ...]:
    """The parties whose own words a statement is, where someone answers for it and it is surely read."""
    return tuple(side.party for side in sides.of(said) if side.voice in OWN) if settles(said) else ()


def controls(said: Iterable[Said], bearings: Bearings, dossier: Dossier) -> dict[str, dict[str, tuple[Said, ...]]]:
    """For each issue the parties that control it, each with the statements that show it, in the dossier's order.

    A party that only demands controls nothing; and who refuses that the proposition fail asks for it, too.
    """
    sides = Sides(dossier)
    found: dict[str, dict[str, list[Said]]] = {i.id: {p.name: [] for p in dossier.parties} for i in dossier.issues}
    for s in said:
        for party in speaking(s, sides):
            for bearing in bearings.get(s.id, ()):
                if shows(s, bearing):
                    found[bearing.issue][party].append(s)
    return {issue: {p: tuple(shown) for p, shown in of.items() if shown} for issue, of in found.items()}


def shows(said: Said, bearing: Bearing) -> bool:
    """Whether a statement shows that its speaker can do or leave what an issue is about.

    An offer that takes no side on an issue only touches it, as in its condition.
    """
    if said.kind == "refusal":
        return bearing.stance != "for"
    return said.kind in ACTS and not (said.kind == "offer" and bearing.stance is None)


def ground(numbers: Iterable[int], issue: str, bearings: Mapping[int, Iterable[Bearing]]) -> Ground:
    """Stated where one of some statements speaks of the issue in its words and takes a side; else inferred."""
    own = (b for n in numbers for b in bearings.get(n, ()) if b.issue == issue)
    return "stated" if any(b.by != "meaning" and b.stance for b in own) else "inferred"
