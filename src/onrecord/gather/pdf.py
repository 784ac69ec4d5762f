"""The text of a born-digital PDF, and what its metadata says that can be relied on."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from threading import Lock
from typing import Any

from onrecord.errors import InputError
from onrecord.gather.unwrap import HYPHENS, Line, paragraphs
from onrecord.settings import MAX_CHARACTERS, MAX_PAGES

_PASSWORD = 4  # pdfium's number for a password that is missing or wrong
_ONE_AT_A_TIME = Lock()  # pdfium does not bear two threads at once
_BREAKS = re.compile(rf"(\r\n|\r|\n|[{HYPHENS}])")
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_FILE_NAME = re.compile(
    r"\.(?:docx?|odt|rtf|indd|qxp|qxd|pages|tex|dvi|pdf|txt|html?)$|^Microsoft Word\b|[\\/]\w", re.I
)
_NO_TITLE = {"untitled", "document", "title", "press release", "powerpoint presentation", "slide 1"}


def pages_and_metadata(body: bytes, where: str) -> tuple[dict[str, Any], str]:
    """The title and day of publication of a PDF, where they can be relied on, and its text, paragraph by paragraph.

    Raises InputError for a PDF that is encrypted, is damaged, has no text or too much of it.
    """
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            with closing(pypdfium2.PdfDocument(body)) as pdf:
                said = {key: pdf.get_metadata_value(key) for key in ("Title", "CreationDate", "ModDate")}
                pages = _pages(pdf, where)
        except pypdfium2.PdfiumError as error:
            encrypted = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
            raise (InputError.encrypted_pdf if encrypted else InputError.damaged_pdf)(where) from None
    if not any(line.text.strip() for page in pages for line in page):
        raise InputError.scanned_pdf(where)
    opening = " ".join(line.text for line in pages[0])
    known = {"title": _title(said["Title"]), "published": _day(said["CreationDate"], said["ModDate"], opening)}
    return {key: value for key, value in known.items() if value}, paragraphs(pages)


def _pages(pdf: Any, where: str) -> list[list[Line]]:
    if len(pdf) > MAX_PAGES:
        raise InputError(where, f"more than {MAX_PAGES:,} pages. Split it into its articles.")
    pages: list[list[Line]] = []
    length = 0
    for number in range(len(pdf)):
        with closing(pdf[number]) as page, closing(page.get_textpage()) as textpage:
            pages.append(list(_lines(textpage, number)))
        length += sum(len(line.text) for line in pages[-1])
        if length > MAX_CHARACTERS:
            raise InputError.too_large(where, MAX_CHARACTERS)
    return pages


def _lines(textpage: Any, page: int) -> Iterator[Line]:
    """The lines of a page in the order they were set, each with its place. pdfium marks a hyphen that ends a line."""
    pieces = [*_BREAKS.split(textpage.get_text_bounded()), ""]
    start = 0
    for text, mark in zip(pieces[::2], pieces[1::2], strict=True):
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            left, bottom, _, top = _box(textpage, first)
            right = _box(textpage, start + len(text.rstrip()) - 1)[2]
            hyphen = bool(mark) and mark in HYPHENS
            yield Line(" ".join(text.split()), page, left, right, bottom, top - bottom, hyphen=hyphen)
        start += len(text) + len(mark)


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character by its place in the text."""
    import pypdfium2.raw

    found = textpage.get_charbox(pypdfium2.raw.FPDFText_GetCharIndexFromTextIndex(textpage, index), loose=True)
    return (float(found[0]), float(found[1]), float(found[2]), float(found[3]))


def _title(said: str) -> str | None:
    """A title that a person gave; not the name of the file that the PDF was made from."""
    title = " ".join(said.split())
    sensible = title and title.lower() not in _NO_TITLE and not _FILE_NAME.search(title) and " " in title
    return title if sensible else None


def _day(created: str, changed: str, opening: str) -> str | None:
    """The day a PDF was made on, if it was not changed on another and its first page bears the same date.

    By itself the stamp says when the file was made, which may be years after the words were published.
    """
    made, remade = _STAMP.match(created), _STAMP.match(changed)
    if not made or (remade and remade.groups() != made.groups()):
        return None
    try:
        day = date(*map(int, made.groups()))
    except ValueError:
        return None
    return day.isoformat() if _written(day, opening) else None


def _written(day: date, text: str) -> bool:
    month = f"(?:{day:%B}|{day:%b})" + r"\.?"
    number = rf"0?{day.day}(?:st|nd|rd|th)?"
    forms = (rf"{number} (?:of )?{month},? {day.year}", rf"{month} {number},? {day.year}", day.isoformat())
    return re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.I) is not None
