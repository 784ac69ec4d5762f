"""Formulas over the options of a conflict: `not Attack unless Escalate`, `Withdraw iff (Blockade or "Air strike")`.

Words that join, weakest first: `iff`, `if` and `unless` and `implies`, `or` (`|`), `and` (`&`), `not` (`-`, `!`).
`A if B` is true unless B holds without A; `A unless B` is `A or B` for a wish and is read so here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

Joint = Literal["and", "or", "iff"]
_JOINING: Final = ("not", "and", "or", "if", "iff", "unless", "implies")
_SIGNS: Final = {"&": "and", "|": "or", "!": "not", "-": "not"}
_TOKEN: Final = re.compile(r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')|(?P<sign>[()&|!-])|(?P<word>[^\s()&|!"']+))""")
DEEPEST: Final = 40  # how far brackets and joining words may be nested
LONGEST: Final = 400  # words and signs of one formula: every one that is joined nests those before it
WIDEST: Final = 12  # options up to which the meaning of a formula is worked out: 4,096 rows of its truth table


@dataclass(frozen=True, slots=True)
class Taken:
    """The option of a number, from 0, is taken."""

    number: int


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Formula"


@dataclass(frozen=True, slots=True)
class Join:
    """Both parts hold, at least one does, or both or neither do."""

    word: Joint
    left: "Formula"
    right: "Formula"


Formula = Taken | Not | Join
Meaning = tuple[tuple[int, ...], int]


class FormulaError(ValueError):
    """A text that is no formula; the message says what is wrong and what to do."""


def parse(text: str, options: Mapping[str, int]) -> Formula:
    """The formula of a text. ``options`` gives the number of each name that may be written, in any case.

    Names of several words are found as they stand; names that hold a joining word or a sign stand in quotes. Raises
    FormulaError.
    """
    known = {_plain(name): (number, name) for name, number in options.items()}
    return _Parser(tuple(_tokens(text)), known, text).whole()


def options_of(formula: Formula) -> frozenset[int]:
    """The numbers of the options a formula speaks of."""
    match formula:
        case Taken(number):
            return frozenset((number,))
        case Not(part):
            return options_of(part)
        case Join(_, left, right):
            return options_of(left) | options_of(right)


def some(parts: Iterable[Formula]) -> Formula:
    """At least one of the parts, of which there must be one, holds."""
    found = list(parts)
    while len(found) > 1:  # pair by pair, so that a hundred parts are nested seven deep
        found = [Join("or", *found[i : i + 2]) if i + 1 < len(found) else found[i] for i in range(0, len(found), 2)]
    return found[0]


def meaning(formula: Formula) -> Meaning | None:
    """The options that a formula turns on, and its truth table as bits: alike for all formulas that mean the same.

    None for a formula of more than WIDEST options.
    """
    options = sorted(options_of(formula))
    if len(options) > WIDEST:
        return None
    table = _table(formula, options)
    turning = []
    for at, option in enumerate(options):
        taken = _taken(at, len(options))
        if (table & taken) >> (1 << at) != table & ~taken:  # it makes a difference in some row
            turning.append(option)
    return tuple(turning), _table(formula, turning)


def negated(meant: Meaning) -> Meaning:
    """The meaning of the negation."""
    return meant[0], meant[1] ^ _rows(len(meant[0]))


def _table(formula: Formula, options: list[int]) -> int:
    """The truth table: bit r is set where the formula holds with the options taken whose bits are set in r.

    Options that are not in ``options`` are not taken.
    """
    match formula:
        case Taken(number):
            return _taken(options.index(number), len(options)) if number in options else 0
        case Not(part):
            return _table(part, options) ^ _rows(len(options))
        case Join(word, left, right):
            a, b = _table(left, options), _table(right, options)
            return a & b if word == "and" else a | b if word == "or" else a ^ b ^ _rows(len(options))


def _rows(options: int) -> int:
    """All rows of a truth table, a bit each."""
    return (1 << (1 << options)) - 1


