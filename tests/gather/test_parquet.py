"""Parquet: named columns, read in batches; a wrong value refuses its row, a wrong column the file."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.gather import Pending
from onrecord.gather.parquet import columns
from onrecord.gather.pending import Options
from onrecord.gather.sources import each
from tests.gather.test_gather import NEWS
from tests.gather.test_pending import names, problem
from tests.gather.test_warc import told


def parquet(path: Path, group: int = 100, **values: Any) -> Path:
    pq.write_table(pa.table(values), path, row_group_size=group)
    return path


def listed(path: Path, given: str = "") -> list[Pending]:
    return list(each(str(path), Options(columns=columns(given) if given else ())))


def test_rows_are_documents(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "talks.parquet", text=[NEWS, NEWS, f"{NEWS} It rained."], id=["k-1", None, "k-3"],
        outlet=["Harbour Tribune", None, "Post"], title=["Talks", None, "Rain"], mood=[1, 2, 3],
        published=["5 March 2027", None, "2027-03-06"], genre=["readout", None, None],
    )  # fmt: skip
    first, second, third = listed(path)
    assert names([first, second, third], tmp_path) == ["talks.parquet#k-1", "talks.parquet#2", "talks.parquet#k-3"]
    document = third.gather()  # out of order
    assert (document.title, document.published, document.text) == ("Rain", "2027-03-06", f"{NEWS} It rained.")
    document = first.gather()
    assert (document.outlet, document.published, document.genre) == ("Harbour Tribune", "2027-03-05", "readout")
    assert second.gather().model_dump(include={"title", "outlet", "published"}) == dict.fromkeys(
        ("title", "outlet", "published")
    )


@pytest.mark.parametrize(
    "day",
    [
        pa.array([dt.date(2027, 3, 5)]),
        pa.array([dt.datetime(2027, 3, 5, 23, tzinfo=dt.UTC)], pa.timestamp("us", "UTC")),
        pa.array([dt.datetime(2027, 3, 5, 4)], pa.timestamp("ns", "Pacific/Auckland")),  # noqa: DTZ001
        pa.array(["2027-03-05T10:00:00Z"], pa.large_string()),
        pa.array(["2027-03-05"]).dictionary_encode(),
    ],
)
def test_days_of_many_types(tmp_path: Path, day: pa.Array) -> None:
    [only] = listed(parquet(tmp_path / "a.parquet", text=[NEWS], date=day))
    assert only.gather().published == "2027-03-05"


def test_columns_have_the_names_they_are_given(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", body=[NEWS], paper=["Post"], date=["no date"], day=["2027-03-05"], n=[7])
    [only] = listed(path, "text=body, outlet=paper,published=day,id=n")
    assert (only.gather().outlet, only.gather().published, only.origin[-2:]) == ("Post", "2027-03-05", "#7")


@pytest.mark.parametrize("given", ["", "body", "words=body", "text=", "text=a,text=b", "text=a,,"])
def test_columns_that_cannot_be_understood(given: str) -> None:
    with pytest.raises(InputError, match="text=body"):
        columns(given)


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ({"body": [NEWS]}, "", "the column 'text' is not there, only: body"),
        ({"text": [NEWS]}, "title=head", "the column 'head' is not there"),
        ({"text": [7]}, "", "of type int64, where text is wanted"),
        ({"text": [[NEWS]]}, "", "where text is wanted"),
        ({"text": [NEWS], "published": [2027]}, "", "of type int64"),
        ({"text": [NEWS], "id": [1.5]}, "", "of type double"),
        ({"text": pa.array([b"x"])}, "", "of type binary"),
    ],
)
def test_a_wrong_column_refuses_the_file(tmp_path: Path, values: dict[str, Any], given: str, said: str) -> None:
    with pytest.raises(InputError, match=r"a\.parquet: ") as caught:
        listed(parquet(tmp_path / "a.parquet", **values), given)
    assert said in str(caught.value)


def test_a_wrong_value_refuses_its_row(tmp_path: Path) -> None:
    invalid = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffb"))
    text = pa.concat_arrays(
        [pa.array([NEWS, None, " ", NEWS, "Der Minister sagte, dass er wenig erwartet." * 3]), invalid]
    )
    far = pa.array([0, 0, 0, 9_000_000, 0, 0], pa.int32()).cast(pa.date32())
    every = listed(parquet(tmp_path / "a.parquet", text=text, date=far, id=["a", "b", "c", "d", "e", "f"]))
    reasons = [one if isinstance(one, str) else "read" for one in map(told, every)]
    assert reasons == ["read", "record", "empty", "record", "language", "encoding"]


def test_a_file_without_rows_or_that_is_none(tmp_path: Path) -> None:
    [only] = listed(parquet(tmp_path / "a.parquet", text=pa.array([], pa.string())))
    assert "no text" in problem(only)
    for body in (b"", b"PAR1", b"PAR1" * 100, b"\x00" * 1000):
        (tmp_path / "b.parquet").write_bytes(body)
        with pytest.raises(InputError, match="no Parquet file, or a damaged one"):
            listed(tmp_path / "b.parquet")


def test_a_damaged_group_leaves_the_others_alone(tmp_path: Path) -> None:
    texts = [f"{NEWS} It was day {number:05d} of the talks." for number in range(400)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": texts}), path, row_group_size=100, compression="gzip", use_dictionary=False)
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    body = bytearray(path.read_bytes())
    body[column.data_page_offset + 450 : column.data_page_offset + 510] = b"\xff" * 60
    path.write_bytes(body)
    outcomes = [one if isinstance(one, str) else "read" for one in map(told, listed(path))]
    assert outcomes == ["read"] * 100 + ["damaged"] * 100 + ["read"] * 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.binary(max_size=40))
def test_any_damage_is_told_in_a_line(tmp_path: Path, share: float, cut: int, inserted: bytes) -> None:
    body = parquet(tmp_path / "good.parquet", text=[NEWS] * 30, id=[str(n) for n in range(30)]).read_bytes()
    at = int(share * len(body))
    (tmp_path / "a.parquet").write_bytes(body[:at] + inserted + body[at + cut :])
    try:
        every = listed(tmp_path / "a.parquet")
    except InputError:
        return
    for one in every:
        told(one)
