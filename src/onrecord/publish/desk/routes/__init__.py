"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import documents, entry, identity, overview, review, review_log, statements

PAGES = (
    entry.router,
    overview.router,
    statements.router,
    documents.router,
    review_log.router,
    review.router,
    identity.router,
)
WRITES = (entry.writing, review.writing, identity.writing)  # where something may be written
