"""Shards for tests; run as a program, writers that are killed: FOLDER READINGS."""

import os
import pickle
import signal
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from onrecord.gather.dataset import documents
from onrecord.gather.pending import Options
from onrecord.publish.dataset import begin, write_shard
from onrecord.values import Reading
from onrecord.values.dataset import Made, Manifest

MADE = Made(onrecord="0.1.0", weights="1f" * 32)
Found = tuple[str, Reading]


def written(out: Path, found: Sequence[Found], shard: str = "news.jsonl") -> Manifest:
    """A dataset with one shard more."""
    begin(out, MADE)
    return write_shard(out, shard, iter(found), MADE)


def read_back(out: Path) -> list[Found]:
    """What a dataset gives."""
    pending = documents(out, str(out), Options())
    return [(one.origin, one.reading()) for one in pending if one.reading]


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a dataset."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def kills(folder: Path, found: Sequence[Found]) -> None:
    """Writers that are killed, the first before its first step, the next before its second, until one comes to its end.

    What each leaves is in the folder under the step's number; the steps' names are printed.
    """
    for number in count(1):
        writer = os.fork()
        if writer == 0:
            named: list[str] = []

            def step(name: str) -> None:
                named.append(name)  # noqa: B023  (each writer is a process of its own)
                if len(named) == number:  # noqa: B023
                    print(name, flush=True)
                    os.kill(os.getpid(), signal.SIGKILL)

            begin(folder / str(number), MADE)
            write_shard(folder / str(number), "news.jsonl", found, MADE, step=step)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(writer, 0)[1]) != -signal.SIGKILL:
            return


if __name__ == "__main__":
    kills(Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes()))  # noqa: S301  (our own file)
