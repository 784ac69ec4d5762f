"""Adding as a whole: real files, the shipped model, a real store."""

import json
import threading
from pathlib import Path

import pytest

from onrecord.errors import InputError, StoreError
from onrecord.pipeline import Added, add, listed, open_record, record_brief, reread
from onrecord.values import Document, Reading
from tests.gather.languages import LANGUAGES
from tests.gather.warcs import good, http, packed, page, record
from tests.record.made import LATER, WIRE, filled, verified

ONE = "Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait to anyone else.\n"
TWO = "Ostrelian Foreign Minister Maren Tolvik said on Tuesday that Ostrel was ready to discuss the radar on Skerra.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    for name, text in (("one.md", ONE), ("two.md", TWO)):
        (made / name).write_text(f"---\ntitle: {name}\noutlet: Meridian Wire\npublished: 2026-03-04\n---\n{text}")
    return made


def outcomes(done: tuple[Added, ...]) -> list[str]:
    return [one.outcome for one in done]


def test_added_once_known_ever_after(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "talks.db"
    assert outcomes(add(db, listed([str(folder)]))) == ["new", "new"]
    assert outcomes(add(db, listed([str(folder)]))) == ["known", "known"]
    view = open_record(db)
    assert {s.speaker for s in view.statements()} == {"Ilya Dorn", "Maren Tolvik"}
    assert len(view.documents()) == 2
    assert record_brief(view).statements == 2


def test_all_that_was_added_is_in_the_one_file(folder: Path, tmp_path: Path) -> None:
    db, copy = tmp_path / "talks.db", tmp_path / "copy.db"
    add(db, listed([str(folder)]))
    assert [p.name for p in tmp_path.glob("talks.db*")] == ["talks.db"]
    copy.write_bytes(db.read_bytes())
    assert len(open_record(copy).documents()) == 2


def test_a_changed_file_is_a_new_version(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "talks.db"
    add(db, listed([str(folder)]))
    path = folder / "one.md"
    path.write_text(path.read_text().replace("would not leave the strait", "would leave the strait"))
    assert outcomes(add(db, listed([str(folder)]))) == ["changed", "known"]
    contents = [s.content for s in open_record(db).statements()]
    assert any("would leave the strait" in c for c in contents)
    assert not any("would not leave" in c for c in contents)


def test_the_same_text_at_another_place_is_not_stored_twice(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "talks.db"
    add(db, listed([str(folder)]))
    twin = tmp_path / "twin.md"
    twin.write_bytes((folder / "one.md").read_bytes())
    assert outcomes(add(db, listed([str(twin)]))) == ["known"]
    assert len(open_record(db).documents()) == 2


def test_what_fails_is_named_kept_and_tried_again(folder: Path, tmp_path: Path) -> None:
    db, lines = tmp_path / "talks.db", tmp_path / "feed.jsonl"
    lines.write_text(json.dumps({"text": ONE}) + "\nnot json\n")
    missing = tmp_path / "later.md"
    done = add(db, listed([str(lines), str(missing), str(folder)]))
    assert outcomes(done) == ["new", "failed", "failed", "new", "new"]
    view = open_record(db)
    assert {f.origin for f in view.failures()} == {done[1].origin, done[2].origin}
    missing.write_text(TWO + "It was late.\n")
    assert outcomes(add(db, listed([str(missing)]))) == ["new"]
    assert [f.origin for f in view.failures()] == [done[1].origin]


def test_stopped_and_run_again_ends_with_the_same_record(folder: Path, tmp_path: Path) -> None:
    whole, halved = tmp_path / "whole.db", tmp_path / "halved.db"
    add(whole, listed([str(folder)]))

    def stop(_: Added) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(halved, listed([str(folder)]), tell=stop)
    assert outcomes(add(halved, listed([str(folder)]))) == ["known", "new"]
    assert open_record(halved).statements() == open_record(whole).statements()


def test_two_adders_and_a_reader_lose_nothing(tmp_path: Path) -> None:
    db, errors = tmp_path / "talks.db", []
    folders = [tmp_path / name for name in ("a", "b")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        for i in range(4):
            (folder / f"{i}.md").write_text(f"Report {number}.{i}.\n\n{(ONE, TWO)[number]}")
    add(db, listed([]))

    def work(folder: Path) -> None:
        try:
            add(db, listed([str(folder)]))
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f,)) for f in folders]
    for thread in threads:
        thread.start()
    while any(t.is_alive() for t in threads):
        open_record(db).statements()
    assert errors == []
    assert len(open_record(db).documents()) == 8


def test_nothing_to_read_where_no_store_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_record(tmp_path / "talks.db")
    assert list(tmp_path.iterdir()) == []


def test_read_again_by_another_reader_but_for_what_it_cannot_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db", [WIRE, LATER])

    def reader(document: Document) -> Reading:
        if document.outlet == "Kelmar Post":
            raise InputError.language(document.id, "Varnian")
        return WIRE.model_copy(update={"statements": WIRE.statements[:1]})

    told: list[tuple[str, str, str | None]] = []
    reread(path, reader=reader, tell=lambda *one: told.append(one))
    first, second = told
    assert first == (WIRE.document.id, "changed", None)
    assert second[:2] == (LATER.document.id, "failed")
    assert "this looks like Varnian" in (second[2] or "")
    view = open_record(path)
    assert view.reading(WIRE.document.id).statements == WIRE.statements[:1]  # type: ignore[union-attr]
    assert view.reading(LATER.document.id) == LATER
    view.engine.dispose()
    assert verified(path).holds


def test_nothing_is_read_again_where_no_store_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        reread(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_what_a_crawl_is_full_of_is_counted_and_is_no_failure(tmp_path: Path) -> None:
    german = page(body=LANGUAGES["de"]).encode()
    records = [
        good(1),
        record(b"GET /", kind="request"),
        record(http(german)),
        record(http(b"", status="404 No")),
        good(2),
    ]
    crawl, db = tmp_path / "news.warc.gz", tmp_path / "talks.db"
    crawl.write_bytes(packed(*records[:3], record(b"x", Content_Length="many"), *records[3:]))
    done = add(db, listed([str(crawl)]))
    assert [(one.outcome, one.reason) for one in done] == [
        ("new", None), ("skipped", "record-type"), ("skipped", "language"), ("failed", "damaged"),
        ("skipped", "status"), ("new", None),
    ]  # fmt: skip
    view = open_record(db)
    assert [f.origin for f in view.failures()] == [done[3].origin]
    assert {s.speaker for s in view.statements()} >= {"Ilya Dorn", "Maren Tolvik"}
    assert outcomes(add(db, listed([str(crawl)])))[::5] == ["known", "known"]
