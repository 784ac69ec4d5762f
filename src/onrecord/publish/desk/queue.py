"""What is to be judged next: what the reader is least sure of, by the filters of a page."""

from dataclasses import dataclass, replace

from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.desk import Desk
from onrecord.weigh.doubt import least_sure

CANDIDATES = 500  # statements of the least confidence: those that the tellings' disagreement may reorder
COUNTED = 1000  # what is left to judge is counted up to here


@dataclass(frozen=True)
class Queue:
    """Statements to be judged, in order; how many were judged already, and how many are left (up to COUNTED)."""

    numbers: tuple[int, ...]
    judged: int
    left: int

    def after(self, number: int) -> int | None:
        """The statement after one, the first again after the last; None where there is no other."""
        others = [n for n in self.numbers if n != number]
        if number not in self.numbers:
            return others[0] if others else None
        place = self.numbers.index(number)
        return others[place % len(others)] if others else None


def queue(desk: Desk, asked: Asked, alone: str | None) -> Queue:
    """What is to be judged: by anybody, or by one who judges ``alone``, who is given first what others judged.

    The order is kept while rulings are made, so that what one skips does not come back at once.
    """
    view, chosen = desk.view, replace(asked.filter, limit=CANDIDATES, offset=0)
    judged, left = view.progress(replace(chosen, limit=COUNTED + 1), judge=alone)
    done = view.judged(judge=alone)

    def made() -> tuple[int, ...]:
        found = view.candidates(chosen, judge=alone)
        return tuple(s.id for s in least_sure(view.suggestions(found, as_of=asked.as_of, alone=alone)))

    # Made anew when documents are added, and when as many were judged as it holds.
    state = (view.extent(), len(done) // CANDIDATES)
    kept = desk.memo.of(("review", chosen, alone), state, made)
    coded = () if alone is None else view.coded(chosen, judge=alone)
    return Queue(tuple(dict.fromkeys((*coded, *(n for n in kept if n not in done)))), judged, left)
