"""What a negotiation's packages come to: tables and sentences for the terminal, rows, and plain values for JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from string import ascii_uppercase
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.publish.listing import Cell, Listing
from onrecord.values.conflict import Line
from onrecord.values.deal import Bounds, Negotiation
from onrecord.weigh.deals import (
    Answer,
    Blocker,
    Near,
    Packages,
    acceptances,
    blockers,
    by_all,
    by_rule,
    kalai_smorodinsky_point,
    nash_point,
    near,
    pareto,
)
from onrecord.weigh.deals.packages import Mask

NAMES: Final = {
    "by_all": "all",
    "by_rule": "deal",
    "pareto": "Pareto",
    "nash_point": "Nash",
    "kalai_smorodinsky_point": "K–S",
}
ENDS: Final = ("certain", "possible")
FEW: Final = 12  # packages that a sentence names
HEADS: Final = 40  # characters that names at the head of a table may take; longer ones are numbers


@dataclass(frozen=True)
class Deals:
    """What is shown of a negotiation's packages."""

    made: Packages

    @property
    def negotiation(self) -> Negotiation:
        """What they are the packages of."""
        return self.made.negotiation

    @cached_property
    def accepted(self) -> Answer:
        """Who accepts which."""
        return acceptances(self.made)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Which packages all accept, which are a deal by the rule, and which are best, each by the name it has."""
        found = (by_all, by_rule, pareto, nash_point, kalai_smorodinsky_point)
        return {name: answer(self.made) for name, answer in zip(NAMES, found, strict=True)}

    @cached_property
    def near(self) -> tuple[Near, ...]:
        """The packages one concession away, the smallest shortfall first."""
        return tuple(sorted(near(self.made), key=lambda n: (n.short.high, n.short.low)))

    @cached_property
    def blocking(self) -> dict[str, tuple[Blocker, ...]]:
        """Whose threshold alone is in the way of what all accept, and of a deal by the rule."""
        return {"by_all": blockers(self.made, for_all=True), "by_rule": blockers(self.made)}

    @cached_property
    def deals(self) -> list[int]:
        """The packages that are or may be a deal, or accepted by all: what surely is, and is best, first."""
        order = ("by_rule", "by_all", "nash_point", "kalai_smorodinsky_point", "pareto")
        marks = np.stack([sign for name in order for sign in _signs(self.answers[name])])
        some = np.flatnonzero(self.answers["by_rule"].possible | self.answers["by_all"].possible)
        return [int(n) for n in some[np.lexsort(~marks[::-1, some])]]

    def resolutions(self, package: int) -> list[str]:
        """How a package settles each issue."""
        chosen = self.made.chosen[:, package]
        return [issue.resolutions[n] for issue, n in zip(self.negotiation.issues, chosen, strict=True)]


def issues(shown: Deals) -> Listing:
    """The issues by letter, and their resolutions by number."""
    rows = tuple(
        (letter, issue.name, " · ".join(f"{n} {text}" for n, text in enumerate(issue.resolutions, start=1)))
        for letter, issue in zip(ascii_uppercase, shown.negotiation.issues, strict=False)
    )
    return Listing(shown.negotiation.title, ("", "issue", "resolutions"), rows, {"issue": 1, "resolutions": 3})


def parties(shown: Deals) -> Listing:
    """The parties by number: their thresholds, and how many packages each accepts."""
    rows = tuple(
        (str(who + 1), p.name, "veto" if p.veto else None, told(p.threshold.bounds), counted(_of_one(shown, who)))
        for who, p in enumerate(shown.negotiation.parties)
    )
    return Listing("Parties", ("", "party", "veto", "threshold", "accepts"), rows, {"party": 1})


def deals(shown: Deals, most: int) -> Listing:
    """The packages that are or may be a deal: their worth to each party, and what each is."""
    names = [party.name for party in shown.negotiation.parties]
    heads = names if sum(map(len, names)) <= HEADS else [str(who + 1) for who in range(len(names))]
    rows = tuple(
        (shown.made.name(n), *(told(shown.made.worth(who, n)) for who in range(len(names))), _is(shown, n))
        for n in shown.deals[:most]
    )
    return Listing("Deals", ("package", *heads, "is"), rows, {"is": 1})


def one_away(shown: Deals, most: int) -> Listing:
    """The packages that all accept but one."""
    rows = tuple(
        (shown.made.name(n.package), _name(shown, n.party), told(n.short), "surely" if n.certain else "perhaps")
        for n in shown.near[:most]
    )
    return Listing("One concession away", ("package", "all accept but", "short by", "holds"), rows)


def cut(shown: Deals, most: int) -> Iterator[str]:
    """Which tables are cut, and by how much."""
    for found, what in ((shown.deals, "that are or may be a deal"), (shown.near, "one concession away")):
        if len(found) > most:
            yield f"{most} of {len(found):,} packages {what} are shown. --limit shows more, --format json all."


def summary(shown: Deals) -> Iterator[str]:
    """What the packages come to, a sentence each."""
    negotiation, answers = shown.negotiation, shown.answers
    yield f"{len(shown.made):,} packages. All parties accept {counted(answers['by_all'])}."
    if negotiation.all_but:
        yield f"A deal by the rule ({rule(negotiation)}): {counted(answers['by_rule'])}."
    yield f"Pareto optimal: {counted(answers['pareto'])}."
    for name, point in (("nash_point", "Nash point"), ("kalai_smorodinsky_point", "Kalai–Smorodinsky point")):
        yield f"{point}: {_point(shown, answers[name])}."
    for key, what in (("by_all", "a deal that all accept"), ("by_rule", "a deal by the rule")):
        if key == "by_all" or negotiation.all_but:
            yield from _blocked(shown, key, what)


def rule(negotiation: Negotiation) -> str:
    """The rule of acceptance in words."""
    if not negotiation.all_but:
        return "all parties"
    left_out = "one" if negotiation.all_but == 1 else str(negotiation.all_but)
    veto = "every veto party, and " if any(party.veto for party in negotiation.parties) else ""
    return f"{veto}all parties but {left_out} at the most"


def legend(shown: Deals) -> Iterator[str]:
    """What the words of the table mean."""
    yield "all: all parties accept it; deal: it is one by the rule; Pareto, Nash, K–S (Kalai–Smorodinsky): best so."
    made = shown.made
    if (made.low < made.high).any() or (made.least < made.most).any():
        yield "Some scores are open. 2 to 8: two whatever they are, eight for some of what they may be; ? marks those."


def rows(shown: Deals) -> Listing:
    """A row a package."""
    names = [party.name for party in shown.negotiation.parties]
    columns = (
        "package", *(issue.name for issue in shown.negotiation.issues),
        *(f"{name} {what}" for name in names for what in ("low", "high", "accepts")), *NAMES,
    )  # fmt: skip
    return Listing(shown.negotiation.title, columns, tuple(_row(shown, n) for n in range(len(shown.made))))


def _row(shown: Deals, package: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for who in range(len(shown.negotiation.parties)):
        worth = shown.made.worth(who, package)
        cells += [number(worth.low), number(worth.high), word(shown.accepted, (who, package))]
    holds = (word(answer, package) for answer in shown.answers.values())
    return shown.made.name(package), *shown.resolutions(package), *cells, *holds


def plain(shown: Deals) -> dict[str, Any]:
    """Everything as plain values; ``packages`` are those that are or may be a deal."""
    made, negotiation = shown.made, shown.negotiation
    return {
        "title": negotiation.title,
        "all_but": negotiation.all_but,
        "issues": [{"name": i.name, "resolutions": list(i.resolutions), **basis(i)} for i in negotiation.issues],
        "parties": [
            {
                "name": party.name,
                **basis(party),
                "veto": party.veto,
                "threshold": ends(party.threshold.bounds) | basis(party.threshold),
                "accepts": {"certain": int(certain.sum()), "possible": int(possible.sum())},
            }
            for party, certain, possible in zip(
                negotiation.parties, shown.accepted.certain, shown.accepted.possible, strict=True
            )
        ],
        "package_count": len(made),
        "answers": {
            name: {end: [made.name(int(n)) for n in np.flatnonzero(getattr(answer, end))] for end in ENDS}
            for name, answer in shown.answers.items()
        },
        "packages": [_plain_package(shown, n) for n in shown.deals],
        "one_concession_away": [
            {"package": made.name(n.package), "party": _name(shown, n.party),
             "short": ends(n.short), "certain": n.certain}
            for n in shown.near
        ],
        "blocking": {
            key: [
                {"party": _name(shown, b.party), "short": ends(b.short), "certain": b.certain,
                 "packages": [made.name(n) for n in b.nearest]}
                for b in found
            ]
            for key, found in shown.blocking.items()
        },
    }  # fmt: skip


def _plain_package(shown: Deals, package: int) -> dict[str, Any]:
    return {
        "package": shown.made.name(package),
        "resolutions": shown.resolutions(package),
        "worth": {
            party.name: ends(shown.made.worth(who, package)) for who, party in enumerate(shown.negotiation.parties)
        },
        **{name: word(answer, package) for name, answer in shown.answers.items()},
    }


def basis(line: Line) -> dict[str, Any]:
    """What a line of the file rests on, as far as it says so."""
    return {"cites": list(line.cites), "ground": line.ground}


def ends(worth: Bounds) -> dict[str, int | float]:
    """A range by its two ends."""
    return {"low": number(worth.low), "high": number(worth.high)}


def number(value: Decimal) -> int | float:
    """A number as JSON and a table have it: whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def told(worth: Bounds) -> Cell:
    """A number, or a range in words."""
    if worth.known:
        return number(worth.low)
    joint = " to " if worth.low < 0 else "–"
    return f"{number(worth.low)}{joint}{number(worth.high)}"


