"""Direct, mixed or indirect: how much of a statement stands within quotation marks."""

import pytest

from onrecord.read.quotation import quotation
from tests.read.located import at


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ('"We will not go," said Dorn.', ['"We will not go,"'], "direct"),
        ('"We will not go," said Dorn.', ["We will not go"], "direct"),
        ("“We will not go,” said Dorn.", ["“We will not go,”"], "direct"),
        ("«We will not go», said Dorn.", ["We will not go"], "direct"),
        ("''We will not go,'' said Dorn.", ["''We will not go,''"], "direct"),
        ("Dorn said he would not go.", ["he would not go"], "indirect"),
        ("Dorn didn't say the ministers' 'no' was final.", ["the ministers' 'no' was final"], "indirect"),
        ('Dorn said the bridge was "a trap" for all.', ['the bridge was "a trap" for all'], "mixed"),
        ('"We go," Dorn said. "They stay."', ['"We go,"', '"They stay."'], "direct"),
        ('"We go," Dorn said, and that they stay.', ['"We go,"', "that they stay"], "mixed"),
        (
            '"It is hard to "push off" a whole island," Dorn said.',
            ['It is hard to "push off" a whole island'],
            "direct",
        ),
        ('"It is hard to “push off” a whole island," he said.', ["It is hard to “push off” a whole island"], "direct"),
        ('Brell said "yes". Dorn said he would go.', ["he would go"], "indirect"),
        ('Dorn: "We go.\n"They stay."', ['"We go.\n"They stay."'], "direct"),
        ("Dorn wrote:\n> We go.\n> They stay.", ["We go.\n> They stay"], "direct"),
        ('The 6" pipe, Dorn said, would hold.', ["would hold"], "indirect"),
        ('Dorn called it"a trap"for all of the fleet.', ['it"a trap"for all of the fleet'], "mixed"),
    ],
)
def test_quotation(text: str, content: list[str], expected: str) -> None:
    assert quotation(text, tuple(at(text, c) for c in content)) == expected


def test_without_words_nothing_is_quoted() -> None:
    assert quotation('Dorn said "…".', (at('Dorn said "…".', "…"),)) == "indirect"


def test_marks_that_a_statement_does_not_touch_do_not_count() -> None:
    text = '"We go," Dorn said of "the plan", which Brell said was dead.'
    assert quotation(text, (at(text, "was dead"),)) == "indirect"
