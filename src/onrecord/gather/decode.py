"""Bytes to text: no guess where the encoding cannot be told, no newline changed."""

import codecs
import re

from onrecord.errors import InputError

_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"BZh",
    b"\xd0\xcf\x11\xe0",
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# English text that is not UTF-8 comes in one of these; others are refused sooner than shown wrong.
LIKELY = ("cp1252", "mac_roman", "utf_16", "utf_32")
# Python's codecs that no page is in: some take quadratic time, some turn plain text into other text.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "unicode_internal", "utf-7")
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_META_WITHIN = 4096  # bytes


def decoded(body: bytes, where: str, charset: str | None = None) -> str:
    """The text of some bytes: by byte order mark, by ``charset`` where the sender names one, as UTF-8, or as detected.

    Raises InputError for what is not text, or is in no encoding that can be told.
    """
    if body.startswith(_SIGNATURES):
        raise InputError.binary(where)
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _strict(body[len(mark) :], encoding, where)
    if b"\x00" in body[:100_000]:
        raise InputError.binary(where)
    for named in ("utf-8", _charset(charset)):
        try:
            return body.decode(named)
        except UnicodeDecodeError:
            continue
    return _detected(body, where)


def stated_in(page: bytes) -> str | None:
    """The charset that a web page states in its head."""
    found = _META.search(page[:_META_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _charset(name: str | None) -> str:
    """A charset that Python knows by a name that a sender gave; UTF-8 where there is none."""
    try:
        known = codecs.lookup(name or "utf-8")
    except (LookupError, ValueError):
        return "utf-8"
    # What is no text encoding (zip, hex) has this mark; the field has no public name.
    return "utf-8" if known.name in _NO_CHARSETS or not getattr(known, "_is_text_encoding", True) else known.name


def _strict(body: bytes, encoding: str, where: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise InputError.encoding(where) from None


def _detected(body: bytes, where: str) -> str:
    """Text in an encoding that a detector is sure of; what holds control characters is no text."""
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000], cp_isolation=list(LIKELY)).best()
    if best is None:
        raise InputError.encoding(where)
    text = _strict(body, best.encoding, where)
    if _control(text):
        raise InputError.binary(where)
    return text


def _control(text: str) -> bool:
    """Whether more than one character in a hundred is a control character: bytes that are no text."""
    odd = sum((c < " " and c not in "\t\n\r\f") or "\x7f" <= c < "\xa0" for c in text[:20_000])
    return odd > len(text[:20_000]) / 100
