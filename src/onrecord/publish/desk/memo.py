"""Answers that are kept for as long as what they were made from is the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

KEPT = 100  # answers; the oldest unused one makes room
T = TypeVar("T")


class Memo:
    """Keeps one answer a name, with the state that it was made from. Several who ask at once wait for one making."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def of(self, name: Hashable, state: object, make: Callable[[], T]) -> T:
        """The answer of a name in a state: the kept one, or made now. What ``make`` raises is raised, and not kept."""
        with self._lock:
            one_at_a_time = self._making.setdefault(name, Lock())
        with one_at_a_time:
            with self._lock:
                held = self._answers.get(name)
                if held is not None and held[0] == state:
                    self._answers.move_to_end(name)
                    answer: T = held[1]
                    return answer
            try:
                made = make()
            except BaseException:
                with self._lock:
                    self._making.pop(name, None)
                raise
            with self._lock:
                self._answers[name] = (state, made)
                self._answers.move_to_end(name)
                while len(self._answers) > self._kept:
                    self._making.pop(self._answers.popitem(last=False)[0], None)
            return made
