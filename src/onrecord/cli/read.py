"""``onrecord read``: the readings themselves."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.asking import FAILED, fail
from onrecord.cli.inputs import Options, read_all
from onrecord.cli.output import drawn, emit
from onrecord.cli.parameters import AllowPrivate, Outlet, Output, Published, Sources
from onrecord.errors import OnrecordError
from onrecord.values import Reading


class Format(StrEnum):
    """What readings can be written as."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


def read(
    sources: Sources,
    published: Published = None,
    outlet: Outlet = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the readings.")] = Format.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
    output: Output = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Statements, speakers and meetings of each input: a table, one JSON line a document, or the marked text.

    Exit status: 0 when every input was read, 1 when one could not be (it is named on standard error).
    """
    outcome = read_all(sources, Options(published, outlet, allow_private))
    if outcome.readings:
        try:
            emit(_written(outcome.readings, Format.jsonl if as_json else form, output), output)
        except OnrecordError as error:
            fail(error)
    if outcome.unread:
        raise typer.Exit(FAILED)


def _written(readings: tuple[Reading, ...], form: Format, output: Path | None) -> str:
    if form is Format.jsonl:
        return "".join(reading.to_json() + "\n" for reading in readings)
    if form is Format.html:
        from onrecord.publish import document_page

        return document_page.render(readings)
    from onrecord.publish import tables

    return drawn((tables.statements(readings), tables.meetings(readings)), output)
