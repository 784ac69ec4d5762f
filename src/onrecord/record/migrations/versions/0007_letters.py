"""Words on a server are found as in a file: accents are taken from Latin letters alone.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

from onrecord.record.dialect import on_server
from onrecord.record.migrations.on_server import find_words_anew

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SEARCHED = {"document": ("title", "text"), "statement": ("speaker", "content")}  # as in 0002


def upgrade() -> None:
    """Make a server's words anew; a file's were right."""
    if on_server(op.get_bind()):
        find_words_anew(SEARCHED)
