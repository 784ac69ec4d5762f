"""The rooms in order: gather → read → record → publish. The one module that knows them all."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from onrecord.errors import InputError, Reason
from onrecord.gather import Pending, document_from_text, gather, pending
from onrecord.publish.brief import Brief, compose
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.values import Document, Genre, Reading

if TYPE_CHECKING:  # the store's library takes a third of a second to load, and no brief of a file needs it
    from onrecord.record.address import Address
    from onrecord.record.answers import Filter, Said
    from onrecord.record.view import View
    from onrecord.record.writer import Writer
    from onrecord.values import Bearing, Dossier
    from onrecord.values.dataset import Made
    from onrecord.weigh.weighed import Weighed

__all__ = [
    "add", "bearer", "brief", "gather", "listed", "made_with", "open_record", "read", "read_document", "record_brief",
    "reread", "weighed",
]  # fmt: skip

Outcome = Literal["new", "changed", "known", "failed", "skipped"]
# What a crawl is full of; of it, only what is damaged, too large or cannot be decoded is told one by one.
NO_ARTICLES: frozenset[Reason] = frozenset(
    ("record-type", "status", "not-html", "not-text", "no-article", "language", "empty")
)
Reread = Literal["changed", "same", "failed"]


@dataclass(frozen=True)
class Added:
    """What became of one document on its way into a store: its key there, or the ``problem`` by which it failed.

    ``skipped`` is what a crawl met besides articles: it is counted by its ``reason``, and no failure.
    """

    origin: str
    outcome: Outcome
    problem: str | None = None
    document: str | None = None
    reason: Reason | None = None


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


def open_record(store: "Address | str") -> "View":
    """Open a store to ask it: a file, or ``postgresql://user@host/name``. Raises StoreError."""
    from onrecord.record.address import address
    from onrecord.record.view import View

    return View.open(address(store))


def record_brief(view: "View", chosen: "Filter | None" = None, dossier: "Dossier | None" = None) -> Brief:
    """Compose the brief of a store: the whole negotiation, as of a date, newest first.

    With a dossier also where its parties clash, where they could meet, and what has shifted since the filter's day.
    """
    from onrecord.publish.of_record import of_record
    from onrecord.record.answers import Filter

    narrowed = chosen or Filter()
    return of_record(view, narrowed, weighed(view, dossier, narrowed) if dossier else None)


def weighed(view: "View", dossier: "Dossier", chosen: "Filter") -> "Weighed":
    """What a dossier's positions are made from: every statement as of a filter's day, and what it bears on.

    ``since`` and ``limit`` do not narrow: what a party held before is what it moved from. See ``weighing.Weighing``,
    which does the same again and again.
    """
    from onrecord.weigh.weighed import MOST
    from onrecord.weighing import Weighing

    return Weighing(view, most=MOST)(dossier, chosen)


def bearer(dossier: "Dossier") -> "Callable[[Said, bytes | None], tuple[Bearing, ...]]":
    """Tells of a statement and its meaning which issues of a dossier it bears on, as the reader has it.

    What persons said of issues is not in it: ``weighed`` has that.
    """
    from onrecord.read.bearing import Told, bearings
    from onrecord.read.meaning import issue_meaning
    from onrecord.weigh import weighed as made

    reader = load()
    issues = [issue_meaning(issue, reader) for issue in dossier.issues]

    def bears(said: "Said", meaning: bytes | None) -> "tuple[Bearing, ...]":
        told = [Told(*made.told(said), kind=said.kind, meaning=meaning)]
        return bearings(told, dossier.issues, issues, reader.stances.stance)[0]

    return bears


