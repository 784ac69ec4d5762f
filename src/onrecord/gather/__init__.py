"""Gather: a path, a URL or standard input becomes a Document. The only room that touches disk and network to read."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.gather.decode import decoded
from onrecord.gather.genre import genre_of
from onrecord.gather.language import checked_language
from onrecord.gather.markdown import split
from onrecord.gather.published import iso_date
from onrecord.settings import MAX_CHARACTERS, MAX_DOWNLOAD
from onrecord.values import Document, Genre

__all__ = ["document_from_text", "gather"]

HTML = (".html", ".htm", ".xhtml")


def gather(
    source: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Document:
    """Fetch and decode one input.

    ``source`` is a path, an http(s) URL, or ``-`` for ``stdin``. ``published`` and ``outlet``, where given, take the
    place of what the input says itself. Raises InputError, in one line that says what is wrong and what to do.
    """
    stated: dict[str, Any] = {"published": published, "outlet": outlet}
    if "://" in source:
        from onrecord.gather.web import fetch

        page = fetch(source, allow_private=allow_private)
        return _parsed(page.body, source, stated | {"url": page.url}, html=page.html, charset=page.charset)
    if source == "-":
        body = stdin.read(MAX_DOWNLOAD * 4) if stdin else b""
        return _parsed(body, "standard input", stated, html=_looks_like_html(body))
    path = Path(source)
    return _parsed(_bytes(path), source, stated, html=path.suffix.lower() in HTML)


def document_from_text(
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    genre: Genre | None = None,
    where: str = "text",
) -> Document:
    """Make a document of a text, checked: not empty, not too long, in English, with a date that can be read.

    The text is kept character for character. Without a ``genre`` it is told from the title and the layout.
    """
    if not text.strip():
        raise InputError.empty(where)
    if len(text) > MAX_CHARACTERS:
        raise InputError.too_large(where, MAX_CHARACTERS)
    language = checked_language(text, where)
    known: dict[str, Any] = {
        "title": title,
        "outlet": outlet,
        "url": url,
        "published": iso_date(published, where) if published else None,
        "language": language,
        "genre": genre or genre_of(title, text),
    }
    identity = json.dumps([known, text], sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Document(id=hashlib.sha256(identity).hexdigest()[:16], text=text, **known)


def _parsed(body: bytes, where: str, stated: Mapping[str, Any], *, html: bool, charset: str | None = None) -> Document:
    text = decoded(body, where, charset)
    if html:
        from onrecord.gather.html import article

        if len(text) > MAX_DOWNLOAD:
            raise InputError.too_large(where, MAX_DOWNLOAD)
        found, text = article(text, where)
    else:
        found, text = split(text, where)
    known = {**found, **{key: value for key, value in stated.items() if value is not None}}
    return document_from_text(text, where=where, **known)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(str(path), "this is a folder. Name the files in it.")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError.missing(str(path)) from None
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({getattr(error, 'strerror', None) or error}).") from None


def _looks_like_html(body: bytes) -> bool:
    head = body[:1000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<body" in head
