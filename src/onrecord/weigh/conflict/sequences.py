"""Legal sequences: moves of several decision makers one after another, none of them twice in a row.

One at a time, the shortest first (``walked``, ``shortest``); or of very many states at once, as bits (``leading``).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.states import Mask

Words = NDArray[np.uint64]  # (states, words): 64 marks of a state in each word
Targets = Callable[[int], Iterable[int]]  # the states that a mover reaches from a state by one move


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, by number, moves to which state."""

    who: int
    to: int


def moving(mover: Moves) -> Targets:
    """A decision maker's moves."""
    return lambda state: map(int, mover.targets(state))


def improving(mover: Moves, own: Ints) -> Targets:
    """A decision maker's improvements; ``own``, (states,), are its ranks."""
    return lambda state: (int(to) for to in mover.targets(state) if own[to] > own[state])


def walked(targets: Sequence[Targets], start: int) -> Iterator[tuple[Step, ...]]:
    """Legal sequences from a state, the shortest first: one to each state by each mover that can be the last.

    Movers are those of ``targets``, by number.
    """
    waiting: deque[tuple[int, tuple[Step, ...]]] = deque([(start, ())])
    left: dict[int, list[int]] = {}  # the movers whose moves from a state are still to be made
    seen: set[tuple[int, int]] = set()
    while waiting:
        at, path = waiting.popleft()
        barred = path[-1].who if path else None
        able = left.get(at, range(len(targets)))
        now = [j for j in able if j != barred]
        left[at] = [j for j in able if j == barred]
        for j in now:
            for to in targets[j](at):
                if (to, j) not in seen:
                    seen.add((to, j))
                    onward = (*path, Step(j, to))
                    yield onward
                    waiting.append((to, onward))


def shortest(targets: Sequence[Targets], start: int, ends: Callable[[int], bool]) -> tuple[Step, ...] | None:
    """The shortest legal sequence from a state to one where ``ends`` holds, of one move or more."""
    return next((path for path in walked(targets, start) if ends(path[-1].to)), None)


def packed(marks: Mask) -> Words:
    """Marks, (states, many), as words."""
    padded = np.zeros((len(marks), -(-marks.shape[1] // 64) * 8), dtype=np.uint8)
    bits = np.packbits(marks, axis=1, bitorder="little")
    padded[:, : bits.shape[1]] = bits
    return padded.view(np.uint64)


def spread(words: Words, many: int) -> Mask:
    """The first ``many`` marks of some words, (…, words), as (…, many)."""
    return np.unpackbits(words.view(np.uint8), axis=-1, count=many, bitorder="little").astype(bool)


def turned(mover: Moves) -> Moves:
    """The moves backwards: from each state to those it could have come from."""
    backwards = tuple((end, start) for start, end in mover.barred)
    return replace(mover, up_only=mover.down_only, down_only=mover.up_only, barred=backwards)


def leading(movers: Sequence[Moves], marks: Words, ranks: Sequence[Ints] | None = None) -> Words:
    """From which states a legal sequence of the movers, of one move or more, leads to a marked one, mark by mark.

    With ``ranks``, the movers' own, (states,), each move of a sequence must be its mover's improvement.
    """
    return np.bitwise_or.reduce(opening(movers, marks, ranks)) if movers else np.zeros_like(marks)


def opening(movers: Sequence[Moves], marks: Words, ranks: Sequence[Ints] | None = None) -> list[Words]:
    """The same for each mover: from which states a sequence that it begins leads to a marked one."""
    own = [None] * len(movers) if ranks is None else ranks
    return opened([partial(one_move, mover, own=each) for mover, each in zip(movers, own, strict=True)], marks)


def led_by(moves: Sequence[Callable[[Words], Words]], marks: Words) -> Words:
    """As ``leading``, by ``moves``: each mover's tells from which states one move of it leads to a marked one."""
    return np.bitwise_or.reduce(opened(moves, marks)) if moves else np.zeros_like(marks)


def opened(moves: Sequence[Callable[[Words], Words]], marks: Words) -> list[Words]:
    """As ``opening``, by such ``moves``."""
    first = [np.zeros_like(marks) for _ in moves]
    stale = set(range(len(moves)))
    while stale:
        j = min(stale)
        stale.remove(j)
        onward = marks.copy()
        for k, known in enumerate(first):
            if k != j:
                onward |= known
        found = moves[j](onward)
        if (found != first[j]).any():
            first[j] = found
            stale.update(k for k in range(len(moves)) if k != j)
    return first


def one_move(mover: Moves, marks: Words, own: Ints | None = None) -> Words:
    """From which states one move, or with ``own`` one improvement, leads to a marked one."""
    laid = np.concatenate([marks, np.zeros_like(marks[:1])])[mover.table]  # (rows, columns, words)
    if own is None and mover.free:
        found = _all_others(laid)
    else:
        found = np.zeros_like(laid)
        for column, ends, able in _allowed(mover, own):
            reached = laid[:, ends]
            if able is not None:
                reached[~able] = 0
            found[:, column] = np.bitwise_or.reduce(reached, axis=1)
    return found.reshape(mover.table.size, marks.shape[1])[mover.places]


def _all_others(laid: Words) -> Words:
    """At each column what any other column of its row is marked with."""
    found = np.zeros_like(laid)
    found[:, 1:] = np.bitwise_or.accumulate(laid, axis=1)[:, :-1]
    found[:, :-1] |= np.bitwise_or.accumulate(laid[:, ::-1], axis=1)[:, -2::-1]
    return found


def _allowed(mover: Moves, own: Ints | None) -> Iterator[tuple[int, NDArray[np.intp], Mask | None]]:
    """For each column the columns it leads to and, (rows, those columns), in which rows; None: in all."""
    no = np.bool_(0)
    ranked = None if own is None else mover.laid(own, np.int32(-1))
    barred = [(mover.laid(start, no), mover.laid(end, no)) for start, end in mover.barred]
    for column in range(mover.table.shape[1]):
        ends = mover.ends(column)
        able: Mask | None = None
        if ranked is not None or barred:
            able = np.ones((len(mover.table), len(ends)), dtype=bool)
            if ranked is not None:
                able &= ranked[:, ends] > ranked[:, column, None]
            for start, end in barred:
                able &= ~(start[:, column, None] & end[:, ends])
        yield column, ends, able
