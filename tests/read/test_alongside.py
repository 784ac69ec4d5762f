"""Who stands with or against what is said: a report of proceedings of our own, read by the shipped reader."""

import pytest

from onrecord.pipeline import read_document
from onrecord.read.alongside import with_ties
from onrecord.read.interventions import with_interventions
from onrecord.read.parties import gazetteer
from onrecord.values import Document, Reading, Statement
from tests.read.located import attribution, parsed

REPORT = """The working group on the strait met in Kelmar on Tuesday. Delegates adopted the agenda.

OSTREL, supported by VARNIA and TOLVAND and opposed by BRENNA, proposed deleting the paragraph on patrol boats. \
SUNDMARK, on behalf of the LITTORAL COMPACT, called for a fund for pilots and, with VARNIA, urged a review after two \
years. She said that the fund should be open to all. BRENNA, TOLVAND and SUNDMARK cautioned against new fees, while \
many coastal countries preferred a single tariff. OSTREL, with BRENNA, noted the cost of radar, stressing that it must \
be shared. TOLVAND suggested a joint survey of the seabed. This was opposed by OSTREL and supported by VARNIA. The \
EAST SHORE GROUP warned that a survey would take years. A party proposed, and several opposed, moving the talks to \
Brenholm. VARNIA suggested a ban on night passage, but met objection from one island state. BRENNA agreed with OSTREL \
that the pilots need training, but questioned who would pay. Noting the late hour, Chair Dorn invited comments and \
outlined the programme of work for Wednesday.
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_document(Document(id="t", title="Highlights of Tuesday", text=REPORT))


def saying(reading: Reading, content: str) -> Statement:
    (found,) = [s for s in reading.statements if any(content in c.exact for c in s.content)]
    return found


def beside(statement: Statement) -> list[tuple[str, str]]:
    return [(a.relation, a.name or a.role or "") for a in statement.alongside]


@pytest.mark.parametrize(
    ("content", "speaker", "alongside"),
    [
        (
            "deleting the paragraph",
            "OSTREL",
            [("supported_by", "VARNIA"), ("supported_by", "TOLVAND"), ("opposed_by", "BRENNA")],
        ),
        ("a fund for pilots", "SUNDMARK", [("on_behalf_of", "LITTORAL COMPACT")]),
        ("a review after two", "SUNDMARK", [("on_behalf_of", "LITTORAL COMPACT"), ("jointly", "VARNIA")]),
        ("the fund should be open", "SUNDMARK", []),
        ("new fees", "BRENNA", [("jointly", "TOLVAND"), ("jointly", "SUNDMARK")]),
        ("the cost of radar", "OSTREL", [("jointly", "BRENNA")]),
        ("it must be shared", "OSTREL", [("jointly", "BRENNA")]),
        ("a joint survey", "TOLVAND", [("opposed_by", "OSTREL"), ("supported_by", "VARNIA")]),
        ("a survey would take years", "EAST SHORE GROUP", []),
        ("a ban on night passage", "VARNIA", [("opposed_by", "one island state")]),
        ("the pilots need training", "BRENNA", [("jointly", "OSTREL")]),
        ("who would pay", "BRENNA", []),
    ],
)
def test_each_actor_has_its_relation_to_the_content_of_its_clause(
    reading: Reading, content: str, speaker: str, alongside: list[tuple[str, str]]
) -> None:
    found = saying(reading, content)
    assert found.speaker.name == speaker
    assert beside(found) == alongside


def test_parties_told_by_number_speak_and_oppose_unnamed(reading: Reading) -> None:
    tariff, moving = saying(reading, "a single tariff"), saying(reading, "moving the talks")
    assert (tariff.speaker.name, tariff.speaker.role) == (None, "many coastal countries")
    assert (moving.speaker.role, beside(moving)) == ("party", [("opposed_by", "several")])


def test_contents_end_where_the_next_clause_begins(reading: Reading) -> None:
    fund = saying(reading, "a fund for pilots")
    assert [c.exact for c in fund.content] == ["a fund for pilots"]
    survey = saying(reading, "a joint survey")
    assert survey.content[-1].exact.endswith("the seabed")
    ban = saying(reading, "a ban on night passage")
    assert [c.exact for c in ban.content] == ["a ban on night passage"]


def test_the_meeting_as_a_whole_is_no_party_to_it(reading: Reading) -> None:
    speakers = {s.speaker.role for s in reading.statements} | {s.speaker.name for s in reading.statements}
    assert not speakers & {"Delegates", "working group"}


def test_everyone_alongside_stands_in_the_statement_s_own_spans_or_evidence(reading: Reading) -> None:
    found = [s for s in reading.statements if s.alongside]
    assert found
    for s in found:
        stated = " ".join(span.exact for span in (*s.source, *s.evidence.alongside))
        assert all((a.name or a.role or "") in stated for a in s.alongside)
        assert all(REPORT[e.start : e.end] == e.exact for e in s.evidence.alongside)


def test_everyone_alongside_is_an_actor_with_mentions(reading: Reading) -> None:
    mentioned = {a.name for a in reading.actors if a.mentions}
    assert {a.name for s in reading.statements for a in s.alongside if a.name} <= mentioned


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "ties"),
    [
        (
            "Norway, on behalf of Canada and Japan, urged both sides to return.",
            "Norway",
            "urged",
            "both sides to return",
            [("on_behalf_of", "Canada"), ("on_behalf_of", "Japan")],
        ),
        ("Norway, with Canada, urged them to return.", "Norway", "urged", "them to return", [("jointly", "Canada")]),
        ("Norway, backed by Japan, said no.", "Norway, backed by Japan,", "said", "no", [("supported_by", "Japan")]),
        ("Norway met with Canada and said no.", "Norway", "said", "no", []),
        ("Norway said a plan backed by Japan would fail.", "Norway", "said", "a plan backed by Japan would fail", []),
    ],
)
def test_in_ordinary_prose_only_what_is_set_off_beside_the_source_ties(
    text: str, source: str, cue: str, content: str, ties: list[tuple[str, str]]
) -> None:
    found = parsed(text, attribution(text, source, cue, content))
    (tied,) = with_ties(found, gazetteer(found, Document(id="t", text=text))).attributions
    assert [(t.relation, text[slice(*t.name)]) for t in tied.ties] == ties


def test_a_news_article_is_no_report_of_proceedings() -> None:
    text = (
        "Norway said talks would resume. Canada proposed a pause. Reporters waited outside the hall for hours in the "
        "rain. A crowd gathered. The minister left by the back door. Nobody knew when he would return. Shops closed. "
    )
    found = parsed(text)
    assert with_interventions(found, gazetteer(found, Document(id="t", text=text))) is found
