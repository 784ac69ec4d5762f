"""Where a statement stands among meanings, for sorting by issue. Statements of an older version have none.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("attribution", sa.Column("meaning", sa.LargeBinary, nullable=True))
