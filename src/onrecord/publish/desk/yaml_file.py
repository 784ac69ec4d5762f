"""A YAML file beside the store, edited in the browser: read, checked, replaced whole where nobody else did it."""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import ConflictError, FileFaultError, OnrecordError

_PLACED = re.compile(r"(\d+)(?::\d+)?: (.*)", re.S)


@dataclass(frozen=True)
class YamlText:
    """A file as it stands: its name, its text, and its ``state``, which another text does not have."""

    name: str
    text: str
    state: str


class ChangedMeanwhileError(OnrecordError):
    """A file that someone else changed while it was edited: what it holds now, None where it is gone."""

    def __init__(self, name: str, held: YamlText | None) -> None:
        super().__init__(f"{name} was changed by someone else meanwhile, and was not written over.")
        self.held = held


@dataclass(frozen=True)
class YamlFile:
    """A file that may not be there yet. ``read`` gives its text, ``check`` raises OnrecordError for a wrong one."""

    path: Path
    read: Callable[[Path], str]
    check: Callable[[str], object]

    def held(self) -> YamlText | None:
        """The file's text, valid or not; None where there is no file. Raises InputError."""
        if not self.path.exists():
            return None
        text = self.read(self.path)
        return YamlText(self.path.name, text, hashlib.sha256(text.encode()).hexdigest())

    def save(self, text: str, state: str | None) -> None:
        """Put a valid text in the place of the file, whole or not at all.

        Raises what ``check`` does for one that is not valid; ChangedMeanwhileError where the file is no more what
        ``state`` says (None: not there); OnrecordError where it cannot be written.
        """
        self.check(text)
        held = self.held()
        if (held.state if held else None) != state:
            raise ChangedMeanwhileError(self.path.name, held)
        real = self.path.resolve()  # a link stays one
        unfinished = real.with_name(f".{real.name}.{os.getpid()}.unfinished")
        try:
            crlf = held is not None and b"\r\n" in real.read_bytes()
            with unfinished.open("w", encoding="utf-8", newline="\r\n" if crlf else "\n") as file:
                file.write(text.replace("\r\n", "\n"))
                file.flush()
                os.fsync(file.fileno())
            if held is not None:
                unfinished.chmod(real.stat().st_mode & 0o777)
            unfinished.replace(real)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            message = f"{self.path.name} cannot be written ({error.strerror}). Nothing was changed."
            raise OnrecordError(message) from error


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, and the line it is on, with what stands there; None where it is on none."""

    told: str
    line: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Edited:
    """What an editor's page shows: the text, the state of the file it was made from, and what was found of it."""

    text: str
    state: str | None
    faults: tuple[Fault, ...] = ()
    told: tuple[str, ...] = ()
    drafted: bool = False


def faults_in(error: OnrecordError, text: str) -> tuple[Fault, ...]:
    """What an error says of a text, fault by fault."""
    lines = text.split("\n")
    if isinstance(error, ConflictError):
        return tuple(_on(line, told, lines) for line, told in error.faults)
    if not isinstance(error, FileFaultError):
        return (Fault(f"{error}"),)
    placed = [(_PLACED.fullmatch(told), told) for told in error.faults]
    return tuple(_on(int(at[1]), at[2], lines) if at else Fault(told) for at, told in placed)


def _on(line: int | None, told: str, lines: list[str]) -> Fault:
    there = line is not None and 0 < line <= len(lines)
    return Fault(told, line, lines[line - 1].strip() if there and line else "")