def _taken(at: int, options: int) -> int:
    """The rows in which the option at a place is taken: runs of 2^at bits, every other one set."""
    return _rows(options) // ((1 << (1 << at)) + 1) << (1 << at)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a name where ``named``, else a joining word or sign: how it is read, and as it was ``written``."""

    read: str
    written: str
    named: bool


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise FormulaError(f"a quote is not closed in {text!r}. Close it.")
        at = found.end()
        if quoted := found["quoted"]:
            yield _Token(_plain(quoted[1:-1]), " ".join(quoted[1:-1].split()), named=True)
        elif sign := found["sign"]:
            yield _Token(_SIGNS.get(sign, sign), sign, named=False)
        else:
            word = found["word"].casefold()
            yield _Token(word, found["word"], named=word not in _JOINING)


@dataclass
class _Parser:
    """Reads tokens from left to right, by descent."""

    tokens: tuple[_Token, ...]
    options: Mapping[str, tuple[int, str]]
    text: str
    at: int = 0
    depth: int = 0

    def whole(self) -> Formula:
        if len(self.tokens) > LONGEST:
            raise FormulaError(f"the statement {self.text[:60]!r}… has more than {LONGEST} words and signs. Split it.")
        if not self.tokens:
            raise FormulaError("a statement is empty. Write it out, for example: not Attack unless Escalate")
        found = self.both_or_neither()
        if self.at < len(self.tokens):
            raise FormulaError(
                f"{self.tokens[self.at].written!r} is not expected there in {self.text!r}. Check the brackets."
            )
        return found

    def take(self, *words: str) -> str | None:
        """The next token where it is one of the joining words or signs."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.named or token.read not in words:
            return None
        self.at += 1
        return token.read

    def both_or_neither(self) -> Formula:
        found = self.conditional()
        while self.take("iff"):
            found = Join("iff", found, self.conditional())
        return found

    def conditional(self) -> Formula:
        found = self.either()
        while word := self.take("if", "unless", "implies"):
            other = self.either()
            if word == "if":
                found = Join("or", found, Not(other))
            elif word == "unless":
                found = Join("or", found, other)
            else:
                found = Join("or", Not(found), other)
        return found

    def either(self) -> Formula:
        found = self.both()
        while self.take("or"):
            found = Join("or", found, self.both())
        return found

    def both(self) -> Formula:
        found = self.one()
        while self.take("and"):
            found = Join("and", found, self.one())
        return found

    def one(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(f"the statement {self.text[:60]!r}… is nested too deep. Split it.")
        found = self.negated() if self.take("not") else self.bracketed() if self.take("(") else self.named()
        self.depth -= 1
        return found

    def negated(self) -> Formula:
        return Not(self.one())

    def bracketed(self) -> Formula:
        found = self.both_or_neither()
        if not self.take(")"):
            raise FormulaError(f"a bracket is not closed in {self.text!r}. Close it.")
        return found

    def named(self) -> Formula:
        """The longest name that the next words make."""
        end = self.at
        while end < len(self.tokens) and self.tokens[end].named:
            end += 1
        for stop in range(end, self.at, -1):
            name = " ".join(token.read for token in self.tokens[self.at : stop])
            if name in self.options:
                self.at = stop
                return Taken(self.options[name][0])
        raise FormulaError(self.unknown(end))

    def unknown(self, end: int) -> str:
        name = " ".join(token.written for token in self.tokens[self.at : end])
        if not name:
            there = repr(self.tokens[self.at].written) if self.at < len(self.tokens) else "the end"
            return f"an option's name is missing before {there} in {self.text!r}. Write it there."
        near = get_close_matches(_plain(name), self.options, n=1, cutoff=0.5)
        return f"no option is called {name!r}. " + (
            f"Did you mean {self.options[near[0]][1]!r}?"
            if near
            else f"Known: {', '.join(name for _, name in self.options.values())}."
        )
