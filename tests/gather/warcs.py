"""Web archives made in code: records, packed or not, and everything that can be wrong with them."""

import gzip
from pathlib import Path

from onrecord.gather import Pending, pending

SENTENCES = (
    "Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait of Skerra to anyone.",
    "Ostrelian envoy Maren Tolvik said that Ostrel was ready to discuss the radar if the ships were withdrawn first.",
    "The two delegations met for the {} time in the old customs house of Kelmar and spoke for about three hours.",
    "Neither side would say whether a date had been set, and the hall was empty by the time that the lamps were lit.",
)


def article(number: int) -> str:
    """The text of an article that is like no other."""
    return "\n".join(SENTENCES).format(f"{number}th")


def page(number: int = 1, *, head: str = "", body: str | None = None) -> str:
    """An article as a web page."""
    paragraphs = "".join(f"<p>{line}</p>\n" for line in (body or article(number)).split("\n"))
    title = f"<title>Talks of Kelmar, part {number}</title>{head}"
    menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
    return f"<!DOCTYPE html><html><head>{title}</head><body>{menu}<article>{paragraphs}</article></body></html>"


def http(body: bytes, *fields: str, status: str = "200 OK", kind: str | None = "text/html; charset=utf-8") -> bytes:
    """An HTTP response."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def record(block: bytes, *, kind: str = "response", number: int = 1, omit: str = "", **changed: str) -> bytes:
    """A WARC record; ``changed`` has other values of fields, with _ for -, ``omit`` leaves one out."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date": "2021-03-08T09:00:00Z",
        "WARC-Target-URI": f"https://tribune.example/talks/{number}",
        "Content-Type": "application/http; msgtype=response" if kind in ("response", "revisit") else "text/plain",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if name != omit]
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def good(number: int) -> bytes:
    """A record with an article."""
    return record(http(page(number).encode()), number=number)


def arc(uri: str, block: bytes, kind: str = "text/html") -> bytes:
    """A record of an ARC file, version 1."""
    return f"{uri} 192.0.2.1 20210308090000 {kind} {len(block)}\n".encode() + block + b"\n"


def packed(*records: bytes) -> bytes:
    """Records as WARC files have them: each in a gzip member of its own."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def found(path: Path, content: bytes) -> list[Pending]:
    """What is listed of a file of this content."""
    path.write_bytes(content)
    return list(pending(str(path)))
