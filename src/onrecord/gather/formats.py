"""What bytes are: by a file's name, by what a server says, or by how they begin."""

import re
from pathlib import PurePath
from typing import Literal

Format = Literal["text", "html", "pdf", "jsonl", "zip", "feed", "warc", "parquet"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".zip": "zip",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".arc": "warc",
    ".parquet": "parquet",
}
# What may be packed with gzip: files that are gone through in one pass, however large they are.
_PACKED: tuple[Format, ...] = ("warc", "jsonl")
SHARDS: tuple[Format, ...] = ("warc", "jsonl", "parquet")
CONTENT_TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
# Atomic, so that a long preamble cannot be tried in every way there is.
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)\s*+)*+<(?:rss|feed|rdf:RDF)\b", re.S | re.I
)


def format_of_name(name: str) -> Format | None:
    """What a file of this name holds, or None where onrecord does not read such files."""
    path = PurePath(name.lower())
    if path.suffix != ".gz":
        return SUFFIXES.get(path.suffix)
    form = SUFFIXES.get(PurePath(path.stem).suffix)
    return form if form in _PACKED else None


def hidden(name: str) -> bool:
    """Whether a file or folder of this name is out of sight; "." is only where one is."""
    return name.startswith(".") and name != "."


def is_pdf(body: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    return body.startswith(b"%PDF-")


def is_feed(body: bytes) -> bool:
    """Whether bytes begin as an RSS or Atom feed does."""
    return _FEED.match(body[:4000]) is not None


def is_html(body: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    head = body[:1000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<body" in head
