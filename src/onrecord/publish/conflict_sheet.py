"""What heads every table of a conflict's states, whatever is known of preferences: the states, and their options."""

from dataclasses import dataclass
from functools import cached_property

from onrecord.values.conflict import Option
from onrecord.weigh.conflict import GraphModel


@dataclass(frozen=True)
class Sheet:
    """The option form of a conflict."""

    model: GraphModel

    @cached_property
    def status_quo(self) -> int | None:
        """The number, from 0, of the state that holds now."""
        written = self.model.conflict.status_quo
        return None if written is None else self.model.number(written)

    @cached_property
    def grouped(self) -> tuple[tuple[str, tuple[tuple[int, Option], ...]], ...]:
        """Options with their numbers, by decision maker."""
        conflict = self.model.conflict
        numbered = [*enumerate(conflict.options)]
        return tuple((who, tuple((k, o) for k, o in numbered if o.owner == who)) for who in conflict.decision_makers)

    def label(self, state: int) -> str:
        """A state's number, and its name where it has one."""
        name, number = self.model.name(state), str(state + 1)
        return number if name == number else f"{number} {name}"

    def letter(self, state: int, option: int) -> str:
        """Y where an option is taken in a state, else N."""
        return self.model.options(state)[option]
