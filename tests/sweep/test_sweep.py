import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from onrecord.errors import DatasetError, InputError, SweepError
from onrecord.gather.dossier import load
from onrecord.gather.manifests import manifests
from onrecord.gather.pending import Options
from onrecord.pipeline import add, listed, open_record
from onrecord.sweep.last_words import DEATHS_AT_A_DOCUMENT, DEATHS_AT_A_SHARD, LastWords
from onrecord.sweep.outcome import Failed, Going, Swept
from onrecord.sweep.run import planned, swept
from onrecord.sweep.work import Worker
from tests.sweep.archives import DOSSIER, jsonl, warc


def everything(out: Path) -> dict[str, bytes]:
    """Every file of a dataset, without what a sweep leaves beside it."""
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def swept_into(out: Path, *sources: Path, workers: int = 1, dossier: Path | None = None) -> list[object]:
    return list(swept(planned([*map(str, sources)], out, load(dossier) if dossier else None), workers=workers))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archives")
    for number in range(4):
        jsonl(folder / f"day-{number}.jsonl", 10 * number, 6)
    warc(folder / "crawl.warc.gz", 1, 3, others=2)
    return folder


@pytest.fixture(scope="module")
def undisturbed(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("swept") / "out"
    assert [n for n in swept_into(out, sources) if isinstance(n, Failed)] == []
    return out


def test_every_shard_is_in_the_dataset_and_every_skip_has_its_reason(undisturbed: Path) -> None:
    counts = {Path(m.shard).name: m.counts for m in manifests(undisturbed)}
    assert set(counts) == {"crawl.warc.gz", *(f"day-{n}.jsonl" for n in range(4))}
    assert counts["crawl.warc.gz"].kept == 5
    assert counts["crawl.warc.gz"].skipped == {"not-html": 2, "status": 2}
    assert all(counts[f"day-{n}.jsonl"].kept == counts[f"day-{n}.jsonl"].read == 6 for n in range(4))


def test_rows_do_not_depend_on_the_number_of_workers(undisturbed: Path, sources: Path, tmp_path: Path) -> None:
    swept_into(tmp_path / "out", sources, workers=3)
    assert everything(tmp_path / "out") == everything(undisturbed)


def test_what_is_done_is_not_done_again(undisturbed: Path, sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    swept_into(out, sources / "day-0.jsonl")
    before = (out / "_manifest").stat().st_mtime_ns
    assert swept_into(out, sources / "day-0.jsonl") == []
    assert (out / "_manifest").stat().st_mtime_ns == before
    told = [n.manifest.shard for n in swept_into(out, sources) if isinstance(n, Swept)]
    assert sorted(Path(name).name for name in told) == ["crawl.warc.gz", "day-1.jsonl", "day-2.jsonl", "day-3.jsonl"]
    assert everything(out) == everything(undisturbed)


def test_killed_workers_and_drivers_leave_the_same_rows(undisturbed: Path, sources: Path, tmp_path: Path) -> None:
    out, dice = tmp_path / "out", random.Random(7)
    command = [sys.executable, "-m", "onrecord", "sweep", str(sources), "--out", str(out), "--workers", "2", "--json"]
    for _ in range(3):  # drivers
        driver = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(dice.uniform(2, 5))
        driver.kill()
        driver.wait()
    ended = threading.Event()

    def kill_now_and_then() -> None:
        while not ended.wait(dice.uniform(1.5, 3)):
            children = multiprocessing.active_children()
            if children and len(killed) < 4:
                os.kill(victim := dice.choice(children).pid or 0, signal.SIGKILL)
                killed.append(victim)

    killed: list[int] = []
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        news = swept_into(out, sources, workers=2)
    finally:
        ended.set()
        killer.join()
    assert not [n for n in news if isinstance(n, Failed)]
    assert everything(out) == everything(undisturbed)


def dying_at(number: int | None, out: Path, shard: str) -> None:
    """What a worker leaves that dies at a document, or between two."""
    words = LastWords(out, shard)
    for before in range(number or 4):
        words.about_to_read(before, "x")
        words.between()
    if number is not None:
        words.about_to_read(number, "x")
    words._file.close()  # as the end of a process does


def test_documents_that_kill_their_reader_each_time_are_skipped(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plan = planned([str(sources / "day-0.jsonl")], out)
    (out / ".staging").mkdir(parents=True)
    (out / "_manifest").mkdir()
    for number in (2,) * DEATHS_AT_A_DOCUMENT + (4,) * DEATHS_AT_A_DOCUMENT:
        dying_at(number, out, plan.shards[0].name) if number == 2 else _skipping_two(out, plan.shards[0].name)
    manifest = Worker(plan.task).sweep(plan.shards[0])
    assert manifest.counts.skipped == {"deadly": 2}
    assert manifest.counts.kept == 4
    assert not list((out / ".staging").iterdir())


def _skipping_two(out: Path, shard: str) -> None:
    """A worker that skips the first deadly document and dies at the second."""
    words = LastWords(out, shard)
    with pytest.raises(InputError, match="or took too long, 3 times"):
        words.about_to_read(2, "x")
    words.about_to_read(4, "x")
    words._file.close()


def test_one_death_is_bad_luck(tmp_path: Path) -> None:
    (tmp_path / ".staging").mkdir()
    for _ in range(DEATHS_AT_A_DOCUMENT + 1):  # between documents: no document's doing
        dying_at(None, tmp_path, "a")
    dying_at(2, tmp_path, "a")
    with LastWords(tmp_path, "a") as words:
        for number in range(5):
            words.about_to_read(number, "x")


def test_a_shard_at_which_all_die_is_given_up_and_begun_anew_the_next_time(tmp_path: Path) -> None:
    (tmp_path / ".staging").mkdir()
    for _ in range(DEATHS_AT_A_SHARD):
        dying_at(None, tmp_path, "a")
    with pytest.raises(InputError, match="12 workers died at it"):
        LastWords(tmp_path, "a")
    with LastWords(tmp_path, "a"):
        pass


def failing_at(number: int, out: Path, shard: str) -> None:
    """A worker that fails at a document with what nobody foresaw."""
    with LastWords(out, shard) as words:
        words.about_to_read(number, "x")
        raise RecursionError


def test_any_error_at_a_document_counts_as_a_death_there(tmp_path: Path) -> None:
    (tmp_path / ".staging").mkdir()
    for _ in range(DEATHS_AT_A_DOCUMENT):
        with pytest.raises(RecursionError):
            failing_at(1, tmp_path, "a")
    with LastWords(tmp_path, "a") as words, pytest.raises(InputError, match="or took too long, 3 times"):
        words.about_to_read(1, "x")


def hanging(sources: Path, out: Path) -> None:
    """A worker that hangs at a document, and lets no other thread have a turn."""
    plan = planned([str(sources / "day-0.jsonl")], out)
    worker = Worker(plan.task, seconds=1)
    worker._read = lambda *_: re.match(r"(a+)+$", "a" * 60 + "b")  # type: ignore[method-assign, assignment, return-value]
    worker.sweep(plan.shards[0])


def test_a_worker_that_hangs_at_a_document_ends_there(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    swept_into(out, sources / "day-1.jsonl")
    process = multiprocessing.get_context("spawn").Process(target=hanging, args=(sources, out))
    process.start()
    process.join(60)
    assert process.exitcode == 1
    (said,) = (out / ".staging").glob("*.at")
    assert said.read_bytes() == (0).to_bytes(8, "little")  # at the first document
    swept_into(out, sources / "day-0.jsonl")
    assert [m.counts.kept for m in manifests(out)] == [6, 6]


def test_datasets_are_no_source_and_a_file_of_a_swept_folder_is_in_it_once(
    undisturbed: Path, sources: Path, tmp_path: Path
) -> None:
    assert [f.problem[:17] for f in planned([str(undisturbed)], tmp_path / "out").unlisted] == ["this is a dataset"]
    shutil.copytree(sources, tmp_path / "in")
    shutil.copytree(undisturbed, tmp_path / "in/out")
    (tmp_path / "in/note.txt").write_text("The talks go on, said Ilya Dorn.", encoding="utf-8")
    plan = planned([str(tmp_path / "in"), str(tmp_path / "in/note.txt")], tmp_path / "in/out")
    assert [Path(s.name).name for s in plan.shards] == ["in", "crawl.warc.gz", *(f"day-{n}.jsonl" for n in range(4))]


def test_with_a_dossier_only_what_it_is_about(sources: Path, tmp_path: Path) -> None:
    dossier = tmp_path / "kelmar.dossier.yaml"
    dossier.write_text(DOSSIER, encoding="utf-8")
    swept_into(tmp_path / "out", sources / "crawl.warc.gz", sources / "day-0.jsonl", dossier=dossier)
    crawl, days = sorted(manifests(tmp_path / "out"), key=lambda m: m.shard)
    assert crawl.counts.kept == 3
    assert crawl.counts.skipped == {"not-about": 2, "not-html": 2, "status": 2}
    assert days.counts.kept == 2
    assert days.counts.skipped == {"not-in-period": 4}


def test_other_settings_are_another_dataset(undisturbed: Path, sources: Path) -> None:
    with pytest.raises(DatasetError, match="outlet none, not Tribune"):
        list(swept(planned([str(sources)], undisturbed, options=Options(outlet="Tribune")), workers=1))


def test_two_sweeps_do_not_write_into_one_folder(sources: Path, tmp_path: Path) -> None:
    one = swept(planned([str(sources)], tmp_path / "out"), workers=1)
    next(one)
    with pytest.raises(SweepError, match="another sweep writes here now"):
        next(swept(planned([str(sources)], tmp_path / "out"), workers=1))
    one.close()


def test_a_shard_that_cannot_be_had_is_told_and_the_others_are_swept(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "no.parquet").write_bytes(b"this is no table")
    news = swept_into(tmp_path / "out", sources / "day-0.jsonl", tmp_path / "no.parquet", tmp_path / "missing.warc")
    plan = planned([str(tmp_path / "missing.warc")], tmp_path / "other")
    assert [Path(n.shard).name for n in news if isinstance(n, Failed)] == ["no.parquet"]
    assert [Path(f.shard).name for f in plan.unlisted] == ["missing.warc"]
    assert [n.manifest.counts.kept for n in news if isinstance(n, Swept)] == [6]


def test_how_far_a_shard_has_come_is_told(sources: Path, tmp_path: Path) -> None:
    told = [n for n in swept_into(tmp_path / "out", sources / "crawl.warc.gz") if isinstance(n, Going)]
    assert told
    assert all(n.kept <= n.read <= n.seen for n in told)


def test_a_store_takes_a_sweep_as_it_takes_its_documents(undisturbed: Path, sources: Path, tmp_path: Path) -> None:
    add(tmp_path / "swept.db", listed([str(undisturbed)]))
    add(tmp_path / "read.db", listed([str(sources)]))
    one, other = open_record(tmp_path / "swept.db"), open_record(tmp_path / "read.db")
    try:
        assert len(one.statements()) == len(other.statements()) > 20
        assert {s.content for s in one.statements()} == {s.content for s in other.statements()}
    finally:
        one.engine.dispose()
        other.engine.dispose()
