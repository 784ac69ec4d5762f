"""Words reported at second hand belong to who said them; who reported them is kept."""

from onrecord.read.model import load
from onrecord.read.parse import parse
from onrecord.read.parsed import Attribution
from onrecord.read.relays import with_relays
from tests.read.located import attribution, parsed


def nothing(_: str) -> tuple[Attribution, ...]:
    return ()


def test_an_opening_according_to_names_the_reporter() -> None:
    text = "According to Maro Tesk, the minister noted that talks were slow."
    one = attribution(text, "the minister", "noted", "that talks were slow")
    (found,) = with_relays(parsed(text, one, people=("Maro Tesk",)), nothing).attributions
    assert [text[slice(*r)] for r in found.outer] == ["Maro Tesk"]
    assert text[slice(*found.source[0])] == "the minister"


def test_the_reporters_apposition_is_no_part_of_the_source() -> None:
    text = "According to Maro Tesk, the spokesman, Brell, at dinner, noted that talks were slow."
    one = attribution(text, "the spokesman, Brell, at dinner,", "noted", "that talks were slow")
    (found,) = with_relays(parsed(text, one, people=("Maro Tesk", "Brell")), nothing).attributions
    assert text[slice(*found.source[0])] == "Brell, at dinner"
    assert [text[slice(*r)] for r in found.outer] == ["Maro Tesk"]


def test_a_source_after_according_to_reports_only_itself() -> None:
    text = "According to Maro Tesk, talks were slow."
    one = attribution(text, "Maro Tesk", "According to", "talks were slow")
    assert with_relays(parsed(text, one, people=("Maro Tesk",)), nothing).attributions == (one,)


def test_a_statement_in_a_reporting_frame_is_read_on_its_own() -> None:
    text = "According to the Harbour Tribune, Foreign Minister Ilya Dorn said he did not expect a deal this week."
    (found,) = parse(text, load()).attributions
    assert "Dorn" in text[slice(*found.source[0])]
    assert [text[slice(*r)] for r in found.outer] == ["the Harbour Tribune"]
