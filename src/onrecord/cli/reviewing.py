"""A review session: one suggestion at a time, keys in a terminal, lines where standard input is none."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import typer

from onrecord.errors import CorrectionError, OnrecordError
from onrecord.publish import judging
from onrecord.publish.review import HELP, HINT, KEYS, suggestion, summary
from onrecord.publish.wording import harmless
from onrecord.record.answers import Field, Said
from onrecord.record.rulings import Correction
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.spans import Range
from onrecord.values import Issue

TAKES = {key: takes for key, _, takes in KEYS if takes}
NONE = "-"


class Asking(Protocol):
    """Where commands come from."""

    def command(self) -> tuple[str, str] | None:
        """A key, and what goes with it; None at the end."""


class Lines:
    """A command a line: a key or its word, then what goes with it."""

    def command(self) -> tuple[str, str] | None:
        """The next line that is not blank."""
        for line in sys.stdin or ():
            if not line.isascii() and any("\ud800" <= c <= "\udfff" for c in line):  # bytes that are no UTF-8
                raise OnrecordError("standard input is no UTF-8. Save the commands as UTF-8.")
            word, _, rest = line.strip().partition(" ")
            if word:
                return _key_of(word), rest.strip()
        return None


class Keys:
    """Single keys; what goes with one is asked for on a line of its own."""

    def command(self) -> tuple[str, str] | None:
        """The next key."""
        try:
            typer.echo("> ", nl=False)
            key = typer.getchar()
            if key in TAKES:
                return key, typer.prompt(f"{_word_of(key)} ({TAKES[key]})", default="", show_default=False).strip()
            typer.echo(_word_of(key))
        except (EOFError, KeyboardInterrupt, typer.Abort):
            return None
        return ("n" if key in "\r\n" else key), ""


def asking() -> Asking:
    """Keys in a terminal, lines elsewhere."""
    return Keys() if sys.stdin and sys.stdin.isatty() else Lines()


def _key_of(word: str) -> str:
    return next((key for key, name, _ in KEYS if word == name.replace(" ", "-")), word)


def _word_of(key: str) -> str:
    return next((name for k, name, _ in KEYS if k == key), "")


@dataclass
class Session:
    """One reviewer at one store. Every answer is written at once; another may review the same store meanwhile."""

    view: View
    writer: Writer
    judge: str
    issues: Sequence[Issue] = ()
    made: list[tuple[int, int, str]] = field(default_factory=list)  # rulings, each with its place in line, as counted
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, queue: Sequence[int], asked: Asking) -> None:
        """Show statements, one after the other, until they or the commands end."""
        numbers, at, shown = list(queue), 0, set[int]()
        typer.echo(HINT)
        while at < len(numbers):
            said = self.view.statement(numbers[at])
            if said is None or (at not in shown and _judged(said)):  # another reviewer was here
                at += 1
                continue
            shown.add(at)
            typer.echo(self._shown(said, f"{at + 1} of {len(numbers)}"))
            step = self._answered(said, numbers, at, asked)
            if step is None:
                break
            at = step
        typer.echo("\n".join(summary(len(shown), self.counts)))

    def _shown(self, said: Said, place: str) -> str:
        reading = self.view.reading(said.fullest.source.key)
        return suggestion(said, reading.document.text if reading else "", place=place, issues=self.issues)

    def _answered(self, said: Said, numbers: list[int], at: int, asked: Asking) -> int | None:
        """Take commands until one moves on: the place in line to show next, None to stop."""
        while True:
            command = asked.command()
            if command is None or command[0] == "q":
                return None
            key, rest = command
            if key == "n":
                return at + 1
            if key == "h":
                typer.echo(HELP)
                continue
            try:
                return self._undone(numbers, at) if key == "u" else self._ruled(said, numbers, at, key, rest)
            except CorrectionError as error:
                typer.echo(harmless(f"{error}"))

    def _ruled(self, said: Said, numbers: list[int], at: int, key: str, rest: str) -> int:
        """Write an answer down. Confirming and rejecting move on; after a correction the statement is shown again."""
        answer: dict[str, Callable[[Said, str], dict[str, Any]]] = {
            "c": lambda *_: {"field": "confirm"}, "x": lambda *_: {"field": "reject"}, "k": self._kind,
            "s": self._speaker, "i": self._issue, "t": self._stance, "r": self._red_line, "o": self._condition,
        }  # fmt: skip
        if key not in answer:
            raise CorrectionError.not_one_of("key", key, [k for k, *_ in KEYS])
        correction = Correction(said.id, **answer[key](said, rest))
        number = self.writer.rule(correction, judge=self.judge)
        counted = _COUNTED.get(correction.field, "corrected")
        self.made.append((number, at, counted))
        self.counts[counted] += 1
        placed = self.view.ruling(number)
        if placed and placed.statement is not None:  # another speaker's statement has another number
            numbers[at] = placed.statement
        return at + 1 if key in "cx" else at

    def _undone(self, numbers: list[int], at: int) -> int:
        """Take the last answer back, and go to its statement."""
        if not self.made:
            typer.echo("Nothing to undo in this session. Earlier rulings: onrecord review undo NUMBER")
            return at
        number, place, counted = self.made.pop()
        ruling = self.view.ruling(number)
        self.writer.withdraw(number, judge=self.judge)
        self.counts[counted] -= 1
        after = self.view.ruling(number)
        if ruling and after and after.statement is not None:
            numbers[place] = after.statement
        return place

    def _kind(self, _: Said, rest: str) -> dict[str, Any]:
        return {"field": "kind", "answer": judging.kind(rest)}

    def _speaker(self, _: Said, rest: str) -> dict[str, Any]:
        if rest.startswith(NONE):
            return {"field": "speaker", "answer": judging.unnamed(rest.removeprefix(NONE))}
        name, _comma, party = (part.strip() for part in rest.partition(","))
        return {"field": "speaker", "answer": judging.speaker(self.view, name, party)}

    def _issue(self, _: Said, rest: str) -> dict[str, Any]:
        named = judging.issue(rest.removeprefix(NONE).strip(), self.issues)
        return {"field": "issue", "issue": named, "answer": not rest.startswith(NONE)}

    def _stance(self, _: Said, rest: str) -> dict[str, Any]:
        issue, _space, stance = (part.strip() for part in rest.partition(" "))
        answer = judging.stance(stance)
        return {"field": "stance", "issue": judging.issue(issue, self.issues), "answer": answer}

    def _red_line(self, said: Said, rest: str) -> dict[str, Any]:
        answer = rest != NONE if rest in ("", NONE) else self._found(said, rest)
        return {"field": "red_line", "answer": answer, "document": said.fullest.source.key}

    def _condition(self, said: Said, rest: str) -> dict[str, Any]:
        answer = [] if rest == NONE else self._found(said, rest)
        return {"field": "condition", "answer": answer, "document": said.fullest.source.key}

    def _found(self, said: Said, words: str) -> list[Range]:
        reading = self.view.reading(said.fullest.source.key)
        return [judging.words_at(reading.document.text if reading else "", said, words)]


_COUNTED: dict[Field, str] = {"confirm": "confirmed", "reject": "rejected"}


def _judged(said: Said) -> bool:
    return any(r.field in _COUNTED for r in said.rulings)
