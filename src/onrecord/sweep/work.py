"""One shard, swept: gathered, looked at, read, and put into the dataset."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.errors import InputError
from onrecord.gather.pending import Pending
from onrecord.gather.shards import Shard, Wanted, documents
from onrecord.publish.dataset import Found, write_shard
from onrecord.read.about import About
from onrecord.read.model import Model, load
from onrecord.read.reading import read_with
from onrecord.sweep.keeping import Keeping
from onrecord.values import Dossier
from onrecord.values.dataset import Counts, Made, Manifest

PASSED_OVER = "not-about"  # the reason of documents that the dossier is not about
Heard = Callable[[int, int], None]  # is told how many documents of a shard were seen, and how many of them kept


@dataclass(frozen=True)
class Task:
    """What every shard of a sweep is to become. It is sent to the workers: plain values alone."""

    out: Path
    made: Made
    dossier: Dossier | None = None
    wanted: Wanted = Wanted()


class Worker:
    """Sweeps shards, one after another, with one reader that is loaded once."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._model = load()
        self._about = About(task.dossier) if task.dossier else None
        self._keeping = Keeping(task.dossier, self._model) if task.dossier else None

    def sweep(self, shard: Shard, heard: Heard = lambda *_: None) -> Manifest:
        """Put what a shard says into the dataset. Raises InputError where it cannot be opened at all, DatasetError."""
        tally = _Tally(heard)
        found = self._kept(shard, tally)
        return write_shard(self._task.out, shard.name, found, self._task.made, tally.counts)

    def _kept(self, shard: Shard, tally: "_Tally") -> Iterator[Found]:
        for one in documents(shard, self._task.wanted):
            try:
                ...
            except InputError as error:
                tally.skip(error.reason)
