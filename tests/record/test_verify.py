"""A store is clean until something in it is not what was stored; then the table and the row are named."""

import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.errors import StoreError
from onrecord.gather import document_from_text
from onrecord.record.verify import MOST, Fault
from tests.publish.made import TEXT, reading
from tests.record.made import WIRE, by_hand, filled, keyed, verified


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = filled(tmp_path_factory.mktemp("store") / "record.db")
    with by_hand(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture
def store(clean: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    path.write_bytes(clean)
    return path


def test_a_document_is_known_by_what_gathering_knows_it_by() -> None:
    made = document_from_text(TEXT, title="Talks", outlet="Meridian Wire", published="2027-03-03", genre="article")
    assert made.content_id() == made.id
    assert made.model_copy(update={"published": "2027-03-04"}).content_id() != made.id


def test_a_clean_store_holds_in_one_line(store: Path) -> None:
    found = verified(store)
    assert found.holds
    assert found.counts["documents"] == 2
    assert found.counts["spans"] == len(list(WIRE.spans())) * 2
    assert found.checked == sum(found.counts.values())
    (line,) = found.lines()
    assert line.startswith("All 2 documents, ")
    assert line.endswith(" hold.")


def test_an_empty_store_holds(tmp_path: Path) -> None:
    assert verified(filled(tmp_path / "record.db", [])).holds


UNFIND = (
    "INSERT INTO statement_search(statement_search, rowid, speaker, content)"
    " SELECT 'delete', id, speaker, content FROM statement WHERE id = 2;"
)
REFIND = "INSERT INTO statement_search(rowid, speaker, content) VALUES (2, 'x', 'y')"
SHIFT = """UPDATE attribution_span SET start = start + 1, "end" = "end" + 1 WHERE attribution_id = 2 AND role = 'cue'"""
COPY = (
    "INSERT INTO statement SELECT {}, actor_id, speaker, party, kind, date, known_on, content, 1, 1, 1, NULL, NULL"
    " FROM statement"
)
MEET = (
    "INSERT INTO meeting"
    " SELECT 50, 'u', forum, forum_key, what, kind, place, date, precision, status, known_on, 1 FROM meeting"
)
RING = "UPDATE actor SET merged_into = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id < 3"
LOSE = "UPDATE attribution_span SET attribution_id = 99 WHERE attribution_id = 1 AND role = 'cue'"

# What is done by hand, and the table, the row and some words of the fault that names it.
PLANTED: dict[str, tuple[str, str, int | str | None, str]] = {
    "a word in a text": (
        "UPDATE document SET text = replace(text, 'Kelmar', 'Kelmor') WHERE id = 1",
        "document", 1, "its hash is another",
    ),
    "a date": ("UPDATE document SET published = '2027-03-09' WHERE id = 2", "document", 2, "its title, outlet"),
    "a shifted span": (SHIFT, "attribution_span", "2 cue 0", "document 1 has other words at"),
    "a reworded span": (
        "UPDATE report_span SET exact = 'will not' WHERE report_id = 1", "report_span", "1 evidence 0", "other words",
    ),
    "a span of nothing": (
        'UPDATE document_span SET "end" = start WHERE document_id = 2',
        "document_span", "2 background 0", "other words",
    ),
    "a span past the end": (
        'UPDATE appearance_span SET start = 9000, "end" = 9009 WHERE appearance_id = 1',
        "appearance_span", "1 mention 0", "at 9000 to 9009",
    ),
    "a span whose owner is gone": (
        LOSE, "attribution_span", "99 cue 0", "its attribution_id is 99, and there is no attribution 99",
    ),
    "an actor gone": ("DELETE FROM actor WHERE id = 1", "statement", 1, "there is no actor 1"),
    "a place of no document": ("UPDATE place SET document_id = 77 WHERE id = 1", "place", 1, "there is no document 77"),
    "a version of no document": (
        "UPDATE version SET document_id = 77 WHERE place_id = 2", "version", "2 1", "there is no document 77",
    ),
    "a place not at its newest": ("UPDATE place SET document_id = 1 WHERE id = 2", "place", 2, "newest version"),
    "a document gone that is there": (
        "UPDATE document SET gone_on = '2027-03-09' WHERE id = 1", "document", 1, "whether it is gone",
    ),
    "a wrong count": (
        "UPDATE statement SET citations = 3 WHERE id = 1",
        "statement", 1, "its citations is not what its attributions make it (it says 3, they make it 2)",
    ),
    "a wrong earliest": ("UPDATE statement SET earliest_id = 4 WHERE id = 1", "statement", 1, "its earliest_id"),
    "a wrong fullest": ("UPDATE statement SET fullest_id = 4 WHERE id = 1", "statement", 1, "its fullest_id"),
    "other words": ("UPDATE statement SET content = 'yes' WHERE id = 2", "statement", 2, "its content"),
    "a statement of no document": (COPY.format(50) + " WHERE id = 1", "statement", 50, "no document tells of it"),
    "a moved meeting": ("UPDATE meeting SET date = '2027-03-09' WHERE id = 1", "meeting", 1, "its date"),
    "a meeting's count": ("UPDATE meeting SET reports = 9 WHERE id = 1", "meeting", 1, "they make it 2"),
    "a meeting of no document": (MEET, "meeting", 50, "no document reports it"),
    "a document's count": ("UPDATE document SET attributions = 2 WHERE id = 2", "document", 2, "its attributions are"),
    "actors merged in a circle": (RING, "actor", 1, "it is merged in a circle: 1, 2."),
    "an actor merged into itself": ("UPDATE actor SET merged_into = 2 WHERE id = 2", "actor", 2, "in a circle: 2."),
    "a statement that search misses": (UNFIND, "statement_search", 2, "statement 2 is not found by its words"),
    "a document that search finds and is not there": (
        "INSERT INTO document_search(rowid, title, text) VALUES (50, 'a', 'b')", "document_search", 50, "not there",
    ),
    "a search index of other words": (
        f"{UNFIND} {REFIND}",
        "statement_search", None, "it finds other words than those of the statements",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "table", "row", "words"), PLANTED.values(), ids=PLANTED)
def test_each_fault_is_named(store: Path, change: str, table: str, row: int | str | None, words: str) -> None:
    with by_hand(store) as connection:
        connection.executescript(change)
    found = verified(store)
    assert any((f.table, f.row) == (table, row) and words in f.what for f in found.faults), found.lines()
    assert found.lines() == [str(f) for f in found.faults]


def test_nothing_but_the_fault_is_named(store: Path) -> None:
    with by_hand(store) as connection:
        connection.execute("UPDATE attribution_span SET exact = 'no' WHERE attribution_id = 2 AND role = 'cue'")
    (fault,) = verified(store).faults
    assert (fault.table, fault.row) == ("attribution_span", "2 cue 0")
    assert str(fault).startswith("attribution_span 2 cue 0: document 1 has other words at ")


def test_a_flipped_bit_in_a_text_is_found(store: Path) -> None:
    body = bytearray(store.read_bytes())
    at = body.index(b"ruled out any limit on patrols in the strait.\n\n")
    body[at] ^= 1  # "ruled" is "suled"
    store.write_bytes(body)
    found = verified(store)
    assert Fault("document", 1, "its text is not the one that was stored: its hash is another") in found.faults or (
        Fault("document", 2, "its text is not the one that was stored: its hash is another") in found.faults
    )
    assert any(f.table == "attribution_span" and "cue 0" in str(f.row) for f in found.faults)


def test_a_text_that_cannot_be_decoded_says_where_and_how_many_spans_are_lost(store: Path) -> None:
    body = bytearray(store.read_bytes())
    with by_hand(store) as connection:
        (text,) = connection.execute("SELECT text FROM document WHERE id = 1").fetchone()
    at = body.index(text.encode()) + text.index("We will not sign")
    body[at] |= 0x80
    store.write_bytes(body)
    (fault,) = [f for f in verified(store).faults if f.table == "document"]
    lost = sum(1 for s in WIRE.spans() if s.end > text.index("We will not sign"))
    assert fault.row == 1
    assert fault.what.endswith(
        f"damaged from character {text.index('We will not sign')} on: {lost} of its spans cannot be shown"
    )


def test_a_name_that_cannot_be_decoded_is_a_fault_that_can_be_printed(store: Path) -> None:
    with by_hand(store) as connection:
        connection.execute("UPDATE statement SET content = CAST(x'68E9' AS TEXT) WHERE id = 1")
        connection.execute("UPDATE document SET title = CAST(x'68E9' AS TEXT) WHERE id = 1")
        connection.execute("UPDATE attribution_span SET role = CAST(x'68E9' AS TEXT) WHERE role = 'cue'")
    for line in verified(store).lines():
        assert line.encode("utf-8")


def test_damaged_pages_are_faults_that_say_what_is_lost(tmp_path: Path) -> None:
    many = [WIRE.model_copy(update={"document": WIRE.document.model_copy(update={"id": f"{i:x}"})}) for i in range(60)]
    store = filled(tmp_path / "record.db", many)
    with by_hand(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT pageno FROM dbstat WHERE name = 'document' AND pagetype = 'leaf' ORDER BY pageno"
        try:
            pages = [row[0] for row in connection.execute(query)]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not say which pages a table has (dbstat)")
    body = bytearray(store.read_bytes())
    at = (pages[len(pages) // 2] - 1) * 4096
    body[at : at + 4096] = b"\xff" * 4096
    store.write_bytes(body)
    found = verified(store)
    lost = [f.what for f in found.faults if f.table == "document" and f.row is None]
    assert len(lost) == 1
    assert lost[0].startswith("its rows after ")
    assert lost[0].endswith(" cannot be read: the file is damaged there")


def test_no_flipped_bit_brings_it_down(clean: bytes, tmp_path: Path) -> None:
    """Wherever the bit is: a fault, or a file that is refused, or a byte that nothing rests on."""
    rng = random.Random(7)
    for i in range(40):
        body = bytearray(clean)
        at = rng.randrange(len(body)) if i % 2 else rng.randrange(len(body) // 4096) * 4096 + rng.randrange(100)
        body[at] ^= 1 << rng.randrange(8)
        path = tmp_path / f"{i}.db"
        path.write_bytes(body)
        with suppress(StoreError):
            assert verified(path).lines()


def test_faults_beyond_many_are_counted_only(store: Path) -> None:
    with by_hand(store) as connection:
        connection.executemany(COPY.format("?") + " WHERE id = 1", [(i,) for i in range(100, 100 + MOST + 5)])
    found = verified(store)
    assert len(found.faults) == MOST
    assert found.more == 5
    assert found.lines()[-1] == "and 5 more faults."


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.95])  # the very last page is free: nothing is lost with it
def test_a_file_cut_short_does_not_bring_it_down(store: Path, clean: bytes, share: float) -> None:
    store.write_bytes(clean[: int(len(clean) * share)])
    with suppress(StoreError):
        assert not verified(store).holds


def test_texts_of_any_characters_hold(tmp_path: Path) -> None:
    odd = ("\x00", "\r\n\t", "🜚 e\u0301", "\u202e\u2028\x85", "\ufeff", "\U0010ffff\ue000")
    many = [keyed(reading(TEXT.replace("of both states", f"of {sign}"), title=sign)) for sign in odd]
    found = verified(filled(tmp_path / "record.db", many))
    assert found.holds, found.lines()
    assert found.counts["documents"] == len(odd)
