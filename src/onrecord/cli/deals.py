"""``onrecord deals``: a negotiation in a file: every package, who accepts which, and where a deal could lie."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import fail
from onrecord.cli.output import drawn, emit, waiting
from onrecord.cli.parameters import Output
from onrecord.errors import DealError, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.publish.deals import Deals
    from onrecord.publish.listing import Listing


class Shape(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def deals(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The negotiation, in YAML: docs/deals.md says how.")],
    package: Annotated[
        str | None, typer.Option(metavar="A1B2…", help="This package alone: what it is worth to whom, who refuses it.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="Tables, or rows: one a package.")] = Shape.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many packages a table shows at most.")] = 20,
    output: Output = None,
) -> None:
    """Which packages could be a deal: every way to settle every issue, and what each party makes of it.

    Who accepts which, what all accept, the Pareto set, the Nash and Kalai–Smorodinsky points, whose
    threshold alone is in the way, what is one concession away. Exit status: 0, or 1 for a file with faults.
    """
    from onrecord.gather.deal import load
    from onrecord.publish.deals import Deals
    from onrecord.weigh.deals import packages

    wanted = Shape.JSON if as_json else shape
    try:
        negotiation = load(file)
        try:
            shown = Deals(packages(negotiation))
        except DealError as error:
            raise error.named(str(file)) from None
        number = None if package is None else shown.made.number(package)
        with waiting("weighing"):
            written = _whole(shown, wanted, limit, output) if number is None else _one(shown, number, wanted, output)
        emit(written, output)
    except OnrecordError as error:
        fail(error)


def _whole(shown: "Deals", shape: Shape, limit: int, output: Path | None) -> str:
    from onrecord.publish import deals as made

    if shape is Shape.JSON:
        return _as_json(made.plain(shown))
    if shape is Shape.CSV:
        return _as_csv(made.rows(shown))
    lists = (made.issues(shown), made.parties(shown), made.deals(shown, limit), made.one_away(shown, limit))
    return _told(
        [one for one in lists if one.rows],
        [*made.summary(shown), *made.cut(shown, limit), *made.legend(shown)],
        output,
    )


def _one(shown: "Deals", package: int, shape: Shape, output: Path | None) -> str:
    from onrecord.publish import package as made

    if shape is Shape.JSON:
        return _as_json(made.plain(shown, package))
    if shape is Shape.CSV:
        return _as_csv(made.rows(shown, package))
    return _told(
        [made.parties(shown, package), made.scores(shown, package)], list(made.summary(shown, package)), output
    )


def _as_json(plain: dict[str, object]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _as_csv(rows: "Listing") -> str:
    from onrecord.publish.listing import as_csv

    return as_csv(rows)


def _told(listings: "Sequence[Listing]", lines: "Sequence[str]", output: Path | None) -> str:
    """Tables and the sentences below them, as wide as the terminal."""
    from onrecord.publish.listing import table
    from onrecord.publish.wording import harmless

    return "\n".join([drawn(map(table, listings), output), *map(harmless, lines)])
