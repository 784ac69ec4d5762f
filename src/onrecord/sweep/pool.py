"""A sweep by processes of this machine: each has a reader of its own and is told shard after shard."""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from onrecord.errors import OnrecordError, SweepError
from onrecord.gather.shards import Shard
from onrecord.sweep.outcome import Failed, Going, News, Swept
from onrecord.sweep.work import Task, Worker, end

DEATHS: Final = 3  # of workers one after another before any is ready, after which no other is begun
ENDING: Final = 10.0  # seconds that a process may take to end
EVERY: Final = 0.2  # seconds between two words of how far a shard has come
_Message = Going | Swept | Failed | OnrecordError | None  # None: ready for the first shard


def sweep(task: Task, shards: Iterable[Shard], workers: int) -> Iterator[News]:
    """Sweep shards with some processes, and tell of each as it goes on and ends.

    A process that is killed is replaced, and its shard begun anew. Raises SweepError where processes cannot begin, and
    DatasetError where the disk is in the way.
    """
    waiting, stillborn = deque(shards), 0
    context = multiprocessing.get_context("spawn")
    hands: dict[Connection, _Hand] = {}
    try:
        while waiting or any(hand.shard for hand in hands.values()):
            while len(hands) < min(workers, len(waiting) + len(hands)):
                hand = _hired(context, task)
                hands[hand.pipe] = hand
            ready = wait(list(hands))
            for hand in [hand for hand in hands.values() if hand.pipe in ready]:
                yield from _listen(hand, waiting)
                if hand.gone:
                    del hands[hand.pipe]
                stillborn = 0 if hand.ready else stillborn + hand.gone
                if stillborn >= DEATHS:
                    raise SweepError.no_worker(hand.process.exitcode)
    finally:
        for hand in hands.values():
            hand.process.kill()
            hand.process.join()


@dataclass
class _Hand:
    """One process, and the shard that it has in hand."""

    process: BaseProcess
    pipe: Connection
    shard: Shard | None = None
    ready: bool = False
    gone: bool = False

    def take(self, waiting: deque[Shard]) -> None:
        """Give it the next shard, or let it go."""
        self.shard = waiting.popleft() if waiting else None
        try:
            self.pipe.send(self.shard)
        except OSError:  # it was killed: its end of the pipe says so next
            return
        if self.shard is None:
            self.gone = True
            self.process.join(ENDING)
            self.process.kill()


def _hired(context: multiprocessing.context.SpawnContext, task: Task) -> _Hand:
    try:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(task, theirs), daemon=True)
        process.start()
    except OSError as error:
        raise SweepError.no_process(error.strerror or str(error)) from error
    theirs.close()
    return _Hand(process, ours)


def _listen(hand: _Hand, waiting: deque[Shard]) -> Iterator[News]:
    """What a process says: how far it is, what became of its shard, or nothing any more."""
    try:
        message: _Message = hand.pipe.recv()
    except (EOFError, OSError):
        hand.gone = True
        hand.process.join()
        waiting.extendleft([hand.shard] if hand.shard else [])
        return
    if isinstance(message, OnrecordError):
        raise message
    if message is not None:
        yield message
    if not isinstance(message, Going):
        hand.ready = True
        hand.take(waiting)


def _work(task: Task, pipe: Connection) -> None:
    """What a process does: it sweeps what it is told until it is told nothing, or nobody is there to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: who began the sweep ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        worker = Worker(task)
        pipe.send(None)
        while (shard := pipe.recv()) is not None:
            pipe.send(worker.outcome(shard, _Telling(shard, pipe)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except OnrecordError as error:
        with suppress(OSError):
            pipe.send(error)
    except Exception as error:  # noqa: BLE001  (it may be anything)
        end(error)


def _end_with_parent() -> None:
    """End when who began the sweep ends: nobody else may write into the dataset then but the next sweep."""
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


@dataclass
class _Telling:
    """Tells through a pipe how far a shard has come, now and then."""

    shard: Shard
    pipe: Connection
    last: float = field(default=0.0)

    def __call__(self, seen: int, read: int, kept: int) -> None:
        if (now := time.monotonic()) - self.last >= EVERY:
            self.last = now
            self.pipe.send(Going(self.shard.name, seen, read, kept))
