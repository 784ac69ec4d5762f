"""``onrecord calendar``: meetings for any calendar program."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from onrecord.cli.asking import (
    DEFAULT,
    AsOf,
    Db,
    Form,
    KindName,
    OutletName,
    Party,
    Since,
    SpeakerName,
    asked,
    fail,
    show,
)  # fmt: skip
from onrecord.cli.output import emit
from onrecord.cli.parameters import Output
from onrecord.errors import OnrecordError


class Format(StrEnum):
    """What a calendar can be written as."""

    ics = "ics"
    table = "table"
    json = "json"


def calendar(
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, speaker: SpeakerName = None,
    kind: KindName = None, outlet: OutletName = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the calendar.")] = Format.ics,
    output: Output = None,
) -> None:  # fmt: skip
    """Meetings as iCalendar. Import it again after new documents: moved and cancelled meetings move and are cancelled.

    A meeting whose day no report states is left out, and counted on standard error.
    """
    from onrecord.publish import calendar as publish
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    found = asked(db, Filter(as_of, since, party, speaker, kind, outlet, publish.MOST), lambda v, f: v.meetings(f))[
        ::-1
    ]
    if form is not Format.ics:
        show(found, Form(form is Format.json, csv=False), [listing.meetings(found)])
        return
    try:
        emit(publish.render(found, stamp=datetime.now(UTC)), output)
    except OnrecordError as error:
        fail(error)
    for why, count in publish.left_out(found).items():
        typer.echo(f"onrecord: left out, {why}: {count}", err=True)
