"""The store's tables. ``migrations/`` makes them; a test holds that both agree. ``docs/store.md`` draws them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from onrecord.record.dialect import NUMBER

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", NUMBER, primary_key=True, autoincrement=False)


def _to(table: str, name: str | None = None, *, null: bool = False, key: bool = False) -> Column[int]:
    """A reference to a row of another table."""
    return Column(name or f"{table}_id", NUMBER, ForeignKey(f"{table}.id"), nullable=null, primary_key=key)


def _text(name: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str = "number", *, key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=False, primary_key=key)


# A text as it was gathered. ``key`` is values.Document.id; ``known_on`` the day it was published, else added; a page
# that changed leaves its earlier text ``gone_on`` that day. ``cluster_id`` is the first of its near copies. ``rereads``
# counts how often another reading took the place of one.
document = Table(
    "document",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    *(_text(n) for n in ("title", "outlet", "url", "published", "language")),
    _text("genre", null=False),
    _text("text", null=False),
    _text("text_hash", null=False),
    _text("known_on", null=False),
    _text("added", null=False),
    _text("gone_on"),
    _to("document", "cluster_id", null=True),
    Column("signature", LargeBinary, nullable=False),
    _number("attributions"),
    _number("reports"),
    Column("rereads", Integer, nullable=False, server_default=text("0")),
    Index("document_by_outlet", "outlet", "known_on", "gone_on", "attributions"),
    Index("document_by_day", "known_on"),
    Index("document_by_cluster", "cluster_id"),
    Index("document_gone", "gone_on", sqlite_where=text("gone_on IS NOT NULL")),
)

# Where a text came from: a path, an address, a member of an archive. Its newest version is ``document_id``.
place = Table(
    "place", metadata, _id(), Column("origin", Text, nullable=False, unique=True), _to("document"),
    Index("place_by_document", "document_id"),
)  # fmt: skip

# Every text a place has held, in order.
version = Table(
    "version", metadata, _to("place", key=True), _number(key=True), _to("document"), _text("added", null=False),
    Index("version_by_document", "document_id"),
)  # fmt: skip

# What could not be read, and why, until it can be.
failure = Table(
    "failure", metadata, Column("origin", Text, primary_key=True), _text("reason", null=False),
    _text("failed", null=False), _number("tries"),
)  # fmt: skip

# MinHash bands of documents: two documents that share one may be copies.
band = Table(
    "band", metadata, _number("number", key=True), Column("hash", NUMBER, primary_key=True),
    _to("document", key=True), sqlite_with_rowid=False,
)  # fmt: skip

# Someone, across documents. A merged actor stays, pointing to the one it is.
actor = Table(
    "actor", metadata, _id(), _text("name", null=False), _text("type", null=False), _text("party"),
    _text("first_seen", null=False), _text("last_seen", null=False), _to("actor", "merged_into", null=True),
    Index("actor_by_name", "name"), Index("actor_by_first_seen", "first_seen"), Index("actor_merged", "merged_into"),
)  # fmt: skip

# Every spelling of an actor's name, with the folded surname by which other spellings are found.
spelling = Table(
    "spelling", metadata, _to("actor", key=True), Column("spelled", Text, primary_key=True),
    _text("surname", null=False), Index("spelling_by_surname", "surname"), sqlite_with_rowid=False,
)  # fmt: skip

# Someone as one document knows them: values.Actor, and whom of the record they are held to be.
appearance = Table(
    "appearance", metadata, _id(), _to("document"), _number(), _text("name"), _text("type", null=False),
    _text("role"), _text("party"), _text("aliases", null=False), Column("listed", Integer, nullable=False),
    _to("actor", null=True), _text("known_on", null=False),
    UniqueConstraint("document_id", "number"),
    Index("appearance_by_actor", "actor_id", "role", "party", "known_on", "document_id"),
)  # fmt: skip

# The log of who is whom: why an appearance was given to an actor, or two actors were merged or held apart.
judgement = Table(
    "judgement", metadata, _id(), _text("made", null=False), _text("judge", null=False), _text("verdict", null=False),
    _to("actor"), _to("actor", "other_id", null=True), _to("appearance", null=True), _text("reason", null=False),
    Column("withdrawn", Integer, nullable=False, default=0),
    Index("judgement_by_actor", "actor_id"), Index("judgement_by_other", "other_id"),
    Index("judgement_by_appearance", "appearance_id"),
    CheckConstraint("verdict IN ('same', 'different')"),
)  # fmt: skip

# What someone said, however many documents tell of it. ``content`` is the fullest telling's, and so is ``kind``, unless
# a person said otherwise (the ruling ``kind_by``). What a person rejected (``rejected_by``) is shown nowhere.
statement = Table(
    "statement", metadata, _id(), _to("actor", null=True), _text("speaker"), _text("party"), _text("kind", null=False),
    _text("date", null=False), _text("known_on", null=False), _text("content", null=False),
    Column("earliest_id", NUMBER, nullable=False), Column("fullest_id", NUMBER, nullable=False), _number("citations"),
    Column("kind_by", NUMBER), Column("rejected_by", NUMBER),
    Index("statement_by_date", "date", "id"), Index("statement_by_known", "known_on"),
    Index("statement_by_actor", "actor_id", "kind", "date", "rejected_by", "id", "known_on"),
    Index("statement_by_actor_date", "actor_id", "date", "rejected_by", "id", "known_on"),
    Index("statement_by_party", "party", "date", "rejected_by", "id", "known_on"),
    Index("statement_by_party_kind", "party", "kind", "date", "rejected_by", "id", "known_on"),
    Index("statement_by_kind", "kind", "date"),
)  # fmt: skip

# One document's telling of a statement: values.Statement.
attribution = Table(
    "attribution", metadata, _id(), _to("document"), _number(), _to("statement"), _to("actor", null=True),
    _text("key", null=False), _text("quotation", null=False), _text("kind", null=False), _text("plover"),
    *(_text(f"speaker_{n}", null=n != "type") for n in ("name", "type", "role", "party")),
    *(_text(f"relayed_by_{n}") for n in ("name", "type", "role", "party")),
    *(_text(n) for n in ("told_to", "said_on", "said_precision", "issue", "stance")),
    Column("confidence", Float, nullable=False), _text("outlet"), _text("known_on", null=False),
    _text("date", null=False), Column("meaning", LargeBinary),
    UniqueConstraint("document_id", "number"),
    Index("attribution_by_statement", "statement_id", "known_on"),
    Index("attribution_by_actor", "actor_id"),
    Index("attribution_by_outlet", "outlet", "date", "statement_id"),
    Index("attribution_by_confidence", "confidence", "statement_id"),
)  # fmt: skip

# Others tied to the same content.
alongside = Table(
    "alongside", metadata, _to("attribution", key=True), _number(key=True), _text("relation", null=False),
    *(_text(n, null=n != "type") for n in ("name", "type", "role", "party")), _to("actor", null=True),
    Index("alongside_by_actor", "actor_id"),
)  # fmt: skip

# What a person said of a telling, field by field: a log. A ruling is anchored to characters of the document, so that it
# outlives the reading that it corrects; ``attribution_id`` is the telling that stands there now, if any does. Those
# made at once share an ``act``, the number of the first. Withdrawn, never erased.
ruling = Table(
    "ruling", metadata, _id(), Column("act", NUMBER, nullable=False), _text("made", null=False),
    _text("judge", null=False), _to("document"), _to("attribution", null=True),
    *(_text(n, null=False) for n in ("key", "source", "cue", "content", "field")), _text("issue"),
    *(_text(n, null=False) for n in ("machine", "answer")), _text("withdrawn"), _text("withdrawn_by"),
    Index("ruling_by_attribution", "attribution_id"), Index("ruling_by_document", "document_id"),
    Index("ruling_by_act", "act"),
    CheckConstraint(
        "field IN ('confirm', 'reject', 'kind', 'speaker', 'issue', 'stance', 'red_line', 'condition', 'spans')"
    ),
)  # fmt: skip

# A meeting, however many documents report it; the newest report's date, place and status.
meeting = Table(
    "meeting", metadata, _id(), Column("uid", Text, nullable=False, unique=True), _text("forum"),
    _text("forum_key"), _text("what", null=False), _text("kind", null=False), _text("place"), _text("date"),
    _text("precision"),
    _text("status", null=False), _text("known_on", null=False), _number("reports"),
    Index("meeting_by_date", "date", "id"), Index("meeting_by_forum", "forum_key", "date"),
    Index("meeting_by_known", "known_on"),
)  # fmt: skip

# One document's report of a meeting: values.Meeting.
report = Table(
    "report", metadata, _id(), _to("document"), _number(), _to("meeting"), _text("forum"), _text("what", null=False),
    _text("kind", null=False), _text("place"), _text("date"), _text("precision"), _text("status", null=False),
    _text("outlet"), _text("known_on", null=False),
    UniqueConstraint("document_id", "number"),
    Index("report_by_meeting", "meeting_id", "known_on"), Index("report_by_known", "known_on"),
    Index("report_by_outlet", "outlet", "meeting_id"),
)  # fmt: skip

# Who takes part in a meeting by one report: parties, and delegates (with whom of the record they are held to be).
party = Table(
    "party", metadata, _to("report", key=True), _number(key=True), _text("name", null=False),
    Index("party_by_name", "name", "report_id"),
)  # fmt: skip
delegate = Table(
    "delegate", metadata, _to("report", key=True), _number(key=True), _text("name", null=False),
    _to("actor", null=True), Index("delegate_by_actor", "actor_id"),
)  # fmt: skip


def _spans(owner: str) -> Table:
    return Table(
        f"{owner}_span", metadata, _to(owner, key=True), Column("role", Text, primary_key=True), _number(key=True),
        _number("start"), _number("end"), _text("exact", null=False), sqlite_with_rowid=False,
    )  # fmt: skip


# Characters of a document, by what they belong to and as what. ``exact`` is what stands there: verify compares.
document_span, appearance_span, attribution_span, report_span = map(
    _spans, ("document", "appearance", "attribution", "report")
)
SPANS = (document_span, appearance_span, attribution_span, report_span)
