"""Word lists about people and parties, read once from the package's data files."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

DATA = resources.files("onrecord.read") / "data"


@dataclass(frozen=True)
class Entry:
    """A state or alliance: its name and the names, adjectives, seats and nouns that stand for it."""

    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    seats: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    until: int | None = None


@dataclass(frozen=True)
class Roles:
    """What people are called by what they do; every list in lower case."""

    official: frozenset[str]
    other: frozenset[str]
    modifiers: frozenset[str]
    not_of_party: frozenset[str]
    keeps_complement: frozenset[str]
    about: frozenset[str]
    topical: frozenset[str]
    organs: frozenset[str]
    governments: frozenset[str]
    sides: frozenset[str]
    kin: frozenset[str]
    generic: frozenset[str]
    plurals: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    courtesy: frozenset[str]
    hyponyms: dict[str, frozenset[str]]
    offices: dict[str, frozenset[str]]

    @property
    def heads(self) -> frozenset[str]:
        """Every word or phrase that names a role."""
        return self.official | self.other


@lru_cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a data file that are not empty or a comment; a file is read once."""
    text = DATA.joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def states() -> tuple[Entry, ...]:
    """Every state, present and historic."""
    return tuple(_entry(line) for line in lines("states.txt"))


@lru_cache(maxsize=1)
def alliances() -> tuple[Entry, ...]:
    """Alliances and organisations of states, and movements that negotiate like one."""
    return tuple(_entry(line) for line in lines("alliances.txt"))


@lru_cache(maxsize=1)
def roles() -> Roles:
    """The words of roles."""
    read: dict[str, Any] = json.loads(DATA.joinpath("roles.json").read_text(encoding="utf-8"))
    hyponyms, offices = (_sets(read.pop(key)) for key in ("hyponyms", "offices"))
    return Roles(**_sets(read), hyponyms=hyponyms, offices=offices)


def _sets(read: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in read.items()}


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Given names that tell a gender: ``m`` or ``f``; a name in both lists tells none."""
    read = json.loads(DATA.joinpath("given_names.json").read_text(encoding="utf-8"))
    male, female = set(read["male"]), set(read["female"])
    return dict.fromkeys(male - female, "m") | dict.fromkeys(female - male, "f")


def _entry(line: str) -> Entry:
    fields = [field.strip() for field in line.split("|")]
    until = fields.pop().removeprefix("until ") if fields[-1].startswith("until ") else None
    name, *columns = fields
    names, adjectives, seats, nouns = ([*map(_items, columns), (), (), (), ()])[:4]
    return Entry(name, (name, *names), adjectives, seats, nouns, int(until) if until else None)


def _items(field: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in field.split(";") if item.strip())
