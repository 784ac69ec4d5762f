"""Answers that may take long: made beside requests, one at a time; the last is served while the next is made."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from time import monotonic, thread_time
from typing import Any, Generic, TypeVar

from onrecord.errors import OnrecordError

KEPT = 24  # answers; the oldest unused one makes room
RELOAD = "2"  # seconds after which a page that is still being made is asked for again
PATIENCE = 1.0  # seconds that a request waits for a first answer
HASTE = 0.3  # and for a newer one than it has; what takes longer than that to make is dear
CHEAP = 0.1  # seconds of the processor: what takes less is made again at once
REST = 20.0  # times as long as any other took, until the next is begun: pages need the processor too
RESTED = 30.0  # seconds that are rest enough
T = TypeVar("T")


class NotYetError(OnrecordError):
    """An answer that is still being made."""


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What was made, from which state, and when; ``behind`` where the state has changed since.

    ``took`` is in seconds of the processor, so that a busy machine makes nothing dear; the next is not begun before
    ``rested`` (by ``monotonic``).
    """

    value: T
    state: Any
    made: datetime
    behind: bool = False
    took: float = 0.0
    rested: float = 0.0


@dataclass
class _Making:
    state: Any
    begun: float = field(default_factory=monotonic)
    done: Event = field(default_factory=Event)
    error: Exception | None = None


class Background:
    """Keeps one answer a name, and makes the next in a thread of its own."""

    def __init__(
        self, kept: int = KEPT, patience: float = PATIENCE, haste: float = HASTE, cheap: float = CHEAP
    ) -> None:  # fmt: skip
        self._kept, self._patience, self._haste, self._cheap = kept, patience, haste, cheap
        self._lock, self._turn = Lock(), Lock()
        self._answers: OrderedDict[Hashable, Answer[Any]] = OrderedDict()
        self._making: dict[Hashable, _Making] = {}

    def of(self, name: Hashable, state: Any, make: Callable[[], T]) -> Answer[T]:
        """The answer of a name in a state; where making it takes long, the last one, which is then behind.

        Nobody waits for one after a dear one, and it is begun only when the last has rested. Raises NotYetError where
        there is none yet, and what ``make`` raises.
        """
        while True:
            with self._lock:
                held = self._answers.get(name)
                if held is not None and held.state == state:
                    self._answers.move_to_end(name)
                    return held
                dear = held is not None and held.took > self._haste
                if held is not None and name not in self._making and monotonic() < held.rested:
                    return replace(held, behind=True)
                making = self._making.get(name) or self._begin(name, state, make)
            wait = self._patience if held is None else 0.0 if dear else self._haste
            ready = making.done.wait(max(0.0, making.begun + wait - monotonic()))
            if making.error is not None and making.state == state:
                raise making.error
            if ready:
                continue  # it is there, or what was made is of an earlier state, and this one's turn comes
            if held is None:
                raise NotYetError("This is being worked out. Load the page again in a moment.")
            return replace(held, behind=True)

    def _begin(self, name: Hashable, state: Any, make: Callable[[], T]) -> _Making:
        making = _Making(state)
        self._making[name] = making
        Thread(target=self._run, args=(name, making, make), daemon=True).start()
        return making

    def _run(self, name: Hashable, making: _Making, make: Callable[[], T]) -> None:
        made: Answer[T] | None = None
        try:
            with self._turn:  # two at once would take as long, and twice the memory
                begun = thread_time()
                value = make()
                took = thread_time() - begun
                rested = monotonic() + (min(REST * took, RESTED) if took > self._cheap else 0.0)
                made = Answer(value, making.state, datetime.now(UTC), took=took, rested=rested)
        except Exception as error:  # noqa: BLE001 - told to whoever waits for it
            making.error = error
        with self._lock:
            if made is None and name in self._answers:
                self._answers[name] = replace(self._answers[name], took=0.0)  # the next who asks waits, and is told
            if made is not None:
                self._answers[name] = made
                self._answers.move_to_end(name)
                while len(self._answers) > self._kept:
                    self._answers.popitem(last=False)
            del self._making[name]
        making.done.set()
