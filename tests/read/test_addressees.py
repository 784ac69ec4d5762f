"""To whom it was said: an outlet, a counterpart, an audience, or nobody that the text names."""

import pytest

from onrecord.read.addressees import told_to
from tests.read.located import attribution, parsed


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ('"We go," Dorn told AP reporters.', "told", '"We go,"', "AP"),
        ("Dorn told the AP that they go.", "told", "that they go", "AP"),
        ("Dorn told the Veldic outlet TASS that they go.", "told", "that they go", "TASS"),
        ("Dorn told Reuters on Sunday they go.", "told", "they go", "Reuters"),
        ("Dorn told CNN Sunday that they go.", "told", "that they go", "CNN"),
        ("Dorn told Reuters: they go.", "told Reuters:", "they go", "Reuters"),
        ("Dorn told The Washington Post that they go.", "told", "that they go", "Washington Post"),
        ("Dorn told the Harbour Tribune that they go.", "told", "that they go", "Harbour Tribune"),
        ("Dorn told the National Assembly that they go.", "told", "that they go", "National Assembly"),
        ("Dorn told the Harbour committee that they go.", "told", "that they go", "Harbour committee"),
        ("Dorn told a packed press conference they go.", "told", "they go", "press conference"),
        ("Dorn told reporters in Sund they go.", "told", "they go", "reporters"),
        ("Dorn told parliament they go.", "told", "they go", "parliament"),
        ("Dorn told his Veldic counterpart Mara Lisk that they go.", "told", "that they go", "Mara Lisk"),
        ("Dorn told Veldic Premier Mara Lisk's aides that they go.", "told", "that they go", "Mara Lisk"),
        ("In an interview with the Financial Times, Dorn said they go.", "said", "they go", "Financial Times"),
        ("Dorn said on NBC's Meet the Press that they go.", "said", "that they go", "NBC"),
        ("On 9 May, according to CNN, Dorn said they go.", "said", "they go", "CNN"),
        ('"We go," Dorn was quoted by Interfax as saying.', "was quoted", '"We go,"', "Interfax"),
        ("In a letter to Mara Lisk, Dorn said they go.", "said", "they go", "Mara Lisk"),
        ("In a phone call with Premier Mara Lisk, Dorn said they go.", "said", "they go", "Mara Lisk"),
        ("Dorn told him that they go.", "told", "that they go", None),
        ("Dorn said they go.", "said", "they go", None),
        ("Dorn said in Sund that they go.", "said", "that they go", None),
        ("Dorn said after talks with Mara Lisk that they go.", "said", "that they go", None),
        ("According to Brell's account, Dorn said they go.", "said", "they go", None),
        ("The ministers were told by Dorn that they go.", "were told", "that they go", None),
        ('Dorn said "we told Reuters that we go" at noon.', "said", '"we told Reuters that we go"', None),
        ("Dorn said they go", "", "they go", None),
    ],
)
def test_told_to(text: str, cue: str, content: str, expected: str | None) -> None:
    people = ("Mara Lisk",) if "Mara Lisk" in text else ()
    one = parsed(text, attribution(text, "Dorn", cue, content), people=people)
    found = told_to(one, one.attributions[0])
    assert (found and found[0]) == expected
    assert not found or [one.cut(span) for span in found[1]] == [expected]


def test_an_outlet_does_not_speak_to_itself() -> None:
    text = "According to CNN, the fleet leaves."
    one = parsed(text, attribution(text, "CNN", "According to", "the fleet leaves"))
    assert told_to(one, one.attributions[0]) is None


def test_the_addressee_of_another_statement_is_not_taken() -> None:
    text = "Dorn said they go, but Brell told Reuters that they stay."
    first = attribution(text, "Dorn", "said", "they go")
    one = parsed(text, first, attribution(text, "Brell", "told", "that they stay"))
    assert told_to(one, first) is None
