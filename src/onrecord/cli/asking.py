"""What every query of the store takes on the command line, and how its answer is written."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.listing import Listing
    from onrecord.record.answers import Filter
    from onrecord.record.view import View
    from onrecord.values import Dossier

FAILED = 1
DEFAULT = "onrecord.db"

Db = Annotated[str, typer.Option("--db", metavar="STORE", help="The store: a file, or postgresql://user@host/name.")]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="The record as it stood at the end of that day.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Leave out what is dated earlier.")]
Party = Annotated[str | None, typer.Option(metavar="NAME", help="Only this party, by its name on record.")]
SpeakerName = Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Only this speaker, any spelling.")]
KindName = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind of statement or meeting.")]
OutletName = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only what this outlet tells.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]
Offset = Annotated[int, typer.Option(min=0, help="How many to skip: the pages before.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, with every citation.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="As CSV, one row a citation.")]


@dataclass(frozen=True)
class Form:
    """How an answer is wanted."""

    json: bool
    csv: bool


def asked(db: str, narrowed: "Filter", query: Callable[["View", "Filter"], Any]) -> Any:
    """The answer of a store. A wrong date or kind, or a store that cannot be read, ends the command in one line."""
    try:
        narrowed = checked(narrowed)
        from onrecord.pipeline import open_record

        return query(open_record(db), narrowed)
    except OnrecordError as error:
        fail(error)


def loaded(dossier: Path) -> "Dossier":
    """A dossier from its file. One that is not valid ends the command, every fault named."""
    from onrecord.gather.dossier import load

    try:
        return load(dossier)
    except OnrecordError as error:
        fail(error)


def fail(error: OnrecordError) -> NoReturn:
    """End the command with its error on standard error: one line, or one for each fault of a dossier."""
    for line in str(error).split("\n"):
        typer.echo(f"onrecord: {line}", err=True)
    raise typer.Exit(FAILED)


def checked(narrowed: "Filter") -> "Filter":
    """The filter with its days as YYYY-MM-DD. Refuses a date that is none, and a kind that is none: OnrecordError."""
    from dataclasses import replace
    from typing import get_args

    from onrecord.values import Kind, MeetingKind

    as_of = None if narrowed.as_of is None else day_of(narrowed.as_of, "--as-of")
    since = None if narrowed.since is None else day_of(narrowed.since, "--since")
    kinds = (*get_args(Kind), *get_args(MeetingKind))
    if narrowed.kind is not None and narrowed.kind not in kinds:
        message = f"--kind: {narrowed.kind!r} is none of {', '.join(kinds)}."
        raise OnrecordError(message)
    return replace(narrowed, as_of=as_of, since=since)


def day_of(value: str, flag: str) -> str:
    """A day as YYYY-MM-DD. Raises OnrecordError, naming the flag."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        message = f"{flag}: cannot read the date {value!r}. Write it as YYYY-MM-DD."
        raise OnrecordError(message) from None


def show(answer: Any, form: Form, listed: Iterable["Listing"], full: "Listing | None" = None) -> None:
    """Print an answer: as JSON, as CSV (``full``, or the first listing), or as tables."""
    listings = list(listed)
    if form.json:
        from pydantic import TypeAdapter

        plain = TypeAdapter(Any).dump_python(answer, mode="json")
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    from onrecord.publish import listing

    if form.csv:
        typer.echo(listing.as_csv(full or listings[0]), nl=False)
        return
    from rich.console import Console

    console = Console()
    for one in listings:
        console.print(listing.table(one) if one.rows else f"{one.title}: none.")
