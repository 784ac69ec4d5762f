"""On what a statement depends, cut from the text."""

import pytest

from onrecord.read.conditions import conditions
from onrecord.read.parsed import Parsed
from tests.read.located import attribution, parsed


def found(text: Parsed) -> list[str]:
    return [text.cut(c) for c in conditions(text, text.attributions[0])]


def said(content: str) -> Parsed:
    text = f"Dorn said {content}."
    return parsed(text, attribution(text, "Dorn", "said", content), orgs=("Sund",) if "Sund" in text else ())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Vell would answer if Sund closed the strait", ["if Sund closed the strait"]),
        ("if Sund closed the strait, Vell would answer", ["if Sund closed the strait"]),
        ("that if Sund, once more, closed the strait, Vell would answer", ["if Sund, once more, closed the strait"]),
        ("if Sund closed the strait they would answer", ["if Sund closed the strait"]),
        ("no talks will start unless the fleet leaves", ["unless the fleet leaves"]),
        ("they would lift the ban provided that ships are checked", ["provided that ships are checked"]),
        ("they would lift the ban, provided ships are checked", ["provided ships are checked"]),
        ("Vell would stay as long as its partners stay", ["as long as its partners stay"]),
        ("they could meet only after the fleet leaves", ["only after the fleet leaves"]),
        ("grain could go north in return for open ports", ["in return for open ports"]),
        ("they would act in the event of a new attack", ["in the event of a new attack"]),
        ("it would not talk until all prisoners were home", ["until all prisoners were home"]),
        ("they would join if asked, and would stay if Sund agreed", ["if asked", "if Sund agreed"]),
        ("costs would follow should Sund close the strait", ["should Sund close the strait"]),
        ("they would go north should talks fail again", ["should talks fail again"]),
        ("if, in fact, Sund closed the strait, Vell would answer", ["if, in fact, Sund closed the strait"]),
        ("nothing would be agreed without the islands", ["without the islands"]),
        ("the next step depends on what the fleet does", ["depends on what the fleet does"]),
        ("he would oppose any envoy until the crews are free", ["until the crews are free"]),
        ("she would wait until the fleet leaves", ["until the fleet leaves"]),
        ("without a ferry deal, the ports would close", ["without a ferry deal"]),
        ("the lease would be renewed, subject to final approval by Sund", ["subject to final approval by Sund"]),
        ("the sale is deferred pending the outcome of the talks", ["pending the outcome of the talks"]),
        ("they could only meet in an environment of calm", ["in an environment of calm"]),
        ("they would win, provided they all stood firm", ["provided they all stood firm"]),
        ("it was ready to open its ports, but that Sund should free the crews", ["Sund should free the crews"]),
        ("it was ready to open its ports, but added that Sund should free the crews", ["Sund should free the crews"]),
        ("it was willing to talk while the other side must disarm", ["the other side must disarm"]),
    ],
)
def test_conditions(content: str, expected: list[str]) -> None:
    assert found(said(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        "he would see if the fleet was leaving",
        "it looked as if the fleet was leaving",
        "the port would stay shut even if the fleet was leaving",
        "the ministry provided new ships to the fleet",
        "nothing would happen until next week in the capital",
        "the talks went on until the ministers fell asleep",
        "the talks took as long as five days in all",
        "he was glad of the offer, if not so very glad",
        "it would not have left the talks if the fleet had stayed away",
        "it was ready to open its ports, but the talks should be held in May",
        "it was ready to open its ports, but we should be careful with Sund",
        "he would speak on condition of anonymity only",
        "what should Sund do about the strait?",
        "the crews should be freed at once",
        "the fleet sailed without its flagship",
        "if there had been no truce, we would look at ruins today",
        "if you go back to the last winter, prices were low",
        "the ministry provided the fleet with oil",
        "assuming office, he swore to free the crews",
        "they asked the minister if the fleet was leaving",
        "they asked when or if the fleet would leave",
        "New Poll Says Sund Should Win",
        "without going into the details, the talks would go on",
        "they are to be subject to the approval that others need",
        "the barrels lasted until the line was mended",
    ],
)
def test_what_is_no_condition(content: str) -> None:
    assert found(said(content)) == []


def test_a_condition_in_a_quotation_ends_with_it() -> None:
    text = '"If the fleet leaves, we talk," Dorn said. "Not if it stays here."'
    one = attribution(text, "Dorn", "said", '"If the fleet leaves, we talk,"', '"Not if it stays here."')
    assert found(parsed(text, one)) == ["If the fleet leaves"]


def test_a_condition_beside_the_content_counts() -> None:
    text = "If the fleet leaves, Dorn said, talks could start."
    one = attribution(text, "Dorn", "said", "talks could start")
    assert found(parsed(text, one)) == ["If the fleet leaves"]


def test_a_condition_of_another_statement_does_not_count() -> None:
    text = "Dorn said talks could start, and Brell said they would if the fleet left."
    one = attribution(text, "Dorn", "said", "talks could start")
    other = attribution(text, "Brell", "said", "they would if the fleet left")
    assert found(parsed(text, one, other)) == []


def test_a_condition_of_the_next_clause_does_not_count() -> None:
    text = "Dorn voiced his worry and shuts the port if the fleet stays."
    assert found(parsed(text, attribution(text, "Dorn", "voiced", "his worry"))) == []
