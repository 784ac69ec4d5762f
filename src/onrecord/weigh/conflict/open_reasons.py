"""Why a state is stable whatever is open, or on which open comparisons that hangs."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from onrecord.weigh.conflict.certain import MORE, NO_MORE, OPEN, Certain, Liking
from onrecord.weigh.conflict.moves import Moves
from onrecord.weigh.conflict.sequences import Step, Targets, moving, shortest
from onrecord.weigh.conflict.stability import Concept


@dataclass(frozen=True, slots=True)
class Possible:
    """A move to a state that is liked more: ``surely``, or in some completions.

    ``blocked``: the ``sanction`` blocks it in every completion. Otherwise it blocks where all of ``hangs_on`` is so;
    without one nothing blocks the move in any completion.
    """

    to: int
    surely: bool
    blocked: bool
    sanction: tuple[Step, ...] | None
    hangs_on: tuple[Liking, ...]


def possibly_blocking(
    movers: Sequence[Moves], known: Sequence[Certain], who: int, state: int, concept: Concept
) -> tuple[Possible, ...]:
    """What may be an improvement of ``who`` from a state, the sure ones first, and what then blocks it by a concept."""
    return _Cell(movers, known, who, state, concept).possible()


@dataclass(frozen=True)
class _Cell:
    """One decision maker at one state, by one concept."""

    movers: Sequence[Moves]
    known: Sequence[Certain]
    who: int
    state: int
    concept: Concept

    def possible(self) -> tuple[Possible, ...]:
        own = self.known[self.who].against(self.state)
        ends = [int(to) for to in self.movers[self.who].targets(self.state)]
        return tuple(
            self.one(to, surely=sign == MORE) for sign in (MORE, OPEN) for to in sorted(ends) if own[to] == sign
        )

    def one(self, to: int, *, surely: bool) -> Possible:
        sanction = self.sanction(to, (MORE,), NO_MORE)
        if sanction:
            return Possible(to, surely, blocked=True, sanction=sanction, hangs_on=())
        sanction = self.sanction(to, (MORE, OPEN), (*NO_MORE, OPEN))
        hangs_on = tuple(dict.fromkeys(self.open_on(to, sanction))) if sanction else ()
        return Possible(to, surely, blocked=False, sanction=sanction, hangs_on=hangs_on)

    def sanction(self, begun: int, gains: Collection[int], lands: Collection[int]) -> tuple[Step, ...] | None:
        """The shortest answer in which each move is one of ``gains`` for its mover, and the end one of ``lands``."""
        if self.concept == "nash":
            return None
        if self.concept == "simultaneous":
            return self.at_once(begun, gains, lands)
        own = self.known[self.who].against(self.state)

        def blocks(end: int) -> bool:
            final = self.concept in ("smr", "sseq")
            return own[end] in lands and not (final and any(own[to] not in lands for to in self.onward(end)))

        every = (self.targets(j, gains) if j != self.who else _none for j in range(len(self.movers)))
        return shortest([*every], begun, blocks)

    def targets(self, other: int, gains: Collection[int]) -> Targets:
        if self.concept in ("gmr", "smr"):
            return moving(self.movers[other])
        return lambda at: (
            int(to) for to in self.movers[other].targets(at) if self.known[other].against(at)[to] in gains
        )

    def at_once(self, begun: int, gains: Collection[int], lands: Collection[int]) -> tuple[Step, ...] | None:
        """A move of the other, made at the same time; the step is to the state that it alone would lead to."""
        other, own = 1 - self.who, self.known[self.who].against(self.state)
        liked = self.known[other].against(self.state)
        for answer in map(int, self.movers[other].targets(self.state)):
            landing = self.movers[self.who].beside(begun, answer)
            if liked[answer] in gains and landing is not None and own[landing] in lands:
                return (Step(other, answer),)
        return None

    def onward(self, end: int) -> Iterator[int]:
        return map(int, self.movers[self.who].targets(end))

    def open_on(self, begun: int, sanction: tuple[Step, ...]) -> Iterator[Liking]:
        """The open comparisons that must be so for a sanction to be one."""
        own, at = self.known[self.who].against(self.state), begun
        for step in sanction:
            at = self.state if self.concept == "simultaneous" else at
            asked = self.concept in ("seq", "sseq", "simultaneous")
            if asked and self.known[step.who].against(at)[step.to] == OPEN:
                yield Liking(step.who, step.to, at)
            at = step.to
        landing = self.movers[self.who].beside(begun, at) if self.concept == "simultaneous" else at
        ends = [*([] if landing is None else [landing])]
        if self.concept in ("smr", "sseq"):
            ends += self.onward(at)
        yield from (Liking(self.who, self.state, end) for end in ends if own[end] == OPEN)


_none: Callable[[int], tuple[int, ...]] = lambda _: ()  # noqa: E731 the mover itself does nothing against itself
