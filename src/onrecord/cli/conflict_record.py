"""``onrecord conflict draft`` and ``changes``: conflicts that rest on a store's statements."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import DEFAULT, AsOf, Db, asked, fail, loaded
from onrecord.cli.conflict import ConceptName, ConflictFile, cited_in, samples_of
from onrecord.cli.output import drawn, emit, waiting
from onrecord.cli.parameters import Output
from onrecord.cli.positions import DossierFile, days
from onrecord.errors import ConflictError, OnrecordError

if TYPE_CHECKING:
    from onrecord.record.answers import Said
    from onrecord.weigh.conflict.changing import Changes


class Shape(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def draft(
    dossier: DossierFile,
    db: Db = DEFAULT,
    as_of: AsOf = None,
    output: Output = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """A first conflict out of a store and a dossier: options, red lines, stances and warnings, each with its words.

    It is a start for a person to edit. A file that is there is kept, unless --force is given.
    """
    from onrecord.pipeline import weighed
    from onrecord.publish.conflict_draft import drafted
    from onrecord.record.answers import Filter

    if output is not None and output.exists() and not force:
        fail(OnrecordError(f"{output}: is there already. Choose another place with --output, or add --force."))
    known = loaded(dossier)
    with waiting("drafting"):
        text = asked(db, Filter(as_of), lambda v, f: drafted(weighed(v, known, f), v.address))
    try:
        emit(text, output)
    except OnrecordError as error:
        fail(error)


def changes(
    file: ConflictFile,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="The day whose preferences are the old ones.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day to look at.")],
    db: Db = DEFAULT,
    concept: Annotated[
        list[ConceptName] | None, typer.Option(metavar="NAME", help="Only this concept; may be given several times.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="A table, or rows.")] = Shape.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Output = None,
) -> None:
    """Which statement changed which preference between two days, and which equilibria that made or broke.

    A preference counts on the days that the file gives it; without them from the day of the first statement that it
    cites, and without any always. Where preferences are partly open on a day: in all completions of what is stated,
    in some or in none. The store is asked only where statements are cited.
    """
    from onrecord.gather.conflict import load
    from onrecord.weigh.conflict import CONCEPTS, graph_model
    from onrecord.weigh.conflict.changing import changes as found_in
    from onrecord.weigh.conflict.checking import check

    first, last = days(start, end)
    try:
        model = graph_model(load(file))
        check(model)
        said = cited_in(model.conflict, db)
        wanted = [c for c in CONCEPTS if not concept or c in concept]
        with waiting("weighing"):
            found = found_in(model, said, first, last, wanted, samples=samples_of(model))
        emit(_changes(found, said, Shape.JSON if as_json else shape, output), output)
    except ConflictError as error:
        fail(error.named(str(file)))
    except OnrecordError as error:
        fail(error)


def _changes(found: "Changes", said: "dict[str, Said]", shape: Shape, output: Path | None) -> str:
    from onrecord.publish import conflict_changes as shown
    from onrecord.publish.listing import as_csv, table

    if shape is Shape.JSON:
        return json.dumps(shown.plain(found, said), ensure_ascii=False, indent=2)
    if shape is Shape.CSV:
        return as_csv(shown.rows_in_full(found, said))
    tables = [table(shown.rows(found, said))] if found.days else []
    return "\n".join([*([drawn(tables, output)] if tables else []), *shown.summary(found)])
