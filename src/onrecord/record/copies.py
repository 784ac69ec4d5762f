"""Near copies of a document: found by MinHash bands, judged by the whole signature."""

import json
import struct
from collections.abc import Sequence
from zlib import crc32

from sqlalchemy import Connection, insert, text

from onrecord.record.schema import band

ROWS = 8  # of a band: copies of 0.7 likeness meet in one of 16 bands as often as not, of 0.8 nearly always
COPY = 0.6  # share of equal hashes from which two texts are copies


# Bands by their place in a list: sixteen conditions take longer to write than to answer.
_NEAR = text(
    "SELECT id, cluster_id, signature FROM document WHERE id IN"
    " (SELECT b.document_id FROM json_each(:bands) j JOIN band b ON b.number = j.key AND b.hash = j.value)"
)


def packed(signature: Sequence[int]) -> bytes:
    """A signature as bytes."""
    return struct.pack(f"<{len(signature)}I", *signature)


def bands(signature: Sequence[int]) -> list[tuple[int, int]]:
    """Each band's number and hash."""
    return [(i // ROWS, crc32(packed(signature[i : i + ROWS]))) for i in range(0, len(signature), ROWS)]


def cluster_of(connection: Connection, signature: Sequence[int]) -> int | None:
    """The cluster of the document most like a signature, if any is a copy."""
    own = packed(signature)
    near = connection.execute(_NEAR, {"bands": json.dumps([h for _, h in bands(signature)])})
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
