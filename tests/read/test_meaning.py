"""Meanings: unit vectors of the shipped model, near where texts are about one thing."""

import numpy as np
import pytest

from onrecord.read.meaning import SIZE, issue_meaning, likeness, likenesses, meaning
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.values import Document, Issue

FISH = "Varnia will not let foreign trawlers fish in the strait."
GAS = "The price of natural gas is to be set by the two ministers of energy."


def test_a_meaning_is_a_unit_vector_in_int8() -> None:
    vector = np.frombuffer(meaning(FISH, load()), dtype=np.int8).astype(float)
    assert vector.shape == (SIZE,)
    assert np.linalg.norm(vector) == pytest.approx(127, abs=3)


def test_texts_about_one_thing_are_nearer() -> None:
    model = load()
    near = likeness(meaning(FISH, model), meaning("Fishing quotas for boats off the coast", model))
    far = likeness(meaning(GAS, model), meaning("Fishing quotas for boats off the coast", model))
    assert near > far + 0.2
    assert likeness(meaning(FISH, model), meaning(FISH, model)) == pytest.approx(1, abs=0.02)


def test_a_text_without_words_is_like_nothing() -> None:
    model = load()
    assert likeness(meaning("", model), meaning(FISH, model)) == 0
    assert list(likenesses([None, b"short"], [meaning(FISH, model)])[:, 0]) == [0, 0]


def test_an_issue_has_a_place_for_each_of_its_texts() -> None:
    issue = Issue(id="fish", name="Fishing", proposition=FISH, phrases=("fishing quotas", "trawlers"))
    placed = issue_meaning(issue, load())
    assert len(placed) == 4 * SIZE
    assert likeness(meaning("Trawlers", load()), placed) > likeness(meaning(GAS, load()), placed)


def test_statements_are_read_with_their_meaning() -> None:
    text = "Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait."
    model = load()
    (statement,) = read_with(Document(id="d", published="2030-03-04", text=text), model).statements
    assert statement.meaning == meaning(statement.content[0].exact, model)
    assert "meaning" not in statement.model_dump()
