"""Text or bytes become a checked Document."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from onrecord.errors import InputError
from onrecord.gather.decode import decoded, stated_in
from onrecord.gather.formats import Format, is_pdf
from onrecord.gather.genre import genre_of
from onrecord.gather.language import checked_language
from onrecord.gather.markdown import split
from onrecord.gather.published import iso_date
from onrecord.settings import MAX_CHARACTERS, MAX_DOWNLOAD
from onrecord.values import Document, Genre

# Halves of characters (lone surrogates): JSON can name them, no encoding can hold them. And the character that is none:
# PostgreSQL does not keep it.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


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
    if any(_NO_TEXT.search(said) for said in (text, title, outlet, url) if said):
        raise InputError.encoding(where)
    language = checked_language(text, where)
    known: dict[str, Any] = {
        "title": title,
        "outlet": outlet,
        "url": url,
        "published": iso_date(published, where) if published else None,
        "language": language,
        "genre": genre or genre_of(title, text),
    }
    made = Document(id="", text=text, **known)
    return made.model_copy(update={"id": made.content_id()})


def document_from_bytes(
    body: bytes,
    where: str,
    form: Format,
    stated: Mapping[str, Any],
    *,
    charset: str | None = None,
    otherwise: Mapping[str, Any] | None = None,
    latest: str | None = None,
    worth: Callable[[str], bool] | None = None,
) -> Document:
    """Make a document of a text's, a web page's or a PDF's bytes; a PDF is known by its first bytes too.

    ``stated`` takes the place of what the bytes say of themselves, ``otherwise`` fills what they leave open. A
    date after ``latest`` is not when they were published, and is left out. ``worth`` says of a page's words whether its
    article is to be looked for. Raises InputError.
    """
    if form == "pdf" or is_pdf(body):
        from onrecord.gather.pdf import pages_and_metadata

        found, text = pages_and_metadata(body, where)
    elif form == "html":
        from onrecord.gather.html import article

        page = decoded(body, where, charset or stated_in(body))
        if len(page) > MAX_DOWNLOAD:
            raise InputError.too_large(where, MAX_DOWNLOAD)
        found, text = article(page, where, worth)
    elif form == "text":
        found, text = split(decoded(body, where, charset), where)
    else:
        raise InputError.several(where)
    if latest and str(found.get("published") or "") > latest:
        found = {key: value for key, value in found.items() if key != "published"}
    return document_from_text(text, where=where, **{**(otherwise or {}), **found, **stated})
