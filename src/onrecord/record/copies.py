"""Near copies of a document: found by MinHash bands, judged by the whole signature."""

import struct
from collections.abc import Sequence
from zlib import crc32

from sqlalchemy import Connection, insert, select

from onrecord.record.dialect import as_number, listed
from onrecord.record.schema import band, document

ROWS = 8  # of a band: copies of 0.7 likeness meet in one of 16 bands as often as not, of 0.8 nearly always
COPY = 0.6  # share of equal hashes from which two texts are copies


def packed(signature: Sequence[int]) -> bytes:
    """A signature as bytes."""
    return struct.pack(f"<{len(signature)}I", *signature)


def bands(signature: Sequence[int]) -> list[tuple[int, int]]:
    """Each band's number and hash."""
    return [(i // ROWS, crc32(packed(signature[i : i + ROWS]))) for i in range(0, len(signature), ROWS)]


def cluster_of(connection: Connection, signature: Sequence[int]) -> int | None:
    """The cluster of the document most like a signature, if any is a copy."""
    own = packed(signature)
    hashes, b, d = listed([h for _, h in bands(signature)]).c, band.c, document.c  # bands by their place in a list
    shared = select(b.document_id).where(b.number == hashes.key, b.hash == as_number(hashes.value))
    near = connection.execute(select(d.id, d.cluster_id, d.signature).where(d.id.in_(shared)))
    rows = [(_likeness(own, row.signature), -row.id, row.cluster_id) for row in near]
    best = max(rows, default=None)
    return best[2] if best and best[0] >= COPY else None


def remember(connection: Connection, number: int, signature: Sequence[int]) -> None:
    """Keep a document's bands."""
    rows = [{"number": n, "hash": h, "document_id": number} for n, h in bands(signature)]
    connection.execute(insert(band), rows)


def _likeness(a: bytes, b: bytes) -> float:
    count = len(a) // 4
    pairs = zip(struct.unpack(f"<{count}I", a), struct.unpack(f"<{count}I", b), strict=True)
    shared: int = sum(x == y for x, y in pairs)
    return shared / count
