"""Shards: the same parts of a source on every machine, each gone through in one pass."""

import gzip
import json
import pickle
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.gather import Pending, pending
from onrecord.gather.pending import Options
from onrecord.gather.shards import Shard, documents, shards
from onrecord.gather.web import Limits, downloaded
from tests.gather.test_gather import NEWS
from tests.gather.test_pending import names
from tests.gather.test_warc import told
from tests.gather.test_web import Server
from tests.gather.warcs import good, packed

LINES = "\n".join(json.dumps({"text": f"{NEWS} It was day {n}."}) for n in range(300)).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, body in {
        "b.txt": NEWS.encode(), "a/one.md": NEWS.encode(), "a/two.txt": NEWS.encode(), "a/three.docx": b"",
        "a/deep/four.txt": NEWS.encode(), "a.warc.gz": packed(*(good(n) for n in range(3))), "c.jsonl": LINES,
        "c.jsonl.gz": gzip.compress(LINES), "d.csv.gz": b"",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    return tmp_path


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output quiet."""


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def gathered(shard: Shard) -> list[Pending]:
    return list(documents(shard, Options(allow_private=True)))


def test_a_folder_has_a_shard_for_each_large_file_and_one_for_each_folder_of_loose_ones(folder: Path) -> None:
    every = list(shards(str(folder)))
    assert [(shard.name.removeprefix(str(folder.resolve())), shard.kind) for shard in every] == [
        ("", "documents"), ("/a", "documents"), ("/a.warc.gz", "warc"), ("/a/deep", "documents"),
        ("/c.jsonl", "jsonl"), ("/c.jsonl.gz", "jsonl"),
    ]  # fmt: skip
    assert pickle.loads(pickle.dumps(every)) == every  # noqa: S301
    assert [names(gathered(shard), folder) for shard in every[:2]] == [["b.txt"], ["a/one.md", "a/two.txt"]]
    together = [one.origin for shard in every for one in gathered(shard)]
    assert sorted(together) == sorted(one.origin for one in pending(str(folder)))


def test_a_file_is_a_shard(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    [shard] = shards("a/one.md")
    name = f"{folder.resolve()}/a/one.md"
    assert shard == Shard(name, "documents", name)
    assert [one.gather().text for one in gathered(shard)] == [NEWS]


def test_what_is_not_there_is_no_shard(tmp_path: Path) -> None:
    for source in (str(tmp_path / "none.warc.gz"), str(tmp_path), ""):
        with pytest.raises(InputError):
            list(shards(source))
    with pytest.raises(InputError, match="no such file"):
        gathered(Shard("x", "warc", str(tmp_path / "none.warc.gz")))


def test_packed_lines_are_documents_in_any_order(folder: Path) -> None:
    plain, packed_ = (list(pending(str(folder / name))) for name in ("c.jsonl", "c.jsonl.gz"))
    assert [one.gather() for one in packed_] == [one.gather() for one in plain]
    assert [one.gather() for one in reversed(packed_[:20])] == [one.gather() for one in reversed(plain[:20])]
    meanwhile = [one.gather().text for one in pending(str(folder / "c.jsonl.gz"))]
    assert meanwhile == [one.gather().text for one in plain]


def test_packed_lines_before_damage_are_read(folder: Path) -> None:
    path = folder / "c.jsonl.gz"
    whole = gzip.compress(LINES)
    for body in (whole[: len(whole) // 2], whole[:-6] + b"\0\0\0\0\0\0", gzip.compress(LINES) + b"garbage"):
        path.write_bytes(body)
        *read, last = list(pending(str(path)))
        assert len(read) > 100
        assert told(last) == "damaged"
        assert not [one for one in read[:100] if isinstance(told(one), str)]


def test_a_bomb_of_lines_comes_to_an_end(folder: Path) -> None:
    (folder / "c.jsonl.gz").write_bytes(gzip.compress((b" " * 9_999 + b"\n") * 10_000))
    assert [told(one) for one in pending(str(folder / "c.jsonl.gz"))] == ["damaged"]


@pytest.mark.parametrize("name", ["a.warc.gz", "c.jsonl.gz", "c.jsonl"])
def test_a_file_at_an_address_is_read_as_one_on_disk(folder: Path, site: str, name: str) -> None:
    [shard] = shards(f"{site}/{name}")
    assert shard.name == f"{site}/{name}"
    here, there = gathered(shard), list(pending(str(folder / name)))
    assert [one.gather().text for one in here] == [one.gather().text for one in there]
    assert [one.gather().text for one in reversed(here[:5])] == [one.gather().text for one in reversed(there[:5])]
    assert [one.origin.rpartition("#")[2] for one in here] == [one.origin.rpartition("#")[2] for one in there]


def test_addresses_have_the_limits_of_pages(site: str) -> None:
    with pytest.raises(InputError, match="private"):
        list(documents(Shard("x", "warc", f"{site}/a.warc.gz"), Options()))
    with pytest.raises(InputError, match="404"):
        downloaded(f"{site}/none.warc", allow_private=True)
    with pytest.raises(InputError, match="larger than"):
        downloaded(f"{site}/c.jsonl", allow_private=True, limits=Limits(size=1000))
