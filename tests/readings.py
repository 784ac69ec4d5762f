"""Readings for properties: of any shape that the nouns allow, each span cut from its document's text."""

from typing import get_args

from hypothesis import strategies as st

from onrecord.values import (
    Actor,
    ActorType,
    Alongside,
    Document,
    Evidence,
    Genre,
    Kind,
    Meeting,
    MeetingKind,
    Precision,
    Quotation,
    Reading,
    Relation,
    Spans,
    Speaker,
    Stance,
    Statement,
    Status,
    When,
    cut,
)  # fmt: skip

characters = st.characters(exclude_categories=["Cs"])  # halves of characters are in no document: gather refuses them
words = st.text(characters, max_size=12)
maybe = st.none() | words
days = st.dates().map(lambda day: day.isoformat())
speakers = {"name": maybe, "type": st.sampled_from(get_args(ActorType)), "role": maybe, "party": maybe}
whens = st.builds(When, date=days | days.map(lambda d: d[:7]), precision=st.sampled_from(get_args(Precision)))


def spans_of(text: str) -> st.SearchStrategy[Spans]:
    ends = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, len(text)))
    )
    return st.lists(ends, max_size=3).map(lambda ranges: cut(text, ranges))


def statements_of(text: str) -> st.SearchStrategy[Statement]:
    spans, who = spans_of(text), st.builds(Speaker, **speakers)
    return st.builds(
        Statement,
        id=words, source=spans, cue=spans, content=spans, quotation=st.sampled_from(get_args(Quotation)), speaker=who,
        alongside=st.lists(st.builds(Alongside, **speakers, relation=st.sampled_from(get_args(Relation))), max_size=2),
        relayed_by=st.none() | who, told_to=maybe, said_on=st.none() | whens, kind=st.sampled_from(get_args(Kind)),
        plover=maybe, condition=spans, red_line=spans, issue=maybe,
        stance=st.none() | st.sampled_from(get_args(Stance)), confidence=st.floats(0, 1),
        evidence=st.builds(Evidence, **dict.fromkeys(Evidence.model_fields, spans)),
        meaning=st.none() | st.binary(max_size=128),
    )  # fmt: skip


def meetings_of(text: str) -> st.SearchStrategy[Meeting]:
    spans, names = spans_of(text), st.lists(words, max_size=3)
    return st.builds(
        Meeting,
        forum=maybe, what=words, kind=st.sampled_from(get_args(MeetingKind)), place=maybe, date=st.none() | whens,
        parties=names, delegates=names, status=st.sampled_from(get_args(Status)), agenda=spans, off_agenda=spans,
        evidence=spans,
    )  # fmt: skip


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading whose document has the id that gathering would give it."""
    text = draw(st.text(characters, min_size=1, max_size=60))
    spans = spans_of(text)
    document = draw(
        st.builds(
            Document,
            id=st.just(""), title=maybe, outlet=maybe, url=maybe, published=st.none() | days, language=maybe,
            genre=st.sampled_from(get_args(Genre)), text=st.just(text),
        )
    )  # fmt: skip
    actors = st.builds(Actor, **speakers, aliases=st.lists(words, max_size=2), mentions=spans, evidence=spans)
    return Reading(
        document=document.model_copy(update={"id": document.content_id()}),
        actors=draw(st.lists(actors, max_size=3)),
        statements=draw(st.lists(statements_of(text), max_size=3)),
        meetings=draw(st.lists(meetings_of(text), max_size=2)),
        background=draw(spans),
    )
