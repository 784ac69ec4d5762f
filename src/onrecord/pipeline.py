"""The rooms in order: gather → read → publish. The one module that knows them all."""

from collections.abc import Sequence
from pathlib import Path

from onrecord.gather import document_from_text, gather
from onrecord.publish.brief import Brief, compose
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.values import Document, Genre, Reading

__all__ = ["brief", "gather", "read", "read_document"]


def read(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    genre: Genre = "article",
) -> Reading:
    """Read a text: who said what in it, who they are, and which meetings it reports.

    ``published`` (YYYY-MM-DD) lets "on Monday" be resolved to a date. Raises InputError for an empty or overlong text,
    an unreadable date, or a language other than English.
    """
    document = document_from_text(text, title=title, outlet=outlet, url=url, published=published, genre=genre)
    return read_document(document)


def read_document(document: Document, *, weights: Path | None = None) -> Reading:
    """Read a gathered document with the shipped reader, or with the weights in a folder."""
    return read_with(document, load(weights))


def brief(readings: Sequence[Reading], *, unread: Sequence[str] = ()) -> Brief:
    """Compose a brief of some readings. ``unread`` names inputs that could not be read, and why: the brief says so."""
    return compose(readings, unread=unread)
