"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import documents, entry, overview, search, statement, statements

PAGES = (entry.router, overview.router, statements.router, statement.router, documents.router, search.router)
WRITES = (entry.writing,)  # where something may be written
