"""``onrecord matrix``, ``clashes``, ``common-ground``, ``shifts``, ``unsorted``: positions of a dossier's parties."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.asking import DEFAULT, AsCsv, AsJson, AsOf, Db, Form, asked, day_of, fail, loaded, show
from onrecord.cli.output import emit
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.listing import Listing
    from onrecord.record.view import View
    from onrecord.weigh.weighed import Weighed

DossierFile = Annotated[
    Path, typer.Argument(metavar="DOSSIER", help="The dossier, in YAML: onrecord dossier draft writes a first one.")
]


def matrix(
    dossier: DossierFile, db: Db = DEFAULT, as_of: AsOf = None, as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, one row a party and issue.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A page to write, on which each cell opens its evidence.")
    ] = None,
) -> None:  # fmt: skip
    """Issue by party at one glance: stance, red line, condition, how many statements there are, and the last day."""
    from onrecord.publish import matrix as shown

    view, weighed = _weighed(dossier, db, as_of)
    made = shown.matrix(weighed)
    if html and made.held:
        _write(lambda: _page(view, weighed), html)
    numbers = {n for p in made.held for n in p.statements}
    answer = {"dossier": weighed.dossier, "as_of": weighed.as_of, "positions": made.held}
    said = [s for s in weighed.said if s.id in numbers]
    if not made.held or as_json or as_csv:
        _show(weighed, "Positions", answer | {"statements": said}, Form(as_json, as_csv), shown.rows(made))
    elif not html:
        from rich.console import Console

        from onrecord.publish.wanting import left

        Console().print(shown.table(made))
        typer.echo(f"{shown.legend(made)}\n{left(weighed)}")


def _page(view: "View", weighed: "Weighed") -> str:
    from onrecord.publish import matrix_page
    from onrecord.publish.matrix import matrix

    return matrix_page.render(view, weighed, matrix(weighed))


def clashes(
    dossier: DossierFile, db: Db = DEFAULT, as_of: AsOf = None, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:  # fmt: skip
    """Issues on which parties exclude each other, the hardest first, with the sharpest words of each side."""
    from onrecord.publish.position_rows import Rows
    from onrecord.publish.stands import quotations
    from onrecord.weigh.clashes import clashes as found_in

    _, w = _weighed(dossier, db, as_of)
    found, rows = found_in(w.said, w.bearings, w.dossier, w.as_of), Rows(w)
    said = rows.statements(q for one in found for q in quotations(one))
    answer = {"clashes": found, "statements": said}
    _show(w, "Where they clash", answer, Form(as_json, as_csv), rows.clashes(found), rows.clashes_in_full(found))


def common_ground(
    dossier: DossierFile, db: Db = DEFAULT, as_of: AsOf = None, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:  # fmt: skip
    """Issues that parties are for together, or that one is for on a condition which another's words meet."""
    from onrecord.publish.position_rows import Rows
    from onrecord.publish.stands import quotations
    from onrecord.weigh.common_ground import common_ground as found_in

    _, w = _weighed(dossier, db, as_of)
    found, rows = found_in(w.said, w.bearings, w.dossier, w.as_of, w.meanings, w.conditions), Rows(w)
    said = rows.statements(q for one in found for q in quotations(one))
    form, full = Form(as_json, as_csv), rows.common_ground_in_full(found)
    answer = {"common_ground": found, "statements": said}
    _show(w, "Where they could meet", answer, form, rows.common_ground(found), full)


def shifts(
    dossier: DossierFile,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="The day whose positions are the old ones.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="The day whose positions are the new ones.")],
    db: Db = DEFAULT, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """What moved between two days: stances, conditions, red lines and forums, old and new words side by side."""
    from onrecord.publish.position_rows import Rows
    from onrecord.publish.stands import quotations
    from onrecord.weigh.shifts import shifts as found_in

    first, last = days(start, end)
    _, w = _weighed(dossier, db, last)
    found, rows = found_in(w.said, w.bearings, w.dossier, first, last), Rows(w)
    said = rows.statements(q for one in found for q in quotations(one))
    answer = {"from": first, "to": last, "shifts": found, "statements": said}
    _show(w, "What has shifted", answer, Form(as_json, as_csv), rows.shifts(found), rows.shifts_in_full(found))


def unsorted(
    dossier: DossierFile, db: Db = DEFAULT, as_of: AsOf = None, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:  # fmt: skip
    """Statements that fit no issue of the dossier, those that belong together under one label: nothing is forced."""
    from onrecord.publish import listing, position_rows
    from onrecord.weigh.unsorted import unsorted as found_in

    _, w = _weighed(dossier, db, as_of)
    found = found_in(w)
    full = listing.statements_in_full(s for c in found for s in c.said)
    _show(w, "Unsorted", {"unsorted": found}, Form(as_json, as_csv), position_rows.unsorted(found), full)


def _weighed(dossier: Path, db: str, as_of: str | None) -> tuple["View", "Weighed"]:
    """A store and what its positions are made from; a dossier or store that cannot be read ends the command."""
    from onrecord.pipeline import weighed
    from onrecord.record.answers import Filter

    known = loaded(dossier)
    found: tuple[View, Weighed] = asked(db, Filter(as_of), lambda v, f: (v, weighed(v, known, f)))
    return found


def days(start: str, end: str) -> tuple[str, str]:
    """Two days as YYYY-MM-DD, the earlier first; what is none ends the command."""
    try:
        first, last = day_of(start, "--from"), day_of(end, "--to")
        if first > last:
            message = f"--from {first} is after --to {last}. Give the earlier day first."
            raise OnrecordError(message)
    except OnrecordError as error:
        fail(error)
    return first, last


def _write(page: Callable[[], str], path: Path) -> None:
    try:
        emit(page(), path)
    except OnrecordError as error:
        fail(error)


def _show(
    weighed: "Weighed", title: str, answer: dict[str, Any], form: Form, short: "Listing", full: "Listing | None" = None
) -> None:  # fmt: skip
    """Print an answer and how many statements it leaves aside; where there is nothing, why."""
    from onrecord.publish.wanting import left, why_none

    why = None if short.rows else why_none(weighed, title)
    counts = {"on_record": len(weighed.said), "unsorted": len(weighed.unsorted), "why_none": why}
    if why and not form.json:
        typer.echo(why, err=form.csv)
    if form.json or form.csv or short.rows:
        show(answer | counts, form, [short], full)
    if short.rows and not (form.json or form.csv):
        typer.echo(left(weighed))
