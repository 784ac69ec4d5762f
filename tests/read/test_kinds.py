"""What a statement does, by its cue and its words."""

import json
from importlib import resources
from typing import get_args

import pytest

from onrecord.read.acts import act
from onrecord.read.conditions import conditions
from onrecord.read.kinds import signals
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.scheme import KINDS, MARKS, PLACES
from onrecord.values import Kind
from tests.read.located import attribution, parsed


def spoken_for(text: Parsed, said: Attribution) -> Kind:
    """The kind of the heaviest phrase; assertion where there is none."""
    seen = signals(text, said, conditions(text, said), ())
    heaviest = seen[: -len(MARKS)].reshape(len(KINDS), len(PLACES)).max(1)
    return KINDS[int(heaviest.argmax())] if heaviest.any() else "assertion"


def kind(source: str, cue: str, *content: str) -> Kind:
    text = f"{source} {cue} {' '.join(content)}."
    one = parsed(text, attribution(text, source, cue, *content))
    return spoken_for(one, one.attributions[0])


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("demanded", "that the fleet leave the strait", "demand"),
        ("urged", "Sund to free the crews", "demand"),
        ("also called for", "a new round", "demand"),
        ("insists", "that the crews be freed", "demand"),
        ("said", "Sund should free the crews", "demand"),
        ("said", "the islands must not be armed", "demand"),
        ("stressed", "the need for Sund to free the crews", "demand"),
        ("said", "Sund should be ready to talk", "demand"),
        ("offered", "to open two ports", "offer"),
        ("proposed", "a joint patrol", "offer"),
        ("said", "Vell was ready to discuss the ports", "offer"),
        ("said", "Vell would drop its demand for a base", "offer"),
        ("said", "they were open to a joint patrol", "offer"),
        ("insisted", "that they were more than willing to talk", "offer"),
        ("pledged", "to keep the ports open", "commitment"),
        ("agreed", "to resume the patrols", "commitment"),
        ("said", "Vell would continue to support its partners", "commitment"),
        ("reaffirmed", "the right of every island to choose its partners", "commitment"),
        ("noted", "Vell's commitment to free passage", "commitment"),
        ("underscored their support for", "the islands", "commitment"),
        ("has ruled out", "a joint patrol", "refusal"),
        ("said", "Vell won’t accept a foreign base", "refusal"),
        ("said", "the bases would not be discussed this week", "refusal"),
        ("said", "the treaty was non-negotiable", "refusal"),
        ("said", "Vell was not ready to talk", "refusal"),
        ("said", "the plan was, simply, not acceptable", "refusal"),
        ("warned", "of a long winter", "warning"),
        ("said", "Vell would not tolerate a blockade", "warning"),
        ("said", "Sund would face severe costs", "warning"),
        ("stressed", "its readiness to impose costs on Sund", "warning"),
        ("said", "the navy would move north if Sund seized the island", "warning"),
        ("accused", "Sund of piracy", "accusation"),
        ("said", "Sund had violated the truce", "accusation"),
        ("criticised", "the blockade", "accusation"),
        ("welcomed", "the release of the crews", "endorsement"),
        ("expressed support for", "the patrols", "endorsement"),
        ("predicted", "a long night", "expectation"),
        ("said", "he did not expect a breakthrough", "expectation"),
        ("said", "the talks would be difficult", "expectation"),
        ("said", "a deal was unlikely", "expectation"),
        ("said", "the price of grain would rise", "expectation"),
        ("said", "the minister landed at noon", "assertion"),
        ("declined", "to talk to reporters", "assertion"),
        ("did not say", "whether Vell was ready to talk", "assertion"),
        ("said", "Vell had not ruled out a joint patrol", "assertion"),
        ("denied", "that Vell had violated the truce", "assertion"),
        ("said", "Vell would not have left if it had been heard", "assertion"),
        ("said", "the delegates would arrive on 3 May", "expectation"),
        ("said", "the delegates arrived on 3 May", "assertion"),
    ],
)
def test_phrases_speak_for_a_kind(cue: str, content: str, expected: Kind) -> None:
    assert kind("Dorn", cue, content) == expected


def test_the_cue_weighs_more_than_the_content() -> None:
    assert kind("Dorn", "welcomed", "Sund's offer to withdraw, which must be kept") == "endorsement"


def test_the_first_sentence_weighs_more_than_the_next() -> None:
    assert kind("Dorn", "said", '"We are ready to talk. We are ready to respond with force."') == "offer"


def test_what_stands_under_a_condition_is_not_what_is_said() -> None:
    assert kind("Dorn", "said", "trade would grow if Sund was ready to talk") == "expectation"


def test_an_item_takes_the_kind_of_its_lead() -> None:
    text = "Dorn listed three demands of Sund:\n- no bases,\n- free passage."
    one = attribution(text, "Dorn", "listed", "free passage")
    assert spoken_for(parsed(text, one), one) == "demand"


def test_the_frame_of_a_noun_cue_counts() -> None:
    text = "Dorn put forward a list of demands, including guarantees that no base will be built."
    one = attribution(text, "Dorn", "guarantees", "that no base will be built")
    assert spoken_for(parsed(text, one), one) == "demand"


def test_an_aside_about_the_source_does_not_count() -> None:
    text = "Dorn, who had warned of war, said the minister landed at noon."
    one = attribution(text, "Dorn", "said", "the minister landed at noon")
    assert spoken_for(parsed(text, one), one) == "assertion"


def test_content_without_a_cue_is_read_too() -> None:
    text = "Sund must free the crews."
    one = attribution(text, "", "", "Sund must free the crews")
    assert spoken_for(Parsed(text, ((0, len(text)),), (), (one,)), one) == "demand"


def test_a_text_that_no_encoder_has_read_has_no_kinds() -> None:
    text = "Dorn said Sund must free the crews."
    one = parsed(text, attribution(text, "Dorn", "said", "Sund must free the crews"))
    with pytest.raises(ValueError, match="parse the text with one"):
        act(one, one.attributions[0])


def test_the_data_file_names_only_kinds_and_places_that_exist() -> None:
    file = resources.files("onrecord.read.data") / "kinds.json"
    rules = json.loads(file.read_text(encoding="utf-8"))["rules"]
    kinds = {rule["kind"] for rule in rules} | {rule["negated"] for rule in rules if "negated" in rule}
    assert kinds <= set(get_args(Kind))
    assert {rule["in"] for rule in rules} == {"cue", "content", "condition"}
    assert all(rule["phrases"] and 0 < rule["weight"] < 10 for rule in rules)
