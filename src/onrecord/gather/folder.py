"""A folder's files, in one order on every machine."""

import os
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import InputError
from onrecord.gather.file import disk_errors, is_folder, place
from onrecord.gather.formats import format_of_name, hidden
from onrecord.gather.manifests import is_dataset
from onrecord.gather.pending import Pending, refused


def files(folder: Path, *, deep: bool = True) -> Iterator[Path | Pending]:
    """The readable files in a folder and the folders in it, sorted; a folder that cannot be listed is refused alone.

    Without ``deep`` only those in the folder itself. A dataset in it is given as a whole. Hidden ones are left out, and
    links to folders are not followed: they may lead in a circle.
    """
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if path != folder and is_dataset(path):
                if deep:
                    yield path
            elif is_folder(path):
                if not deep and path != folder:
                    continue
                waiting += _listed(path)
            elif format_of_name(path.name) and _regular_or_gone(path):
                yield path
        except InputError as error:
            yield refused(place(path), error)


def _listed(folder: Path) -> list[Path]:
    """What to visit in a folder, last name first: the list is taken from its end."""
    with disk_errors(str(folder)), os.scandir(folder) as entries:
        seen = [entry for entry in entries if not hidden(entry.name) and not _linked_folder(entry)]
    return [Path(entry.path) for entry in sorted(seen, key=lambda entry: entry.name, reverse=True)]


def _linked_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and Path(entry.path).is_dir()  # an entry's own is_dir fails where links lead in a circle


def _regular_or_gone(path: Path) -> bool:
    """Whether a path leads to a file or to nothing, which is told when it is read; a pipe would wait for ever."""
    with disk_errors(str(path)):
        return path.is_file() or not path.exists()
