"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import (
    actors,
    add,
    api,
    changes,
    described,
    documents,
    dossier,
    entry,
    meetings,
    overview,
    parties,
    positions,
    search,
    statement,
    statements,
    timeline,
)

PAGES = (
    entry.router,
    overview.router,
    positions.router,
    changes.router,
    statements.router,
    statement.router,
    documents.router,
    search.router,
    actors.router,
    parties.router,
    timeline.router,
    meetings.router,
    dossier.router,
    api.router,
    described.router,
)
WRITES = (entry.writing, add.writing, dossier.writing)  # where something may be written
