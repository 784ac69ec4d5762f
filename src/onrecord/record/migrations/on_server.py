"""What the scripts make on a PostgreSQL server beside the tables."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

# A letter of the search index is folded and told from other signs by Unicode, whatever the database's language is.
_UNICODE = "und-x-icu"
# A letter that no text has, written after words of one or two letters while they are stemmed, and taken away again.
# SQLite stems longer ones alone; the server's stemmer would make "i" of "is", and "u" of "us".
_UNSTEMMED = "\ua7f8"
# No index of one text holds more than a megabyte. English of half a million characters fits; of what would not, as far
# as it surely does.
_FITTING = "CASE WHEN octet_length(said) > 600000 THEN left(said, 150000) ELSE said END"
# An accent beside its letter is no part of it; one within a letter is taken from Latin letters alone: SQLite finds "é"
# as "e", and keeps "й" and "ά", which are letters of their own to who writes them.
_MARKS = "[\\u0300-\\u036f]+"
_APART = f"normalize(regexp_replace({_FITTING}, '{_MARKS}', '', 'g'), NFD)"
_BARE = f"normalize(regexp_replace({_APART}, '([A-Za-z]){_MARKS}', '\\1', 'g'), NFC)"


def check_references_late() -> None:
    """Let a transaction put off the check of every reference to its end."""
    for table, name in op.get_bind().execute(sa.text(_AT_ONCE)).all():
        op.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE")


_AT_ONCE = """
    SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
    WHERE contype = 'f' AND NOT condeferrable AND connamespace = to_regnamespace(quote_ident(current_schema()))"""


def count_changes() -> None:
    """Make the count of transactions that wrote: what tells a reader that something changed."""
    op.create_table("change", sa.Column("number", sa.BigInteger(), nullable=False))
    op.execute("INSERT INTO change VALUES (0)")


def find_words(searched: Mapping[str, Sequence[str]]) -> None:
    """Give tables a column of their words as they are searched: without case or accent, stemmed, none left out.

    The words are those that SQLite's ``porter unicode61`` finds: letters and digits, whatever stands between them.
    """
    run = op.get_bind().exec_driver_sql
    run("CREATE TEXT SEARCH DICTIONARY onrecord_stem (TEMPLATE = snowball, LANGUAGE = porter)")
    run("CREATE TEXT SEARCH CONFIGURATION onrecord_words (PARSER = default)")
    run(
        "ALTER TEXT SEARCH CONFIGURATION onrecord_words ADD MAPPING FOR asciiword, word, numword, asciihword, hword,"
        " numhword, hword_asciipart, hword_part, hword_numpart, int, uint, float, sfloat, version WITH onrecord_stem"
    )
    _tell_words(searched)


def find_words_anew(searched: Mapping[str, Sequence[str]]) -> None:
    """Make the words of tables once more, where those that are there were found in another way."""
    run = op.get_bind().exec_driver_sql
    for table in searched:
        run(f"ALTER TABLE {table} DROP COLUMN words")
    run("DROP FUNCTION onrecord_vector(text)")
    _tell_words(searched)


def _tell_words(searched: Mapping[str, Sequence[str]]) -> None:
    run = op.get_bind().exec_driver_sql  # the colons in these are no parameters
    there = run(f"SELECT 1 FROM pg_collation WHERE collname = '{_UNICODE}'").first()
    collation = f'"{_UNICODE}"' if there else '"default"'
    words = f"regexp_replace(lower({_BARE} COLLATE {collation}), '[^[:alnum:]]+', ' ', 'g')"
    words = f"regexp_replace({words}, '(^| )([a-z0-9]{{1,2}})(?= |$)', '\\1\\2{_UNSTEMMED}', 'g')"
    run(
        "CREATE FUNCTION onrecord_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"RETURN CAST(replace(CAST(to_tsvector('onrecord_words'::regconfig, {words}) AS text), '{_UNSTEMMED}', '')"
        " AS tsvector)"
    )
    for table, columns in searched.items():
        # Between two columns stands a sign that is no word, so that no phrase reaches from one to the next.
        vector = " || '''|'':1'::tsvector || ".join(f"onrecord_vector(coalesce({name}, ''))" for name in columns)
        run(f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({vector}) STORED")
        run(f"CREATE INDEX {table}_search ON {table} USING gin (words)")
