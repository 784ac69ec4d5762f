"""``onrecord conflict``: a conflict in a file: which of its states hold, and why."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import day_of, fail
from onrecord.cli.output import emit, waiting
from onrecord.cli.parameters import Output
from onrecord.errors import ConflictError, OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.conflict import Stability
    from onrecord.weigh.conflict import GraphModel

app = typer.Typer(help="A conflict in a file: which of its states hold for whom, and why.")

ConflictFile = Annotated[Path, typer.Argument(metavar="FILE", help="The conflict, in YAML: docs/conflict.md says how.")]
Day = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="With the preferences that count on that day.")
]


class ConceptName(StrEnum):
    """A solution concept."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"
    SSEQ = "sseq"
    SIMULTANEOUS = "simultaneous"


class Shape(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


@app.callback()
def group() -> None:
    """A conflict in a file: which of its states hold for whom, and why."""


@app.command()
def stability(
    file: ConflictFile,
    concept: Annotated[
        list[ConceptName] | None, typer.Option(metavar="NAME", help="Only this concept; may be given several times.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="A table, a page, or rows.")] = Shape.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why, in a sentence for each cell; a page always does.")
    ] = False,
    as_of: Day = None,
    output: Output = None,
) -> None:
    """Which states are stable for whom, by six concepts, and which are equilibria.

    Where coalitions are named: also what their members can do together. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.publish.conflict import Stability
    from onrecord.weigh.conflict import CONCEPTS
    from onrecord.weigh.conflict.analysis import analysed

    wanted = [c for c in CONCEPTS if not concept or c in concept]
    model, day = modelled(file, as_of)
    with waiting("weighing"):
        try:
            made = Stability(analysed(model, wanted), day)
        except ConflictError as error:
            fail(error.named(str(file)))
    _write(made, Shape.JSON if as_json else shape, output, explain=explain)


def modelled(file: Path, as_of: str | None) -> "tuple[GraphModel, str | None]":
    """The graph model of a file, and the day whose preferences it holds; faults end the command, a line each."""
    from onrecord.gather.conflict import load
    from onrecord.weigh.conflict import graph_model
    from onrecord.weigh.conflict.checking import check
    from onrecord.weigh.conflict.dated import as_of as on
    from onrecord.weigh.conflict.dated import last_day

    try:
        day = None if as_of is None else day_of(as_of, "--as-of")
        conflict = load(file)
        model = graph_model(on(conflict, day))
        check(model)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)
    return model, day or last_day(conflict)


def _write(made: "Stability", shape: Shape, output: Path | None, *, explain: bool) -> None:
    try:
        emit(_written(made, shape, explain=explain), output)
    except OnrecordError as error:
        fail(error)


def _written(made: "Stability", shape: Shape, *, explain: bool) -> str:
    from onrecord.publish import conflict as shown

    if shape is Shape.HTML:
        from onrecord.publish.conflict_page import render

        return render(made)
    if shape is Shape.CSV:
        from onrecord.publish.listing import as_csv

        return as_csv(shown.rows(made, explain=explain))
    if shape is Shape.JSON:
        return json.dumps(shown.plain(made, explain=explain), ensure_ascii=False, indent=2)
    from rich.console import Console

    console = Console()
    with console.capture() as captured:
        for table in shown.tables(made, console.width):
            console.print(table)
    lines = [*shown.summary(made), shown.legend(made), *(shown.explained(made) if explain else ())]
    return "\n".join([captured.get(), *lines])
