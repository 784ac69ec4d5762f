"""A dataset as a source: its documents with the readings they were written with."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from pydantic import ValidationError

from onrecord.errors import InputError
from onrecord.gather.file import disk_errors
from onrecord.gather.manifests import manifest_of, manifests, places
from onrecord.gather.pending import Options, Pending
from onrecord.gather.row_groups import RowGroups
from onrecord.values import Document, Reading
from onrecord.values.arrow import pa, pq
from onrecord.values.columns import SCHEMAS, Row, document_of, reading_of
from onrecord.values.dataset import TABLES, Manifest, Table

_AGAIN = "Copy or sweep it again."


def documents(folder: Path, where: str, options: Options) -> Iterator[Pending]:
    """The documents of a dataset, shard by shard in the order of their names, as the shards have them.

    All files are checked before the first document is given: against the hashes that the manifests name, and for their
    columns. Each document is checked once more when its reading is asked for: every span must stand in its text.
    Raises InputError for a dataset that is damaged or empty.
    """
    if options.stated():
        problem = "its documents were read with a date and an outlet. Leave --published and --outlet out."
        raise InputError.dataset(where, problem)
    names = sorted(_checked(folder, manifest, where) for manifest in manifests(folder, where))
    if not names:
        raise InputError.dataset(where, "no shard of it is finished. Run the sweep that makes it to its end.")
    for name in names:
        if manifest := manifest_of(folder, name):
            yield from _Shard(folder, manifest, where).documents()


def _checked(folder: Path, manifest: Manifest, where: str) -> str:
    """The name of a shard whose files are all as they were written."""
    for file, path in places(folder, manifest).items():
        if not path.exists():
            raise InputError.dataset(where, f"{file.path} is missing. {_AGAIN}")
        with _damage(where, file.path):
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if digest != file.sha256:
                raise InputError.dataset(where, f"{file.path} is not what was written: its hash is another. {_AGAIN}")
            if not pq.read_schema(path).equals(SCHEMAS[file.table], check_metadata=True):
                raise InputError.dataset(where, f"{file.path} has other columns than this version's. {_AGAIN}")
    return manifest.shard


@dataclass
class _Shard:
    """One shard's documents, to be taken in their order: then each row group is decoded once, or seldom more."""

    folder: Path
    manifest: Manifest
    where: str
    groups: RowGroups = field(default_factory=RowGroups)

    def documents(self) -> Iterator[Pending]:
        """Every document, none of them in memory."""
        found: list[tuple[int, str, str]] = []
        for (table, day), path in self._paths.items():
            if table == "documents":
                with _damage(self.where, path.name), pq.ParquetFile(path) as opened:
                    rows = opened.read(columns=["document_number", "origin"], use_threads=False).to_pydict()
                found += [(n, o, day) for n, o in zip(rows["document_number"], rows["origin"], strict=True)]
        for number, origin, day in sorted(found):
            yield Pending(origin, partial(self._document, day, number), reading=partial(self._reading, day, number))

    def _document(self, day: str, number: int) -> Document:
        with _damage(self.where, f"document {number} of {self.manifest.shard}"):
            document = document_of(self._row(day, number))
        if document.id != document.content_id():
            raise InputError.dataset(self.where, f"document {document.id} is another than its id says. {_AGAIN}")
        return document

    def _reading(self, day: str, number: int) -> Reading:
        with _damage(self.where, f"document {number} of {self.manifest.shard}"):
            beside: dict[Table, list[Row]] = {
                table: self._rows(table, day, number) for table in TABLES if table != "documents"
            }
            reading = reading_of(self._row(day, number), beside)
        text = reading.document.text
        if any(text[span.start : span.end] != span.exact for span in reading.spans()):
            problem = f"document {reading.document.id} does not say what is told of it. {_AGAIN}"
            raise InputError.dataset(self.where, problem)
        return reading

    def _row(self, day: str, number: int) -> Row:
        return self._rows("documents", day, number)[0]

    def _rows(self, table: Table, day: str, number: int) -> list[Row]:
        path = self._paths.get((table, day))
        return self.groups.of(path, number) if path else []

    @cached_property
    def _paths(self) -> dict[tuple[Table, str], Path]:
        return {(file.table, file.day): path for file, path in places(self.folder, self.manifest).items()}


@contextmanager
def _damage(where: str, what: str) -> Iterator[None]:
    """Says in one line that a file of the dataset is damaged."""
    with disk_errors(where):
        try:
            yield
        except (pa.ArrowException, ValidationError, LookupError):
            raise InputError.dataset(where, f"{what} is damaged. {_AGAIN}") from None
