"""Datasets as sources: the same store as their documents make, and nothing of one that is damaged."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.crash import record
from onrecord.errors import InputError
from onrecord.gather import gather, pending
from onrecord.pipeline import Added, add, listed, open_record, read_document
from onrecord.values import Reading
from onrecord.values.arrow import pa, pq
from onrecord.values.dataset import MANIFESTS
from tests.publish.made import span
from tests.publish.shards import Found, written
from tests.record.made import LATER, WIRE, verified

EXAMPLES = Path(__file__).parents[2] / "examples"
TWO: list[Found] = [("news.jsonl#1", WIRE), ("news.jsonl#2", LATER)]


def outcomes(done: tuple[Added, ...]) -> list[str]:
    return [one.outcome for one in done]


@pytest.fixture(scope="module")
def examples() -> list[Found]:
    """Real documents and their readings, in the order in which a folder gives them."""
    return [(one.origin, read_document(one.gather())) for one in listed(sorted(map(str, EXAMPLES.glob("*.md"))))]


def test_adding_a_dataset_is_adding_its_documents(examples: list[Found], tmp_path: Path) -> None:
    read, swept = tmp_path / "read.db", tmp_path / "swept.db"
    assert set(outcomes(add(read, listed(sorted(map(str, EXAMPLES.glob("*.md"))))))) == {"new"}
    written(tmp_path / "news", examples[:4], "a")
    written(tmp_path / "news", examples[4:], "b")
    assert outcomes(add(swept, listed([str(tmp_path / "news")]))) == ["new"] * len(examples)
    assert record(swept) == record(read)
    assert open_record(swept).statements() == open_record(read).statements()
    assert verified(swept).faults == ()
    assert outcomes(add(swept, listed([str(tmp_path / "news")]))) == ["known"] * len(examples)


def test_documents_come_shard_by_shard_and_in_the_shards_order(tmp_path: Path) -> None:
    written(tmp_path, [("b#1", LATER), ("b#2", WIRE)], "b")
    written(tmp_path, [("a#1", LATER)], "a")
    assert [(one.origin, one.gather()) for one in pending(str(tmp_path))] == [
        ("a#1", LATER.document), ("b#1", LATER.document), ("b#2", WIRE.document),
    ]  # fmt: skip


def test_copies_in_other_shards_are_added_once(tmp_path: Path) -> None:
    for shard in ("a", "b"):
        written(tmp_path / "news", [(f"{shard}#1", WIRE)], shard)
    assert outcomes(add(tmp_path / "talks.db", listed([str(tmp_path / "news")]))) == ["new", "known"]
    assert len(open_record(tmp_path / "talks.db").documents()) == 1


def test_a_dataset_in_a_folder_is_one(tmp_path: Path) -> None:
    written(tmp_path / "news" / "swept", TWO)
    (tmp_path / "news" / "letter.md").write_text("Varnian Foreign Minister Ilya Dorn said that Varnia would sign.\n")
    origins = [one.origin for one in pending(str(tmp_path / "news"))]
    assert origins == [str(tmp_path / "news" / "letter.md"), "news.jsonl#1", "news.jsonl#2"]
    with pytest.raises(InputError, match="this is a folder"):
        gather(str(tmp_path / "news" / "swept"))


def first(out: Path, table: str = "documents") -> Path:
    return min((out / table).rglob("*.parquet"))


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def other_columns(out: Path) -> None:
    """A file that is named with its right hash, and holds something else."""
    import hashlib

    pq.write_table(pa.table({"price": [1, 2, 3]}), first(out))
    change_manifest(
        out, lambda told: told["files"][0].update(sha256=hashlib.sha256(first(out).read_bytes()).hexdigest())
    )


def change_manifest(out: Path, change: Callable[[dict], object]) -> None:
    (path,) = (out / MANIFESTS).glob("*.json")
    told = json.loads(path.read_bytes())
    change(told)
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda out: first(out, "statements").unlink(), "is missing"),
        (lambda out: flip(first(out)), "its hash is another"),
        (lambda out: first(out).write_bytes(first(out).read_bytes()[:-9]), "its hash is another"),
        (lambda out: pq.write_table(pa.table({"price": [1, 2, 3]}), first(out)), "its hash is another"),
        (other_columns, "has other columns"),
        (lambda out: next((out / MANIFESTS).iterdir()).write_text("{"), "is damaged, or of another version"),
        (lambda out: change_manifest(out, lambda told: told.update(format=2)), "of another version"),
        (lambda out: change_manifest(out, lambda told: told.update(shard="other")), "is damaged"),
        (lambda out: change_manifest(out, lambda told: told["files"][0].update(path="../../secret")), "is damaged"),
        (lambda out: next((out / MANIFESTS).iterdir()).unlink(), "no shard of it is finished"),
    ],
)  # fmt: skip
def test_a_damaged_dataset_is_one_line_and_nothing_of_it_is_added(
    damage: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    written(tmp_path / "news", TWO)
    damage(tmp_path / "news")
    (done,) = add(tmp_path / "talks.db", listed([str(tmp_path / "news")]))
    assert done.outcome == "failed"
    assert words in (done.problem or "")
    assert "\n" not in (done.problem or "")
    assert open_record(tmp_path / "talks.db").documents() == ()


def test_one_damaged_shard_keeps_the_others_out(tmp_path: Path) -> None:
    for shard in ("a", "b", "c"):
        written(tmp_path / "news", [(f"{shard}#1", WIRE)], shard)
    flip(sorted((tmp_path / "news" / "actors").rglob("*.parquet"))[-1])
    assert outcomes(add(tmp_path / "talks.db", listed([str(tmp_path / "news")]))) == ["failed"]


def test_files_that_no_manifest_names_are_not_read(tmp_path: Path) -> None:
    written(tmp_path / "news", TWO)
    pq.write_table(pa.table({"price": [1]}), first(tmp_path / "news").with_name("ffffffffffffffff.parquet"))
    assert outcomes(add(tmp_path / "talks.db", listed([str(tmp_path / "news")]))) == ["new", "new"]


def misquoting() -> Reading:
    """A reading that tells of words which its document does not say."""
    said = WIRE.statements[0]
    words = said.content[0].exact.replace("ready", "loath")
    return WIRE.model_copy(
        update={
            "statements": (said.model_copy(update={"content": (said.content[0].model_copy(update={"exact": words}),)}),)
        }
    )


def another_text() -> Reading:
    text = WIRE.document.text.replace("ready", "loath")
    document = WIRE.document.model_copy(update={"text": text})
    return Reading(document=document, background=(span(text, "loath"),))


@pytest.mark.parametrize(
    ("wrong", "words"), [(misquoting, "does not say what is told of it"), (another_text, "is another than its id says")]
)
def test_nothing_is_added_that_a_document_does_not_say(
    wrong: Callable[[], Reading], words: str, tmp_path: Path
) -> None:
    written(tmp_path / "news", [("news.jsonl#1", wrong()), ("news.jsonl#2", LATER)])
    done = add(tmp_path / "talks.db", listed([str(tmp_path / "news")]))
    assert outcomes(done) == ["failed", "new"]
    assert words in (done[0].problem or "")


def test_what_was_read_cannot_be_dated_anew(tmp_path: Path) -> None:
    written(tmp_path / "news", TWO)
    with pytest.raises(InputError, match="Leave --published and --outlet out"):
        list(pending(str(tmp_path / "news"), published="2027-03-05"))
