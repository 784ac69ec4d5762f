"""The words that make a position absolute."""

import pytest

from onrecord.read.red_lines import red_lines
from tests.read.located import attribution, parsed


def absolute(cue: str, content: str) -> list[str]:
    text = f"Dorn {cue} {content}."
    one = parsed(text, attribution(text, "Dorn", cue, content))
    return [one.cut(r) for r in red_lines(one, one.attributions[0])]


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("said", "the treaty was non-negotiable", ["non-negotiable"]),
        ("said", "the bases are not up for discussion", ["not up for discussion"]),
        ("ruled out", "a joint patrol", ["ruled out"]),
        ("said", "Vell will never accept a foreign base", ["will never"]),
        ("said", "Vell won’t accept a foreign base", ["won’t accept"]),
        ("said", "Vell would not, ever, accept a base; it cannot tolerate one", ["cannot tolerate"]),
        ("said", "we are never going to agree to that", ["never going to agree"]),
        ("said", "we're not going to let that stand", ["'re not going to let"]),
        ("said", "I’m not gonna let them in", ["’m not gonna let"]),
        ("vowed", "to never leave the islands", ["to never"]),
        ("said", "a base there is a deal-breaker", ["deal-breaker"]),
        ("said", "the islands are off the table", ["off the table"]),
        ("said", "a base on the islands would be unacceptable", ["unacceptable"]),
        ("said", "under no circumstances would the fleet leave", ["under no circumstances"]),
        ("said", "not one soldier would leave", ["not one soldier"]),
        ("said", "no decision would be taken without them", ["no decision would be taken without"]),
        ("categorically rejected", "the plan", ["categorically rejected"]),
        ("said", "Vell would not yield under any circumstances", ["would not yield under any circumstances"]),
        ("vowed", "never to leave the islands", ["never to"]),
        ("said", "the lease is no longer on the table", ["no longer on the table"]),
        ("said", "the lease is not for others to decide", ["not for others to decide"]),
    ],
)  # fmt: skip
def test_absolute_wording(cue: str, content: str, expected: list[str]) -> None:
    assert absolute(cue, content) == expected


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("said", "Vell would not attend on Monday"),
        ("did not rule out", "a joint patrol"),
        ("said", "nothing was ruled out, and Vell would not rule out a patrol"),
        ("said", "the fleet must leave"),
    ],
)
def test_what_is_no_red_line(cue: str, content: str) -> None:
    assert absolute(cue, content) == []
