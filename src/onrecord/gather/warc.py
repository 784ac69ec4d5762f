"""Web archives (WARC, ARC): every page that a server gave is a document to come; everything else is refused by name."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from onrecord.errors import InputError
from onrecord.gather.document import document_from_bytes
from onrecord.gather.file import File
from onrecord.gather.formats import CONTENT_TYPES, Format, is_html, is_pdf
from onrecord.gather.http_message import Response, body, media_type, response
from onrecord.gather.pending import Options, Pending, refused
from onrecord.gather.warc_records import MAX_BLOCK, Archive, Record, Skipped
from onrecord.settings import MAX_DOWNLOAD
from onrecord.values import Document

# A conversion is another program's reading of a page, menus and all; a revisit has no page in it.
PAGES = ("response", "resource")
READ: tuple[Format, ...] = ("html", "text")


def records(file: File, options: Options) -> Iterator[Pending]:
    """Every record of a WARC or ARC file, in its order; each stretch of damage is one refusal.

    A page is in memory only until the next record is asked for; gathered later, it is read from the file again. Raises
    InputError where the file cannot be read.
    """
    archive, found = Archive(file), None
    for found in archive.records():
        yield _pending(archive, found, file, options)
    if found is None:
        yield refused(file.origin, InputError.empty(file.where))


def _pending(archive: Archive, found: Record | Skipped, file: File, options: Options) -> Pending:
    origin, where = f"{file.origin}#{found.place}", f"{file.where}#{found.place}"
    try:
        if isinstance(found, Skipped):
            raise InputError.damaged(where, found.problem)
        _checked(found, where)
    except InputError as error:
        return refused(origin, error, crawled=True)
    return Pending(origin, partial(_document, archive, found, where, options), crawled=True)


def _checked(record: Record, where: str) -> tuple[Response | None, Format]:
    """How a record's page was sent, and what it is. Raises InputError for a record that has none."""
    if record.type not in PAGES or record.segmented:
        raise InputError.record_type(where, "segment" if record.type in PAGES else record.type[:40])
    sent, start = None, record.start
    kind = media_type(record.content_type)[0]
    if record.type == "response" and (start.startswith(b"HTTP/") or kind == "application/http"):
        sent = response(start, where)
        if sent.status != 200:
            raise InputError.status(where, sent.status)
        kind = sent.content_type
    form = CONTENT_TYPES.get(kind) if kind else None
    if kind and form not in READ:
        raise InputError.not_html(where, kind[:80])
    if record.length > MAX_BLOCK:
        raise InputError.too_big(where, MAX_DOWNLOAD)
    return sent, form or "html"


def _document(archive: Archive, record: Record, where: str, options: Options) -> Document:
    """The document of a record. Its date is what its page says, if it was recorded not before that day."""
    sent, form = _checked(record, where)
    data = archive.block(record)
    page = body(sent, data[len(record.start) :], where) if sent else data
    typed = sent.content_type if sent else media_type(record.content_type)[0]
    if is_pdf(page) or (not typed and not is_html(page)):
        raise InputError.not_html(where, "a PDF" if is_pdf(page) else "of no kind that it states")
    charset = sent.charset if sent else media_type(record.content_type)[1]
    # The address at which it was recorded is what it is known by, whatever the page calls itself.
    stated: dict[str, Any] = ({"url": record.uri} if record.uri else {}) | options.stated()
    host = urlsplit(record.uri).hostname if record.uri else None
    otherwise = {"outlet": host} if host else {}
    return document_from_bytes(
        page,
        where,
        form,
        stated,
        charset=charset,
        otherwise=otherwise,
        latest=_day_after(record.date),
        worth=options.worth,
    )


def _day_after(day: str | None) -> str | None:
    """The last day that it was anywhere on earth when it was ``day`` in Greenwich."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat() if day and day < "9999" else None
