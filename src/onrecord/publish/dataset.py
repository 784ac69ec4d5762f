"""Datasets written: readings as Parquet files, a shard at a time, each shard whole or not at all.

A shard's files are made in a folder of its own under ``.staging``. Its manifest is the commit: renamed into place when
every file is on the disk. Then the files are moved to their places; what a crash leaves of that, ``begin`` completes.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final

from onrecord.errors import DatasetError
from onrecord.gather.manifests import is_dataset, manifest_at, manifests
from onrecord.publish.spool import Spool
from onrecord.values import Reading
from onrecord.values.columns import Row, rows_of
from onrecord.values.dataset import (
    MANIFESTS,
    STAGING,
    TABLES,
    Counts,
    DataFile,
    Made,
    Manifest,
    Table,
    day_of,
    key_of,
    path_of,
)  # fmt: skip

HELD_READINGS: Final = 200  # that are in memory before they are written as rows, with
HELD_CHARACTERS: Final = 1_000_000  # of text; the last document more
MANY: Final = 200  # files of which each waits for the disk longer than all that is not written yet
Told = Callable[[str], None]
Found = tuple[str, Reading]  # where a document comes from, and what it says


def begin(out: Path, made: Made) -> None:
    """Make a folder ready for shards: a new one, or one that holds a dataset of the same making.

    What a crash left is completed or cleared (``finish``). Raises DatasetError where the folder holds something else,
    or rows that were made with something else. Call it when nothing else writes there.
    """
    with _disk(out):
        if out.exists() and not is_dataset(out) and any(out.iterdir()):
            raise DatasetError.foreign(out)
        for name in (MANIFESTS, STAGING):
            (out / name).mkdir(parents=True, exist_ok=True)
    finish(out)
    for manifest in manifests(out):
        if differences := manifest.made.unlike(made):
            raise DatasetError.otherwise_made(out, differences)


def finish(out: Path) -> None:
    """Complete or clear what a crash left: shards that have a manifest are moved to their places, others are gone.

    Safe to repeat and to interrupt. Raises DatasetError.
    """
    with _disk(out):
        for entry in sorted((out / STAGING).iterdir()):
            manifest = manifest_at(out, entry.name.partition(".")[0])
            if manifest and entry.name == manifest.staged:
                _place(out, manifest)
            elif entry.is_dir():
                with suppress(FileNotFoundError):  # a worker that was just killed cleared some of it itself
                    shutil.rmtree(entry)
            else:
                entry.unlink(missing_ok=True)


def write_shard(
    out: Path, shard: str, readings: Iterable[Found], made: Made, counts: Callable[[int], Counts] = Counts.all_kept,
    *, step: Told = lambda _: None,
) -> Manifest:  # fmt: skip
    """Write the readings of a shard, in their order, and put them into the dataset: all of them or nothing.

    ``readings`` are asked for one by one and not kept. ``counts`` is asked when they have come to their end: told how
    many there were, it says what became of all documents of the shard. ``step`` hears of each step before it is taken.
    Two that write one shard at once do not disturb each other. Raises DatasetError where the disk is in the way, and
    what ``readings`` raises; then nothing of the shard is in the dataset.
    """
    with _disk(out):
        attempt = Path(tempfile.mkdtemp(prefix=f"{key_of(shard)}-", dir=out / STAGING))
    try:
        with _disk(out):
            spool = Spool(attempt / "rows")
        with closing(spool):
            kept = _spooled(out, spool, shard, readings, step)
            with _disk(out):
                files = tuple(_files(attempt, spool, key_of(shard), step))
        manifest = Manifest(shard=shard, made=made, counts=counts(kept), files=files)
        with _disk(out):
            _commit(out, attempt, manifest, step)
    finally:
        shutil.rmtree(attempt, ignore_errors=True)
    return manifest


def _spooled(out: Path, spool: Spool, shard: str, readings: Iterable[Found], step: Told) -> int:
    """Bring readings to the spool, a bounded number at a time: how many they were."""
    number = 0
    for held in _some(iter(readings)):
        step("rows")
        rows: dict[Table, list[Row]] = {table: [] for table in TABLES}
        days: dict[Table, list[str]] = {table: [] for table in TABLES}
        for origin, reading in held:
            day = day_of(reading.document.published)
            for table, found in rows_of(reading, shard=shard, origin=origin, number=number).items():
                rows[table] += found
                days[table] += [day] * len(found)
            number += 1
        with _disk(out):
            for table in TABLES:
                spool.put(table, rows[table], days[table])
    return number


def _some(readings: Iterator[Found]) -> Iterator[Sequence[Found]]:
    """Readings in lists that fit into memory."""
    while held := list(islice(readings, 1)):
        characters = len(held[0][1].document.text)
        while len(held) < HELD_READINGS and characters < HELD_CHARACTERS and (more := next(readings, None)):
            held.append(more)
            characters += len(more[1].document.text)
        yield held


def _files(attempt: Path, spool: Spool, key: str, step: Told) -> Iterator[DataFile]:
    """Write a shard's files."""
    for table, day in spool.parts():
        path = path_of(table, day, key)
        step("file")
        (attempt / path).parent.mkdir(parents=True, exist_ok=True)
        rows = spool.write(table, day, attempt / path)
        with (attempt / path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        yield DataFile(path=path, rows=rows, bytes=(attempt / path).stat().st_size, sha256=digest)


def _commit(out: Path, attempt: Path, manifest: Manifest, step: Told) -> None:
    """Put a shard whose files are written into the dataset."""
    step("staged")
    _synced(*_within(attempt, manifest))
    staged = out / STAGING / manifest.staged
    try:
        attempt.rename(staged)
    except OSError:
        if not staged.exists():  # else another wrote the same: its files are as good
            raise
    step("manifest")
    written = attempt.with_name(f"{attempt.name}.json")
    written.write_bytes(manifest.to_bytes())
    _synced(written, out / STAGING)
    step("commit")
    written.replace(out / MANIFESTS / f"{manifest.key}.json")
    _synced(out / MANIFESTS)
    _place(out, manifest, step)


def _place(out: Path, manifest: Manifest, step: Told = lambda _: None) -> None:
    """Move a shard's files from where they were made to their places, as far as that is not done."""
    staged = out / STAGING / manifest.staged
    for file in manifest.files:
        step("move")
        (out / file.path).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # it was moved before
            (staged / file.path).replace(out / file.path)
    step("moved")
    _synced(*_within(out, manifest))
    step("clear")
    shutil.rmtree(staged, ignore_errors=True)


def _within(folder: Path, manifest: Manifest) -> set[Path]:
    """A shard's files in a folder, and all folders that lead to them."""
    paths = {folder / file.path for file in manifest.files}
    return paths | {path.parent for path in paths} | {folder / file.table for file in manifest.files} | {folder}


def _synced(*paths: Path) -> None:
    """See to it that files, and the lists of files of folders, outlast a power cut."""
    if len(paths) > MANY and sys.platform == "linux":  # where it waits until all is written
        os.sync()
        return
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    """Says in one line what the disk refused."""
    try:
        yield
    except OSError as error:
        raise DatasetError.refused(out, error.strerror or str(error)) from error
