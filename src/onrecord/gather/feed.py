"""RSS and Atom: every entry is a document to come. feedparser is given bytes and never an address."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from onrecord.errors import InputError
from onrecord.gather.decode import decoded
from onrecord.gather.document import document_from_bytes
from onrecord.gather.pending import Options, Pending
from onrecord.gather.published import iso_date
from onrecord.values import Document

LONGEST_DATE = 100  # characters
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([\w.:-]+)["']""")
_PAGE = "<html><body><article>{}</article></body></html>"


@dataclass(frozen=True)
class _Entry:
    """What a feed says of one document."""

    link: str | None
    known: dict[str, Any]
    content: str | None
    plain: bool


def entries(
    body: bytes, where: str, options: Options, *, origin: str, base: str | None = None, charset: str | None = None
) -> Iterator[Pending]:
    """The entries of a feed, in its order. A link is fetched when its document is asked for.

    ``base`` is the feed's own address, for links that are relative to it. Raises InputError for what is no feed, is
    damaged beyond use, is empty, or declares entities, which could grow without bound.
    """
    feed = _parsed(body, where, base, charset)
    version = str(feed.get("version") or "")
    if not version:
        raise InputError.feed(where, "this is no RSS or Atom feed, or a damaged one.")
    if not feed.entries:
        raise InputError.feed(where, "there are no entries in this feed.")
    for number, read in enumerate(feed.entries, start=1):
        entry = _entry(read, rss=version.startswith("rss"))
        named = entry.link or _line(read.get("id")) or f"{origin}#{number}"
        yield Pending(named, partial(_document, entry, named, options))


def _parsed(body: bytes, where: str, base: str | None, charset: str | None) -> Any:
    """Feedparser's reading of bytes that were decoded here, so that no odd encoding hides what is looked for."""
    import feedparser

    declared = _DECLARED.match(body.removeprefix(b"\xef\xbb\xbf").lstrip()[:400])
    text = decoded(body, where, charset or (declared[1].decode("ascii") if declared else None))
    if "<!ENTITY" in text:
        raise InputError.feed(where, "this feed declares entities, which can grow without bound: it was not read.")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base or ""}
    # Its cleaning of HTML takes several times longer than all the rest, and nothing but text is taken from it here.
    return feedparser.parse(
        io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _entry(read: Any, *, rss: bool) -> _Entry:
    link = str(read.get("link") or "").strip()
    # RSS has no other date under this name than Dublin Core's; Atom's "updated" is not when a text was published.
    dated = dict.get(read, "published") or (dict.get(read, "updated") if rss else None)
    known = {"title": _line(read.get("title")), "published": _date(dated)}
    content: dict[str, str] = next(iter(read.get("content") or []), {})
    return _Entry(
        link=link if link.startswith(("http://", "https://")) and link.isprintable() else None,
        known={key: value for key, value in known.items() if value},
        content=content.get("value") or None,
        plain=content.get("type") == "text/plain",
    )


def _line(value: object) -> str:
    """A value as one line of text that can be stored."""
    return " ".join(str(value or "").encode("utf-8", "replace").decode().split())


def _date(value: object) -> str | None:
    """The day as the feed writes it, in its own time zone."""
    if not isinstance(value, str) or len(value) > LONGEST_DATE:
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        pass
    try:
        return iso_date(value, "feed")
    except InputError:
        return None


def _document(entry: _Entry, where: str, options: Options) -> Document:
    """The page that an entry links to, or, where that cannot be had, the content that the feed carries."""
    if entry.link:
        try:
            return _linked(entry, entry.link, options)
        except InputError:
            if not entry.content:
                raise
    if not entry.content:
        raise InputError.feed(where, "this entry has neither a link nor a text.")
    stated = entry.known | {"url": entry.link} | options.stated()
    body = entry.content if entry.plain else _PAGE.format(entry.content)
    return document_from_bytes(body.encode("utf-8", "replace"), where, "text" if entry.plain else "html", stated)


def _linked(entry: _Entry, link: str, options: Options) -> Document:
    from onrecord.gather.web import document_from_page, fetch

    page = fetch(link, allow_private=options.allow_private)
    return document_from_page(page, link, options.stated(), otherwise=entry.known)
