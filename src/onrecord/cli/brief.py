"""``onrecord brief``: the eve-of-talks explainer."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.inputs import FAILED, Options, read_all
from onrecord.cli.output import emit
from onrecord.cli.parameters import AllowPrivate, Outlet, Output, Published, Sources
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.brief import Brief


class Format(StrEnum):
    """What a brief can be written as."""

    md = "md"
    html = "html"
    json = "json"


def brief(
    sources: Sources,
    published: Published = None,
    outlet: Outlet = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the brief.")] = Format.md,
    output: Output = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Who meets, what each party offers, refuses, demands and warns of: every line with its source.

    Exit status: 0 when every input was read, 1 when one could not be (it is named on standard error, and in the brief).
    """
    outcome = read_all(sources, Options(published, outlet, allow_private))
    if not outcome.readings:
        raise typer.Exit(FAILED)
    from onrecord.pipeline import brief as compose

    try:
        emit(_written(compose(outcome.readings, unread=outcome.unread), form), output)
    except OnrecordError as error:
        typer.echo(f"onrecord: {error}", err=True)
        raise typer.Exit(FAILED) from error
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
