"""What is handed in at the desk, read one hand-in after another in one thread, whoever has gone away meanwhile."""

import logging
import queue
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from threading import Event, Lock, Thread
from typing import Literal

from onrecord.errors import OnrecordError
from onrecord.publish.desk.desk import Handed, Taken
from onrecord.settings import MAX_WAITING

KEPT, SHOWN = 50, 200  # hand-ins of this process; of each, documents that failed, and others
ENDING = 20.0  # seconds that the document being read may still take when the desk ends
State = Literal["waiting", "reading", "done", "stopped"]


@dataclass
class Job:
    """One hand-in: who handed it in, how far it is, and what became of each of its documents."""

    number: int
    who: str
    named: tuple[str, ...]
    at: str
    state: State = "waiting"
    now: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[Taken] = field(default_factory=list)
    taken: deque[Taken] = field(default_factory=lambda: deque(maxlen=SHOWN))
    again: list[Handed] = field(default_factory=list)  # texts and addresses that failed: what the form still holds

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("done", "stopped")


class StoppedError(Exception):
    """The desk ends: between two documents, so that none is half kept."""


class Jobs:
    """Hand-ins, in the order in which they came. ``add`` reads and stores what one holds, and tells of each."""

    def __init__(self, add: Callable[[Handed, Callable[[Taken], None]], None]) -> None:
        self._add = add
        self._lock = Lock()
        self._jobs: dict[int, Job] = {}
        self._waiting: queue.SimpleQueue[tuple[Job, tuple[Handed, ...], Path] | None] = queue.SimpleQueue()
        self._thread: Thread | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._made = 0
        self.closing = Event()
        self.changes = 0  # grows with everything that happens: who watches looks again when it has

    def folder(self) -> Path:
        """A new folder for the files of one hand-in; it is removed when they are read, or when the desk ends."""
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="onrecord-desk-")
            return Path(tempfile.mkdtemp(dir=self._folder.name))

    def put(self, handed: Iterable[Handed], who: str, folder: Path) -> Job:
        """Have something read when its turn comes. Raises OnrecordError where too much waits already.

        ``folder`` is the one that was made for its files.
        """
        given = tuple(handed)
        with self._lock:
            if sum(job.state == "waiting" for job in self._jobs.values()) >= MAX_WAITING or self.closing.is_set():
                message = f"{MAX_WAITING} hand-ins wait to be read already. Try again when the first are done."
                raise OnrecordError(message)
            self._made += 1
            at = datetime.now(UTC).isoformat(timespec="seconds")
            job = self._jobs[self._made] = Job(self._made, who, tuple(one.name for one in given), at)
            for number in [n for n, old in self._jobs.items() if old.ended][: max(len(self._jobs) - KEPT, 0)]:
                del self._jobs[number]
            if self._thread is None:
                self._thread = Thread(target=self._work, name="onrecord-add", daemon=True)
                self._thread.start()
            self.changes += 1
        self._waiting.put((job, given, folder))
        return job

    def every(self) -> tuple[Job, ...]:
        """All hand-ins of this process, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def job(self, number: int) -> Job | None:
        """One hand-in, by its number."""
        return self._jobs.get(number)

    @property
    def busy(self) -> bool:
        """Whether something is read or waits."""
        return any(not job.ended for job in self.every())

    def stop(self, seconds: float = ENDING) -> None:
        """End after the document that is being read, and remove what was handed in."""
        self.closing.set()
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(seconds)
        if self._folder is not None:
            self._folder.cleanup()

    def _work(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            job, given, folder = waiting
            try:
                self._read(job, given)
            except StoppedError:
                self._is(job, "stopped")
            finally:
                rmtree(folder, ignore_errors=True)

    def _read(self, job: Job, given: tuple[Handed, ...]) -> None:
        for one in given:
            if self.closing.is_set():
                raise StoppedError
            self._is(job, "reading", one.name)
            failed = job.counts["failed"]
            try:
                self._add(one, lambda taken: self._told(job, taken))
            except OnrecordError as error:
                self._told(job, Taken(one.name, "failed", problem=f"{error}"))
            except StoppedError:
                raise
            except Exception as error:  # whatever it is, what was handed in after it is still read
                logging.getLogger(__name__).exception("%s could not be read", one.name)
                problem = f"a fault in onrecord ({type(error).__name__}). The terminal of the desk says more."
                self._told(job, Taken(one.name, "failed", problem=problem))
            if job.counts["failed"] > failed and one.file is None:
                job.again.append(one)
        self._is(job, "done")

    def _told(self, job: Job, taken: Taken) -> None:
        with self._lock:
            job.counts[taken.outcome] += 1
            if taken.outcome == "skipped":  # a crawl has thousands of them
                pass
            elif taken.outcome != "failed":
                job.taken.append(taken)
            elif len(job.failed) < SHOWN:
                job.failed.append(taken)
            self.changes += 1
        if self.closing.is_set():
            raise StoppedError

    def _is(self, job: Job, state: State, now: str | None = None) -> None:
        with self._lock:
            job.state, job.now = state, now
            self.changes += 1
