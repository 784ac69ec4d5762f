"""Full-text search over documents and statements, and views that read as sentences."""

from alembic import op

from onrecord.record.dialect import on_server
from onrecord.record.migrations.on_server import find_words

revision = "0002"
down_revision = "0001"

# Searched table, and the columns whose words are found.
SEARCHED = {"document": ("title", "text"), "statement": ("speaker", "content")}

VIEWS = {
    "statements": """
        SELECT s.id, coalesce(a.name, s.speaker) AS speaker, s.party, s.kind, s.date, s.content, s.citations,
               d.title AS earliest_title, d.outlet AS earliest_outlet, d.known_on AS earliest_day
        FROM statement s LEFT JOIN actor a ON a.id = s.actor_id
        JOIN attribution f ON f.id = s.earliest_id JOIN document d ON d.id = f.document_id""",
    "citations": """
        SELECT t.statement_id AS statement, d.key AS document, d.title, d.outlet, d.known_on AS day, t.quotation,
               x.role, x.start, x."end", x.exact
        FROM attribution t JOIN document d ON d.id = t.document_id
        JOIN attribution_span x ON x.attribution_id = t.id""",
    "roles": """
        WITH RECURSIVE climb(leaf, at) AS (
            SELECT id, id FROM actor
            UNION ALL SELECT c.leaf, a.merged_into FROM climb c JOIN actor a ON a.id = c.at
            WHERE a.merged_into IS NOT NULL)
        SELECT a.id AS actor, a.name, p.role, p.party, min(p.known_on) AS first_seen, max(p.known_on) AS last_seen,
               count(DISTINCT p.document_id) AS documents
        FROM appearance p JOIN climb c ON c.leaf = p.actor_id
        JOIN actor a ON a.id = c.at AND a.merged_into IS NULL GROUP BY a.id, p.role, p.party""",
    "meetings": """
        SELECT m.uid, coalesce(m.forum, m.what) AS meeting, m.date, m.place, m.status, m.reports,
               (SELECT {joined}(name, ', ') FROM (SELECT DISTINCT p.name FROM party p
                JOIN report r ON r.id = p.report_id WHERE r.meeting_id = m.id) AS names) AS parties
        FROM meeting m""",
}


def upgrade() -> None:
    """Make the indexes, fill them from what is there, and keep them in step; make the views."""
    server = on_server(op.get_bind())
    if server:
        find_words(SEARCHED)
    else:
        for table, columns in SEARCHED.items():
            _search(table, columns)
    for name, query in VIEWS.items():
        joined = "string_agg" if server else "group_concat"
        op.execute(f'CREATE VIEW "{name}" AS {query.format(joined=joined)}')


def _search(table: str, columns: tuple[str, ...]) -> None:
    listed, index = ", ".join(columns), f"{table}_search"
    new, old = (", ".join(f"{side}.{c}" for c in columns) for side in ("new", "old"))
    put = f"INSERT INTO {index}(rowid, {listed}) VALUES (new.id, {new});"
    take = f"INSERT INTO {index}({index}, rowid, {listed}) VALUES ('delete', old.id, {old});"
    op.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content='{table}', content_rowid='id', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {index}_put AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {index}_take AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(f"CREATE TRIGGER {index}_change AFTER UPDATE OF {listed} ON {table} BEGIN {take} {put} END")
