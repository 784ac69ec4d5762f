"""What is told of a shard while a sweep goes on."""

from dataclasses import dataclass

from onrecord.values.dataset import Manifest


@dataclass(frozen=True)
class Going:
    """How many documents of a shard were looked at, read and kept so far."""

    shard: str
    seen: int
    read: int
    kept: int


@dataclass(frozen=True)
class Swept:
    """A shard that is in the dataset."""

    manifest: Manifest


@dataclass(frozen=True)
class Failed:
    """A shard of which nothing is in the dataset, and why."""

    shard: str
    problem: str


News = Going | Swept | Failed
