"""Writers that are killed, and writers at once: short runs of `benchmarks.crash` and `benchmarks.together`."""

import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.crash import faults, killed, record
from benchmarks.together import together
from onrecord.record.address import Address
from onrecord.record.store import open_store, transaction
from tests.publish.made import TEXT, reading
from tests.record.made import by_hand, filled, keyed

TOWNS = ("Kelmar", "Sarn", "Ouvre", "Tessin Bay", "Lower Hald", "Brack", "Ivory Head", "Munt", "Orle", "Quay")


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty readings: of one statement in many outlets, and of others."""
    many = [
        keyed(reading(TEXT.replace("of both states", f"of {town}"), title=town, outlet=outlet), day)
        for outlet, day in (("Meridian Wire", "2027-03-03"), ("Kelmar Post", "2027-03-04"))
        for town in TOWNS
    ]
    path = tmp_path_factory.mktemp("readings") / "readings.pkl"
    path.write_bytes(pickle.dumps(([(f"{i}.md", one) for i, one in enumerate(many)], 0.0)))
    return path


def test_a_killed_writer_leaves_what_it_kept_and_nothing_half_written(
    readings: Path, stores: Callable[[], Address]
) -> None:  # fmt: skip
    counts, wrong = killed(stores, readings, times=3)
    assert wrong == []
    assert counts["kills"] == 3


def test_two_writers_and_a_reader_do_not_meet(readings: Path, at: Address) -> None:
    told, wrong = together(at, readings)
    assert wrong == []
    assert int(told["reads meanwhile"]) > 0


def test_a_writer_that_stops_within_a_document_leaves_none_of_it(at: Address) -> None:
    filled(at)
    before = record(at)
    engine = open_store(at, write=True)
    with suppress(KeyboardInterrupt), transaction(engine, at) as connection:
        connection.exec_driver_sql("DELETE FROM version")
        raise KeyboardInterrupt
    engine.dispose()
    assert record(at) == before


def test_what_is_lost_is_told(tmp_path: Path, at: Address) -> None:
    filled(at)
    with by_hand(at) as connection:
        connection.execute("DELETE FROM version WHERE place_id = 2")
        connection.execute("DELETE FROM place WHERE id = 2")
    assert faults(at, {"news/0.md", "news/1.md"})[-1] == "lost: news/1.md"
    assert faults(tmp_path / "none.db", {"a"}) == ["lost: a"]
