"""The options of a first conflict: what parties control on record, and the sanctions that they warn of."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from onrecord.record.answers import Said
from onrecord.values.conflict import Option
from onrecord.weigh.conflict.controlling import controls, ground
from onrecord.weigh.conflict.dated import day_said
from onrecord.weigh.conflict.naming import free, label, written
from onrecord.weigh.conflict.on_condition import Conditions
from onrecord.weigh.conflict.proposal import Left, Note, Why
from onrecord.weigh.conflict.sanctions import Warned, warned
from onrecord.weigh.conflict.states import MOST_STATES
from onrecord.weigh.evidence import weight
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Weighed, Wording

MOST: Final = MOST_STATES.bit_length() - 1  # options, so that all their states can be looked at
CITED: Final = 12  # statements that a line cites at most


@dataclass(frozen=True)
class Threat:
    """A sanction as an option, and the warnings that hold it."""

    option: Option
    warnings: tuple[Warned, ...]


@dataclass
class Drafting:
    """Options that parties control on record, and what their wishes are made of; ``left`` grows as these are made."""

    weighed: Weighed
    known: Sequence[Said]
    left: list[Left] = field(default_factory=list)
    notes: dict[tuple[str, int], Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dossier = self.weighed.dossier
        self.said = {s.id: s for s in self.known}
        self.sides, self.conditions = Sides(dossier), Conditions(self.known, dossier)
        self.held = positions(self.known, self.weighed.bearings, dossier, self.weighed.as_of)
        self.day = self.weighed.as_of or max((s.date for s in self.known), default="")
        self.of_issue = self.issue_options()
        threats = self.threats()
        self.options, self.beyond = _fitting([*self.of_issue.values(), *([t.option] for t in threats)])
        self.threats_kept = [t for t in threats if t.option in self.options]
        self.names = {label(o): n for n, o in enumerate(self.options)}
        self.parties = [p.name for p in dossier.parties if any(o.owner == p.name for o in self.options)]

    def issue_options(self) -> dict[str, list[Option]]:
        """An option of each party that controls an issue, by the issue's id."""
        controlled = controls(self.known, self.weighed.bearings, self.weighed.dossier)
        taken: set[str] = set()
        return {
            issue.id: [
                Option(
                    name=free(issue.name, party, taken), owner=party, cites=self.cited([s.id for s in shown]),
                    ground=ground([s.id for s in shown], issue.id, self.weighed.bearings),
                )
                for party, shown in controlled[issue.id].items()
            ]
            for issue in self.weighed.dossier.issues
        }  # fmt: skip

    def threats(self) -> list[Threat]:
        """Warnings as options, those of one party and name together; others are left."""
        found: dict[tuple[str, str], list[Warned]] = {}
        for one in warned(self.known, self.weighed.dossier):
            issue = self.conditions.issue(one.condition.text)
            if one.name is None:
                self.leave(one.party, one.condition, "not its act")
            elif issue and self.stance(one.said.id, issue.id) is None:
                self.leave(one.party, one.condition, "no side", one.name, issue.id)
            else:
                found.setdefault((one.party, one.name.casefold()), []).append(one)
        taken = {label(o).casefold() for of in self.of_issue.values() for o in of}
        return [
            Threat(
                Option(
                    name=free(some[0].name or "", party, taken), owner=party, ground="stated",
                    cites=self.cited([w.said.id for w in some]),
                ),
                tuple(some),
            )
            for (party, _), some in found.items()
        ]  # fmt: skip

    def stance(self, number: int, issue: str) -> Literal["for", "against"] | None:
        """The side that one statement takes on an issue, where it takes one."""
        for bearing in self.weighed.bearings.get(number, ()):
            if bearing.issue == issue and bearing.stance in ("for", "against"):
                return "for" if bearing.stance == "for" else "against"
        return None

    def cited(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The ids to cite of some statements, the weightiest first: CITED of them, the earliest always."""
        kept = list(dict.fromkeys(numbers))
        if len(kept) > CITED:
            kept = [*kept[: CITED - 1], min(kept[CITED - 1 :], key=self.when)]
        return tuple(map(str, kept))

    def when(self, number: int) -> str:
        """The day by which a statement was surely said."""
        return day_said(self.said[number])

    def carried(self, position: Position) -> float:
        """How much evidence carries a position: what the statements behind it weigh together."""
        voices = {n: side.voice for n in position.behind for side in self.sides.of(self.said[n])
                  if side.party == position.party}  # fmt: skip
        return math.fsum(weight(self.said[n], voice, self.day) for n, voice in voices.items())

    def uncontrolled(self, issue: str) -> Literal["beyond", "unowned"]:
        """Why an issue has no option: those there are were too many, or nobody on record controls it."""
        return "beyond" if self.of_issue.get(issue) else "unowned"

    def proposition(self, issue: str, owners: Iterable[str] | None = None) -> str | None:
        """That an issue comes about: everyone who controls it, or those of ``owners``, takes their option."""
        own = [o for o in self.of_issue.get(issue, ()) if o in self.options]
        kept = [o for o in own if owners is None or o.owner in owners]
        return " and ".join(written(o) for o in kept) or None

    def leave(
        self, party: str, words: Wording, why: Why, about: str | None = None, issue: str | None = None,
        wish: str | None = None,
    ) -> None:  # fmt: skip
        """Keep what no line holds; issues by their ids."""
        self.left.append(Left(party, words, why, self.named(about), self.named(issue), wish))

    def named(self, issue: str | None) -> str | None:
        """An issue's name by its id; any other words as they are."""
        return next((i.name for i in self.weighed.dossier.issues if i.id == issue), issue)


def _fitting(groups: Iterable[Sequence[Option]]) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """MOST options and those beyond. All options of an issue are in it, or none: it comes about by all of them."""
    kept: list[Option] = []
    beyond: list[Option] = []
    for options in groups:
        (kept if len(kept) + len(options) <= MOST else beyond).extend(options)
    return tuple(kept), tuple(beyond)
