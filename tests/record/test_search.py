"""What is searched for is found by the same words in a file and on a server, and marked where it stands."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record.address import Address
from onrecord.record.answers import Filter, Hit
from onrecord.record.view import View
from tests.record.kept import DORN, TOLVIK, document, reading, said, store
from tests.server import Databases

# Sentences with what search has to see through: case, accents, endings, hyphens, signs, numbers, other scripts.
SAID = (
    "the patrols' limits were not agreed in 2027",
    "it will patrol the Élysée strait",
    "NO LIMIT on the Kelmar-Sarn crossing (U.S. flag) at 3.5 % was set",
    "the café's visit.kelmar.example/strait page says: limiting is naïve",
    "Москва и Kelmar signed_nothing, “not even once”",
    "the negotiations negotiated by negotiators in Zürich ended",
    "nobody agreed to the flags of the strait",
    "Йодль и Ёлка, Ά and ά, and и\u0306 written in two signs",
)
WORDS = st.sampled_from(
    ["patrol", "Patrols", "LIMIT", "limited", "élysée", "elysee", "the", "not", "in", "Kelmar-Sarn", "kelmar", "sarn",
     "U.S.", "us", "3.5", "2027", "cafe", "café's", "strait", "москва", "МОСКВА", "йодль", "иодль",
     "ёлка", "елка", "ά", "α", "й", "и", "и\u0306", "signed_nothing", "signed", "Zurich",
     "negotiating", "negotiator", "flag", "even", "naive", "kelmar.example", "nowhere", "%", "(", "'", "&", "|", "!",
     ":*", "<->", "a:b", "NEAR", "OR", "AND NOT"]
)  # fmt: skip
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')
BEGUN = WORDS.map(lambda word: word + "*")
SIGNS = st.sampled_from("“”‘’„«»–—…·•′€жИйЁάω中")
TYPED = st.lists(st.one_of(WORDS, PHRASES, BEGUN), min_size=1, max_size=3).map(" ".join)


@pytest.fixture(scope="module")
def both(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[View, View]:
    made = []
    for i, content in enumerate(SAID):
        who = (DORN, TOLVIK)[i % 2]
        doc = document(f"{(who.name or '').split()[-1]} said {content}. More of it: {SAID[-i]}.", f"2027-03-0{i + 1}")
        made.append(reading(doc, said(doc.text, who, content)))
    path: Path = tmp_path_factory.mktemp("search") / "record.db"
    return store(path, *made), store(databases.new(), *made)


def found(view: View, typed: str) -> tuple[set[tuple[object, ...]], list[Hit]]:
    hits = view.search(typed, Filter(limit=100))
    return {(h.kind, h.statement, h.source.key) for h in hits}, list(hits)


@settings(max_examples=150, deadline=None)
@given(typed=TYPED)
def test_the_same_is_found_in_a_file_and_on_a_server(both: tuple[View, View], typed: str) -> None:
    (there, hits), (served, others) = (found(view, typed) for view in both)
    assert served == there
    marked = {(h.statement, tuple(words for words, searched in h.pieces if searched)) for h in hits if h.statement}
    assert marked == {(h.statement, tuple(w for w, searched in h.pieces if searched)) for h in others if h.statement}


@settings(max_examples=150, deadline=None)
@given(typed=st.text(st.one_of(st.characters(max_codepoint=0x17E, exclude_characters="µ"), SIGNS), max_size=12))
def test_whatever_is_typed_is_only_ever_words(both: tuple[View, View], typed: str) -> None:
    assert found(both[1], typed)[0] == found(both[0], typed)[0]


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=12))
def test_no_sign_brings_a_search_down(both: tuple[View, View], typed: str) -> None:
    for view in both:  # of letters that were added to Unicode lately, either may know what the other does not
        view.search(typed)


@pytest.mark.parametrize("typed", ["Йодль", "ёлка", "ά", "elysee", "и\u0306"])
def test_a_letter_is_found_as_it_is_written_or_without_its_accent_if_latin(both: tuple[View, View], typed: str) -> None:
    assert all(view.search(typed) for view in both)


@pytest.mark.parametrize("typed", ["иодль", "елка", "α"])
def test_another_letter_is_not_found_without_its_accent(both: tuple[View, View], typed: str) -> None:
    assert not any(view.search(typed) for view in both)


def test_shown_words_stand_where_they_are_said_to(at: Address) -> None:
    quiet = "The harbour was quiet for days. " * 30
    text = f"Dorn said nothing. {quiet}Dorn said the strait was closed. {quiet}"
    view = store(at, reading(document(text, "2027-03-01"), said(text, DORN, "the strait was closed")))
    (hit,) = [h for h in view.search("strait closed") if not h.statement]
    shown = "".join(words for words, _ in hit.pieces)
    assert hit.start is not None
    words = shown.removeprefix(" … ").removesuffix(" … ")
    assert text[hit.start :].startswith(words)
    assert [w for w, searched in hit.pieces if searched] == ["strait", "closed"]
    assert words.startswith("Dorn said the strait")


def test_a_phrase_does_not_reach_from_a_title_into_the_text(at: Address) -> None:
    doc = document("Boats left. Dorn said the strait was closed.", "2027-03-01")
    doc = doc.model_copy(update={"title": "Talks on fishing"})
    view = store(at, reading(doc, said(doc.text, DORN, "the strait was closed")))
    assert view.search('"on fishing"')
    assert not view.search('"fishing boats"')
    assert view.search("fishing boats")
