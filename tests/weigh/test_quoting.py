"""What is quoted of a long statement: one sentence, exactly as it stands, the one on the matter."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.values import Span
from onrecord.weigh.disputes import stems
from onrecord.weigh.quoting import LONG, matter, quoted, sentences, words_of
from tests.weigh.made import DOSSIER, said, told

FILLER = "The weather in Kelmar was fair and the delegates walked along the quay for most of the morning. "
ON_IT = "The radar on Skerra will be dismantled by June."
TALK = FILLER * 3 + ON_IT + " " + FILLER.strip()


def test_a_short_statement_is_quoted_whole_a_long_one_by_its_sentence_on_the_matter() -> None:
    radar = matter(DOSSIER.issues[0])
    assert words_of(said(1, "Varnia", ON_IT, "2027-03-01"), radar).text == ON_IT
    long = said(1, "Varnia", TALK, "2027-03-01")
    words = words_of(long, radar)
    assert words.text == ON_IT
    assert TALK[words.spans[0].start : words.spans[0].end] == ON_IT


def test_the_words_that_draw_a_red_line_come_first() -> None:
    text = TALK + " That will never be."
    long = said(1, "Varnia", text, "2027-03-01", told(text, "2027-03-01", red_line="never"))
    assert "never" in words_of(long, stems("radar")).text


def test_a_word_or_two_are_quoted_with_what_follows() -> None:
    text = FILLER * 4 + "No radar. " + "We want it gone from the island. "
    (span,) = (Span(start=0, end=len(text), exact=text),)
    assert [s.exact for s in quoted((span,), stems("radar"))] == ["No radar.", "We want it gone from the island."]


@given(
    st.lists(
        st.sampled_from(["Yes", "radar", ".", "?", "\n\n", " ", "”", "“No", "3", "it is", "U.S. ships"]), min_size=1
    )
)
def test_sentences_are_what_stands_there_in_order(words: list[str]) -> None:
    text = " ".join(words)
    span = Span(start=7, end=7 + len(text), exact=text)
    found = list(sentences(span))
    assert all(text[s.start - 7 : s.end - 7] == s.exact for s in found)
    assert "".join("".join(s.exact.split()) for s in found) == "".join(text.split())
    if text.strip() and len(text.split()) > LONG:
        assert set(quoted((span,), frozenset())) <= set(found)
