"""`onrecord add` of a dataset, as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.publish.shards import written
from tests.record.made import LATER, WIRE


def run(*command: str, code: str = "from onrecord.cli import main; main()") -> subprocess.CompletedProcess[str]:
    started = [sys.executable, "-c", code, *command]
    return subprocess.run(started, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "100"})


def test_a_dataset_is_added_without_reading(tmp_path: Path) -> None:
    written(tmp_path / "news", [("news.jsonl#1", WIRE), ("news.jsonl#2", LATER)])
    db = str(tmp_path / "talks.db")
    unread = "from onrecord import pipeline; pipeline.read_document = None; from onrecord.cli import main; main()"
    done = run("add", str(tmp_path / "news"), "--db", db, code=unread)
    assert (done.returncode, done.stdout) == (0, "2 documents: 2 new\n"), done.stderr
    told = json.loads(run("statements", "--json", "--db", db).stdout)
    assert {s["speaker"] for s in told} == {"Ilya Dorn", "Maren Tolvik"}
    assert run("verify", "--db", db).returncode == 0


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "news" / "_manifest").mkdir(parents=True)
    bare = "import sys; sys.modules['pyarrow'] = None; from onrecord.cli import main; main()"
    done = run("add", str(tmp_path / "news"), "--db", str(tmp_path / "talks.db"), code=bare)
    assert done.returncode == 1
    assert done.stderr == (
        "onrecord: Parquet files need more than is installed. Install it with: pip install 'onrecord[sweep]'\n"
    )
    assert not (tmp_path / "talks.db").exists()


def test_a_damaged_dataset_is_one_line(tmp_path: Path) -> None:
    manifest = written(tmp_path / "news", [("news.jsonl#1", WIRE)])
    (tmp_path / "news" / manifest.files[0].path).write_bytes(b"PAR1")
    done = run("add", str(tmp_path / "news"), "--db", str(tmp_path / "talks.db"))
    assert (done.returncode, done.stdout) == (1, "1 document: 1 not read\n")
    line, how = done.stderr.splitlines()
    assert f"{manifest.files[0].path} is not what was written: its hash is another." in line
    assert how == "onrecord: try them again with: onrecord add --failed"
