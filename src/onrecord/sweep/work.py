"""One shard, swept: gathered, looked at, read, and put into the dataset."""

import faulthandler
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from onrecord.errors import InputError
from onrecord.gather.pending import NOTHING_STATED, Options, Pending
from onrecord.gather.shards import Shard, documents
from onrecord.publish.dataset import Found, write_shard
from onrecord.read.about import About
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.settings import MAX_SECONDS
from onrecord.sweep.keeping import Keeping
from onrecord.sweep.last_words import LastWords
from onrecord.sweep.outcome import Failed, Swept
from onrecord.values import Dossier, Period, Reading
from onrecord.values.dataset import Counts, Made, Manifest

_UNSEEN = Path(os.devnull).open("w")  # noqa: SIM115  (for as long as the process lives)
NOT_KEPT = "not-kept"  # was read, and says nothing that the dossier wants
Heard = Callable[[int, int, int], None]  # how many documents of a shard were seen, were read, and are kept


@dataclass(frozen=True)
class Task:
    """What every shard of a sweep is to become. It is sent to the workers; paths in it are absolute."""

    out: Path
    made: Made
    dossier: Dossier | None = None
    options: Options = NOTHING_STATED


class Worker:
    """Sweeps shards, one after another, with a reader that is loaded once.

    A process that takes more than some ``seconds`` over one document ends, as if it had been killed there.
    """

    def __init__(self, task: Task, seconds: float = MAX_SECONDS) -> None:
        model = load()
        self._task, self._model, self._options, self._seconds = task, model, task.options, seconds
        self._about: About | None = None
        self._keeping: Keeping | None = None
        if task.dossier:
            self._about, self._keeping = About(task.dossier, model), Keeping(task.dossier, model)
            self._options = replace(task.options, worth=self._about.may_concern)

    def sweep(self, shard: Shard, heard: Heard = lambda *_: None) -> Manifest:
        """Put into the dataset what a shard says. Raises InputError where it cannot be opened at all, and DatasetError.

        A document at which a worker was killed again and again is skipped: it is what kills them.
        """
        tally = _Tally(heard)
        with LastWords(self._task.out, shard.name) as words:
            found = self._kept(shard, tally, words)
            return write_shard(self._task.out, shard.name, found, self._task.made, tally.counts)

    def outcome(self, shard: Shard, heard: Heard = lambda *_: None) -> Swept | Failed:
        """Sweep a shard, and say what became of it: also where it cannot be opened at all. Raises DatasetError."""
        try:
            return Swept(self.sweep(shard, heard))
        except InputError as error:
            return Failed(shard.name, error.problem)

    def _kept(self, shard: Shard, tally: "_Tally", words: LastWords) -> Iterator[Found]:
        for number, one in enumerate(documents(shard, self._options)):
            try:
                words.about_to_read(number, one.origin)
                _end_in(self._seconds)
                reading = self._read(one, tally)
            except InputError as error:
                tally.skip(error)
                continue
            finally:
                faulthandler.cancel_dump_traceback_later()
                words.between()
            if reading is not None:
                yield one.origin, reading
            tally.tell(kept=reading is not None)

    def _read(self, one: Pending, tally: "_Tally") -> Reading | None:
        """What a document says; None where the dossier does not want it. Raises InputError."""
        document = one.gather()
        if self._task.dossier and (day := document.published) and not _within(self._task.dossier.period, day):
            raise InputError.not_in_period(one.origin, day)
        if self._about and not self._about.may_concern(f"{document.title or ''}\n{document.text}"):
            raise InputError.not_about(one.origin)
        reading = read_with(document, self._model)
        tally.read += 1
        return reading if self._keeping is None or self._keeping.keeps(reading) else None


def end(error: Exception) -> NoReturn:
    """End a worker's process, whatever befell it: the document at which that was is told by its last words."""
    print(f"onrecord: a worker ended ({type(error).__name__}: {error}); another goes on", file=sys.stderr)
    os._exit(1)


def _end_in(seconds: float) -> None:
    """End this process after some seconds, whatever it does then: also where no other thread gets a turn."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=_UNSEEN)


def _within(period: Period, day: str) -> bool:
    """Whether a day (YYYY-MM-DD) is in a period, the ends of which may be open."""
    return (period.start or day) <= day <= (period.end or day)


class _Tally:
    """What becomes of a shard's documents."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self.seen, self.read, self.kept = 0, 0, 0
        self.skipped: Counter[str] = Counter()

    def skip(self, error: InputError) -> None:
        self.skipped[error.reason] += 1
        self.seen += 1
        self._heard(self.seen, self.read, self.kept)

    def tell(self, *, kept: bool) -> None:
        self.seen += 1
        self.kept += kept
        self.skipped.update(() if kept else (NOT_KEPT,))
        self._heard(self.seen, self.read, self.kept)

    def counts(self, kept: int) -> Counts:
        return Counts(read=self.read, kept=kept, skipped=dict(sorted(self.skipped.items())))
