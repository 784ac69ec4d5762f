"""One module a page: what it asks of the record, and what it shows."""

from onrecord.publish.desk.routes import (
    add,
    api,
    brief,
    conflict,
    conflict_file,
    described,
    documents,
    dossier,
    entry,
    overview,
    statements,
)

PAGES = (
    entry.router, overview.router, statements.router, documents.router, api.router, described.router, dossier.router,
    brief.router, conflict.router, conflict_file.router,
)  # fmt: skip
WRITES = (entry.writing, add.writing, dossier.writing, conflict_file.writing)  # where something may be written
