"""What persons say of statements: the log of rulings, and which of them a statement's row goes by.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from onrecord.record.dialect import NUMBER, TEXT, on_server
from onrecord.record.migrations.on_server import check_references_late

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FIELDS = "'confirm', 'reject', 'kind', 'speaker', 'issue', 'stance', 'red_line', 'condition', 'spans'"

# Counts pass over what was rejected without looking at its row.
COUNTED = {
    "statement_by_actor": ["actor_id", "kind", "date"],
    "statement_by_actor_date": ["actor_id", "date"],
    "statement_by_party": ["party", "date"],
}

# As in 0002, without what was rejected.
VIEWS = {
    "statements": """
        SELECT s.id, coalesce(a.name, s.speaker) AS speaker, s.party, s.kind, s.date, s.content, s.citations,
               d.title AS earliest_title, d.outlet AS earliest_outlet, d.known_on AS earliest_day
        FROM statement s LEFT JOIN actor a ON a.id = s.actor_id
        JOIN attribution f ON f.id = s.earliest_id JOIN document d ON d.id = f.document_id
        WHERE s.rejected_by IS NULL""",
    "citations": """
        SELECT t.statement_id AS statement, d.key AS document, d.title, d.outlet, d.known_on AS day, t.quotation,
               x.role, x.start, x."end", x.exact
        FROM attribution t JOIN document d ON d.id = t.document_id
        JOIN attribution_span x ON x.attribution_id = t.id
        JOIN statement s ON s.id = t.statement_id WHERE s.rejected_by IS NULL""",
}


def upgrade() -> None:
    """Make the log and the columns; the views leave out what is rejected."""
    op.create_table(
        "ruling",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("act", NUMBER, nullable=False),
        sa.Column("made", TEXT, nullable=False),
        sa.Column("judge", TEXT, nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("attribution_id", NUMBER, nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("key", "source", "cue", "content", "field")),
        sa.Column("issue", TEXT, nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("machine", "answer")),
        sa.Column("withdrawn", TEXT, nullable=True),
        sa.Column("withdrawn_by", TEXT, nullable=True),
        sa.CheckConstraint(f"field IN ({FIELDS})"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["attribution_id"], ["attribution.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ruling_by_attribution", "ruling", ["attribution_id"], unique=False)
    op.create_index("ruling_by_document", "ruling", ["document_id"], unique=False)
    op.create_index("ruling_by_act", "ruling", ["act"], unique=False)
    for name in ("kind_by", "rejected_by"):
        op.add_column("statement", sa.Column(name, NUMBER, nullable=True))
    for name, columns in COUNTED.items():
        op.drop_index(name, "statement")
        op.create_index(name, "statement", [*columns, "rejected_by"], unique=False)
    for name, query in VIEWS.items():
        op.execute(f'DROP VIEW "{name}"')
        op.execute(f'CREATE VIEW "{name}" AS {query}')
    if on_server(op.get_bind()):
        check_references_late()
