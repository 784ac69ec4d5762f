"""Items and block quotes under a cue's colon are attributed to the line that introduces them."""

import pytest

from onrecord.read.lists import with_items
from tests.read.located import attribution, parsed

LEAD = "Dorn listed two demands:"


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ("- no new bases,\n- free passage.", ["no new bases", "free passage"]),
        ("* no new bases; and\n* free passage", ["no new bases", "free passage"]),
        ("1. no new bases\n2. free passage", ["no new bases", "free passage"]),
        ("> We want no new bases.\n> We want free passage.", ["We want no new bases.\n> We want free passage"]),
        ("\n- no new bases,\n\n- free passage.", ["no new bases", "free passage"]),
    ],
)
def test_items_become_attributions(body: str, items: list[str]) -> None:
    text = f"{LEAD}\n{body}\nThe talks go on."
    found = with_items(parsed(text, attribution(text, "Dorn", "listed", "two demands"))).attributions
    assert [text[slice(*a.content[0])] for a in found] == items
    assert {text[slice(*a.source[0])] for a in found} == {"Dorn"}
    assert {text[slice(*a.cue[0])] for a in found} == {"listed"}


def test_a_line_that_announces_demands_needs_no_reader() -> None:
    text = "Dorn has set out three conditions for a treaty:\n- no new bases\n- free passage"
    found = with_items(parsed(text)).attributions
    assert [text[slice(*a.content[0])] for a in found] == ["no new bases", "free passage"]
    assert {(text[slice(*a.source[0])], text[slice(*a.cue[0])]) for a in found} == {("Dorn", "has set out")}


def test_a_list_without_a_cue_is_left_alone() -> None:
    text = "The agenda:\n- passage\n- bases"
    assert with_items(parsed(text)).attributions == ()


def test_a_colon_without_a_list_is_left_alone() -> None:
    text = "Dorn said: no new bases.\nThe talks go on."
    one = attribution(text, "Dorn", "said", "no new bases")
    assert with_items(parsed(text, one)).attributions == (one,)


def test_an_item_with_a_speaker_of_its_own_keeps_it() -> None:
    text = "Dorn listed two demands:\n- no new bases,\n- Brell said passage comes first."
    own = attribution(text, "Brell", "said", "passage comes first")
    found = with_items(parsed(text, attribution(text, "Dorn", "listed", "two demands"), own)).attributions
    assert own in found
