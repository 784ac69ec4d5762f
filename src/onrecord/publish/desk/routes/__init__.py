"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import api, changes, described, documents, entry, overview, positions, statements

PAGES = (
    entry.router,
    overview.router,
    positions.router,
    changes.router,
    statements.router,
    documents.router,
    api.router,
    described.router,
)
WRITES = (entry.writing,)  # where something may be written
