"""A suggestion in its context, and rulings as training data."""

from typing import Any

import pytest

from onrecord.publish import training
from onrecord.publish.review import context
from onrecord.publish.rulings import line
from onrecord.record.answers import Field, Ruling
from onrecord.values import Issue

TEXT = "A first line.\nDorn said no boat would leave.\nA last line."
WHO, CUE, WHAT = (14, 18), (19, 23), (24, 43)


@pytest.mark.parametrize(
    ("ranges", "shown"),
    [
        ({"source": [WHO], "cue": [CUE], "content": [WHAT]}, "{Dorn} <said> «no boat would leave»."),
        ({"content": [WHAT], "source": []}, "Dorn said «no boat would leave»."),
        ({"content": [(0, 5), WHAT]}, "«A fir»st line.\nDorn said «no boat would leave»."),
        ({"content": [], "source": [(2, 7)]}, "A {first} line."),
        ({}, ""),
    ],
)
def test_marks_stand_where_the_words_stand(ranges: dict[str, Any], shown: str) -> None:
    assert context(TEXT, ranges) == shown


def test_of_a_long_paragraph_a_part_is_shown() -> None:
    text = "x" * 5_000 + " no boat " + "y" * 5_000
    shown = context(text, {"content": [(5_001, 5_008)]})
    assert shown.startswith("… x")
    assert shown.endswith("y …")
    assert "«no boat»" in shown
    assert len(shown) < 1_000


def ruling(
    field: Field, answer: Any = None, issue: str | None = None, by: str = "Ada Reeve", number: int = 1
) -> Ruling:
    return Ruling(
        id=number, act=number, statement=7, document="d", key="k", source=(WHO,), cue=(CUE,), content=(WHAT,),
        field=field, issue=issue, machine="offer", answer=answer, judge=by, made="2027-03-01T10:00:00+00:00",
    )  # fmt: skip


def marked(*ranges: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"start": s, "end": e, "exact": TEXT[s:e]} for s, e in ranges]


CONFIRMED = {
    "kind": "refusal",
    "speaker": {"name": "Dorn", "type": "person"},
    "condition": [],
    "red_line": marked((24, 31)),
}
UNJUDGED = {"red_line": None, "condition": None}
PLACE = {"set": "review", "document": "d", "source": [[14, 18]], "cue": [[19, 23]], "content": [[24, 43]]}


@pytest.mark.parametrize(
    ("rulings", "row"),
    [
        ([ruling("kind", "refusal")], PLACE | {"kind": "refusal", **UNJUDGED, "by": "Ada Reeve"}),
        (
            [ruling("confirm", CONFIRMED, by="Ben")],
            PLACE | {"kind": "refusal", "red_line": True, "condition": [], "by": "Ben"},
        ),
        (
            [ruling("confirm", CONFIRMED), ruling("kind", "warning", by="Ben"), ruling("condition", marked((36, 43)))],
            PLACE | {"kind": "warning", "red_line": True, "condition": [[36, 43]], "by": "Ben"},
        ),
        (
            [ruling("kind", "refusal"), ruling("spans", {"content": marked((27, 43))})],
            PLACE | {"content": [[27, 43]], "kind": "refusal", "red_line": None, "condition": None, "by": "Ada Reeve"},
        ),
        ([ruling("speaker", {"name": "X"})], None),  # nobody said of what kind it is
        ([ruling("kind", "refusal"), ruling("reject")], None),
    ],
)  # fmt: skip
def test_kinds_as_training_data(rulings: list[Ruling], row: dict[str, Any] | None) -> None:
    assert list(training.kinds([rulings])) == ([row] if row else [])
    assert [r["by"] for r in training.rejected([rulings])] == (["Ada Reeve"] if rulings[-1].field == "reject" else [])


def test_stances_as_training_data() -> None:
    issue = Issue(id="boats", name="Boats", proposition="The boats leave.")
    said = [
        ruling("issue", True, "boats"), ruling("stance", "for", "boats"), ruling("stance", "against", "boats", "Ben"),
        ruling("stance", None, "radar"), ruling("stance", "for", "gone"), ruling("issue", False, "gone"),
        ruling("issue", True, "open"),
    ]  # fmt: skip
    rows = list(training.stances([said], [issue]))
    assert [(r["issue"], r["proposition"], r["stance"], r["by"]) for r in rows] == [
        ("boats", "The boats leave.", "against", "Ben"), ("radar", None, None, "Ada Reeve"),
    ]  # fmt: skip
    assert all(r["kind"] is None and r["condition"] is None for r in rows)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (ruling("kind", "refusal"), "kind refusal (the reader: offer)"),
        (ruling("confirm", CONFIRMED), "confirm"),
        (ruling("issue", False, "boats"), "issue boats taken away (the reader: offer)"),
        (ruling("red_line", marked((24, 31))), "red line no boat (the reader: offer)"),
        (ruling("condition", []), "condition none (the reader: offer)"),
        (ruling("speaker", {"name": None, "type": "unnamed", "role": "an official", "party": None}),
         "speaker unnamed, an official (the reader: offer)"),
    ],
)  # fmt: skip
def test_a_ruling_in_a_line(one: Ruling, words: str) -> None:
    assert line(one) == f"Ada Reeve on 2027-03-01: {words}"
