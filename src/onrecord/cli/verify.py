"""``onrecord verify``: whether the store still holds what it says."""

import typer

from onrecord.cli.asking import DEFAULT, FAILED, AsJson, Db, fail
from onrecord.errors import OnrecordError


def verify(db: Db = DEFAULT, as_json: AsJson = False) -> None:
    """Check every span against its text, every text against its hash, every reference and every count.

    Exit status: 0 when all holds, 1 when something does not (each is named).
    """
    from onrecord.cli.asking import Form, show
    from onrecord.record.address import address
    from onrecord.record.store import open_store
    from onrecord.record.verify import verify as check

    try:
        at = address(db)
        found = check(open_store(at), at)
    except OnrecordError as error:
        fail(error)
    if as_json:
        show(found, Form(json=True, csv=False), [])
    else:
        typer.echo("\n".join(found.lines()))
    if found.faults:
        raise typer.Exit(FAILED)
