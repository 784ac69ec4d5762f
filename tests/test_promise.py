"""The promise: whatever the text, what is shown stands in it, and nothing raises."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.spans import overlap
from onrecord.values import Document, Genre, Reading

FRAGMENTS = (
    "Varnian Foreign Minister Ilya Dorn", "Dorn", "she", "He", "According to", "the minister", "said", "told reporters",
    "warned that", "demanded", "ruled out", "“We will not", "sign”", '"', "'", "(", ")", ",", ".", ":", ";", "—", "…",
    "on Monday", "on 3 March 2027", "yesterday", "if", "unless", "talks in Torvek", "the Council", "will meet", "met",
    "Varnia", "Varnian", "US", "NATO", "\n", "\n\n", "- no", "> ", "1. ", "Q:", "MR. DORN:", "and", "but added that",
    "\nMS. SAND:", "\nQ ", "\nIlya Dorn:", "\nTHE PRESIDENT:", "\nOFFICIAL #2:", "(Laughter.)", "Thanks.",
    "###", "We", "I", "noting",
    "NORWAY", "CANADA and JAPAN proposed", ", supported by the EU", "and opposed by", ", on behalf of", "while",
    "This was opposed by", "many countries", "She said", "with the G-77/CHINA,", "agreed with", "and, with NORWAY,",
    "the strait", "é", "中", "\u200b", "\r\n", "\t", "👍", "ß", "İ",
)  # fmt: skip

newsish = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


titles = st.sampled_from(
    [None, "Press Briefing by Spokeswoman Petra Sand", "Statement by President Ilya Dorn and Ana Dorn", "Readout"]
)
outlets = st.sampled_from(
    [None, "The White House", "Ministry of Foreign Affairs of Varnia", "NATO", "The Harbour Post"]
)


def read(
    text: str, published: str | None, genre: Genre = "article", title: str | None = None, outlet: str | None = None
) -> Reading:
    made = Document(id="d", text=text, published=published, genre=genre, title=title, outlet=outlet)
    return read_with(made, load())


def holds(reading: Reading) -> None:
    text = reading.document.text
    for span in reading.spans():
        assert text[span.start : span.end] == span.exact
    for statement in reading.statements:
        own = sorted(s.range for s in (*statement.source, *statement.cue, *statement.content))
        assert all(not overlap(a, b) for a, b in pairwise(own))
        for role in (statement.source, statement.cue, statement.content):
            assert [s.start for s in role] == sorted(s.start for s in role)
        assert statement.content
    assert len({s.id for s in reading.statements}) == len(reading.statements)
    told = tuple(s.model_copy(update={"meaning": None}) for s in reading.statements)  # the JSON has no meanings
    made = Reading.model_validate({**reading.to_dict(), "document": reading.document.model_dump()})
    assert made == reading.model_copy(update={"statements": told})


@calm
@given(st.text(max_size=600), st.sampled_from([None, "2027-03-05"]))
def test_any_text(text: str, published: str | None) -> None:
    holds(read(text, published))


@calm
@given(newsish, st.sampled_from([None, "2027-03-05"]))
def test_any_news(text: str, published: str | None) -> None:
    holds(read(text, published))


@calm
@given(newsish, st.sampled_from(["transcript", "readout"]), titles, outlets)
def test_any_transcript_or_readout(text: str, genre: Genre, title: str | None, outlet: str | None) -> None:
    holds(read(text, "2027-03-05", genre, title, outlet))


@calm
@given(st.text(max_size=600), st.sampled_from(["transcript", "readout"]), titles, outlets)
def test_any_text_in_any_genre(text: str, genre: Genre, title: str | None, outlet: str | None) -> None:
    holds(read(text, None, genre, title, outlet))


def test_a_text_of_many_windows() -> None:
    text = "\n".join(f"Envoy Number {n} said the talks on item {n} would go on for {n} days." for n in range(120))
    reading = read(text, None)
    holds(reading)
    assert len(reading.statements) > 100
