"""The law of a dataset's columns: a reading comes out of its rows as it went in, every byte of it."""

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.values import Reading
from onrecord.values.arrow import pa
from onrecord.values.columns import SCHEMAS, document_of, reading_of, rows_of
from onrecord.values.dataset import TABLES, Made
from tests.readings import readings

calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(readings())
def test_a_reading_comes_out_of_its_columns_as_it_went_in(reading: Reading) -> None:
    rows = rows_of(reading, shard="news", origin="news/1.md", number=7)
    stored = {table: pa.RecordBatch.from_pylist(rows[table], SCHEMAS[table]) for table in TABLES}
    for batch in stored.values():
        batch.validate(full=True)
    (document,), *_ = (found := {table: batch.to_pylist() for table, batch in stored.items()}).values()
    assert reading_of(document, found) == reading
    assert document_of(document) == reading.document
    known = ("news", "news/1.md", 7, reading.document.id)
    for table in TABLES:
        assert all(tuple(row.values())[:4] == known for row in found[table])
        assert [row.get("number") for row in found[table]] == (
            [None] if table == "documents" else list(range(len(rows[table])))
        )


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_noun_is_a_column(table: str) -> None:
    from onrecord.values import Actor, Document, Meeting, Statement

    noun = dict(zip(TABLES, (Document, Statement, Meeting, Actor), strict=True))[table]
    own = {"shard", "origin", "document_number", "document_id", "number", "background"}
    assert set(SCHEMAS[table].names) - own == set(noun.model_fields) - ({"id"} if table == "documents" else set())


def test_what_makes_rows_other_rows_is_named() -> None:
    made = Made(onrecord="0.1.0", weights="1f" * 32, options={"outlet": None})
    assert made.unlike(made) == ()
    assert made.unlike(made.model_copy(update={"options": {}})) == ()
    other = Made(onrecord="0.2.0", weights="1f" * 32, dossier="ab" * 32, options={"outlet": "Harbour Post"})
    assert made.unlike(other) == (
        "onrecord 0.1.0, not 0.2.0", "dossier none, not abababab…", "outlet none, not Harbour Post",
    )  # fmt: skip
