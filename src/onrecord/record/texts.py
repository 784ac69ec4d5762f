"""Texts and spans checked: each text against its hashes, and each span by cutting it out again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from onrecord.record.dialect import bytes_of
from onrecord.record.faults import Ahead, Check, Fault
from onrecord.record.schema import (
    appearance,
    appearance_span,
    attribution,
    attribution_span,
    document,
    document_span,
    report,
    report_span,
)  # fmt: skip
from onrecord.record.writer import text_hash
from onrecord.values import Document

_OWNED = ((appearance, appearance_span), (attribution, attribution_span), (report, report_span))


def _documents(connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """Every document with its spans, one document at a time."""
    chosen = [(document_span, _background()), *((span, _spans(owner, span)) for owner, span in _OWNED)]
    with ExitStack() as opened:
        readers = [
            (table, opened.enter_context(Ahead(connection.execute(query), "document_id"))) for table, query in chosen
        ]
        yield from _with_spans(connection, readers, counts)


def _with_spans(
    connection: Connection, readers: Sequence[tuple[Table, Ahead]], counts: Counter[str]
) -> Iterator[Fault]:  # fmt: skip
    for row in connection.execute(_bodies()):
        counts["documents"] += 1
        text, whole = _decoded(row.body)
        if whole:
            yield from _unlike(row, text)
        lost = 0
        for table, reader in readers:
            for span in reader.of(row.id):
                counts["spans"] += 1
                if not whole and not _before(span, len(text)):
                    lost += 1
                elif not _stands(text, span):
                    yield _misplaced(table, span, row.id)
        if not whole:
            what = f"its text is damaged from character {len(text)} on: {lost} of its spans cannot be shown"
            yield Fault("document", row.id, what)


def _bodies() -> Select[Any]:
    """Documents, their texts as bytes: whatever those have become."""
    columns = [c for c in document.c if c.name not in ("text", "signature")]
    return select(*columns, bytes_of(document.c.text).label("body")).order_by(document.c.id)


def _background() -> Select[Any]:
    s = document_span.c
    return select(s.document_id, s.document_id.label("owner"), s.role, s.number, s.start, s.end, s.exact).order_by(
        s.document_id, s.role, s.number
    )


def _spans(owner: Table, span: Table) -> Select[Any]:
    """Spans in order of their document: its owners are found by an index, their spans by the primary key."""
    o, s = owner.c, span.c
    at = s[f"{owner.name}_id"]
    return (
        select(o.document_id, at.label("owner"), s.role, s.number, s.start, s.end, s.exact)
        .join_from(owner, span, at == o.id)
        .order_by(o.document_id, o.number)
    )


def _decoded(body: bytes | None) -> tuple[str, bool]:
    """A text as far as it can be decoded, and whether that is all of it."""
    try:
        return (body or b"").decode("utf-8"), True
    except UnicodeDecodeError as error:
        return (body or b"")[: error.start].decode("utf-8"), False


def _unlike(row: Row[Any], text: str) -> Iterator[Fault]:
    """Whether a document is the one that was stored."""
    if text_hash(text) != row.text_hash:
        yield Fault("document", row.id, "its text is not the one that was stored: its hash is another")
        return
    known = {name: getattr(row, name) for name in ("title", "outlet", "url", "published", "language", "genre")}
    if Document.model_construct(id=row.key, text=text, **known).content_id() != row.key:
        what = "its title, outlet, address, date, language, genre or key is not what was stored: its hash is another"
        yield Fault("document", row.id, what)


def _before(span: Row[Any], end: int) -> bool:
    return isinstance(span.end, int) and span.end <= end


def _stands(text: str, span: Row[Any]) -> bool:
    """Whether a span's words stand where it says."""
    if not isinstance(span.start, int) or not isinstance(span.end, int) or not 0 <= span.start < span.end:
        return False
    return bool(text[span.start : span.end] == span.exact)


def _misplaced(table: Table, span: Row[Any], number: int) -> Fault:
    owner = table.name.removesuffix("_span")
    role = str(span.role).encode("utf-8", "backslashreplace").decode()
    what = f"document {number} has other words at {span.start} to {span.end} than {role} {span.number} of {owner} "
    return Fault(table.name, f"{span.owner} {role} {span.number}", f"{what}{span.owner} says")


CHECKS: Sequence[Check] = (
    Check(_documents, (document, document_span, *(table for pair in _OWNED for table in pair))),
)  # fmt: skip
