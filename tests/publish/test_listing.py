"""Answers as rows: for the terminal short, for CSV whole and harmless."""

import csv
import io
from pathlib import Path

from rich.console import Console

from onrecord.publish import listing, markdown
from onrecord.publish.of_record import of_record
from onrecord.record.answers import Filter
from tests.record.kept import DORN, document, reading, said, store

WORDS = "the radar on Skerra must be dismantled before any limit on patrols"


def test_who_told_it_first_and_who_fullest(tmp_path: Path) -> None:
    texts = [f"Dorn said {WORDS}.", f"In Torvek, Dorn said {WORDS}, he told reporters."]
    contents = [WORDS, f"{WORDS}, he told reporters"]
    docs = [document(t, f"2027-03-0{i}", o) for i, (t, o) in enumerate(zip(texts, ("Wire", "Tribune"), strict=True), 1)]
    view = store(
        tmp_path / "t.db", *(reading(d, said(d.text, DORN, c)) for d, c in zip(docs, contents, strict=True))
    )  # fmt: skip
    (row,) = listing.statements(view.statements()).rows
    assert row[-1] == "Wire, Tribune (2 documents); fullest: Tribune"
    first, second = listing.statements_in_full(view.statements()).rows
    assert [first[-3:-1], second[-3:-1]] == [(1, 0), (0, 1)]


def test_csv_starts_no_formula_and_keeps_every_character() -> None:
    odd = '=HYPERLINK("http://x.example","y"), said Dorn; "quoted"\nand on two lines'
    made = listing.Listing("t", ("a", "b"), ((odd, 1), ("-1", None), ("plain", 2.5)))
    rows = list(csv.reader(io.StringIO(listing.as_csv(made), newline="")))
    assert rows == [["a", "b"], ["'" + odd, "1"], ["'-1", ""], ["plain", "2.5"]]


def test_tables_take_words_for_words(tmp_path: Path) -> None:
    """Text from a document is not taken for the terminal's markup."""
    text = "Dorn said [bold]nothing[/bold] about \x1b[31mthe radar."
    view = store(tmp_path / "t.db", reading(document(text, "2027-03-01"), said(text, DORN, text[10:-1])))
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        console.print(listing.table(listing.statements(view.statements(Filter(limit=1)))))
    assert "[bold]nothing[/bold]" in captured.get()
    assert "\x1b" not in captured.get()
    assert "\x1b" not in markdown.render(of_record(view, Filter()))
