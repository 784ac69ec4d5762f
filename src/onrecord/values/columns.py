"""The columns of a dataset: a reading as rows of four tables, and the reading again from its rows.

A row is a plain dict. Nothing of a reading is lost: ``reading_of`` undoes ``rows_of``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from onrecord.values import Actor, Document, Meeting, Noun, Reading, Statement
from onrecord.values.arrow import pa
from onrecord.values.dataset import FORMAT, Table

Row = Mapping[str, Any]
OneNoun = TypeVar("OneNoun", bound=Noun)


def _field(name: str, kind: Any, *, null: bool = False) -> Any:
    return pa.field(name, kind, nullable=null)


def _list(kind: Any) -> Any:
    return pa.list_(_field("element", kind))


_TEXT = pa.string()
_SPANS = _list(pa.struct([_field("start", pa.int32()), _field("end", pa.int32()), _field("exact", _TEXT)]))
_WHEN = pa.struct([_field("date", _TEXT), _field("precision", _TEXT)])
_WHO = [
    _field("name", _TEXT, null=True),
    _field("type", _TEXT),
    _field("role", _TEXT, null=True),
    _field("party", _TEXT, null=True),
]
_DOCUMENT = [
    _field("shard", _TEXT),
    _field("origin", _TEXT),
    _field("document_number", pa.int32()),
    _field("document_id", _TEXT),
]
_EVIDENCE = ("speaker", "alongside", "relayed_by", "told_to", "said_on")
_COLUMNS: Mapping[Table, Sequence[Any]] = {
    "documents": [
        *(_field(name, _TEXT, null=True) for name in ("title", "outlet", "url", "published", "language")),
        _field("genre", _TEXT),
        _field("text", _TEXT),
        _field("background", _SPANS),
    ],
    "statements": [
        _field("number", pa.int32()),
        _field("id", _TEXT),
        *(_field(name, _SPANS) for name in ("source", "cue", "content")),
        _field("quotation", _TEXT),
        _field("speaker", pa.struct(_WHO)),
        _field("alongside", _list(pa.struct([*_WHO, _field("relation", _TEXT)]))),
        _field("relayed_by", pa.struct(_WHO), null=True),
        _field("told_to", _TEXT, null=True),
        _field("said_on", _WHEN, null=True),
        _field("kind", _TEXT),
        _field("plover", _TEXT, null=True),
        _field("condition", _SPANS),
        _field("red_line", _SPANS),
        _field("issue", _TEXT, null=True),
        _field("stance", _TEXT, null=True),
        _field("confidence", pa.float64()),
        _field("evidence", pa.struct([_field(name, _SPANS) for name in _EVIDENCE])),
        _field("meaning", pa.binary(), null=True),
    ],
    "meetings": [
        _field("number", pa.int32()),
        _field("forum", _TEXT, null=True),
        _field("what", _TEXT),
        _field("kind", _TEXT),
        _field("place", _TEXT, null=True),
        _field("date", _WHEN, null=True),
        _field("parties", _list(_TEXT)),
        _field("delegates", _list(_TEXT)),
        _field("status", _TEXT),
        *(_field(name, _SPANS) for name in ("agenda", "off_agenda", "evidence")),
    ],
    "actors": [
        _field("number", pa.int32()),
        *_WHO,
        _field("aliases", _list(_TEXT)),
        *(_field(name, _SPANS) for name in ("mentions", "evidence")),
    ],
}
SCHEMAS: Mapping[Table, Any] = {
    table: pa.schema([*_DOCUMENT, *columns], metadata={"onrecord": str(FORMAT)}) for table, columns in _COLUMNS.items()
}


def rows_of(reading: Reading, *, shard: str, origin: str, number: int) -> dict[Table, list[Row]]:
    """A reading as rows, a list for each table.

    ``shard`` and ``origin`` say where the document comes from, ``number`` which of the shard's documents it is, from 0.
    """
    document = reading.document
    known = {"shard": shard, "origin": origin, "document_number": number, "document_id": document.id}
    background = [span.model_dump() for span in reading.background]
    return {
        "documents": [{**known, **document.model_dump(exclude={"id"}), "background": background}],
        "statements": [
            {**known, "number": i, **one.model_dump(mode="json"), "meaning": one.meaning}
            for i, one in enumerate(reading.statements)
        ],
        "meetings": [{**known, "number": i, **m.model_dump(mode="json")} for i, m in enumerate(reading.meetings)],
        "actors": [{**known, "number": i, **a.model_dump(mode="json")} for i, a in enumerate(reading.actors)],
    }


def document_of(row: Row) -> Document:
    """The document of its row. Raises pydantic's ValidationError for a row that ``rows_of`` did not make."""
    return _of(Document, {**row, "id": row["document_id"]})


def reading_of(document: Row, rows: Mapping[Table, Sequence[Row]]) -> Reading:
    """The reading of a document's row and of its rows of the other tables, in their order.

    Raises pydantic's ValidationError for rows that ``rows_of`` did not make.
    """
    return Reading(
        document=document_of(document),
        statements=tuple(_of(Statement, row) for row in rows["statements"]),
        meetings=tuple(_of(Meeting, row) for row in rows["meetings"]),
        actors=tuple(_of(Actor, row) for row in rows["actors"]),
        background=document["background"],
    )


def _of(noun: type[OneNoun], row: Row) -> OneNoun:
    return noun.model_validate({name: row[name] for name in noun.model_fields})
