"""What counts statements as of a day, and what finds what is gone or least sure, reads indexes alone.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Each index of counts also knows what was rejected and from which day on a row is known; lists keep their order by it.
WIDER = {
    ("statement", "statement_by_actor"): ["actor_id", "kind", "date", "rejected_by", "id", "known_on"],
    ("statement", "statement_by_actor_date"): ["actor_id", "date", "rejected_by", "id", "known_on"],
    ("statement", "statement_by_party"): ["party", "date", "rejected_by", "id", "known_on"],
    ("statement", "statement_by_party_kind"): ["party", "kind", "date", "rejected_by", "id", "known_on"],
    ("appearance", "appearance_by_actor"): ["actor_id", "role", "party", "known_on", "document_id"],
}


def upgrade() -> None:
    """Make the indexes anew, and two more."""
    for (table, name), columns in WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns, unique=False)
    op.create_index("document_gone", "document", ["gone_on"], unique=False, sqlite_where=sa.text("gone_on IS NOT NULL"))
    op.create_index("attribution_by_confidence", "attribution", ["confidence", "statement_id"], unique=False)
