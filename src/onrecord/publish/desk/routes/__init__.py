"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import (
    add,
    api,
    described,
    documents,
    dossier,
    entry,
    overview,
    search,
    statement,
    statements,
)

PAGES = (
    entry.router,
    overview.router,
    statements.router,
    statement.router,
    documents.router,
    search.router,
    dossier.router,
    api.router,
    described.router,
)
WRITES = (entry.writing, add.writing, dossier.writing)  # where something may be written
