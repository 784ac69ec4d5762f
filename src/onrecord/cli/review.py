"""``onrecord review``: suggestions confirmed, corrected and rejected; the log of that, and its export."""

import getpass
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.asking import (
    DEFAULT,
    AsCsv,
    AsJson,
    Db,
    Form,
    KindName,
    Limit,
    Offset,
    OutletName,
    Party,
    SpeakerName,
    asked,
    checked,
    fail,
    show,
)  # fmt: skip
from onrecord.cli.output import emit
from onrecord.cli.parameters import Output
from onrecord.errors import CorrectionError, OnrecordError

if TYPE_CHECKING:
    from onrecord.record.view import View
    from onrecord.record.writer import Writer
    from onrecord.values import Issue

CANDIDATES = 500  # of the statements the reader is least sure of: those that the tellings' disagreement may reorder

app = typer.Typer(
    help="Confirm, correct and reject suggestions, least sure first; the log of that, and its export.\n\n"
    "In a terminal, single keys: c confirm, k kind, s speaker, x reject, i issue, t stance, r red line, o condition, "
    "u undo, n next, q quit, h help. Elsewhere a command a line: a key, then what goes with it (k refusal)."
)
Judge = Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; without it, the user's name.")]
DossierFile = Annotated[Path | None, typer.Option("--dossier", metavar="FILE", help="The dossier that has the issues.")]
MOST = 2**63 - 1  # no row of a store has a greater number
Number = Annotated[
    int, typer.Argument(min=1, max=MOST, metavar="NUMBER", help="A ruling's number, as the list shows it.")
]


@app.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    db: Db = DEFAULT, dossier: DossierFile = None, kind: KindName = None, party: Party = None,
    speaker: SpeakerName = None, outlet: OutletName = None, limit: Limit = 50, judge: Judge = None,
) -> None:  # fmt: skip
    """Go through suggestions. Every answer is written at once and can be undone."""
    if context.invoked_subcommand:
        return
    from onrecord.record.answers import Filter

    chosen = Filter(party=party, speaker=speaker, kind=kind, outlet=outlet, limit=max(limit, CANDIDATES))
    try:
        checked(chosen)
        issues = _issues(dossier)
    except OnrecordError as error:
        fail(error)

    def run(view: "View", writer: "Writer") -> None:
        from onrecord.cli.reviewing import Session, asking
        from onrecord.weigh.doubt import least_sure

        queue = [said.id for said in least_sure(view.unsure(chosen))[:limit]]
        if not queue:
            typer.echo("Nothing to review: every statement that this asks for was judged, or there is none.")
            return
        Session(view, writer, _name(judge), issues).run(queue, asking())

    _at(db, run)


@app.command("list")
def listed(
    statement: Annotated[
        int | None, typer.Option(min=1, max=MOST, metavar="NUMBER", help="Only rulings on this statement.")
    ] = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Also what was taken back.")] = False,
    db: Db = DEFAULT, limit: Limit = 50, offset: Offset = 0, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """What was ruled, the newest first, each beside the reader's answer at that time."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    found = asked(
        db, Filter(limit=limit, offset=offset),
        lambda v, f: v.rulings(statement, withdrawn=withdrawn, limit=f.limit, offset=f.offset),
    )  # fmt: skip
    show(found, Form(as_json, as_csv), [listing.rulings(found)], listing.rulings_in_full(found))


@app.command("show")
def shown(number: Number, db: Db = DEFAULT, as_json: AsJson = False) -> None:
    """One ruling, in the place of the text that it is about."""
    from onrecord.publish.review import context
    from onrecord.publish.rulings import line
    from onrecord.publish.wording import harmless
    from onrecord.record.answers import Filter

    def found(view: "View", _: Filter) -> Any:
        ruling = view.ruling(number)
        if ruling is None:
            raise CorrectionError.no_ruling(number)
        return ruling, view.reading(ruling.document)

    ruling, reading = asked(db, Filter(), found)
    if as_json:
        show(ruling, Form(json=True, csv=False), [])
        return
    marked = {role: getattr(ruling, role) for role in ("source", "cue", "content")}
    placed = "of no statement any more" if ruling.statement is None else f"of statement {ruling.statement}"
    back = f"Withdrawn by {ruling.withdrawn_by} on {ruling.withdrawn[:10]}." if ruling.withdrawn else None
    lines = [
        f"ruling {number}, {placed}, document {ruling.document}",
        line(ruling),
        back,
        "",
        context(reading.document.text, marked),
    ]
    typer.echo(harmless("\n".join(one for one in lines if one is not None)))


@app.command()
def undo(number: Number, db: Db = DEFAULT, judge: Judge = None) -> None:
    """Take a ruling back, with those that were made at once with it. The log keeps it, as withdrawn."""

    def run(_: "View", writer: "Writer") -> None:
        writer.withdraw(number, judge=_name(judge))
        typer.echo(f"Withdrawn: ruling {number}. onrecord review list --withdrawn still shows it.")

    _at(db, run)


class What(StrEnum):
    """What can be exported."""

    kinds = "kinds"
    stances = "stances"
    rejected = "rejected"


@app.command()
def export(
    what: Annotated[What, typer.Option(help="Kinds with red lines and conditions, stances, or what is no statement.")]
    = What.kinds,
    db: Db = DEFAULT, dossier: DossierFile = None, output: Output = None,
) -> None:  # fmt: skip
    """What was ruled as training data, a JSON object a line: document, offsets and labels, never the text."""
    from onrecord.publish import training
    from onrecord.record.answers import Filter

    try:
        issues = _issues(dossier)
    except OnrecordError as error:
        fail(error)
    tellings = asked(db, Filter(), lambda v, _: v.rulings_by_telling())
    if what is What.stances:
        rows = training.stances(tellings, issues)
    else:
        rows = training.kinds(tellings) if what is What.kinds else training.rejected(tellings)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        if text or output:
            emit(text, output)
    except OnrecordError as error:
        fail(error)


def _issues(path: Path | None) -> "tuple[Issue, ...]":
    if path is None:
        return ()
    from onrecord.gather.dossier import load

    return load(path).issues


def _name(judge: str | None) -> str:
    try:
        name = getpass.getuser() if judge is None else judge
        name.encode()
    except (KeyError, OSError, UnicodeEncodeError):  # a user without a name, as in a container; bytes that are no UTF-8
        raise CorrectionError.no_judge() from None
    return name


def _at(db: str, run: Callable[["View", "Writer"], None]) -> None:
    """Run with a store open to read and to write; what goes wrong ends the command in one line."""
    from onrecord.record.address import address
    from onrecord.record.store import open_store
    from onrecord.record.view import View
    from onrecord.record.writer import Writer

    try:
        at = address(db)
        view, writer = View.open(at), Writer(open_store(at, write=True), at)
        try:
            run(view, writer)
        finally:
            view.engine.dispose()
            writer.engine.dispose()  # last, so that all it wrote is in the one file
    except OnrecordError as error:
        fail(error)
