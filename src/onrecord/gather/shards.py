"""Shards: the parts of a source that are gone through whole, one after another or at once, each from its beginning."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from onrecord.errors import InputError
from onrecord.gather.file import is_folder, on_disk, place
from onrecord.gather.folder import files
from onrecord.gather.formats import format_of_name
from onrecord.gather.manifests import is_dataset
from onrecord.gather.pending import Options, Pending, refused
from onrecord.gather.sources import each, in_path

Kind = Literal["warc", "jsonl", "parquet", "zip", "documents"]


@dataclass(frozen=True, order=True)
class Shard:
    """One part of a source: its stable name (an absolute path, or an address), its kind, and where it is to be had.

    ``documents`` is the loose files of one folder, without those of the folders in it, or one file or address.
    """

    name: str
    kind: Kind
    source: str


def shards(source: str) -> Iterator[Shard]:
    """The shards of a path or http(s) URL, sorted by name: the same on every machine and at every time.

    Nothing but folders is read. Raises InputError for a path that is not there, or a folder with nothing in it.
    """
    if "://" in source:
        yield Shard(source, _kind(urlsplit(source).path), source)
        return
    path = Path(source)
    if not source.strip():
        raise InputError.missing("''")
    if not is_folder(path, source):
        on_disk(path, source)
        yield Shard(place(path), _kind(path.name), str(path.absolute()))
        return
    if is_dataset(path):
        raise InputError(source, "this is a dataset: it is read already. Take it into a store with: onrecord add")
    path = path.resolve()
    found: dict[str, Shard] = {}
    for file in files(path):
        if isinstance(file, Path) and is_dataset(file):
            continue
        # A folder that cannot be listed is a shard that cannot be gone through: it says why when that is tried.
        name = file.origin if isinstance(file, Pending) else place(file)
        kind = "documents" if isinstance(file, Pending) else _kind(file.name)
        if kind == "documents" and not isinstance(file, Pending):
            name, file = place(file.parent), file.parent
        found[name] = Shard(name, kind, name if isinstance(file, Pending) else str(file))
    if not found:
        raise InputError.nothing_in(source, "folder")
    yield from sorted(found.values())


def documents(shard: Shard, options: Options) -> Iterator[Pending]:
    """Every document of a shard, in its order, one pass: one is in memory only until the next is asked for.

    What is no document is a refusal. Raises InputError, at once or as it is iterated, where the shard as a whole
    cannot be had: not fetched, not there, not to be opened, or the disk fails.
    """
    if "://" in shard.source or shard.kind != "documents" or not is_folder(Path(shard.source), shard.source):
        yield from each(shard.source, options)
        return
    for file in files(Path(shard.source), deep=False):
        if isinstance(file, Pending):
            if file.origin == place(Path(shard.source)):  # the folder itself cannot be listed
                file.gather()
            yield file
        elif _kind(file.name) == "documents":
            try:
                yield from in_path(file, str(file), options)
            except InputError as error:
                yield refused(place(file), error)


def _kind(name: str) -> Kind:
    form = format_of_name(name)
    return form if form == "warc" or form == "jsonl" or form == "parquet" or form == "zip" else "documents"
