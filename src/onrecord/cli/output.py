"""Where a command's result goes: standard output, or a file that is replaced whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord.errors import OnrecordError


def emit(text: str, path: Path | None) -> None:
    """Print a text, or write it to a file in one step. Raises OnrecordError where the file cannot be written."""
    if path is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            unfinished = Path(file.name)
            file.write(text)
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except OSError as error:
        if unfinished:
            unfinished.unlink(missing_ok=True)
        message = f"{path}: cannot be written ({error.strerror}). Choose another place."
        raise OnrecordError(message) from error


def drawn(tables: Iterable[RenderableType], path: Path | None) -> str:
    """Tables as wide as the terminal, for ``emit``; those for a file are without the signs that a terminal obeys."""
    console = Console(force_terminal=None if path is None else False)
    with console.capture() as captured:
        for one in tables:
            console.print(one)
    return captured.get()


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign on a terminal that something is being done; it leaves no trace."""
    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else nullcontext():
        yield


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; it is told of how much more is done each time, and leaves no trace."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
