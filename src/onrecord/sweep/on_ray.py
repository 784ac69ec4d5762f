"""A sweep by a Ray cluster: the same worker, kept by Ray Data's actors, which hold the reader and are told shards."""

import logging
import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from onrecord.errors import OnrecordError, SweepError
from onrecord.gather.shards import Shard
from onrecord.sweep.outcome import News
from onrecord.sweep.work import Task, Worker, end


class RayWorker:
    """An actor: it loads the reader once, and sweeps a shard a row."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._worker: Worker | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row of a shard becomes the row of what is told of it, or of the error that ends the sweep."""
        shard: Shard = row["shard"]
        try:
            self._worker = self._worker or Worker(self._task)
            return {"news": self._worker.outcome(shard)}
        except OnrecordError as error:
            return {"news": error}
        except Exception as error:  # noqa: BLE001  (it may be anything)
            end(error)


def sweep(task: Task, shards: Iterable[Shard], address: str, workers: int | None) -> Iterator[News]:
    """Sweep shards on a cluster, and tell of each when it ends; the dataset's folder is one that all machines share.

    ``workers`` is their number, or None for as many as there are cores. Raises SweepError where Ray is not installed
    or there is no cluster.
    """
    ray, found = _ray(), list(shards)
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise SweepError.no_cluster(address, _first_line(error)) from None
    try:
        rows = ray.data.from_items([{"shard": shard} for shard in found], override_num_blocks=max(len(found), 1))
        cores = int(ray.cluster_resources().get("CPU", 1))
        told = rows.map(
            RayWorker,
            fn_constructor_args=(task,),
            compute=ray.data.ActorPoolStrategy(size=min(workers or cores, max(len(found), 1))),
            num_cpus=1,
        )  # Ray Data begins an actor that was lost anew, and its shard, as often as that happens
        for row in told.iter_rows():
            if isinstance(row["news"], OnrecordError):
                raise row["news"]
            yield row["news"]
    except ray.exceptions.RayError as error:
        raise SweepError.lost_cluster(_first_line(error)) from None
    finally:
        ray.shutdown()


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _ray() -> Any:
    """Ray, which is an extra. It has no types to speak of."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # else a cluster that begins here reports to its makers
    try:
        data = import_module("ray.data")
        ray = import_module("ray")
    except ImportError:
        raise SweepError.no_ray() from None
    context = data.DataContext.get_current()
    context.enable_progress_bars = context.enable_operator_progress_bars = False  # how far it is, the sweep tells
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return ray
