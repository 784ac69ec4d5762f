"""The tables: documents, actors, statements, meetings, judgements, and every span."""

import sqlalchemy as sa
from alembic import op

from onrecord.record.dialect import NUMBER, TEXT, on_server
from onrecord.record.migrations.on_server import check_references_late, count_changes

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "actor",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("party", TEXT, nullable=True),
        sa.Column("first_seen", TEXT, nullable=False),
        sa.Column("last_seen", TEXT, nullable=False),
        sa.Column("merged_into", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["actor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("actor_by_first_seen", "actor", ["first_seen"], unique=False)
    op.create_index("actor_by_name", "actor", ["name"], unique=False)
    op.create_index("actor_merged", "actor", ["merged_into"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("outlet", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("published", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("genre", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("text_hash", TEXT, nullable=False),
        sa.Column("known_on", TEXT, nullable=False),
        sa.Column("added", TEXT, nullable=False),
        sa.Column("gone_on", TEXT, nullable=True),
        sa.Column("cluster_id", NUMBER, nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("attributions", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("document_by_cluster", "document", ["cluster_id"], unique=False)
    op.create_index("document_by_day", "document", ["known_on"], unique=False)
    op.create_index("document_by_outlet", "document", ["outlet", "known_on", "gone_on", "attributions"], unique=False)
    op.create_table(
        "failure",
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("failed", TEXT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("origin"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("forum", TEXT, nullable=True),
        sa.Column("forum_key", TEXT, nullable=True),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("precision", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("known_on", TEXT, nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    # The latest are asked for first, and the undated last: an order that PostgreSQL takes from an index only as it is.
    latest = [sa.text("date DESC NULLS LAST"), sa.text("id DESC")] if on_server(op.get_bind()) else ["date", "id"]
    op.create_index("meeting_by_date", "meeting", latest, unique=False)
    op.create_index("meeting_by_forum", "meeting", ["forum_key", "date"], unique=False)
    op.create_index("meeting_by_known", "meeting", ["known_on"], unique=False)
    op.create_table(
        "appearance",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("party", TEXT, nullable=True),
        sa.Column("aliases", TEXT, nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.Column("known_on", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "number"),
    )
    op.create_index("appearance_by_actor", "appearance", ["actor_id", "role", "party", "known_on"], unique=False)
    op.create_table(
        "band",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", NUMBER, nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("number", "hash", "document_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_span",
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "role", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin"),
    )
    op.create_index("place_by_document", "place", ["document_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("forum", TEXT, nullable=True),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("precision", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=True),
        sa.Column("known_on", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "number"),
    )
    op.create_index("report_by_known", "report", ["known_on"], unique=False)
    op.create_index("report_by_meeting", "report", ["meeting_id", "known_on"], unique=False)
    op.create_index("report_by_outlet", "report", ["outlet", "meeting_id"], unique=False)
    op.create_table(
        "spelling",
        sa.Column("actor_id", NUMBER, nullable=False),
        sa.Column("spelled", TEXT, nullable=False),
        sa.Column("surname", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.PrimaryKeyConstraint("actor_id", "spelled"),
        sqlite_with_rowid=False,
    )
    op.create_index("spelling_by_surname", "spelling", ["surname"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.Column("speaker", TEXT, nullable=True),
        sa.Column("party", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("date", TEXT, nullable=False),
        sa.Column("known_on", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("earliest_id", NUMBER, nullable=False),
        sa.Column("fullest_id", NUMBER, nullable=False),
        sa.Column("citations", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statement_by_actor", "statement", ["actor_id", "kind", "date"], unique=False)
    op.create_index("statement_by_actor_date", "statement", ["actor_id", "date"], unique=False)
    op.create_index("statement_by_date", "statement", ["date", "id"], unique=False)
    op.create_index("statement_by_kind", "statement", ["kind", "date"], unique=False)
    op.create_index("statement_by_known", "statement", ["known_on"], unique=False)
    op.create_index("statement_by_party", "statement", ["party", "date"], unique=False)
    op.create_index("statement_by_party_kind", "statement", ["party", "kind", "date"], unique=False)
    op.create_table(
        "appearance_span",
        sa.Column("appearance_id", NUMBER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearance.id"],
        ),
        sa.PrimaryKeyConstraint("appearance_id", "role", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attribution",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement_id", NUMBER, nullable=False),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("quotation", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("plover", TEXT, nullable=True),
        sa.Column("speaker_name", TEXT, nullable=True),
        sa.Column("speaker_type", TEXT, nullable=False),
        sa.Column("speaker_role", TEXT, nullable=True),
        sa.Column("speaker_party", TEXT, nullable=True),
        sa.Column("relayed_by_name", TEXT, nullable=True),
        sa.Column("relayed_by_type", TEXT, nullable=True),
        sa.Column("relayed_by_role", TEXT, nullable=True),
        sa.Column("relayed_by_party", TEXT, nullable=True),
        sa.Column("told_to", TEXT, nullable=True),
        sa.Column("said_on", TEXT, nullable=True),
        sa.Column("said_precision", TEXT, nullable=True),
        sa.Column("issue", TEXT, nullable=True),
        sa.Column("stance", TEXT, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("outlet", TEXT, nullable=True),
        sa.Column("known_on", TEXT, nullable=False),
        sa.Column("date", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "number"),
    )
    op.create_index("attribution_by_actor", "attribution", ["actor_id"], unique=False)
    op.create_index("attribution_by_outlet", "attribution", ["outlet", "date", "statement_id"], unique=False)
    op.create_index("attribution_by_statement", "attribution", ["statement_id", "known_on"], unique=False)
    op.create_table(
        "delegate",
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
        ),
        sa.PrimaryKeyConstraint("report_id", "number"),
    )
    op.create_index("delegate_by_actor", "delegate", ["actor_id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("made", TEXT, nullable=False),
        sa.Column("judge", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("actor_id", NUMBER, nullable=False),
        sa.Column("other_id", NUMBER, nullable=True),
        sa.Column("appearance_id", NUMBER, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict IN ('same', 'different')"),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["actor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("judgement_by_actor", "judgement", ["actor_id"], unique=False)
    op.create_index("judgement_by_appearance", "judgement", ["appearance_id"], unique=False)
    op.create_index("judgement_by_other", "judgement", ["other_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
        ),
        sa.PrimaryKeyConstraint("report_id", "number"),
    )
    op.create_index("party_by_name", "party", ["name", "report_id"], unique=False)
    op.create_table(
        "report_span",
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
        ),
        sa.PrimaryKeyConstraint("report_id", "role", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "version",
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("added", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
        ),
        sa.PrimaryKeyConstraint("place_id", "number"),
    )
    op.create_index("version_by_document", "version", ["document_id"], unique=False)
    op.create_table(
        "alongside",
        sa.Column("attribution_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("party", TEXT, nullable=True),
        sa.Column("actor_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["attribution_id"],
            ["attribution.id"],
        ),
        sa.PrimaryKeyConstraint("attribution_id", "number"),
    )
    op.create_index("alongside_by_actor", "alongside", ["actor_id"], unique=False)
    op.create_table(
        "attribution_span",
        sa.Column("attribution_id", NUMBER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["attribution_id"],
            ["attribution.id"],
        ),
        sa.PrimaryKeyConstraint("attribution_id", "role", "number"),
        sqlite_with_rowid=False,
    )
    if on_server(op.get_bind()):
        check_references_late()
        count_changes()
