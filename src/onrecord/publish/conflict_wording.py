"""Why a state holds for a decision maker or does not, in plain sentences: every cell of a table explains itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.publish.wording import date_text
from onrecord.values.conflict import Line, Wish
from onrecord.weigh.conflict import Concept, Improvement, Step, blocking, jointly_blocking
from onrecord.weigh.conflict.analysis import Analysis, Joint
from onrecord.weigh.conflict.reasons import Reason, reasons

NAMES: Final[Mapping[Concept, str]] = {
    "nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ", "simultaneous": "SIM",
}  # fmt: skip
MEANS: Final[Mapping[Concept, str]] = {
    "nash": "there is no improvement",
    "gmr": "each improvement can be answered with a state that is liked no more",
    "smr": "… and from which there is no way on to a better one",
    "seq": "as GMR, each answering move being a gain for who makes it",
    "sseq": "as SMR, likewise",
    "simultaneous": "simultaneous moves: some improvement of the other, made at the same time, leaves no gain",
}
FINAL: Final = ("smr", "sseq")
# Concepts whose sanctions are sanctions by a concept too, the most demanding first: where they are as short, one
# sentence serves them all.
_WITHIN: Final[Mapping[Concept, tuple[Concept, ...]]] = {
    "gmr": ("sseq", "seq", "smr"), "smr": ("sseq",), "seq": ("sseq",),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A sentence, the concepts by which it is so (``all`` that were looked at or not), and what it rests on."""

    concepts: tuple[Concept, ...]
    text: str
    rests_on: tuple[Reason, ...]
    all: bool

    @property
    def led(self) -> str:
        """The sentence, led by its concepts where it is not so by all."""
        return self.text if self.all else f"{', '.join(NAMES[concept] for concept in self.concepts)}: {self.text}"


def told(found: Analysis, who: int, state: int) -> tuple[Told, ...]:
    """Why a decision maker stays at a state, or leaves it, a sentence for concepts by which it is the same."""
    return merged(found.concepts, lambda concept: _Cell(found, who, state).by(concept))


def told_jointly(found: Analysis, joint: Joint, state: int) -> tuple[Told, ...]:
    """The same of a coalition that moves as one."""
    model, together = found.model, joint.coalition
    name, names = model.name, " and ".join(joint.names)

    def by(concept: Concept) -> tuple[str, tuple[Reason, ...]]:
        improvements = jointly_blocking(model, found.ranks, together, state, concept)
        if not improvements:
            return f"{names} stay at {name(state)}: no joint move is a gain for each of them.", ()
        free = [name(i.to) for i in improvements if i.sanction is None]
        if free:
            return f"{names} can move together from {name(state)} to {_listed(free)}, a gain for each of them.", ()
        each = "; ".join(f"to {name(i.to)} by {_joint_sanction(found, joint, state, i, concept)}" for i in improvements)
        return f"{names} stay at {name(state)}: what would be a gain for each of them is sanctioned: {each}.", ()

    return merged(tuple(joint.stable), by)


def _joint_sanction(found: Analysis, joint: Joint, state: int, improvement: Improvement, concept: Concept) -> str:
    """The moves of those outside, and which members they leave without a gain."""
    ranks, conflict = found.ranks, found.model.conflict
    moves = " and then ".join(
        _Cell(found, who, start).answer(who, start, end) for who, start, end in _walked(improvement)
    )
    landing = (improvement.sanction or ())[-1].to
    held = [n for n in joint.coalition.members if ranks[n][landing] <= ranks[n][state]]
    who = " and ".join(conflict.decision_makers[n] for n in held)
    final = ", and no joint move from there is a gain for each" if concept in FINAL else ""
    return f"{moves}, which {who} like{'' if len(held) > 1 else 's'} no more than {found.model.name(state)}{final}"


def merged(concepts: Sequence[Concept], by: Callable[[Concept], tuple[str, tuple[Reason, ...]]]) -> tuple[Told, ...]:
    """What is told by each concept, once for those by which it is the same."""
    alike: dict[tuple[str, tuple[Reason, ...]], list[Concept]] = {}
    for concept in concepts:
        alike.setdefault(by(concept), []).append(concept)
    return tuple(
        Told(tuple(which), text, rests_on, len(which) == len(concepts)) for (text, rests_on), which in alike.items()
    )


