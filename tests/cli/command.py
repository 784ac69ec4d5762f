"""``onrecord`` as a process of its own, for which the libraries need not be loaded each time.

A command loads libraries for longer than most of them work. So a process that has loaded what ``python -m onrecord``
loads first, and the libraries that a command may come to, forks for each command: that is a process with its own
streams, folder and status, which loads by itself all that onrecord loads later. ``run_anew`` starts Python anew.
"""

import atexit
import gc
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARIES = (
    "alembic.command", "dateparser.data.date_translation_data.en", "dateparser.search", "lxml.html", "numpy",
    "pycountry", "rapidfuzz", "rich.progress", "rich.table", "sqlalchemy.dialects.sqlite", "tokenizers",
    "typer.rich_utils", "yaml",
)  # fmt: skip
STREAMS = ("stdin", "stdout", "stderr")
Done = subprocess.CompletedProcess[bytes]


def run(*args: str, stdin: bytes = b"", environment: Mapping[str, str] = os.environ) -> Done:
    """What a command answers in the folder of this process."""
    known = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in STREAMS]
        for path in paths:
            path.write_bytes(stdin if path.name == "stdin" else b"")
        status = _told(_server(tuple(sorted(known.items()))), [args, str(Path.cwd()), *map(str, paths)])
        return Done(args, status, *(path.read_bytes() for path in paths[1:]))


def run_anew(*args: str, stdin: bytes = b"") -> Done:
    """What a command answers that is started as a user starts it."""
    return subprocess.run([sys.executable, "-m", "onrecord", *args], input=stdin, capture_output=True, check=False)


@cache
def _server(environment: tuple[tuple[str, str], ...]) -> "subprocess.Popen[str]":
    """The process that forks: its environment is that of the commands, since some of it is looked at on loading."""
    pipe = subprocess.PIPE
    known = dict(environment) | {"OPENBLAS_NUM_THREADS": "1"}  # numpy's threads would be lost in a fork
    made = subprocess.Popen([sys.executable, __file__], env=known, stdin=pipe, stdout=pipe, text=True)
    atexit.register(made.communicate)  # it ends when nothing more can be asked of it
    return made


def _told(server: "subprocess.Popen[str]", asked: object) -> int:
    assert server.stdin is not None
    assert server.stdout is not None
    print(json.dumps(asked), file=server.stdin, flush=True)
    return int(server.stdout.readline())


def _serve() -> None:
    """Fork for each line of standard input: the child becomes the command, its status is a line of standard output."""
    from importlib import import_module

    for name in ("onrecord.cli", *LIBRARIES):
        import_module(name)
    gc.freeze()  # else each child looks at all that once more when it ends, and copies it for that
    with os.fdopen(os.dup(0)) as asked, os.fdopen(os.dup(1), "w") as answers:
        for line in asked:
            if not (child := os.fork()):
                given = json.loads(line)
                break
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
        else:
            return
    _become(*given)


def _become(args: list[str], folder: str, *streams: str) -> None:
    """Be ``python -m onrecord`` with some arguments, in a folder, at some files: returns or raises as that does."""
    from runpy import run_module

    for number, path in enumerate(streams):
        opened = os.open(path, os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    sys.argv[1:] = args
    run_module("onrecord", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve()
