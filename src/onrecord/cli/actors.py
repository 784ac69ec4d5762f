"""``onrecord actors``: who is on record, why some are held to be one, and corrections of that."""

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import (
    DEFAULT,
    AsCsv,
    AsJson,
    AsOf,
    Db,
    Form,
    Limit,
    Offset,
    Party,
    Since,
    asked,
    fail,
    show,
)  # fmt: skip
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.record.view import View
    from onrecord.record.writer import Writer

app = typer.Typer(help="Who is on record; who was found to be one person, and why; corrections of that.")
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why: kept with the correction.")]
Who = Annotated[str, typer.Argument(metavar="ACTOR", help="A name that only one has, or a number.")]


@app.callback(invoke_without_command=True)
def actors(
    context: typer.Context,
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, limit: Limit = 50,
    offset: Offset = 0, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Who is on record, the most quoted first."""
    if context.invoked_subcommand:
        return
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    chosen = Filter(as_of, since, party, limit=limit, offset=offset)
    found = asked(db, chosen, lambda v, f: v.actors(f))
    show(found, Form(as_json, as_csv), [listing.actors(found)])


@app.command()
def merges(
    who: Annotated[
        str | None, typer.Argument(metavar="[ACTOR]", help="Only this actor's; and why it is in each document.")
    ] = None,
    db: Db = DEFAULT, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Judgements of who is whom: which names were found to be one person or party, by whom, when and why."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    found = asked(db, Filter(), lambda v, _: v.judgements(None if who is None else v.actor(who).id))
    show(found, Form(as_json, as_csv), [listing.judgements(found)])


@app.command()
def merge(keep: Who, other: Who, reason: Reason, db: Db = DEFAULT) -> None:
    """Two actors are one: the other becomes the first, with all statements, now and in documents to come."""

    def correct(view: "View", writer: "Writer") -> str:
        one, two = view.actor(keep), view.actor(other)
        writer.merge(one.id, two.id, judge=getpass.getuser(), reason=reason)
        return f"{two.name} ({two.id}) is {one.name} ({one.id}) from now on. Undo: onrecord actors split {two.id}"

    _corrected(db, correct)


@app.command()
def split(
    who: Who,
    reason: Reason,
    spelling: Annotated[str | None, typer.Option(metavar="NAME", help="The spelling that is somebody else.")] = None,
    document: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Documents in which it is somebody else.")
    ] = None,
    db: Db = DEFAULT,
) -> None:
    """One actor is two: undo a merge, or take out a spelling or what some documents say."""

    def correct(view: "View", writer: "Writer") -> str:
        number = int(who) if who.isdigit() else view.actor(who).id
        user = getpass.getuser()
        freed = writer.split(number, documents=document or (), spelling=spelling, judge=user, reason=reason)
        return f"Held apart from now on: actor {freed}. Undo: onrecord actors merge {number} {freed}"

    _corrected(db, correct)


def _corrected(db: str, correct: Callable[["View", "Writer"], str]) -> None:
    """Make a correction and say what was done; one that cannot be made ends the command in one line."""
    from onrecord.record.address import address
    from onrecord.record.store import open_store
    from onrecord.record.view import View
    from onrecord.record.writer import Writer

    try:
        at = address(db)
        view, writer = View.open(at), Writer(open_store(at, write=True), at)
        try:
            done = correct(view, writer)
        finally:
            view.engine.dispose()
            writer.engine.dispose()  # last, so that all it wrote is in the one file
    except OnrecordError as error:
        fail(error)
    typer.echo(done)
