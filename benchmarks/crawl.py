"""What a million web pages cost: `python -m benchmarks.crawl [pages]`, a WARC of the bulk news of ../shared.

Each article stands in a page of its own with invented menus, scripts and footers around it, some 76 kB as news sites
have them. The WARC is swept by one worker: whole, and with each dossier of evaluation/about. Seconds are by the clock
from the end of a first small archive to the end of the WARC; a machine that does anything else meanwhile spoils them.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from datetime import date, timedelta
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.sweep import NEWS
from benchmarks.synthetic import word
from evaluation.about import dossiers
from onrecord.sweep.outcome import Failed, Swept
from onrecord.sweep.run import planned, swept
from onrecord.values import Dossier

LINKS, SCRIPTS = 400, 60  # a page's links in menus and footers, and its scripts
FIRST = date(2022, 1, 1)
MILLION = 1_000_000


def main() -> None:
    """Print a row for everything, and one a dossier."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="?", type=int, default=600)
    pages = parser.parse_args().pages
    table = Table("kept", "seconds", "a minute", "read", "kept", "core hours a million", "dataset, GB a million")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = written(folder / "crawl", pages)
        print(f"{pages} pages, {source / pages / 1000:.0f} kB each unpacked")
        for name, dossier in {"everything": None, **dossiers()}.items():
            table.add_row(name, *measured(folder / "crawl", folder / name, pages, dossier))
    Console().print(table)


def measured(crawl: Path, out: Path, pages: int, dossier: Dossier | None) -> list[str]:
    """One sweep."""
    ended, read, kept = [], 0, 0
    for news in swept(planned([str(crawl)], out, dossier), workers=1):
        if isinstance(news, Failed):
            sys.exit(f"{news.shard}: {news.problem}")
        if isinstance(news, Swept):
            ended.append(time.monotonic())
            read, kept = news.manifest.counts.read, news.manifest.counts.kept
    seconds = ended[-1] - ended[0]
    size = sum(file.stat().st_size for file in out.rglob("*.parquet"))
    hours, gigabytes = seconds / pages * MILLION / 3600, size / pages * MILLION / 1e9
    return [f"{seconds:.0f}", f"{60 * pages / seconds:,.0f}", f"{read}", f"{kept}", f"{hours:.1f}", f"{gigabytes:.1f}"]


def written(folder: Path, pages: int) -> int:
    """Write a small archive and one of all pages; how long the pages are together, unpacked."""
    folder.mkdir()
    (folder / "0.jsonl").write_text(json.dumps({"text": "Ilya Dorn said that the talks would go on."}), "utf-8")
    length = 0
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines, (folder / "1.warc.gz").open("wb") as file:
        for number, (line, _) in enumerate(zip(lines, range(pages), strict=False)):
            body = page(json.loads(line)["text"], number).encode()
            file.write(gzip.compress(record(body, number), 6))
            length += len(body)
    return length


def record(body: bytes, number: int) -> bytes:
    """A WARC record of a page that a server sent."""
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\nWARC-Date: {_day(number)}T06:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent + b"\r\n\r\n"


def page(text: str, number: int) -> str:
    """An article among what stands around articles."""
    first, *rest = text.strip().split("\n")
    story = "".join(f"<p>{escape(part)}</p>\n" for part in rest if part.strip())
    several = range(number % 40, number % 40 + LINKS)
    links = [f'<li class="item"><a href="/{word(n)}/{word(n + 7)}">{word(n)} {word(n + 9)}</a></li>' for n in several]
    pushed = "".join(f'<script>window.q=window.q||[];q.push("{word(n) * 160}");</script>\n' for n in range(SCRIPTS))
    over, under = "".join(links[: LINKS // 2]), "".join(links[LINKS // 2 :])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(first)}</title>'
        f'<meta property="article:published_time" content="{_day(number)}">{pushed}</head><body>'
        f"<nav><ul>{over}</ul></nav><main><article><h1>{escape(first)}</h1>\n"
        f'<time datetime="{_day(number)}">{_day(number)}</time>\n{story}</article></main>'
        f"<aside><ul>{under}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
    )


def _day(number: int) -> str:
    return (FIRST + timedelta(number % 28)).isoformat()


if __name__ == "__main__":
    main()
