"""``onrecord reread``: every document of a store read again by the present reader."""

from collections import Counter
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord.cli.add import STOPPED, Rate
from onrecord.cli.asking import DEFAULT, FAILED, Db, fail
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.pipeline import Reread


def reread(db: Db = DEFAULT) -> None:
    """Read every document of the store again, with the reader of this version. What persons corrected stays.

    Safe to repeat and to interrupt: each document is replaced whole or not at all, and what is unchanged is left alone.

    Exit status: 0 when every document was read, 1 when one could not be (it stays as it was), 130 when interrupted.
    """
    from onrecord.pipeline import open_record
    from onrecord.pipeline import reread as again

    counts: Counter[str] = Counter()
    try:
        view = open_record(db)
        total = len(view.every_document())
        before = {r.id for r in view.rulings() if r.statement is None}
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("reading", total=total)

            def tell(key: str, outcome: "Reread", problem: str | None) -> None:
                counts[outcome] += 1
                progress.advance(task)
                if problem:
                    typer.echo(f"onrecord: {key}: {problem}", err=True)

            try:
                again(db, tell=tell)
            except KeyboardInterrupt:
                progress.stop()
                left = total - counts.total()
                typer.echo(f"onrecord: stopped; {counts.total()} done, {left} left. Run it again to go on.", err=True)
                raise typer.Exit(STOPPED) from None
        lost = [r.id for r in view.rulings() if r.statement is None and r.id not in before]
        view.engine.dispose()
    except OnrecordError as error:
        fail(error)
    _report(counts, len(lost))


def _report(counts: Counter[str], lost: int) -> None:
    words = {"changed": "read otherwise now", "same": "as before", "failed": "not read"}
    told = [f"{counts[outcome]} {word}" for outcome, word in words.items() if counts[outcome]]
    typer.echo(f"{counts.total()} document{'s' * (counts.total() != 1)}: {', '.join(told) or 'none'}")
    if lost:
        what = "1 ruling is" if lost == 1 else f"{lost} rulings are"
        typer.echo(f"{what} of no statement any more, and kept: onrecord review list shows them as not placed")
    if counts["failed"]:
        raise typer.Exit(FAILED)
