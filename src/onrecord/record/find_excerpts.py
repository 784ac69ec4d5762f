"""Characters of documents around some words, without reading the documents whole."""

from collections.abc import Iterable

from sqlalchemy import Connection, Integer, cast, func, select

from onrecord.record.answers import Excerpt
from onrecord.record.dialect import item, listed
from onrecord.record.schema import document
from onrecord.spans import Range


def excerpts(connection: Connection, wanted: Iterable[tuple[str, Range]]) -> tuple[Excerpt, ...]:
    """The characters of ranges of documents, by key, as far as there are any."""
    asked = listed([[key, max(0, start), max(0, start, end)] for key, (start, end) in wanted])
    key = item(asked.c.value, 0)
    start, end = (cast(item(asked.c.value, n), Integer) for n in (1, 2))
    chosen = select(
        document.c.key, start.label("start"), func.substr(document.c.text, start + 1, end - start).label("text")
    )
    rows = connection.execute(chosen.select_from(asked).join(document, document.c.key == key).order_by(asked.c.key))
    return tuple(Excerpt(row.key, int(row.start), row.text) for row in rows)
