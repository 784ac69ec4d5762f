"""Datasets written: what goes in comes out, the same rows are the same bytes, and a shard is whole or not there."""

import gc
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import DatasetError, InputError
from onrecord.gather import row_groups
from onrecord.gather.manifests import manifest_of, manifests
from onrecord.pipeline import listed, made_with, read_document
from onrecord.publish import dataset, spool
from onrecord.publish.dataset import begin, finish, write_shard
from onrecord.values import Dossier, Reading
from onrecord.values.arrow import pq
from onrecord.values.dataset import MANIFESTS, STAGING, Counts
from tests.publish.made import TEXT, reading
from tests.publish.shards import MADE, Found, contents, read_back, written
from tests.readings import readings
from tests.record.made import LATER, WIRE, keyed

EXAMPLES = Path(__file__).parents[2] / "examples"
calm = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TWO: list[Found] = [("news.jsonl#1", WIRE), ("news.jsonl#2", LATER)]


def many(number: int, days: int) -> Iterator[Found]:
    """Readings of several days, one after another."""
    for i in range(number):
        day = (date(2027, 1, 1) + timedelta(days=i % days)).isoformat()
        yield f"{i}.md", keyed(reading(title=f"Report {i}"), day)


@calm
@given(st.lists(st.tuples(st.text("ab/#", max_size=4), readings()), max_size=4))
def test_readings_come_out_of_a_dataset_as_they_went_in(found: list[Found]) -> None:
    with TemporaryDirectory() as folder:
        manifest = written(Path(folder) / "news", found)
        assert read_back(Path(folder) / "news") == found
        assert manifest.counts.kept == len(found)


def test_what_the_reader_says_of_real_documents_comes_out_as_it_went_in(tmp_path: Path) -> None:
    found = [(one.origin, read_document(one.gather())) for one in listed([str(EXAMPLES)]) if ".md" in one.origin]
    assert sum(len(r.statements) for _, r in found) > 20
    assert all(s.meaning for _, r in found for s in r.statements)
    written(tmp_path, found, "examples")
    assert read_back(tmp_path) == found
    assert [r.to_json() for _, r in read_back(tmp_path)] == [r.to_json() for _, r in found]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / name, list(many(7, 3)))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    written(tmp_path / "b", list(many(7, 3)))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_files_stand_by_table_and_day_and_the_manifest_names_them(tmp_path: Path) -> None:
    undated = WIRE.model_copy(update={"document": WIRE.document.model_copy(update={"published": None})})
    manifest = write_shard_counted(tmp_path, [*TWO, ("news.jsonl#3", undated)])
    assert manifest_of(tmp_path, "news.jsonl") == manifest
    assert manifest_of(tmp_path, "other.jsonl") is None
    key = manifest.key
    named = {file.path: file.rows for file in manifest.files}
    assert set(contents(tmp_path)) == {*named, f"{MANIFESTS}/{key}.json"}
    assert named[f"documents/day=unknown/{key}.parquet"] == 1
    assert named[f"statements/day=2027-03-04/{key}.parquet"] == 3
    assert {pq.read_metadata(tmp_path / path).num_rows == rows for path, rows in named.items()} == {True}
    assert manifest.counts == Counts(read=5, kept=3, skipped={"not-html": 4, "status": 1})


def write_shard_counted(out: Path, found: Sequence[Found]):
    begin(out, MADE)
    told = {"read": 5, "skipped": {"status": 1, "not-html": 4}}
    return write_shard(out, "news.jsonl", found, MADE, lambda kept: Counts(kept=kept, **told))


def test_a_killed_writer_leaves_the_whole_shard_or_nothing(tmp_path: Path) -> None:
    bare = {"actors": (), "meetings": ()}  # few files: each step is a writer, and waits for the disk
    few = [("1", WIRE.model_copy(update=bare)), ("2", LATER.model_copy(update={**bare, "statements": ()}))]
    (tmp_path / "few.pkl").write_bytes(pickle.dumps(few))
    killing = [sys.executable, "-m", "tests.publish.shards", str(tmp_path), str(tmp_path / "few.pkl")]
    names = subprocess.run(killing, capture_output=True, text=True, check=True).stdout.split()
    assert [n for i, n in enumerate(names) if n != names[i - 1]] == [
        "rows", "file", "staged", "manifest", "commit", "move", "moved", "clear",
    ]  # fmt: skip
    written(tmp_path / "whole", few)
    whole, committed = contents(tmp_path / "whole"), names.index("commit") + 1
    for number, name in enumerate(names, 1):
        out = tmp_path / str(number)
        if number > committed:
            assert read_back(out) == few, name  # before anything was completed
        finish(out)
        finish(out)
        assert contents(out) == (whole if number > committed else {}), name
        assert list((out / STAGING).iterdir()) == []
        written(out, few)
        assert contents(out) == whole, name


