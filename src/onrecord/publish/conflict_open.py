"""Stability where preferences are partly open: in all, in some or in no completion; as a table, rows and values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import log10
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.publish.conflict import EQUILIBRIUM, FIXED, MOST, NOT, STABLE
from onrecord.publish.conflict_open_wording import (
    PRECISE,
    OpenAnalysis,
    looked_at,
    told_open,
    told_open_jointly,
    what_is_open,
)
from onrecord.publish.conflict_sheet import Sheet
from onrecord.publish.conflict_wording import MEANS, NAMES, Told
from onrecord.publish.listing import Cell, Listing
from onrecord.publish.wording import date_text, harmless
from onrecord.weigh.conflict import JointCompletions, Share
from onrecord.weigh.conflict.open_coalitions import OpenJoint
from onrecord.weigh.conflict.stability import Concept

SHARE: Final = ("verdict", "held", "of", "exact", "share", "error")  # what is said of a share, column by column
WIDE: Final = 7  # characters of a column: "~99.5 %"


@dataclass(frozen=True)
class Party:
    """A decision maker, or where ``joint`` a coalition, and the concepts that are looked at for it."""

    name: str
    number: int
    joint: bool
    concepts: tuple[Concept, ...]


@dataclass(frozen=True)
class OpenTable:
    """What is shown of an analysis with open preferences; ``as_of`` is the day whose preferences it is of."""

    made: OpenAnalysis
    as_of: str | None = None

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The states of the table, rising: of a large conflict those that may be an equilibrium, the likeliest."""
        states = len(self.made.model.states)
        if states <= MOST:
            return tuple(range(states))
        likely = np.max([*self.made.found.together.values()], axis=0)
        order = np.argsort(-likely, kind="stable")[:MOST]
        return tuple(sorted(int(state) for state in order if likely[state]))

    @cached_property
    def sheet(self) -> Sheet:
        """The states and their options."""
        return Sheet(self.made.model)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The decision makers, and after them the coalitions."""
        made, names = self.made, self.made.model.conflict.decision_makers
        own = (Party(name, n, joint=False, concepts=made.concepts) for n, name in enumerate(names))
        joint = (Party(self.named(j), n, joint=True, concepts=tuple(j.held)) for n, j in enumerate(made.joint))
        return (*own, *joint)

    def named(self, joint: OpenJoint) -> str:
        """A coalition by its members."""
        return " + ".join(self.made.model.conflict.decision_makers[n] for n in joint.members)

    @property
    def left_out(self) -> tuple[tuple[str, ...], ...]:
        """The coalitions of the file that are not looked at."""
        return () if self.made.joint else self.made.model.conflict.coalitions

    def stable(self, concept: Concept, party: Party, state: int) -> Share:
        """In how many completions a state is stable for a decision maker or coalition."""
        if party.joint:
            return self.made.joint[party.number].stable(concept, state)
        return self.made.found.stable(concept, party.number, state)

    def equilibrium(self, concept: Concept, state: int) -> Share:
        """In how many completions a state is an equilibrium."""
        return self.made.found.equilibrium(concept, state)

    def told(self, party: Party, state: int) -> tuple[Told, ...]:
        """Why."""
        if party.joint:
            return told_open_jointly(self.made, self.made.joint[party.number], state)
        return told_open(self.made, party.number, state)


def sign(share: Share, whole: str = STABLE) -> str:
    """A share in a sign or as a percentage; led by ~ where it comes from a sample."""
    drawn = "" if share.exact else "~"
    if share.verdict != "in some":
        return drawn + (whole if share.held else NOT)
    per_cent = 100 * share.share
    if per_cent < 1 or per_cent > 99:
        return f"{drawn}{'<1' if per_cent < 1 else '>99'} %"
    return f"{drawn}{per_cent:.0f} %"


def summary(made: OpenTable) -> tuple[str, ...]:
    """What is open, how many completions were looked at, and the equilibria, a line each."""
    model, total = made.made.model, len(made.made.model.states)
    day = f", preferences as of {date_text(made.as_of)}" if made.as_of else ""
    lines = [f"{total:,} feasible state{'' if total == 1 else 's'}{day}."]
    lines += filter(None, map(what_is_open, made.made.known))
    lines.append(looked_at(made.made.completions))
    if total > MOST:
        lines.append(
            f"More than {MOST} states: shown are {len(made.shown)} that may be an equilibrium, the likeliest. "
            "--format csv and json hold every state."
        )
    lines += [f"Equilibria by {told}." for told in _agreed(made, made.made.concepts, made.equilibrium)]
    for joint in made.made.joint:
        name, by = made.named(joint), tuple(joint.held)
        lines += [f"With {name} moving as one: {told}." for told in _agreed(made, by, joint.equilibrium)]
        undone = [c for c in by if joint.left[c].any()]
        told_left = _agreed(made, undone, joint.leaving)
        lines += [f"Equilibria that {name} would leave together: {told}." for told in told_left]
    names = [made.sheet.label(s) for s in made.shown if made.sheet.label(s) != str(s + 1)]
    if names:
        lines.append(f"States with names: {', '.join(names)}.")
    if made.sheet.status_quo is not None:
        lines.append(f"Status quo: {model.name(made.sheet.status_quo)}.")
    if made.left_out:
        named = "; ".join(" + ".join(names) for names in made.left_out)
        why = "too much to look at where preferences are open"
        lines.append(f"Not looked at: what coalitions do together ({named}), {why}.")
    return tuple(map(harmless, lines))


def _agreed(made: OpenTable, concepts: Iterable[Concept], share_of: Callable[[Concept, int], Share]) -> Iterator[str]:
    """States by what is certain of them, those of concepts that have the same together."""
    alike: dict[str, list[str]] = {}
    every = range(len(made.made.model.states))
    for concept in concepts:
        alike.setdefault(_in_how_many(made, [share_of(concept, s) for s in every]), []).append(NAMES[concept])
    return (f"{', '.join(names)}: {told}" for told, names in alike.items())


def _in_how_many(made: OpenTable, shares: Sequence[Share]) -> str:
    drawn = "" if made.made.found.exact else " drawn"
    always = [s for s, share in enumerate(shares) if share.held == share.of]
    some = sorted((s for s, share in enumerate(shares) if 0 < share.held < share.of), key=lambda s: -shares[s].held)
    name = made.made.model.name
    in_all, in_some = map(name, always[:MOST]), (f"{name(s)} ({sign(shares[s])})" for s in some[:MOST])
    lists = [
        f"in all{drawn}: {', '.join(in_all)}{_more(always)}" if always else None,
        f"in some: {', '.join(in_some)}{_more(some)}" if some else None,
    ]
    return "; ".join(filter(None, lists)) or f"in none{drawn}"


def _more(states: list[int]) -> str:
    return f" and {len(states) - MOST:,} more" if len(states) > MOST else ""


def legend(made: OpenTable) -> str:
    """The signs, and what each concept asks for."""
    asked = "; ".join(f"{NAMES[c]}: {MEANS[c]}" for c in made.made.concepts)
    drawn = "" if made.made.found.exact else " ~ in the completions drawn, which is not certain of all."
    return (
        f"{EQUILIBRIUM} an equilibrium and {STABLE} stable in all completions, {NOT} in none, a percentage: "
        f"in that share of them.{drawn} A state is stable by {asked}."
    )


def tables(made: OpenTable, width: int) -> Iterator[Table]:
    """The table for the terminal, in as many parts, one below the other, as its width asks for."""
    each = max(3, (width - FIXED) // WIDE)
    for at in range(0, len(made.shown), each):
        states = made.shown[at : at + each]
        title = Text(harmless(made.made.model.conflict.title)) if at == 0 else None
        out = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        out.add_column("state", overflow="fold", width=FIXED - 2)
        for state in states:
            out.add_column(str(state + 1), justify="center", no_wrap=True)
        for who, options in made.sheet.grouped:
            out.add_row(Text(harmless(who), style="bold"))
            for number, option in options:
                out.add_row(Text(f"  {harmless(option.name)}"), *(made.sheet.letter(s, number) for s in states))
        for party in made.parties:
            out.add_section()
            out.add_row(Text(harmless(party.name), style="bold"))
            for concept in party.concepts:
                out.add_row(f"  {NAMES[concept]}", *(sign(made.stable(concept, party, s)) for s in states))
        out.add_section()
        out.add_row(Text("Equilibria", style="bold"))
        for concept in made.made.concepts:
            out.add_row(f"  {NAMES[concept]}", *(sign(made.equilibrium(concept, s), EQUILIBRIUM) for s in states))
        yield out


def explained(made: OpenTable) -> Iterator[str]:
    """Every cell of the table in sentences, state by state."""
    for state in made.shown:
        yield harmless(f"State {made.sheet.label(state)} ({made.made.model.options(state)})")
        for party in made.parties:
            for one in made.told(party, state):
                yield harmless(f"  {one.led}")


def rows(made: OpenTable, *, explain: bool) -> Listing:
    """A row for each state, party and concept, and for each state and concept one of whether everyone stays."""
    columns = ("state", "name", "options", "who", "concept", *SHARE)
    return Listing("Stability", (*columns, *(["why"] if explain else [])), tuple(_rows(made, explain=explain)))


def _rows(made: OpenTable, *, explain: bool) -> Iterator[tuple[Cell, ...]]:
    model, shown = made.made.model, set(made.shown)
    for state in range(len(model.states)):
        cells = (state + 1, model.name(state), model.options(state))
        for party in made.parties:
            told = made.told(party, state) if explain and state in shown else ()
            for concept in party.concepts:
                why = [next((t.text for t in told if concept in t.concepts), None)] if explain else []
                yield (*cells, party.name, concept, *cells_of(made.stable(concept, party, state)), *why)
        for concept in made.made.concepts:
            share = cells_of(made.equilibrium(concept, state))
            yield (*cells, "all together", concept, *share, *([None] if explain else []))


def cells_of(share: Share | None) -> tuple[Cell, ...]:
    """A share as cells, one for each of SHARE; empty where there is none."""
    if share is None:
        return (None,) * len(SHARE)
    return (
        share.verdict, share.held, share.of, int(share.exact), round(share.share, 6), round(share.error, 6),
    )  # fmt: skip


def plain_share(share: Share) -> dict[str, Any]:
    """A share as plain values."""
    return dict(zip(SHARE, cells_of(share), strict=True)) | {"exact": share.exact}


def plain_completions(found: JointCompletions) -> dict[str, Any]:
    """How many there are, or the power of ten that is nearest where that is a great number."""
    count = found.count
    told: dict[str, Any] = {"count": count, "looked_at": len(found), "exact": found.exact}
    if count is not None and count >= PRECISE:
        told |= {"count": None, "log10": round(log10(count))}
    return told


def plain(made: OpenTable, *, explain: bool) -> dict[str, Any]:
    """The whole as plain values."""
    model, shown = made.made.model, set(made.shown)

    def state(number: int) -> dict[str, Any]:
        told: dict[str, Any] = {
            "number": number + 1,
            "name": model.name(number),
            "options": model.options(number),
            "equilibrium": {c: plain_share(made.equilibrium(c, number)) for c in made.made.concepts},
            "stable": {
                party.name: {c: plain_share(made.stable(c, party, number)) for c in party.concepts}
                for party in made.parties
            },
        }
        if explain and number in shown:
            told["why"] = {
                party.name: [{"concepts": one.concepts, "text": one.text} for one in made.told(party, number)]
                for party in made.parties
            }
        return told

    return {
        "title": model.conflict.title,
        "as_of": made.as_of,
        "decision_makers": model.conflict.decision_makers,
        "options": [{"name": o.name, "owner": o.owner, "direction": o.direction} for o in model.conflict.options],
        "status_quo": None if made.sheet.status_quo is None else made.sheet.status_quo + 1,
        "open": {own.order.who: told for own in made.made.known if (told := what_is_open(own))},
        "completions": plain_completions(made.made.completions),
        "coalitions": [_plain_joint(made, joint) for joint in made.made.joint],
        "coalitions_left_out": made.left_out,
        "concepts": made.made.concepts,
        "states": [state(number) for number in range(len(model.states))],
    }


def _plain_joint(made: OpenTable, joint: OpenJoint) -> dict[str, Any]:
    """A coalition: the equilibria with it as one, and those of everyone that it would leave, in how many completions.

    States that are one in no completion looked at are not named.
    """

    def shares(counts: NDArray[np.int64], of: Callable[[int], Share]) -> list[dict[str, Any]]:
        return [{"state": int(s) + 1} | plain_share(of(int(s))) for s in np.flatnonzero(counts)]

    return {
        "members": [made.made.model.conflict.decision_makers[n] for n in joint.members],
        "equilibria": {c: shares(counts, partial(joint.equilibrium, c)) for c, counts in joint.together.items()},
        "leaving": {c: shares(counts, partial(joint.leaving, c)) for c, counts in joint.left.items()},
    }
