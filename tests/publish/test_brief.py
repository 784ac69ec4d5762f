"""Every line of a brief is its sources' words: checked on made readings, tampered ones, and the real examples."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.pipeline import gather, read_document
from onrecord.publish import data, markdown
from onrecord.publish.brief import compose
from onrecord.publish.check import unfaithful
from onrecord.publish.lines import Brief, Field, Line, Part, Quoted
from onrecord.values import Document, Meeting, Reading, Span, Statement, cut
from tests.publish.made import DORN, TEXT, reading, spans, statement

EXAMPLES = Path(__file__).parents[2] / "examples"
GENEVA = Path(__file__).parents[3] / "shared/data/geneva-eve/article.md"


@pytest.fixture(scope="module")
def examples() -> list[Reading]:
    return [read_document(gather(str(path))) for path in sorted(EXAMPLES.glob("*.md"))]


def test_the_sections_of_a_brief() -> None:
    brief = compose([reading()])
    titles = [s.title for s in brief.sections]
    assert titles == [
        "At a glance", "What they will talk about", "Ostrel", "Varnia", "Disputed", "Outlook", "Context",
    ]  # fmt: skip
    assert brief.title.text == "Varnia, Ostrel: will meet, Kelmar"
    assert brief.as_of == "2027-03-03"


def test_a_line_says_what_who_to_whom_and_when() -> None:
    lines = [line.text for s in compose([reading()]).sections for g in s.groups for line in g.lines]
    assert (
        "Varnia was ready to discuss patrols in the strait if Ostrel withdrew its boats · on condition: "
        "if Ostrel withdrew its boats — Ilya Dorn, Foreign Minister, 1 March 2027"
    ) in lines
    assert '"We will not sign under threat," — Maren Tolvik, Foreign Minister, to Harbour Tribune' in lines


def test_a_topic_kept_off_one_table_names_the_forum_it_is_sent_to() -> None:
    text = (
        "Varnia and Ostrel will meet on 8 March 2027. Fishing rights would not be discussed. These will be raised at "
    )
    text += "the Littoral Council on 12 March 2027."
    topic = spans(text, "Fishing rights")
    made = Reading(
        document=Document(id="v", text=text),
        meetings=(
            Meeting(
                forum=None, what="will meet", kind="meeting", parties=("Varnia", "Ostrel"), status="planned",
                off_agenda=topic, evidence=spans(text, "Varnia", "Ostrel", "will meet"),
            ),
            Meeting(
                forum="Littoral Council", what="Littoral Council", kind="council", status="planned", agenda=topic,
                evidence=spans(text, "These will be raised at", "Littoral Council"),
            ),
        ),
    )  # fmt: skip
    brief = compose([made])
    (table,) = (s for s in brief.sections if s.key == "table")
    assert [(g.heading, [line.text for line in g.lines]) for g in table.groups] == [
        ("Kept off the table", ["Fishing rights · sent to Littoral Council"])
    ]
    assert unfaithful(brief, [made]) == []


def test_issuers_and_labels_are_named_as_title_and_label_name_them() -> None:
    release = Document(
        id="r", title="Statement by Foreign Minister Ilya Dorn", outlet="Government of Varnia", genre="readout",
        published="2027-03-04", text="We will not return to Kelmar while the radar turns.",
    )  # fmt: skip
    call = Document(
        id="c", title="Background Press Call", outlet="Government of Varnia", genre="transcript",
        published="2027-03-04", text="SENIOR OFFICIAL: We will not sign a treaty without a date.\n\nQ Why not?",
    )  # fmt: skip
    brief = compose([read_document(release), read_document(call)])
    lines = [line.text for line in brief.lines()]
    assert any(line.endswith("— Ilya Dorn, Foreign Minister, 4 March 2027") for line in lines)
    assert any(line.endswith("— senior official, 4 March 2027") for line in lines)
    assert unfaithful(brief, [read_document(release), read_document(call)]) == []


def test_a_denied_or_bare_content_keeps_its_verb() -> None:
    text = "Dorn does not expect a deal. Dorn welcomed the offer. Dorn said boats would stay."
    who = DORN.model_copy(update={"name": "Dorn", "role": None})
    made = Reading(
        document=Document(id="v", text=text),
        statements=(
            statement(text, who, "expectation", "Dorn", "does not expect", "a deal"),
            statement(text, who, "endorsement", "Dorn", "welcomed", "the offer"),
            statement(text, who, "assertion", "Dorn", "said", "boats would stay"),
        ),
    )
    lines = [x.text for s in compose([made]).sections if s.key == "party-1" for g in s.groups for x in g.lines]
    assert lines == ["welcomed the offer — Dorn", "does not expect a deal — Dorn", "boats would stay — Dorn"]


def test_what_two_parties_dispute_is_found() -> None:
    section = next(s for s in compose([reading()]).sections if s.key == "disputed")
    (line,) = section.groups[0].lines
    assert "Varnia Offers: " in line.text
    assert "against Ostrel Refuses: ruled out any limit on patrols" in line.text


def test_the_same_words_in_two_documents_are_one_line_with_two_citations() -> None:
    one, other = reading(), reading(title="The same in another outlet")
    offers = [g for s in compose([one, other]).sections if s.title == "Varnia" for g in s.groups]
    assert len(offers[0].lines) == 1
    assert len(offers[0].lines[0].citations) == 2


def test_nothing_found_is_said_and_unread_inputs_are_named() -> None:
    empty = Reading(document=Document(id="e", text="Nothing happened."))
    brief = compose([empty], unread=["b.txt: no such file"])
    shown = markdown.render(brief)
    assert unfaithful(brief, [empty]) == []
    for words in ("No statements were found.", "No meeting was found.", "Not read", "b.txt", "outlet unknown"):
        assert words in shown


def test_made_and_real_briefs_are_faithful(examples: list[Reading]) -> None:
    assert unfaithful(compose([reading()]), [reading()]) == []
    assert unfaithful(compose(examples), examples) == []
    assert sum(len(line.citations) for line in compose(examples).lines()) > 40


@pytest.mark.skipif(not GENEVA.exists(), reason="needs ../shared")
def test_the_first_real_article_is_faithful() -> None:
    real = [read_document(gather(str(GENEVA)))]
    assert unfaithful(compose(real), real) == []


def tampered(brief: Brief, change: Callable[[Part], Part]) -> Brief:
    """The brief with one kind of part changed in every line of its sections."""

    def line(x: Line) -> Line:
        return replace(x, parts=tuple(change(p) for p in x.parts))

    sections = tuple(
        replace(s, groups=tuple(replace(g, lines=tuple(line(x) for x in g.lines)) for g in s.groups))
        for s in brief.sections
    )
    return replace(brief, sections=sections)


def renamed(part: Part) -> Part:
    return replace(part, text="Petra Valk") if isinstance(part, Field) and part.text == "Ilya Dorn" else part


def dated(part: Part) -> Part:
    return replace(part, text="2 March 2027", evidence=()) if isinstance(part, Field) and "2027" in part.text else part


def requoted(part: Part) -> Part:
    if isinstance(part, Quoted):
        exact = "X" + part.span.exact[1:]
        return Quoted(Span(start=part.span.start, end=part.span.end, exact=exact))
    return part


@pytest.mark.parametrize("change", [renamed, dated, requoted])
def test_a_tampered_brief_is_caught(change: Callable[[Part], Part]) -> None:
    brief = compose([reading()])
    assert unfaithful(tampered(brief, change), [reading()])


def test_a_citation_that_moved_is_caught() -> None:
    brief = compose([reading()])
    shifted = reading(TEXT.replace("Varnian", "The Varnian", 1))
    assert unfaithful(brief, [shifted])


@given(st.text(min_size=1, max_size=120), st.data())
@settings(max_examples=60, deadline=None)
def test_any_reading_composes_faithfully(text: str, draw: st.DataObject) -> None:
    def some() -> tuple[Span, ...]:
        start = draw.draw(st.integers(0, len(text) - 1))
        return cut(text, [(start, draw.draw(st.integers(start + 1, len(text))))])

    kinds = st.sampled_from(["demand", "offer", "refusal", "expectation", "assertion"])
    said = tuple(
        Statement(
            id=str(i), source=some(), cue=some(), content=some(), quotation="indirect", speaker=DORN,
            kind=draw.draw(kinds), confidence=draw.draw(st.floats(0, 1)),
        )
        for i in range(draw.draw(st.integers(0, 4)))
    )  # fmt: skip
    made = Reading(document=Document(id="d", text=text), statements=said, background=some())
    brief = compose([made])
    assert unfaithful(brief, [made]) == []
    assert markdown.render(brief).startswith("# ")


def test_plain_data_holds_every_line_and_citation(examples: list[Reading]) -> None:
    brief = compose(examples)
    plain = json.loads(json.dumps(data.to_dict(brief)))
    assert len(plain["citations"]) == len(brief.citations)
    by_id = {r.document.id: r.document.text for r in examples}
    for citation in plain["citations"]:
        for s in citation["spans"]:
            assert by_id[citation["document"]][s["start"] : s["end"]] == s["exact"]
