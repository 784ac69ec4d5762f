"""A whole sweep: what is to be done, what is done already, and who does the rest."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import DatasetError, InputError, SweepError
from onrecord.gather.manifests import is_dataset, manifests
from onrecord.gather.pending import NOTHING_STATED, Options
from onrecord.gather.shards import Shard, shards
from onrecord.pipeline import made_with
from onrecord.publish.dataset import begin, finish
from onrecord.sweep import on_ray, pool
from onrecord.sweep.outcome import Failed, News
from onrecord.sweep.work import Task
from onrecord.values import Dossier
from onrecord.values.dataset import Manifest


@dataclass(frozen=True)
class Plan:
    """What a sweep is to do: the task, its shards in order, those that are swept already, and sources that cannot be.

    ``done`` are manifests of earlier sweeps into the same folder, of these shards alone.
    """

    task: Task
    shards: tuple[Shard, ...]
    done: tuple[Manifest, ...]
    unlisted: tuple[Failed, ...]

    @property
    def left(self) -> tuple[Shard, ...]:
        """The shards that are still to be swept."""
        done = {manifest.shard for manifest in self.done}
        return tuple(shard for shard in self.shards if shard.name not in done)


def planned(
    sources: Sequence[str], out: Path, dossier: Dossier | None = None, options: Options = NOTHING_STATED
) -> Plan:
    """Plan a sweep of sources into a folder. One that cannot be listed is told of, and the others are swept."""
    out = out.resolve()
    task = Task(out, made_with(dossier, options=_stated(options)), dossier, options)
    found: dict[str, Shard] = {}
    unlisted = []
    for source in sources:
        try:
            found |= {shard.name: shard for shard in shards(source)}
        except InputError as error:
            unlisted.append(Failed(source, error.problem))
    loose = {s.name for s in found.values() if s.kind == "documents" and Path(s.source).is_dir()}
    for name in [n for n, s in found.items() if s.kind == "documents" and str(Path(n).parent) in loose - {n}]:
        del found[name]  # it is in its folder's shard
    done = tuple(m for m in manifests(out) if m.shard in found) if is_dataset(out) else ()
    return Plan(task, tuple(sorted(found.values())), done, tuple(unlisted))


def _stated(options: Options) -> dict[str, str | None]:
    """The options that change what rows say: those of one folder are all made with the same."""
    columns = ",".join(f"{ours}={theirs}" for ours, theirs in sorted(options.columns)) or None
    return {"published": options.published, "outlet": options.outlet, "columns": columns}


def swept(plan: Plan, *, workers: int | None = None, ray: str | None = None) -> Iterator[News]:
    """Do what is left of a plan, and tell of it as it goes: by processes of this machine, or by a Ray cluster.

    ``workers`` is their number, else one a core; ``ray`` the address of a cluster. May be ended at any moment: what is
    done stays, and a new plan leaves it out. Raises SweepError, and DatasetError where the folder holds something else,
    or rows that were made otherwise.
    """
    out, made = plan.task.out, plan.task.made
    with _alone(out):
        begin(out, made)
        if ray is not None and plan.left:
            yield from on_ray.sweep(plan.task, plan.left, ray, workers)
        elif plan.left:
            yield from pool.sweep(plan.task, plan.left, workers or cores())
        finish(out)  # what workers left that were killed


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Holds a dataset for one sweep. Raises SweepError where another has it. It is let go when the process ends."""
    lock = out.parent / f".{out.name}.sweep"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise DatasetError.refused(out, error.strerror or str(error)) from error
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SweepError.taken(out) from None
        except OSError as error:
            raise DatasetError.refused(out, error.strerror or str(error)) from error
        yield
    finally:
        os.close(held)