@dataclass(frozen=True)
class _Cell:
    """One decision maker at one state."""

    found: Analysis
    who: int
    state: int

    def name(self, state: int) -> str:
        return self.found.model.name(state)

    def party(self, who: int) -> str:
        return self.found.model.conflict.decision_makers[who]

    def by(self, concept: Concept) -> tuple[str, tuple[Reason, ...]]:
        model, at, who = self.found.model, self.name(self.state), self.party(self.who)
        if not len(model.movers[self.who].targets(self.state)):
            return f"{who} stays at {at}: it has no move.", ()
        concept, improvements = self.shared(concept)
        if not improvements:
            return f"{who} stays at {at}: no move of its own leads to a state that it likes more.", ()
        free = next((i for i in improvements if i.sanction is None), None)
        if free is not None:
            rests_on = self.reasons([(self.who, free.to, self.state)])
            return f"{who} leaves {at} for {self.name(free.to)}, which it likes more{cited(rests_on)}.", rests_on
        pairs = [pair for i in improvements for pair in self.pairs(i, concept)]
        rests_on = self.reasons(pairs)
        if len(improvements) == 1:
            (only,) = improvements
            told = f"its only improvement, to {self.name(only.to)}, is sanctioned by {self.sanction(only, concept)}"
        else:
            each = (f"to {self.name(i.to)} by {self.sanction(i, concept)}" for i in improvements)
            told = f"each of its {len(improvements)} improvements is sanctioned: {'; '.join(each)}"
        return f"{who} stays at {at}: {told}{cited(rests_on)}.", rests_on

    def shared(self, concept: Concept) -> tuple[Concept, tuple[Improvement, ...]]:
        """The improvements and their sanctions; those of a more demanding concept where they are as short."""
        stable, own = self.found.stable, self.blocking(concept)
        for other in _WITHIN.get(concept, ()):
            if own and other in stable and stable[other][self.who][self.state]:
                found = self.blocking(other)
                if [len(i.sanction or ()) for i in found] == [len(i.sanction or ()) for i in own]:
                    return other, found
        return concept, own

    def blocking(self, concept: Concept) -> tuple[Improvement, ...]:
        return blocking(self.found.model.movers, self.found.ranks, self.who, self.state, concept)

    def sanction(self, improvement: Improvement, concept: Concept) -> str:
        """The others' moves, and what they leave."""
        steps, who = improvement.sanction or (), self.party(self.who)
        landing, own = steps[-1].to, self.found.ranks[self.who]
        less = own[landing] < own[self.state]
        liked = f"{who} likes less" if less else f"{who} likes no more than {self.name(self.state)}"
        if concept == "simultaneous":
            answer = f"{self.party(steps[0].who)}'s {self.arrow(self.state, self.answered(steps[0]))}"
            return f"{answer} at the same time: both lead to {self.name(landing)}, which {liked}"
        moves = " and then ".join(self.answer(*step) for step in _walked(improvement))
        final = " and cannot leave for a better one" if concept in FINAL else ""
        return f"{moves}, which {liked}{final}"

    def answer(self, who: int, start: int, end: int) -> str:
        """One move of a sanction; that it is no gain says how likely it is."""
        gain = self.found.ranks[who][end] > self.found.ranks[who][start]
        return f"{self.party(who)}'s {self.arrow(start, end)}{'' if gain else f' (no gain for {self.party(who)})'}"

    def arrow(self, start: int, end: int) -> str:
        return f"{self.name(start)}→{self.name(end)}"

    def answered(self, step: Step) -> int:
        """The state to which the other alone would have gone, where both moved at once."""
        alone = self.found.model.movers[step.who].beside(step.to, self.state)
        return step.to if alone is None else alone

    def pairs(self, improvement: Improvement, concept: Concept) -> Iterator[tuple[int, int, int]]:
        """Who must prefer which state to which for a sanction to be one."""
        steps = improvement.sanction or ()
        yield self.who, self.state, steps[-1].to
        if concept == "simultaneous":
            yield steps[0].who, self.answered(steps[0]), self.state
        else:
            yield from ((who, end, start) for who, start, end in _walked(improvement))

    def reasons(self, pairs: Iterable[tuple[int, int, int]]) -> tuple[Reason, ...]:
        """Why each of some pairs is preferred, where it is."""
        ranks = self.found.ranks
        strict = (pair for pair in pairs if ranks[pair[0]][pair[1]] > ranks[pair[0]][pair[2]])
        return tuple(dict.fromkeys(one for pair in strict for one in reasons(self.found.model, *pair)))


def _walked(improvement: Improvement) -> Iterator[tuple[int, int, int]]:
    """Each step of a sanction: who, from where, to where."""
    at = improvement.to
    for step in improvement.sanction or ():
        yield step.who, at, step.to
        at = step.to


def basis(line: Line) -> str:
    """What a line of the file says of what it rests on; empty where it says nothing."""
    words = f"“{line.text}”" if isinstance(line, Wish) else None
    day = f"since {date_text(line.since)}" if isinstance(line, Wish) and line.since else None
    cites = f"statement{'s' if len(line.cites) > 1 else ''} {', '.join(line.cites)}" if line.cites else None
    return ", ".join(filter(None, (words, line.ground, day, cites)))


def cited(rests_on: Sequence[Reason]) -> str:
    """What some sentence rests on, in brackets; empty where the file says nothing of it."""
    known = [*dict.fromkeys(filter(None, (basis(r.line) for r in rests_on)))]
    return f" ({'; '.join(known)})" if known else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
