"""How often a document was read again: what is made of its reading is kept until it has another.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count from now on."""
    op.add_column("document", sa.Column("rereads", sa.Integer(), nullable=False, server_default=sa.text("0")))
