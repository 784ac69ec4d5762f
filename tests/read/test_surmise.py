"""Names the entity head missed."""

import pytest

from onrecord.read.parties import gazetteer
from onrecord.read.surmise import with_source_names
from onrecord.values import Document
from tests.read.located import attribution, parsed


@pytest.mark.parametrize(
    ("text", "source", "named"),
    [
        ("Tolvik said boats wait. Later Tolvik left.", "Tolvik", 2),
        ("Tolvik, who chairs the talks, said boats wait.", "Tolvik, who chairs the talks,", 1),
        ("Consumers said boats wait, and other consumers agreed.", "Consumers", 0),
        ("Officials said boats wait.", "Officials", 0),
        ("He said boats wait.", "He", 0),
        ("Russia said boats wait.", "Russia", 0),
        ("Reuters said boats wait.", "Reuters", 0),
    ],
)
def test_a_capitalised_source_is_a_name(text: str, source: str, named: int) -> None:
    one = attribution(text, source, "said", "boats wait")
    read = parsed(text, one)
    made = with_source_names(read, [one], gazetteer(read, Document(id="d", text=text)))
    assert len(made.mentions) == named
