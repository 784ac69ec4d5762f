"""Small PDFs written by hand, for the tests that need one."""

from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # from the left, from the bottom, size, words

BOX = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"


def made_pdf(pages: Sequence[Sequence[Placed]], info: str = "") -> bytes:
    """A PDF with words set in Helvetica at given places; ``info`` is what stands in its information dictionary."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = "\n".join(_drawn(*placed) for placed in page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R {BOX} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    return _file(objects)


def set_lines(lines: Sequence[str], top: float = 720, left: float = 72, step: float = 14) -> list[Placed]:
    """Lines one below the other, in eleven points; an empty one leaves a gap."""
    return [(left, top - step * number, 11, line) for number, line in enumerate(lines) if line]


def _drawn(left: float, bottom: float, size: float, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {left} {bottom} Td ({escaped}) Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, made in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{made}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode("ascii")
