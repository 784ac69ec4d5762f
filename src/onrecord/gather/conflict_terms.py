"""What the lines of a conflict file speak of: decision makers, options, formulas over them, and states."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, get_args

import yaml

from onrecord.gather.yaml_nodes import BASIS, Nodes, line_of
from onrecord.settings import MOST_OPTIONS
from onrecord.values.conflict import Direction, Option, Pattern
from onrecord.values.formula import Formula, FormulaError, Taken, parse

LONGEST_NUMBER: Final = 7  # digits of the number of the last state that there can be
DIRECTIONS: Final = get_args(Direction)


@dataclass
class Terms(Nodes):
    """The names that a file gives, and what a text says in them."""

    decision_makers: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    states: dict[str, Pattern] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def own(self, options: yaml.Node, decision_makers: yaml.Node | None) -> None:
        """Who decides what. Everything else is read with these names."""
        given = self.texts(decision_makers, "decision_makers")
        for name, node in self.twice(given):
            self.wrong(node, f"decision_makers: {name} stands twice. Take one out.")
        made = list(self.several(options, "options", self.option))
        if not made and isinstance(options, yaml.SequenceNode) and not options.value:
            self.wrong(options, "options is an empty list. Name at least one: - {name: …, owner: …}")
        if len(made) > MOST_OPTIONS:
            self.wrong(options, f"there are {len(made)} options; {MOST_OPTIONS} is the most. Leave some out.")
        owners = tuple(dict.fromkeys(option.owner for option, _ in made if option.owner))
        self.decision_makers = tuple(dict.fromkeys(name for name, _ in given)) or owners
        for option, keys in made:
            if option.owner and option.owner not in self.decision_makers:
                self.unknown(keys["owner"], "options.owner", option.owner, "decision maker", self.decision_makers)
        named = [(f"{o.owner}: {o.name}".casefold(), keys["name"]) for o, keys in made if o.name]
        for name, node in self.twice(named):
            self.wrong(node, f"options: {name!r} stands twice. Give one of them another name.")
        self.options = tuple(option for option, _ in made)
        bare = Counter(option.name.casefold() for option in self.options)
        self.shared = frozenset(name for name, count in bare.items() if count > 1)
        known = [(number, option) for number, option in enumerate(self.options) if option.name]
        self.names = {o.name: n for n, o in known if o.name.casefold() not in self.shared}
        self.names |= {f"{o.owner}: {o.name}": n for n, o in known}

    def option(self, node: yaml.Node) -> tuple[Option, dict[str, yaml.Node]] | None:
        """An option, and its keys; a name or owner that is missing is empty."""
        known = self.keys(node, "an option", ("name", "owner", "direction", *BASIS), ("name", "owner"))
        name, owner = (self.text(known.get(key), f"options.{key}") for key in ("name", "owner"))
        direction = self.one_of(known.get("direction"), "options.direction", DIRECTIONS) or "reversible"
        if name and '"' in name:
            self.wrong(known["name"], f"options.name: {name!r} holds a quote sign. Leave it out.")
        given: Any = {"name": name or "", "owner": owner or "", "direction": direction}
        return Option(**given, **self.basis(known, node)), known

    def listed(self, node: yaml.Node, at: str) -> list[int] | None:
        """The numbers of a list of options, each once; None where one is at fault."""
        given = self.texts(node, at)
        numbers = [self.number(name, entry, at) for name, entry in given]
        if not given:
            if isinstance(node, yaml.SequenceNode) and not node.value:
                self.wrong(node, f"{at} is an empty list. Name options in it.")
            return None
        for _, entry in self.twice((str(n), e) for n, (_, e) in zip(numbers, given, strict=True) if n is not None):
            self.wrong(entry, f"{at} names an option twice. Take one out.")
        known = [number for number in numbers if number is not None]
        return known if len(set(known)) == len(given) else None

    def number(self, name: str, node: yaml.Node, at: str) -> int | None:
        """The number of the one option that a text names."""
        formula = self.read(name, node, at)
        if isinstance(formula, Taken):
            return formula.number
        if formula:
            self.wrong(node, f"{at}: {name!r} is more than the name of an option. Write a rule of several under when.")
        return None

    def formula(self, node: yaml.Node | None, at: str) -> Formula | None:
        """What a text says of the options."""
        if isinstance(node, yaml.MappingNode):
            self.wrong(node, f'{at} is keys and values where a text is wanted. Put a text with a colon in quotes: "…".')
            return None
        text = self.text(node, at)
        return None if node is None or text is None else self.read(text, node, at)

    def read(self, text: str, node: yaml.Node, at: str) -> Formula | None:
        """The formula of a text, which stands at a node."""
        try:
            return parse(text, self.names)
        except FormulaError as error:
            told = str(error)
            name = next((name for name in self.shared if f"called {name!r}" in told.casefold()), None)
            if name:
                one = next(o for o in self.options if o.name.casefold() == name)
                told = f'several have the option {one.name!r}. Say whose, in quotes: "{one.owner}: {one.name}".'
            self.wrong(node, f"{at}: {told}")
            return None

    def who(self, node: yaml.Node | None, at: str) -> str | None:
        """A decision maker."""
        name = self.text(node, at)
        if node is None or name is None or name in self.decision_makers:
            return name
        self.unknown(node, at, name, "decision maker", self.decision_makers)
        return None

    def named_states(self, node: yaml.Node | None) -> Iterator[tuple[str, Pattern]]:
        """States by the author's own names."""
        for name, key, value in self.entries(node, "states"):
            if self.pattern(name) or name.isdecimal() or any(sign in name for sign in "<>="):
                self.wrong(key, f"states: {name!r} cannot be told from a pattern, a number or a sign. Choose a word.")
            found = self.state(value, f"states.{name}")
            self.lines[name] = line_of(key)
            yield name, found or "N" * len(self.options)  # a stand-in, so that its uses are not at fault as well

    def pattern(self, text: str) -> Pattern | None:
        """A text of the letters of a pattern."""
        letters = text.upper()
        return letters if letters and set(letters) <= set("YN-") else None

    def state(self, node: yaml.Node | None, at: str, *, one: bool = False) -> Pattern | None:
        """A state, or several alike, by name, number or pattern."""
        text = self.text(node, at)
        return None if node is None or text is None else self.state_of(text, node, at, one=one)

    def state_of(self, text: str, node: yaml.Node, at: str, *, one: bool = False) -> Pattern | None:
        """The same of a text, which stands at a node; ``one``: no more than one state."""
        found = self.states.get(text) or self.pattern(text)
        if found is None and text.isascii() and text.isdecimal():
            if int(text[:LONGEST_NUMBER]) > 0 and len(text) <= LONGEST_NUMBER:
                return str(int(text))
            self.wrong(node, f"{at}: no state has the number {text[:20]}. The first is 1.")
            return None
        if found is None:
            near = get_close_matches(text, self.states, n=1, cutoff=0.5)
            cure = f"Did you mean {near[0]!r}?" if near else f"Write a name of states, a number or {self.example()}."
            self.wrong(node, f"{at}: no state is called {text!r}. {cure}")
        elif not found.isdecimal() and len(found) != len(self.options):
            told = f"{at}: {found} has {len(found)} letters, and there are {len(self.options)} options."
            self.wrong(node, f"{told} Write {self.example()}.")
        elif one and "-" in found:
            self.wrong(node, f"{at}: {text} may be several states. Write Y or N in the place of each hyphen.")
        else:
            return found
        return None

    def example(self) -> str:
        """What a pattern is here."""
        return f"a letter Y or N for each option ({', '.join(o.name for o in self.options[:4])}" + (
            ", …)" if len(self.options) > 4 else ")"
        )

    def spelled(self, number: int) -> str:
        """An option's name, with its owner where another has one of that name."""
        option = self.options[number]
        return option.name if option.name in self.names else f"{option.owner}: {option.name}"
