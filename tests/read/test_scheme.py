"""Tags to spans, and what the tagger is told about where a piece lies."""

import numpy as np
import pytest

from onrecord.read.scheme import (
    DISTANCE_CLASSES,
    PARAGRAPH_CLASSES,
    ROLE_TAGS,
    distance_classes,
    paragraph_classes,
    proposals,
    spans_of,
)


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ([0, 0], []),
        ([1, 2, 2], [(0, 0, 3)]),
        ([1, 1, 2], [(0, 0, 1), (0, 1, 3)]),
        ([1, 4, 4, 0, 5], [(0, 0, 1), (1, 1, 3), (2, 4, 5)]),
        ([2, 2], [(0, 0, 2)]),
    ],
)
def test_spans_of_tags(tags: list[int], spans: list[tuple[int, int, int]]) -> None:
    assert spans_of(np.array(tags)) == spans


def test_role_tags_are_where_the_networks_put_them() -> None:
    assert ROLE_TAGS == ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def test_distance_is_symmetric_around_the_cue_and_in_range() -> None:
    classes = distance_classes(600, 300, 302)
    assert classes[300] == classes[301] == DISTANCE_CLASSES // 2
    assert classes[299] + classes[302] == DISTANCE_CLASSES - 1
    assert classes.min() == 0
    assert classes.max() == DISTANCE_CLASSES - 1
    assert (np.diff(classes) >= 0).all()


def test_paragraph_classes_are_relative_and_clipped() -> None:
    classes = paragraph_classes(np.array([0, 1, 2, 3, 4, 5, 6, 7, 8]), 4)
    assert classes.tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 6]
    assert classes.max() == PARAGRAPH_CLASSES - 1


@pytest.mark.parametrize(
    ("odds", "least", "found"),
    [
        ([[0.0, 0.0], [0.9, 0.0], [0.0, 0.8]], 0.2, [(1, 3)]),
        ([[0.9, 0.0], [0.9, 0.0]], 0.2, [(0, 1), (1, 2)]),
        ([[0.02, 0.1], [0.7, 0.0], [0.0, 0.2]], 0.2, [(1, 2)]),
        ([[0.1, 0.05]], 0.2, []),
    ],
)
def test_proposals(odds: list[list[float]], least: float, found: list[tuple[int, int]]) -> None:
    assert proposals(np.array(odds), least) == found
