"""A dataset: readings in Parquet files, written shard by shard. Where its files stand, and what its manifests say."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, cast, get_args

from pydantic import Field

from onrecord.values import Noun

Table = Literal["documents", "statements", "meetings", "actors"]
TABLES: Final[tuple[Table, ...]] = get_args(Table)
FORMAT: Final = 1  # of columns, places and manifests
MANIFESTS: Final = "_manifest"  # with names that begin with _ or . other readers of Parquet leave these folders alone
STAGING: Final = ".staging"
UNKNOWN: Final = "unknown"  # the day of documents that do not say when they were published
_PATH = r"^(documents|statements|meetings|actors)/day=([0-9]{4}-[0-9]{2}-[0-9]{2}|unknown)/[0-9a-f]{16}\.parquet$"
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def key_of(shard: str) -> str:
    """What the files of a shard are called: a hash of its name."""
    return hashlib.sha256(shard.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def day_of(published: str | None) -> str:
    """The partition of a document that was published on a day (YYYY-MM-DD)."""
    return published if published and published.isascii() else UNKNOWN


def path_of(table: Table, day: str, key: str) -> str:
    """Where a shard's rows of one day stand, within the dataset."""
    return f"{table}/day={day}/{key}.parquet"


class Made(Noun):
    """What rows were made with: the version of onrecord, hashes of the reader's weights and of the dossier, options.

    ``dossier`` is None where nothing was left out. ``options`` are those that change what the rows say.
    """

    onrecord: str
    weights: str
    dossier: str | None = None
    options: Mapping[str, str | None] = {}

    def unlike(self, other: "Made") -> tuple[str, ...]:
        """What differs, each as "dossier none, not 1f3a…"; empty where rows of both are of one making."""
        mine, theirs = self._told(), other._told()
        names = [*mine, *(name for name in theirs if name not in mine)]
        pairs = [(name, mine.get(name), theirs.get(name)) for name in names]
        return tuple(f"{name} {_short(a)}, not {_short(b)}" for name, a, b in pairs if a != b)

    def _told(self) -> dict[str, str | None]:
        return {**self.model_dump(exclude={"options"}), **self.options}


def _short(value: str | None) -> str:
    if value is None:
        return "none"
    return f"{value[:8]}…" if len(value) == hashlib.sha256().digest_size * 2 else value


class Counts(Noun):
    """Documents of a shard: how many were read, kept (its rows), and skipped for which reasons."""

    read: int = Field(ge=0)
    kept: int = Field(ge=0)
    skipped: Mapping[str, int] = {}

    @classmethod
    def all_kept(cls, kept: int) -> Self:
        """All that was read was kept."""
        return cls(read=kept, kept=kept)


class DataFile(Noun):
    """One Parquet file of a shard: a table's rows of one day."""

    path: Annotated[str, Field(pattern=_PATH)]
    rows: int = Field(ge=1)
    bytes: int = Field(ge=1)
    sha256: Hash

    @property
    def table(self) -> Table:
        """Of which table its rows are."""
        return cast("Table", self.path.partition("/")[0])

    @property
    def day(self) -> str:
        """The day on which its documents were published, or "unknown"."""
        return self.path.split("/")[1].removeprefix("day=")


class Manifest(Noun):
    """What one shard has given: with its manifest a shard is in the dataset, without it nothing of it is."""

    format: Literal[1] = FORMAT
    shard: str
    made: Made
    counts: Counts
    files: tuple[DataFile, ...]

    @property
    def key(self) -> str:
        """What the shard's files are called."""
        return key_of(self.shard)

    @property
    def staged(self) -> str:
        """The folder from which the files are moved to their places: of this content and no other."""
        return f"{self.key}.{hashlib.sha256(self.to_bytes()).hexdigest()[:16]}"

    def to_bytes(self) -> bytes:
        """The manifest as it is written: the same for the same rows, whenever and wherever they were made."""
        plain = self.model_dump(mode="json")
        return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=True).encode() + b"\n"