def listed(
    sources: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Iterator[Pending]:
    """Every document of some files, folders, archives, feeds and URLs, to be added one by one.

    A source that cannot be listed is one document that cannot be gathered: its reason is told like any other's.
    """
    options: Any = {"published": published, "outlet": outlet, "stdin": stdin, "allow_private": allow_private}
    for source in sources:
        try:
            yield from pending(source, **options)
        except InputError as error:
            yield Pending(source, partial(_refuse, error))


def made_with(
    dossier: "Dossier | None" = None, *, weights: Path | None = None, options: Mapping[str, str | None] | None = None
) -> "Made":
    """What the rows of a dataset are made with: this version, the reader's weights, a dossier and further options.

    Raises ModelError where weights are missing or damaged.
    """
    from onrecord import __version__
    from onrecord.read.model import fingerprint
    from onrecord.values.dataset import Made

    hashed = hashlib.sha256(dossier.model_dump_json().encode()).hexdigest() if dossier else None
    return Made(onrecord=__version__, weights=fingerprint(weights), dossier=hashed, options=options or {})


def _refuse(error: InputError) -> Document:
    raise error


def add(
    store: "Address | str", found: Iterable[Pending], *, tell: Callable[[Added], None] = lambda _: None
) -> tuple[Added, ...]:
    """Gather, read and store documents, each in one transaction; a store that is not there is made.

    What the store has already is not read again, nor what was read before (a dataset's). ``tell`` hears of each
    document as soon as it is done. Safe to stop at any moment and to run again. Raises StoreError where the store
    cannot be written; a document that cannot be read is kept in the store's list of failures and named in the result.
    """
    from onrecord.record.address import address
    from onrecord.record.store import open_store
    from onrecord.record.view import View
    from onrecord.record.writer import Writer

    at = address(store)
    writer = Writer(open_store(at, create=True, write=True), at)
    view = View.open(at)
    out: list[Added] = []
    try:
        for one in found:
            out.append(_add_one(writer, view, one))
            tell(out[-1])
    finally:
        view.engine.dispose()
        writer.engine.dispose()  # last, so that all it wrote is in the one file
    return tuple(out)


def _add_one(writer: "Writer", view: "View", one: Pending) -> Added:
    from onrecord.gather.duplicates import signature

    try:
        document = one.gather()
        held = view.place_of(document.id, one.origin)
        if held == "here":
            return Added(one.origin, "known", document=document.id)
        if held == "elsewhere":
            return Added(one.origin, writer.link(one.origin, document.id), document=document.id)
        reading = one.reading() if one.reading else read_document(document)
    except InputError as error:
        if one.crawled and error.reason in NO_ARTICLES:
            return Added(one.origin, "skipped", error.problem, reason=error.reason)
        writer.fail(one.origin, error.problem)
        return Added(one.origin, "failed", error.problem, reason=error.reason)
    outcome = writer.add(one.origin, reading, signature(document.text))
    return Added(one.origin, outcome, document=document.id)


def reread(
    store: "Address | str",
    *,
    reader: Callable[[Document], Reading] = read_document,
    tell: Callable[[str, Reread, str | None], None] = lambda *_: None,
) -> None:
    """Read every document of a store again, each in one transaction; what persons said is found again in it.

    Where the reading comes out as it was, nothing is touched: safe to stop at any moment and to run again. ``tell``
    hears each document's key, what became of it and, where it could not be read, why; such a one stays as it was.
    Raises StoreError.
    """
    from onrecord.record.address import address
    from onrecord.record.store import open_store
    from onrecord.record.view import View
    from onrecord.record.writer import Writer

    at = address(store)
    writer = Writer(open_store(at, write=True), at)
    view = View.open(at)
    try:
        for key in view.every_document():
            held = view.reading(key)
            if held is not None:
                tell(key, *_reread_one(writer, held.document, reader))
    finally:
        view.engine.dispose()
        writer.engine.dispose()


def _reread_one(
    writer: "Writer", document: Document, reader: Callable[[Document], Reading]
) -> tuple[Reread, str | None]:
    try:
        return writer.reread(reader(document)), None
    except InputError as error:
        return "failed", error.problem
