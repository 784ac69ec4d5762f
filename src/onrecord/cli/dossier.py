"""``onrecord dossier``: the file that names parties, forums and issues of a negotiation: drafted, checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import DEFAULT, AsJson, AsOf, Db, Form, Since, asked, fail, show
from onrecord.cli.output import emit, waiting
from onrecord.cli.parameters import Output
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.values import Dossier

app = typer.Typer(help="The dossier of a negotiation: draft one from the store, check one that you have edited.")


@app.command()
def draft(
    db: Db = DEFAULT,
    output: Output = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="What the negotiation is called.")] = None,
    since: Since = None,
    as_of: AsOf = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """A first dossier out of a store: parties, people, forums, and issues with their most typical statements.

    It is a start for a person to edit. A file that is there is kept, unless --force is given.
    """
    from onrecord.publish.dossier import drafted
    from onrecord.record.answers import Filter

    if output is not None and output.exists() and not force:
        fail(OnrecordError(f"{output}: is there already. Choose another place with --output, or add --force."))
    with waiting("drafting"):
        text = asked(db, Filter(as_of, since), lambda v, f: drafted(v, f, title=title))
    try:
        emit(text, output)
    except OnrecordError as error:
        fail(error)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The dossier, in YAML.")],
    db: Annotated[
        str | None, typer.Option("--db", metavar="STORE", help="A store to hold it against: what matches nothing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Whether a dossier is valid, and, with a store, what in it matches nothing on record.

    Exit status: 0 when it is valid, 1 when it is not: each fault is named with its line, column and cure.
    """
    from onrecord.gather.dossier import load

    try:
        dossier = load(file)
    except OnrecordError as error:
        fail(error)
    _report(dossier, db, as_json=as_json)


def _report(dossier: "Dossier", db: str | None, *, as_json: bool) -> None:
    from onrecord.pipeline import weighed
    from onrecord.publish.dossier import explained, summary
    from onrecord.record.answers import Filter

    with waiting("checking"):
        held = None if db is None else asked(db, Filter(), lambda v, f: explained(v, weighed(v, dossier, f)))
    if as_json:
        answer = {"dossier": dossier, "unmatched": held and held.found}
        show(answer, Form(json=True, csv=False), [])
        return
    typer.echo("\n".join([summary(dossier), *(held.lines if held else ())]))
