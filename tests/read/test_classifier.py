"""What the small networks see of a statement: two texts in pieces, cut where they are long."""

import numpy as np
import pytest

from onrecord.read.classifier import CLS, SEP, PieceTable, joined, shortened, softmax
from onrecord.read.model import load
from onrecord.read.scheme import KINDS, MARKS, SIGNALS


def test_two_texts_are_framed_and_told_apart() -> None:
    ids, parts = joined([5, 6], [7])
    assert ids.tolist() == [CLS, 5, 6, SEP, 7, SEP]
    assert parts.tolist() == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("length", "kept"), [(0, []), (5, [0, 1, 2, 3, 4]), (6, [0, 1, 2, 4, 5]), (9, [0, 1, 2, 7, 8])]
)
def test_of_a_long_text_the_start_and_the_end_are_kept(length: int, kept: list[int]) -> None:
    assert shortened(list(range(length)), 3, 2) == kept


def test_a_piece_has_its_row_times_its_scale() -> None:
    table = PieceTable(np.array([[0, 0], [2, -4]], dtype=np.int8), np.array([1.0, 0.5], dtype=np.float32))
    assert table.of(np.array([1, 0])).tolist() == [[1.0, -2.0], [0.0, 0.0]]


def test_scores_as_likelihoods_do_not_overflow() -> None:
    assert softmax(np.array([1000.0, 1000.0], dtype=np.float32)).tolist() == [0.5, 0.5]


def test_a_statement_without_words_has_odds_too() -> None:
    odds, marks = load().kinds.odds("", "", np.zeros(SIGNALS, dtype=np.float32))
    assert odds.shape == (len(KINDS),)
    assert marks.shape == (len(MARKS),)
    assert odds.sum() == pytest.approx(1)
    assert ((marks >= 0) & (marks <= 1)).all()


def test_the_same_words_have_the_same_odds_whatever_was_read_before() -> None:
    kinds, nothing = load().kinds, np.zeros(SIGNALS, dtype=np.float32)
    first = kinds.odds("Dorn : said", "the talks will fail", nothing)
    kinds.odds("Orla Fenn : warned", "of a long winter, " * 60, nothing)
    assert all(
        (a == b).all() for a, b in zip(kinds.odds("Dorn : said", "the talks will fail", nothing), first, strict=True)
    )