def word(answer: Answer, at: int | tuple[int, int]) -> str:
    """Whether something holds."""
    return "yes" if answer.certain[at] else "perhaps" if answer.possible[at] else "no"


def _of_one(shown: Deals, party: int) -> Answer:
    return Answer(shown.accepted.certain[party], shown.accepted.possible[party])


def _is(shown: Deals, package: int) -> str:
    """What a package is, with a question mark where it is so for some of what the open scores may be."""
    marks = {"yes": "", "perhaps": "?"}
    found = {NAMES[name]: word(answer, package) for name, answer in shown.answers.items()}
    return ", ".join(f"{name}{marks[holds]}" for name, holds in found.items() if holds in marks)


def _signs(answer: Answer) -> tuple[Mask, Mask]:
    return answer.certain, answer.possible


def _name(shown: Deals, party: int) -> str:
    return shown.negotiation.parties[party].name


def counted(answer: Answer) -> str:
    """How many packages, or how many it may be."""
    least, most = int(answer.certain.sum()), int(answer.possible.sum())
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _point(shown: Deals, answer: Answer) -> str:
    """A point, or those that it may be."""
    surely, perhaps = (np.flatnonzero(mask) for mask in (answer.certain, answer.possible & ~answer.certain))
    if not len(surely) and not len(perhaps):
        return "none"
    led = [_listed(shown, surely)] if len(surely) else []
    return "; ".join([*led, *([f"perhaps {_listed(shown, perhaps)}"] if len(perhaps) else [])])


def _listed(shown: Deals, found: Sequence[int] | NDArray[np.intp]) -> str:
    more = f" and {len(found) - FEW:,} more" if len(found) > FEW else ""
    return ", ".join(shown.made.name(int(n)) for n in found[:FEW]) + more


def _blocked(shown: Deals, key: str, what: str) -> Iterator[str]:
    """Whose threshold alone is in the way; or that no one's alone is."""
    found, answer = shown.blocking[key], shown.answers[key]
    for b in found:
        lead = f"{_name(shown, b.party)}'s threshold alone {'blocks' if b.certain else 'may block'} {what}"
        yield f"{lead}: lower by {told(b.short)}, it would take {_listed(shown, b.nearest)}."
    if not found and not answer.possible.any():
        yield f"No single threshold blocks {what}: more than one would have to fall."
