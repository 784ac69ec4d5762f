"""Where a statement stands: by the shipped network, and by the word rules."""

import numpy as np
import pytest

from onrecord.read.model import load
from onrecord.read.stance import stance
from onrecord.read.stance_reader import ANSWERS, COLON, STANCES, SURE, answer, pieces
from onrecord.values import Kind, Stance

RADAR = "The radar on Skerra is shut down."


@pytest.mark.parametrize(
    ("cue", "content", "kind", "proposition", "expected"),
    [
        ("said", "Ostrel will not close its radar station on Skerra", "refusal", RADAR, "against"),
        ("demanded", "that the radar be dismantled", "demand", RADAR, "for"),
        ("said", "the fleet would never leave the strait", "refusal", "The fleet leaves the strait.", "against"),
        ("ruled out", "guarantees that the League would not expand", "refusal", "The League expands.", "for"),
        ("said", "nothing had been decided", "assertion", "Fishing rights are settled.", None),
    ],
)
def test_where_a_statement_stands(
    cue: str, content: str, kind: Kind, proposition: str, expected: Stance | None
) -> None:
    assert load().stances.stance(cue, content, "", kind, proposition) == expected


def test_the_network_speaks_where_the_rules_find_no_word_in_common() -> None:
    said = ("urged", "rich countries to cut emissions deeply", "", "demand")
    proposition = "Industrial states pollute less"
    assert stance(*said, proposition) is None
    assert load().stances.odds(said[0], said[1], proposition, answer(*said, proposition))[0] >= SURE
    assert load().stances.stance(*said, proposition) == "for"


def test_the_rules_answer_as_signals() -> None:
    told = answer("demanded", "that the radar be dismantled", "", "demand", RADAR)
    assert told.shape == (ANSWERS,)
    assert told.tolist() == [1.0, 0, 0, 0, 0, 0]
    silent = answer("said", "the minister landed at noon", "", "assertion", RADAR)
    assert np.flatnonzero(silent).tolist() == [len(STANCES)]


def test_the_proposition_is_read_before_the_statement() -> None:
    tokenizer = load().tokenizer
    ids, parts = pieces(tokenizer, "said", "yes", "The radar is shut down.")
    first = tokenizer.encode("The radar is shut down.", add_special_tokens=False).ids
    assert ids[1 : 1 + len(first)].tolist() == first
    assert COLON in ids[parts == 1]