def test_what_fails_in_the_midst_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[Found]:
        yield from TWO
        raise InputError("news.jsonl", "the disk is gone")

    begin(tmp_path, MADE)
    with pytest.raises(InputError, match="the disk is gone"):
        write_shard(tmp_path, "news.jsonl", failing(), MADE)
    assert set(tmp_path.rglob("*")) == {tmp_path / STAGING, tmp_path / MANIFESTS}


@contextmanager
def limited(what: int, most: int) -> Iterator[None]:
    """The process may have so much of something."""
    before = resource.getrlimit(what)
    resource.setrlimit(what, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(what, before)


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    begin(tmp_path, MADE)
    with pytest.raises(DatasetError) as told, limited(resource.RLIMIT_FSIZE, 9_000):
        write_shard(tmp_path, "news.jsonl", TWO, MADE)
    assert str(told.value).startswith(f"{tmp_path}: cannot be written (")
    assert "\n" not in str(told.value)
    finish(tmp_path)
    assert contents(tmp_path) == {}


def test_an_archive_of_many_days_takes_few_open_files(tmp_path: Path) -> None:
    written(tmp_path / "before", TWO)  # what is opened once, and stays
    open_now = len(list(Path("/proc/self/fd").iterdir()))
    with limited(resource.RLIMIT_NOFILE, open_now + 6):
        manifest = written(tmp_path / "news", list(many(30, 15)))
        assert [r.document.title for _, r in read_back(tmp_path / "news")] == [f"Report {i}" for i in range(30)]
    assert len(manifest.files) == 60


def test_few_readings_are_in_memory_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "HELD_READINGS", 10)
    most, made = 0, 0

    def counted() -> Iterator[Found]:
        nonlocal most, made
        for one in many(80, 2):
            made += 1
            if made % 10 == 0:
                most = max(most, sum(isinstance(thing, Reading) for thing in gc.get_objects()))
            yield one

    there = sum(isinstance(thing, Reading) for thing in gc.get_objects())
    begin(tmp_path, MADE)
    write_shard(tmp_path, "news.jsonl", counted(), MADE)
    assert most - there <= 2 * 10 + 2
    assert len(read_back(tmp_path)) == 80


def test_rows_of_several_row_groups_come_out_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "HELD_READINGS", 3)
    monkeypatch.setattr(spool, "GROUP_ROWS", 5)
    monkeypatch.setattr(row_groups, "HELD_BYTES", 20_000)
    found = list(many(40, 2))
    manifest = written(tmp_path, found)
    assert {pq.read_metadata(tmp_path / file.path).num_row_groups > 2 for file in manifest.files} == {True}
    assert read_back(tmp_path) == found


def test_two_that_write_one_shard_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    begin(tmp_path / "news", MADE)

    def write(_: int) -> None:
        for _ in range(5):
            write_shard(tmp_path / "news", "news.jsonl", TWO, MADE)

    with ThreadPoolExecutor(3) as writers:
        assert list(writers.map(write, range(3))) == [None] * 3
    finish(tmp_path / "news")
    written(tmp_path / "alone", TWO)
    assert contents(tmp_path / "news") == contents(tmp_path / "alone")


def test_rows_of_another_making_are_not_mixed_in(tmp_path: Path) -> None:
    made = made_with(Dossier(title="The Halden Strait"))
    begin(tmp_path, made)
    write_shard(tmp_path, "news.jsonl", TWO, made)
    begin(tmp_path, made_with(Dossier(title="The Halden Strait")))
    before = contents(tmp_path)
    with pytest.raises(DatasetError) as told:
        begin(tmp_path, made_with(options={"outlet": "Harbour Post"}))
    assert f"made with dossier {(made.dossier or '')[:8]}…, not none; outlet none, not Harbour Post." in str(told.value)
    assert "\n" not in str(told.value)
    assert contents(tmp_path) == before
    assert len(list(manifests(tmp_path))) == 1


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear Ilya")
    with pytest.raises(DatasetError, match="holds other things"):
        begin(tmp_path, MADE)
    with pytest.raises(DatasetError, match="cannot be written"):
        begin(tmp_path / "letters.txt", MADE)
    assert contents(tmp_path) == {"letters.txt": b"Dear Ilya"}


def test_a_text_of_many_characters_is_not_held_with_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "HELD_CHARACTERS", len(TEXT) + 1)
    steps: list[str] = []
    begin(tmp_path, MADE)
    write_shard(tmp_path, "news.jsonl", many(6, 1), MADE, step=steps.append)
    assert steps.count("rows") == 3
