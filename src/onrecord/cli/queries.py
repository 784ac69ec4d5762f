"""``onrecord statements``, ``who``, ``meetings``, ``search``, ``sources``, ``changes``: questions to a store."""

from typing import Annotated

import typer

from onrecord.cli.asking import (
    DEFAULT,
    AsCsv,
    AsJson,
    AsOf,
    Db,
    Form,
    KindName,
    Limit,
    Offset,
    OutletName,
    Party,
    Since,
    SpeakerName,
    asked,
    day_of,
    fail,
    show,
)  # fmt: skip
from onrecord.errors import OnrecordError

Words = Annotated[list[str], typer.Argument(metavar="WORD…", help='Words, "a phrase", or the start of one: quot*')]


def statements(
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, speaker: SpeakerName = None,
    kind: KindName = None, outlet: OutletName = None, limit: Limit = 50, offset: Offset = 0,
    as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Statements on record, newest first: each once, with everyone who tells it."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    found = asked(db, Filter(as_of, since, party, speaker, kind, outlet, limit, offset), lambda v, f: v.statements(f))
    show(found, Form(as_json, as_csv), [listing.statements(found)], listing.statements_in_full(found))


def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in any spelling, or an actor's number.")],
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, kind: KindName = None,
    outlet: OutletName = None, limit: Limit = 50, offset: Offset = 0, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """One actor: names, roles over time, statements, and whom they met."""
    from onrecord.publish import listing
    from onrecord.publish.wording import harmless
    from onrecord.record.answers import Filter

    chosen = Filter(as_of, since, party, None, kind, outlet, limit, offset)
    found = asked(db, chosen, lambda v, f: v.who(v.actor(name).id, f))
    if not as_json and not as_csv:
        a = found.actor
        others = [name for name in found.spellings if name != a.name]
        told = [" · ".join(filter(None, (a.name, a.party, f"also: {', '.join(others)}" if others else None)))]
        roles = (" / ".join(v.value for v in conflict.versions) for conflict in found.conflicts)
        told += [f"Reports disagree on the role: {one}" for one in roles]
        told.append("Met: " + (", ".join(f"{n} ({times})" for n, times in found.met) or "nobody on record"))
        typer.echo("\n".join(map(harmless, told)))
    shown = [listing.offices(found.offices), listing.statements(found.statements), listing.meetings(found.meetings)]
    show(found, Form(as_json, as_csv), shown, listing.statements_in_full(found.statements))


def meetings(
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, speaker: SpeakerName = None,
    kind: KindName = None, outlet: OutletName = None, limit: Limit = 50, offset: Offset = 0,
    as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Meetings on record, the latest date first: each once, with everyone who reports it."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    found = asked(db, Filter(as_of, since, party, speaker, kind, outlet, limit, offset), lambda v, f: v.meetings(f))
    show(found, Form(as_json, as_csv), [listing.meetings(found)], listing.meetings_in_full(found))


def search(
    words: Words,
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, speaker: SpeakerName = None,
    kind: KindName = None, outlet: OutletName = None, limit: Limit = 20, offset: Offset = 0,
    as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Where words stand, best first: in what was said, then in whole documents."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    chosen = Filter(as_of, since, party, speaker, kind, outlet, limit, offset)
    found = asked(db, chosen, lambda v, f: v.search(" ".join(words), f))
    show(found, Form(as_json, as_csv), [listing.hits(found)])


def sources(
    db: Db = DEFAULT, as_of: AsOf = None, since: Since = None, party: Party = None, speaker: SpeakerName = None,
    kind: KindName = None, outlet: OutletName = None, limit: Limit = 50, offset: Offset = 0,
    as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Outlets: how many documents and statements, from when to when; and what could not be read."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    chosen = Filter(as_of, since, party, speaker, kind, outlet, limit, offset)
    found, failed = asked(db, chosen, lambda v, f: (v.sources(f), v.failures()))
    answer = {"sources": found, "failed": failed}
    show(answer, Form(as_json, as_csv), [listing.outlets(found), *([listing.failures(failed)] if failed else [])])


def changes(
    since: Annotated[str, typer.Option(metavar="DATE", help="The day after which things count as new.")],
    db: Db = DEFAULT, as_of: AsOf = None, party: Party = None, speaker: SpeakerName = None, kind: KindName = None,
    outlet: OutletName = None, limit: Limit = 50, as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """What is new since a day: meetings planned, moved or called off, statements, actors not seen before."""
    from onrecord.publish import listing
    from onrecord.record.answers import Filter

    try:
        day = day_of(since, "--since")
    except OnrecordError as error:
        fail(error)
    chosen = Filter(as_of, None, party, speaker, kind, outlet, limit)
    found = asked(db, chosen, lambda v, f: v.changes(day, f))
    shown = [listing.changes(found.meetings), listing.statements(found.statements), listing.actors(found.actors)]
    show(found, Form(as_json, as_csv), shown, listing.statements_in_full(found.statements))
