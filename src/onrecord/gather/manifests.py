"""What a dataset's folder says that it holds."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from onrecord.errors import InputError
from onrecord.gather.file import disk_errors
from onrecord.values.dataset import MANIFESTS, STAGING, DataFile, Manifest, key_of


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset, as ``publish.dataset`` begins one."""
    return (folder / MANIFESTS).is_dir()


def manifest_of(folder: Path, shard: str) -> Manifest | None:
    """The manifest of a shard, by its name; None while the shard is not in the dataset. Raises InputError."""
    return manifest_at(folder, key_of(shard))


def manifest_at(folder: Path, key: str, where: str | None = None) -> Manifest | None:
    """The manifest of the shard whose files have a name; None where there is none. Raises InputError."""
    path = folder / MANIFESTS / f"{key}.json"
    return _read(path, where or str(folder)) if path.exists() else None


def manifests(folder: Path, where: str | None = None) -> Iterator[Manifest]:
    """Every manifest, in no order that means anything. Raises InputError for a damaged one."""
    named = where or str(folder)
    with disk_errors(named):
        paths = sorted((folder / MANIFESTS).glob("*.json"))
    for path in paths:
        yield _read(path, named)


def places(folder: Path, manifest: Manifest) -> dict[DataFile, Path]:
    """Where the files of a shard are: in place, or, after a crash, in the folder from which they are moved there."""
    staged = folder / STAGING / manifest.staged
    left = staged.exists()
    return {f: staged / f.path if left and (staged / f.path).exists() else folder / f.path for f in manifest.files}


def _read(path: Path, where: str) -> Manifest:
    problem = f"{MANIFESTS}/{path.name} is damaged, or of another version of onrecord. Copy or sweep it again."
    with disk_errors(where):
        body = path.read_bytes()
    try:
        found = Manifest.model_validate_json(body)
    except ValidationError:
        raise InputError.dataset(where, problem) from None
    if path.name != f"{found.key}.json":
        raise InputError.dataset(where, problem)
    return found
