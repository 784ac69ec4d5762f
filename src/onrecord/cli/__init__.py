"""The ``onrecord`` command: one file a verb; parse, call, print."""

from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import actors, conflict, conflict_open, conflict_record, dossier, positions, queries, review
from onrecord.cli.add import add
from onrecord.cli.brief import brief
from onrecord.cli.calendar import calendar
from onrecord.cli.deals import deals
from onrecord.cli.read import read
from onrecord.cli.reread import reread
from onrecord.cli.serve import serve
from onrecord.cli.sweep import sweep
from onrecord.cli.verify import verify

app = typer.Typer(
    name="onrecord",
    help="Who stands where, on the record: reads coverage of international negotiations and cites every line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (
    add, sweep, brief, queries.statements, queries.who, queries.meetings, calendar, queries.search, queries.sources,
    queries.changes, positions.matrix, positions.clashes, positions.common_ground, positions.shifts, positions.unsorted,
    deals, verify, read, reread, serve,
):  # fmt: skip
    app.command()(verb)
app.add_typer(actors.app, name="actors")
conflict.app.command()(conflict_open.settle)
conflict.app.command()(conflict_open.inverse)
conflict.app.command()(conflict_open.robustness)
conflict.app.command()(conflict_record.draft)
conflict.app.command()(conflict_record.changes)
app.add_typer(conflict.app, name="conflict")
app.add_typer(dossier.app, name="dossier")
app.add_typer(review.app, name="review")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Who stands where, on the record."""


def main() -> None:
    """Run the command line; a reader that closes the pipe early (``| head``) is not an error."""
    try:
        app(prog_name="onrecord")
    except BrokenPipeError:
        import os
        import sys

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
