"""``onrecord brief``: the eve-of-talks explainer."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import DEFAULT, FAILED, AsOf, Db, Party, Since, asked, fail, loaded
from onrecord.cli.inputs import Options, read_all
from onrecord.cli.output import emit
from onrecord.cli.parameters import AllowPrivate, Output, Published
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.brief import Brief


Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH|URL|-…", help="Files, web pages, or - for standard input. None: the store."),
]


class Format(StrEnum):
    """What a brief can be written as."""

    md = "md"
    html = "html"
    json = "json"


def brief(
    sources: Sources = None,
    db: Db = DEFAULT,
    as_of: AsOf = None,
    since: Since = None,
    party: Party = None,
    dossier: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Of a store: a dossier, to tell clashes, common ground and, with --since, shifts."
        ),
    ] = None,
    published: Published = None,
    outlet: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of a store: only what this outlet tells. Of inputs: who published them."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the brief.")] = Format.md,
    output: Output = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Who meets, what each party offers, refuses, demands and warns of: every line with its source.

    Of the inputs named, or, where none is, of the store: the whole negotiation as of a date, newest first.

    Exit status: 0 when every input was read, 1 when one could not be (it is named on standard error, and in the brief).
    """
    if sources:
        if dossier:
            fail(
                OnrecordError(
                    "--dossier: the positions of a dossier are told of a store. Leave out the inputs, or add them."
                )
            )
        _of_inputs(sources, Options(published, outlet, allow_private), form, output)
        return
    from onrecord.pipeline import record_brief
    from onrecord.record.answers import Filter

    known = loaded(dossier) if dossier else None
    made = asked(db, Filter(as_of, since, party, outlet=outlet), lambda v, f: record_brief(v, f, known))
    try:
        emit(_written(made, form), output)
    except OnrecordError as error:
        fail(error)


def _of_inputs(sources: list[str], options: Options, form: Format, output: Path | None) -> None:
    outcome = read_all(sources, options)
    if not outcome.readings:
        raise typer.Exit(FAILED)
    from onrecord.pipeline import brief as compose

    try:
        emit(_written(compose(outcome.readings, unread=outcome.unread), form), output)
    except OnrecordError as error:
        fail(error)
    if outcome.unread:
        raise typer.Exit(FAILED)


def _written(made: "Brief", form: Format) -> str:
    if form is Format.html:
        from onrecord.publish import page

        return page.render(made)
    if form is Format.json:
        from onrecord.publish import data

        return json.dumps(data.to_dict(made), ensure_ascii=False, indent=2)
    from onrecord.publish import markdown

    return markdown.render(made)
