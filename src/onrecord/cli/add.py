"""``onrecord add``: documents into a store."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)  # fmt: skip
from rich.text import Text

from onrecord.cli.asking import DEFAULT, FAILED, Db, fail
from onrecord.cli.parameters import AllowPrivate, Outlet, Published
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.gather import Pending
    from onrecord.pipeline import Added, Outcome

STOPPED = 130
WORDS: dict["Outcome", str] = {
    "new": "new",
    "changed": "changed",
    "known": "known already",
    "failed": "not read",
    "skipped": "no article",
}
Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH|URL|FEED|FOLDER…", help="Files, folders, archives, web pages, feeds, or - ."),
]


class Rate(ProgressColumn):
    """Documents a second."""

    def render(self, task: Task) -> Text:
        """The speed so far."""
        return Text(f"{task.speed:.1f} a second" if task.speed else "")


def add(
    sources: Sources = None,
    db: Db = DEFAULT,
    published: Published = None,
    outlet: Outlet = None,
    failed: Annotated[bool, typer.Option("--failed", help="Try again what could not be read before.")] = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Gather, read and store documents. Safe to repeat and to interrupt: the next run goes on where this one stopped.

    Exit status: 0 when every document is in the store, 1 when one could not be read (each is listed, with its reason),
    130 when interrupted.
    """
    if bool(sources) == failed:
        message = "name what to add, or give --failed alone."
        raise typer.BadParameter(message)
    from onrecord.pipeline import listed

    try:
        again = _failed(db) if failed else None
        wanted = sorted({one for o in again for one in _listed_in(o)}) if again is not None else sources or []
        found = listed(
            wanted, published=published, outlet=outlet, stdin=sys.stdin.buffer, allow_private=allow_private
        )  # fmt: skip
        with Console(stderr=True).status("listing"):  # a large archive is gone through once to be listed
            wanted_ones = [p for p in found if again is None or p.origin in again]
        done = _stored(db, wanted_ones)
    except OnrecordError as error:
        fail(error)
    _report(done)


def _failed(db: str) -> set[str]:
    """The inputs that a store could not be given."""
    from onrecord.pipeline import open_record

    view = open_record(db)
    try:
        # What was handed in at the desk is not kept where it could be read again: it is handed in again there.
        return {f.origin for f in view.failures() if not f.origin.startswith("desk:")}
    finally:
        view.engine.dispose()


def _listed_in(origin: str) -> set[str]:
    """What an input may have been listed from: itself, the archive of a member, the file of a line, the feed."""
    if "://" in origin:
        return {origin, origin.partition("#")[0]}
    heads = {origin, origin.rpartition("#")[0], origin.partition("!")[0]}
    there = {head for head in heads if head and Path(head).exists()}
    return there or {origin}


def _stored(db: str, found: Sequence["Pending"]) -> list["Added"]:
    """Store documents, with a bar that shows rate and time left; silent when piped."""
    from onrecord.pipeline import add as store

    done: list[Added] = []
    columns = (TextColumn("adding"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("adding", total=len(found))

        def tell(one: "Added") -> None:
            done.append(one)
            progress.advance(task)

        try:
            store(db, found, tell=tell)
        except KeyboardInterrupt:
            progress.stop()
            left = len(found) - len(done)
            typer.echo(f"onrecord: stopped; {len(done)} done, {left} left. Run the same command to go on.", err=True)
            raise typer.Exit(STOPPED) from None
    return done


def _report(done: Sequence["Added"]) -> None:
    """Counts on standard output; every input that failed, with its reason, on standard error."""
    counts = Counter(one.outcome for one in done)
    told = [f"{counts[o]} {word}" for o, word in WORDS.items() if counts[o]]
    typer.echo(f"{len(done)} document{'s' * (len(done) != 1)}: {', '.join(told) or 'none'}")
    skipped = Counter(one.reason for one in done if one.outcome == "skipped")
    if skipped:
        typer.echo(f"no article: {', '.join(f'{count} {reason}' for reason, count in skipped.most_common())}")
    for one in done:
        if one.outcome == "failed":
            typer.echo(f"onrecord: {one.origin}: {one.problem}", err=True)
    if counts["failed"]:
        typer.echo("onrecord: try them again with: onrecord add --failed", err=True)
        raise typer.Exit(FAILED)
