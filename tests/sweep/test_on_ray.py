"""Ray itself: a cluster of this machine is begun, swept on, and ended."""

from pathlib import Path

import pytest

from onrecord.errors import SweepError
from onrecord.gather.manifests import manifests
from onrecord.sweep.outcome import Failed
from onrecord.sweep.run import planned, swept
from tests.sweep.archives import jsonl, warc

pytest.importorskip("ray", reason="Ray is not installed: pip install 'onrecord[ray]'")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ray's own
def test_a_cluster_gives_the_rows_that_a_process_gives(tmp_path: Path) -> None:
    archives = tmp_path / "archives"
    archives.mkdir()
    jsonl(archives / "day.jsonl", 0, 3)
    warc(archives / "crawl.warc.gz", 1, 2, others=1)
    (archives / "no.parquet").write_bytes(b"this is no table")
    told = [
        list(swept(planned([str(archives)], tmp_path / out), workers=2, ray=ray))
        for out, ray in (("here", None), ("there", "local"))
    ]
    failed = [[(n.shard, n.problem) for n in news if isinstance(n, Failed)] for news in told]
    assert failed[0] == failed[1] != []
    here, there = (
        {p.relative_to(tmp_path / out): p.read_bytes() for p in (tmp_path / out).rglob("*") if p.is_file()}
        for out in ("here", "there")
    )
    assert here == there
    assert len(list(manifests(tmp_path / "there"))) == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_where_no_cluster_answers_it_is_said(tmp_path: Path) -> None:
    jsonl(tmp_path / "day.jsonl", 0, 1)
    with pytest.raises(SweepError, match="no Ray cluster answers at 'auto'"):
        list(swept(planned([str(tmp_path / "day.jsonl")], tmp_path / "out"), ray="auto"))
