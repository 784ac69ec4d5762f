"""Kinds, conditions and red lines as the shipped network decides on them."""

import pytest

from onrecord.read.acts import Act, act, of_position
from onrecord.read.model import load
from onrecord.read.parse import located
from onrecord.read.parsed import Parsed
from onrecord.values import Kind
from tests.read.located import attribution


def done(cue: str, content: str) -> tuple[Act, Parsed]:
    text = f"Dorn {cue} {content}."
    said = attribution(text, "Dorn", cue, content)
    one = located(text, load())
    return act(one, said), one


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        ("demanded", "that the fleet leave the strait", "demand"),
        ("proposed", "a joint patrol", "offer"),
        ("pledged", "to keep the ports open", "commitment"),
        ("ruled out", "a joint patrol", "refusal"),
        ("warned", "of a long winter", "warning"),
        ("accused", "Sund of piracy", "accusation"),
        ("welcomed", "the release of the crews", "endorsement"),
        ("predicted", "a long night of talks", "expectation"),
        ("said", "the minister landed at noon", "assertion"),
        ("said", "nobody in the capital had slept, and that it showed", "assertion"),
        ("said", "the blockade was a betrayal of everything Sund had signed", "accusation"),
    ],
)
def test_the_likeliest_kind(cue: str, content: str, kind: Kind) -> None:
    assert done(cue, content)[0].kind == kind


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Vell would reopen the ports if Sund freed the crews", "if Sund freed the crews"),
        ("there would be no talks unless the fleet left", "unless the fleet left"),
    ],
)
def test_a_condition_that_the_network_bears_out_is_told(content: str, expected: str) -> None:
    does, text = done("said", content)
    assert [text.cut(r) for r in does.condition] == [expected]


@pytest.mark.parametrize(
    "content",
    [
        "Vell was open to a joint patrol, but that Sund should publish its routes too",
        "Vell was ready to withdraw its fleet, but the other side should do the same",
    ],
)
def test_what_is_asked_in_return_for_an_offer_makes_it_no_demand(content: str) -> None:
    does, text = done("said", f"that {content}")
    assert does.kind == "offer"
    assert ["should" in text.cut(r) for r in does.condition] == [True]


def test_absolute_words_of_a_position_are_a_red_line() -> None:
    does, text = done("said", "Vell will never accept a foreign base on the islands")
    assert [text.cut(r) for r in does.red_line] == ["will never"]


@pytest.mark.parametrize(
    "content",
    ["the minister had never been to the islands", "the minister never called"],
)
def test_absolute_words_about_facts_are_none(content: str) -> None:
    assert done("said", content)[0].red_line == ()


def test_absolute_words_that_take_no_position_are_none() -> None:
    assert of_position(((19, 29),), 0.01, 1.0) == ()
    assert of_position(((19, 29),), 1.0, 0.001) == ()
    assert of_position(((19, 29),), 1.0, 1.0) == ((19, 29),)
