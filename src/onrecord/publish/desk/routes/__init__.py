"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import actors, documents, entry, meetings, overview, parties, statements, timeline

PAGES = (
    entry.router, overview.router, statements.router, documents.router,
    actors.router, parties.router, timeline.router, meetings.router,
)  # fmt: skip
WRITES = (entry.writing,)  # where something may be written
