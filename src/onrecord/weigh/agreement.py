"""How far coders agree who judged the same statements: Krippendorff's alpha, nominal, field by field."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from onrecord.record.answers import Field, Ruling

FIELDS = ("statement", "kind", "speaker", "red_line", "condition", "issue", "stance")
FEWEST = 10  # units that two must have judged: of fewer, alpha says nothing
NO_SIDE, UNNAMED = "no side", "unnamed"


@dataclass(frozen=True, order=True)
class Unit:
    """What is judged: a field of a statement; of an issue and a stance, on one issue."""

    field: str
    statement: int
    issue: str = ""


@dataclass(frozen=True)
class Apart:
    """A unit that two judges answered differently, with their answers in the order of the judges."""

    unit: Unit
    answers: tuple[str, str]


@dataclass(frozen=True)
class Agreed:
    """How far two judges agree on a field: how many units both judged, how many alike, and alpha where it is known."""

    judges: tuple[str, str]
    field: str
    both: int
    alike: int
    alpha: float | None
    apart: tuple[Apart, ...]


Answers = Mapping[str, Mapping[Unit, str]]  # by judge


def agreement(answers: Answers) -> tuple[Agreed, ...]:
    """Every two judges who judged a unit of the same field, field by field."""
    found = []
    for one, two in combinations(sorted(answers), 2):
        both = sorted(answers[one].keys() & answers[two].keys())
        for field in FIELDS:
            units = [unit for unit in both if unit.field == field]
            if units:
                found.append(_agreed((one, two), field, units, answers))
    return tuple(found)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's nominal alpha of units, each with the answers it was given.

    None where nothing was judged twice, and where all answers are the same: chance cannot be told from agreement.
    """
    paired = [tuple(given) for given in units if len(given) > 1]
    values = sorted({value for given in paired for value in given})
    if len(values) < 2:
        return None
    import krippendorff
    import numpy as np

    counts = np.array([[given.count(value) for value in values] for given in paired])
    found = float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
    return None if math.isnan(found) else found


def answers(rulings: Iterable[Ruling]) -> dict[str, dict[Unit, str]]:
    """What each judge answered, by unit.

    A judge's own correction of a field is their answer. Without one, whoever confirmed the statement gave the answer
    that they confirmed: the reader's. Rulings that hold are meant, in any order; those of no statement are left out.
    """
    by: dict[tuple[str, int], list[Ruling]] = {}
    read: dict[tuple[int, str, str], Any] = {}  # the reader's answers on issues, by statement, field and issue
    for one in sorted(rulings, key=lambda r: r.id):
        if one.statement is not None:
            by.setdefault((one.judge, one.statement), []).append(one)
            if one.issue is not None and one.machine is not None:
                read.setdefault((one.statement, one.field, one.issue), one.machine)
    out: dict[str, dict[Unit, str]] = {}
    for (judge, number), some in by.items():
        latest = {(r.field, r.issue): r for r in some}
        told = {} if _rejects(some) else _confirmed(latest, number, read) | _corrected(latest, number)
        stands = {Unit("statement", number): "no" if _rejects(some) else "yes"}
        judged = any(r.field in ("confirm", "reject") for r in some)
        out.setdefault(judge, {}).update(told | (stands if judged else {}))
    return out


def _agreed(judges: tuple[str, str], field: str, units: Sequence[Unit], answers: Answers) -> Agreed:
    one, two = judges
    given = {unit: (answers[one][unit], answers[two][unit]) for unit in units}
    folded = {unit: (a.casefold(), b.casefold()) for unit, (a, b) in given.items()}
    apart = tuple(Apart(unit, given[unit]) for unit in units if folded[unit][0] != folded[unit][1])
    known = alpha(folded.values()) if len(units) >= FEWEST else None
    return Agreed(judges, field, len(units), len(units) - len(apart), known, apart)


Latest = Mapping[tuple[Field, str | None], Ruling]  # a judge's last word on a statement, by field and issue


def _corrected(latest: Latest, number: int) -> dict[Unit, str]:
    out = {}
    for (field, issue), ruling in latest.items():
        if field in FIELDS:
            out[Unit(field, number, issue or "")] = _word(field, ruling.answer)
        if field == "stance":  # what takes a side on an issue bears on it
            taken = latest.get(("issue", issue))
            if taken is None or taken.id < ruling.id:
                out[Unit("issue", number, issue or "")] = "on"
    for (field, issue), ruling in latest.items():
        if field == "issue" and not ruling.answer:  # and what does not bear on it takes none
            stance = latest.get(("stance", issue))
            if stance is None or stance.id < ruling.id:
                out.pop(Unit("stance", number, issue or ""), None)
    return out


def _confirmed(latest: Latest, number: int, read: Mapping[tuple[int, str, str], Any]) -> dict[Unit, str]:
    """The answers of a judge who confirmed: what was confirmed, and of issues what the reader had."""
    confirm = latest.get(("confirm", None))
    if confirm is None:
        return {}
    of = confirm.answer
    out = {
        Unit(field, number): _word(field, of[field]) for field in ("kind", "speaker", "red_line", "condition")
    }  # fmt: skip
    for (statement, field, issue), machine in read.items():
        if statement == number:
            out[Unit(field, number, issue)] = _word(field, machine)
    shown = (confirm.machine or {}).get("stances")
    for issue, stance in (shown or {}).items():
        out[Unit("issue", number, issue)] = "off" if stance == "off" else "on"
        if stance != "off":
            out[Unit("stance", number, issue)] = _word("stance", stance)
    return out


def _rejects(rulings: Sequence[Ruling]) -> bool:
    last = [r.field for r in rulings if r.field in ("confirm", "reject")][-1:]
    return last == ["reject"]


def _word(field: str, answer: Any) -> str:
    """An answer as a nominal value."""
    match field:
        case "red_line" | "condition":
            return "yes" if answer else "no"
        case "issue":
            return "on" if answer else "off"
        case "stance":
            return answer or NO_SIDE
        case "speaker":
            unnamed = f"{UNNAMED} ({answer['role']})" if answer["role"] else UNNAMED
            return " ".join((answer["name"] or unnamed).split())
    return str(answer)
