"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import api, brief, conflict, described, documents, entry, overview, statements

PAGES = (
    entry.router,
    overview.router,
    statements.router,
    documents.router,
    api.router,
    described.router,
    brief.router,
    conflict.router,
)
WRITES = (entry.writing,)  # where something may be written
