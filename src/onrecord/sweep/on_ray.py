"""A sweep by a Ray cluster: the same worker, kept by Ray Data's actors, which hold the reader and are told shards."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Final

from onrecord.errors import InputError, SweepError
from onrecord.gather.shards import Shard
from onrecord.sweep.outcome import Failed, News, Swept
from onrecord.sweep.work import Task, Worker

HERE: Final = "local"  # the address of a cluster of this machine alone, begun for this sweep
RETRIES: Final = 12  # of a shard whose worker, or its machine, was lost


class RayWorker:
    """An actor: it loads the reader once, and sweeps a shard a row."""

    def __init__(self, task: Task) -> None:
        self._worker = Worker(task)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row of a shard becomes the row of what is told of it."""
        shard: Shard = row["shard"]
        try:
            return {"news": Swept(self._worker.sweep(shard))}
        except InputError as error:
            return {"news": Failed(shard.name, error.problem)}


def sweep(task: Task, shards: Iterable[Shard], address: str, workers: int | None) -> Iterator[News]:
    """Sweep shards on a cluster, and tell of each when it ends; the dataset's folder is one that all machines share.

    ``workers`` is their number, or None for as many as there are cores. Raises SweepError where Ray is not installed
    or there is no cluster.
    """
    ray, found = _ray(), list(shards)
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise SweepError.no_cluster(address, str(error)) from None
    try:
        rows = ray.data.from_items([{"shard": shard} for shard in found], override_num_blocks=max(len(found), 1))
        cores = int(ray.cluster_resources().get("CPU", 1))
        told = rows.map(
            RayWorker,
            fn_constructor_args=(task,),
            compute=ray.data.ActorPoolStrategy(size=min(workers or cores, max(len(found), 1))),
            num_cpus=1,
            max_restarts=-1,
            max_task_retries=RETRIES,
        )
        for row in told.iter_rows():
            yield row["news"]
    finally:
        ray.shutdown()


def _ray() -> Any:
    """Ray, which is an extra. It has no types to speak of."""
    try:
        import_module("ray.data")
        return import_module("ray")
    except ImportError:
        raise SweepError.no_ray() from None
