"""Every kind of source, listed: what there is to gather, without reading it yet."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from onrecord.errors import InputError
from onrecord.gather.document import document_from_bytes
from onrecord.gather.file import File, is_folder, on_disk, place
from onrecord.gather.formats import SHARDS, format_of_name, is_html
from onrecord.gather.manifests import is_dataset
from onrecord.gather.pending import Options, Pending, refused
from onrecord.settings import MAX_DOWNLOAD
from onrecord.values import Document


def gather(
    source: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Document:
    """Fetch and decode one document.

    ``source`` is a path, an http(s) URL, or ``-`` for ``stdin``. ``published`` and ``outlet``, where given, take the
    place of what the input says itself. Raises InputError, in one line that says what is wrong and what to do; so for
    a source of several documents.
    """
    if is_folder(Path(source), source):
        raise InputError(source, "this is a folder. Name the files in it.")
    found = pending(source, published=published, outlet=outlet, stdin=stdin, allow_private=allow_private)
    match list(islice(found, 2)):
        case [only]:
            return only.gather()
        case []:
            raise InputError.empty(source)
        case _:
            raise InputError.several(source)


def pending(
    source: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Iterator[Pending]:
    """List the documents of a source: a file, folder, dataset, archive, JSONL or Parquet file, feed or URL, or ``-``.

    Listing is cheap: files are not read, except to find the records of a web archive, the lines of JSONL and a feed's
    entries, and to check that a dataset is whole. Only a URL is fetched, once, and what it gave is kept until it is
    gathered: a page in memory, a web archive, JSONL or Parquet file on disk. What a Pending's ``gather``
    raises concerns that document alone. Raises InputError, at once or as it is iterated, for a source that cannot be
    listed.
    """
    return each(source, Options(published, outlet, allow_private), stdin)


def each(source: str, options: Options, stdin: BinaryIO | None = None) -> Iterator[Pending]:
    """The same, with all that the person says in one value."""
    if "://" in source:
        return _at_url(source, options)
    if source == "-":
        return iter([Pending("standard input", partial(_standard_input, stdin, options))])
    if not source.strip():  # an empty path would be the folder one is in
        raise InputError.missing("''")
    path = Path(source)
    return _in_folder(path, options) if is_folder(path, source) else in_path(path, source, options)


def _in_folder(folder: Path, options: Options) -> Iterator[Pending]:
    if is_dataset(folder):
        from onrecord.gather.dataset import documents

        yield from documents(folder, str(folder), options)
        return
    from onrecord.gather.folder import files

    found = False
    for path in files(folder):
        found = True
        if isinstance(path, Pending):
            yield path
        else:
            listed = _in_folder(path, options) if is_dataset(path) else in_path(path, str(path), options)
            yield from _each_or_refusal(place(path), listed)
    if not found:
        raise InputError.nothing_in(str(folder), "folder")


def in_path(path: Path, where: str, options: Options) -> Iterator[Pending]:
    """The documents of a file on disk, or of an archive of files; ``where`` names it. Raises InputError."""
    file = on_disk(path, where)
    if format_of_name(path.name) != "zip":
        yield from _in_file(file, options)
        return
    from onrecord.gather.archive import members

    for member in members(path, where):
        if isinstance(member, Pending):
            yield member
        else:
            yield from _each_or_refusal(member.origin, _in_file(member, options))


def _in_file(file: File, options: Options) -> Iterator[Pending]:
    form = format_of_name(file.name) or "text"
    if form == "jsonl":
        from onrecord.gather.jsonl import records

        yield from records(file, options)
    elif form == "warc":
        from onrecord.gather.warc import records as pages

        yield from pages(file, options)
    elif form == "parquet":
        from onrecord.gather.parquet import rows

        yield from rows(file, options)
    elif form == "feed":
        from onrecord.gather.feed import entries

        yield from entries(file.read(), file.where, options, origin=file.origin)
    else:
        yield Pending(file.origin, lambda: document_from_bytes(file.read(), file.where, form, options.stated()))


def _each_or_refusal(origin: str, found: Iterator[Pending]) -> Iterator[Pending]:
    """What is found in one of several places; a refusal where that place cannot be listed: the others go on."""
    try:
        yield from found
    except InputError as error:
        yield refused(origin, error)


def _at_url(url: str, options: Options) -> Iterator[Pending]:
    from onrecord.gather.web import document_from_page, downloaded, fetch

    if format_of_name(urlsplit(url).path) in SHARDS:
        yield from _in_file(downloaded(url, allow_private=options.allow_private), options)
        return
    page = fetch(url, allow_private=options.allow_private)
    if page.form == "feed":
        from onrecord.gather.feed import entries

        yield from entries(page.body, url, options, origin=url, base=page.url, charset=page.charset)
    else:
        yield Pending(url, lambda: document_from_page(page, url, options.stated()))


def _standard_input(stdin: BinaryIO | None, options: Options) -> Document:
    body = stdin.read(MAX_DOWNLOAD * 4) if stdin else b""
    return document_from_bytes(body, "standard input", "html" if is_html(body) else "text", options.stated())
