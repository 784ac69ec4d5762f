"""Archives to sweep, made in code: talks that a dossier is about, and much else."""

import json
from pathlib import Path

from tests.gather.warcs import good, http, packed, page, record

SPORT = (
    "The home side won the cup on Saturday before a crowd of nine thousand, after a goal in the last minute.\n"
    "The coach said that the players had trained hard all winter and that the season was far from over.\n"
    "Tickets for the next match are sold at the gate, and the buses run until midnight as they always do."
)
DOSSIER = """\
title: The talks of Kelmar
period: {start: 2027-03-05}
parties:
  - name: Varnia
    people: [{name: Ilya Dorn, role: Foreign Minister}]
  - name: Ostrel
    people: [{name: Maren Tolvik, role: envoy}]
issues:
  - id: radar
    name: The radar
    proposition: The radar on Skerra is shut down.
    phrases: [radar, discuss the radar, the ships]
"""


def warc(path: Path, first: int, articles: int, others: int = 0) -> Path:
    """A packed WARC file: articles on the talks, between others a picture, a missing page and a match report."""
    records = [good(number) for number in range(first, first + articles)]
    for number in range(others):
        sport = http(page(number, body=f"{SPORT}\nIt was match {number} of the year.").encode())
        records += [record(sport, number=first + number)]
        records += [record(http(b"\x89PNG", kind="image/png")), record(http(b"", status="404 Not Found"))]
    path.write_bytes(packed(*records))
    return path


def jsonl(path: Path, first: int, articles: int) -> Path:
    """A JSONL file of articles of the days after one another."""
    lines = []
    for number in range(first, first + articles):
        text = f"Varnian Foreign Minister Ilya Dorn said that Varnia would never shut down radar {number} on Skerra."
        lines.append(json.dumps({"id": f"a{number}", "text": text, "date": f"2027-03-{number % 28 + 1:02}"}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
