"""Inputs named on the command line, read one by one: the good ones are read, the bad ones listed."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord.errors import OnrecordError
from onrecord.values import Reading


@dataclass(frozen=True)
class Options:
    """What the command line says about every input."""

    published: str | None
    outlet: str | None
    allow_private: bool


@dataclass(frozen=True)
class Outcome:
    """The readings in the order of the inputs, and one line for each input that could not be read."""

    readings: tuple[Reading, ...]
    unread: tuple[str, ...]


def read_all(sources: Sequence[str], options: Options) -> Outcome:
    """Gather and read every source, with a progress bar on a terminal, and report the bad ones on standard error."""
    readings: list[Reading] = []
    unread: list[str] = []
    for source in _tracked(sources):
        try:
            readings.append(_read_one(source, options))
        except OnrecordError as error:
            unread.append(str(error))
    for line in unread:
        print(f"onrecord: {line}", file=sys.stderr)
    return Outcome(tuple(readings), tuple(unread))


def _read_one(source: str, options: Options) -> Reading:
    from onrecord.pipeline import gather, read_document

    document = gather(
        source,
        published=options.published,
        outlet=options.outlet,
        stdin=sys.stdin.buffer,
        allow_private=options.allow_private,
    )
    return read_document(document)


def _tracked(sources: Sequence[str]) -> Iterator[str]:
    """The sources, with a sign of progress that leaves no trace once they are read; silent when piped."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from sources
        return
    if len(sources) == 1:
        with console.status("reading"):
            yield from sources
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(sources)
