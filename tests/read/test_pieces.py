"""Word pieces keep the text's offsets, its written form, and whole paragraphs in their windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.model import load
from onrecord.read.pieces import Pieces, cut, quote_states, windows


def pieces_of(text: str) -> Pieces:
    return cut(text, load().tokenizer)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "no deal" today.', "no deal"),
        ("He said “no “new” deal” today.", "no new deal"),
        ('He said "no "new" deal" today.', "no new deal"),
        ("«Nothing is agreed», she said.", "Nothing is agreed"),
        ('"An open quotation ends with\nits paragraph.', "An open quotation ends with"),
        ("No quotation at all.", ""),
    ],
)
def test_quotation_states(text: str, inside: str) -> None:
    states = quote_states(text)
    found = "".join(c for c, s in zip(text, states, strict=True) if s == 1)
    assert found == inside


def test_written_form_and_paragraphs() -> None:
    pieces = pieces_of("NATO met.\n\nThe talks ended in 2022.")
    assert pieces.shape[0] == 3
    assert pieces.begins.sum() == 2
    assert pieces.paragraph.tolist() == [0] * 3 + [1] * 7
    assert pieces.shape[-2] == 5


def test_whole_words_widen_to_the_word() -> None:
    text = "Denuclearisation stalled."
    pieces = pieces_of(text)
    assert len(pieces) > 3
    start, end = pieces.whole_words(1, 2)
    assert text[start:end] == "Denuclearisation"


@given(st.text(max_size=400))
def test_offsets_lie_in_the_text_and_rise(text: str) -> None:
    pieces = pieces_of(text)
    assert (pieces.offsets >= 0).all()
    assert (pieces.offsets <= len(text)).all()
    assert (np.diff(pieces.offsets[:, 0]) >= 0).all()


@given(st.lists(st.integers(1, 120), max_size=40), st.integers(20, 254), st.integers(0, 16))
def test_windows_cover_every_piece_and_fit(paragraphs: list[int], size: int, overlap: int) -> None:
    pieces = pieces_of("\n".join("a " * n for n in paragraphs))
    seen = windows(pieces, size, overlap)
    covered = np.zeros(len(pieces), dtype=int)
    for window in seen:
        assert 0 < window.end - window.start <= size
        covered[window.start : window.end] += 1
    assert (covered > 0).all()
