"""What was made, with what it was made from: the same is not made twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
S = TypeVar("S")
V = TypeVar("V")
KEPT = 40_000  # statements, some 14 kB each with what is made of them; what was not asked for the longest makes room


class Kept(Generic[K, S, V]):
    """Keeps a value by name with all that it was made from, so that none is ever stale. Several threads may ask."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[K, tuple[S, V]] = OrderedDict()

    def of(self, wanted: Mapping[K, S], make: Callable[[list[K]], list[V]]) -> dict[K, V]:
        """The value of each name, in order, given what it is made from; ``make`` gets the names of those to make."""
        with self._lock:
            held = {name: self._held[name] for name in wanted if name in self._held}
            for name in held:
                self._held.move_to_end(name)
        found = {name: value for name, (state, value) in held.items() if state == wanted[name]}
        missing = [name for name in wanted if name not in found]
        if missing:
            found |= zip(missing, make(missing), strict=True)
            with self._lock:
                self._held.update((name, (wanted[name], found[name])) for name in missing)
                for name in missing:
                    self._held.move_to_end(name)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return {name: found[name] for name in wanted}

    def __len__(self) -> int:
        return len(self._held)
