"""Transcripts: whose words each turn is, and what in it is another's. Read with the shipped model."""

import pytest

from onrecord.read.labels import labels_in, name_in
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.read.substance import states
from onrecord.values import Document, Reading, Statement

TITLE = "Press Briefing by Foreign Ministry Spokeswoman Petra Sand, March 4, 2027"
OUTLET = "Foreign Ministry of Varnia"
BRIEFING = """Press Room, Torvek

2:05 P.M. CET

MS. SAND: Good afternoon, everyone. Happy Thursday.

The Varnian Foreign Minister will not attend the Kelmar talks unless the radar on Skerra is switched off.

Varnia is ready to discuss patrols in the strait. (Laughter.)

With that, go ahead, Una.

Q    Thanks, Petra. The Ostrelian government says that the radar is a weather station. Is that false?

MS. SAND: It is false, and everybody in Ostrel knows it.

Foreign Minister Ilya Dorn told his colleague on Monday that Varnia would never accept the station.

Q: Will you close the strait?

MS. SAND: Yeah. Next question.

QUESTION: And the fishermen?

MS. SAND: Thank you, everyone.

END 2:31 P.M. CET
"""


def read(text: str, title: str | None = TITLE, outlet: str | None = OUTLET) -> Reading:
    genre, day = "transcript", "2027-03-04"
    return read_with(Document(id="t", title=title, outlet=outlet, published=day, genre=genre, text=text), load())


def said(statement: Statement) -> str:
    return " ".join(span.exact for span in statement.content)


def turned(text: str, title: str | None = TITLE, outlet: str | None = OUTLET) -> list[tuple[str | None, str | None]]:
    """Name and party of who speaks in each turn's statements, in order, each once."""
    spoken = [s.speaker for s in read(text, title, outlet).statements if s.relayed_by is None]
    return list(dict.fromkeys((s.name or s.role, s.party) for s in spoken))


def test_a_briefing() -> None:
    own = [s for s in read(BRIEFING).statements if s.relayed_by is None]
    assert [said(s) for s in own] == [
        "The Varnian Foreign Minister will not attend the Kelmar talks unless the radar on Skerra is switched off.",
        "Varnia is ready to discuss patrols in the strait.",
        "It is false, and everybody in Ostrel knows it.",
        "Foreign Minister Ilya Dorn told his colleague on Monday that Varnia would never accept the station.",
    ]
    for s in own:
        assert (s.speaker.name, s.speaker.role, s.speaker.party) == (
            "Petra Sand", "Foreign Ministry Spokeswoman", "Varnia",
        )  # fmt: skip
        assert [span.exact for span in s.source] == ["MS. SAND"]
        assert (s.cue, s.quotation, s.confidence) == ((), "direct", 1.0)
        assert s.said_on is not None
        assert s.said_on.date == "2027-03-04"
    assert [s.kind for s in own[:2]] == ["refusal", "offer"]


def test_what_a_turn_attributes_is_relayed_by_its_speaker() -> None:
    relayed = [s for s in read(BRIEFING).statements if s.relayed_by]
    assert [(s.speaker.name, s.relayed_by and s.relayed_by.name, s.said_on and s.said_on.date) for s in relayed] == [
        ("Ilya Dorn", "Petra Sand", "2027-03-01")
    ]
    assert "Varnia would never accept the station" in said(relayed[0])


def test_the_press_states_nothing_and_is_no_background() -> None:
    reading = read(BRIEFING)
    asked = [line for line in BRIEFING.splitlines() if line.startswith("Q")]
    for span in (*(c for s in reading.statements for c in s.content), *reading.background):
        assert not any(span.exact in line for line in asked)


LABELS = [
    ("MS. SAND", TITLE, [("Petra Sand", "Varnia")]),
    ("MS SAND", TITLE, [("Petra Sand", "Varnia")]),
    ("PETRA SAND", TITLE, [("Petra Sand", "Varnia")]),
    ("Petra Sand", TITLE, [("Petra Sand", "Varnia")]),
    ("SAND", TITLE, [("Petra Sand", "Varnia")]),
    ("**MS. SAND**", TITLE, [("Petra Sand", "Varnia")]),
    ("SPOKESWOMAN SAND", TITLE, [("Petra Sand", "Varnia")]),
    ("MS. SAND (via interpreter)", TITLE, [("Petra Sand", "Varnia")]),
    ("MR. DORN", "Press Briefing by Petra Sand and Foreign Minister Ilya Dorn", [("Ilya Dorn", "Varnia")]),
    ("THE PRESIDENT", "Remarks by President Anselm Greve Before Departure", [("Anselm Greve", "Varnia")]),
    ("PRESIDENT GREVE", "Remarks by President Greve at the Harbour", [("Greve", "Varnia")]),
    ("THE FIRST LADY", "Remarks by President Greve and First Lady Ana Greve", [("Ana Greve", "Varnia")]),
    ("THE PRESIDENT", "Remarks by President Greve and First Lady Ana Greve", [("Greve", "Varnia")]),
    ("THE PRESIDENT", "Remarks at the Harbour", [("president", "Varnia")]),
    ("AMBASSADOR TOLVIK", "Remarks to the Council", [("Tolvik", "Varnia")]),
    ("MS. SAND-BREK", "Gaggle by Deputy Spokeswoman Ola Sand-Brek En Route to Kelmar", [("Ola Sand-Brek", "Varnia")]),
    ("DR. EHR", "Press Call by Envoy Jonas Ehr", [("Jonas Ehr", "Varnia")]),
    ("A", "Interview with Foreign Minister Ilya Dorn", [("Ilya Dorn", "Varnia")]),
    ("SENIOR ADMINISTRATION OFFICIAL", "Background Press Call", [("senior administration official", "Varnia")]),
    ("OFFICIAL #2", "Background Press Call", [("official #2", "Varnia")]),
    ("MODERATOR", "Background Press Call", [("moderator", None)]),
    ("MS. ROE, Meridian Wire", TITLE, []),
    ("REPORTER", TITLE, []),
    ("OPERATOR", TITLE, []),
    ("NOTE", TITLE, []),
]  # fmt: skip


@pytest.mark.parametrize(("label", "title", "expected"), LABELS)
def test_labels(label: str, title: str, expected: list[tuple[str | None, str | None]]) -> None:
    text = (
        f"{label}: The Varnian Foreign Minister left Kelmar on Monday. We will not close the station.\n\n"
        f"Q    Why not?\n\n{label}: We will answer that in Kelmar next week."
    )
    assert turned(text, title) == expected


@pytest.mark.parametrize(
    ("words", "title", "name"),
    [
        ("MR. DORN", "", ("DORN",)),
        ("FOREIGN MINISTER TOLVIK", "FOREIGN MINISTER", ("TOLVIK",)),
        ("Varnian Foreign Minister Dorn", "Varnian Foreign Minister", ("Dorn",)),
        ("MR. KING", "", ("KING",)),
        ("THE PRESIDENT", "THE PRESIDENT", ()),
        ("SENIOR ADMINISTRATION OFFICIAL #2", "SENIOR ADMINISTRATION OFFICIAL", ()),
        ("MARIA DEL VALLE", "", ("MARIA", "DEL", "VALLE")),
    ],
)
def test_title_and_name_of_a_label(words: str, title: str, name: tuple[str, ...]) -> None:
    assert name_in(words) == (title, name)


@pytest.mark.parametrize(
    "line",
    ["To be clear: no.", "Skerra: it stays.", "In the strait: boats.", "PARTICIPANTS: the Council.", "Q3 was good."],
)
def test_no_labels(line: str) -> None:
    text = f"MS. SAND: We will not sign.\n\n{line}\n\nQ Why?"
    assert [label.words for label in labels_in(text, TITLE)] == ["MS. SAND", "Q"]


def test_two_parties_before_one_microphone() -> None:
    text = (
        "PRESIDENT GREVE: We had a good talk in Kelmar. Ostrel will keep its radar.\n\n"
        "PRIME MINISTER HALVORN: Varnia will not recognise the station.\n\n"
        "Q    Will you meet again?\n\nPRESIDENT GREVE: We will meet in Torvek in April."
    )
    title = "Remarks by President Greve and Prime Minister Halvorn in Joint Press Conference"
    assert turned(text, title, "Government of Ostrel") == [("Greve", "Ostrel"), ("Halvorn", None)]


def test_speakers_introduced_with_their_offices() -> None:
    text = (
        "President of Ostrel Anselm Greve: Colleagues, Ostrel will keep the radar on Skerra.\n\n"
        "Foreign Minister Ilya Dorn: Varnia will not accept this. We told them so.\n\n"
        "Question: Mr President, will you sign?\n\nAnselm Greve: I will sign when the boats are gone.\n\n"
        "Ilya Dorn: The boats belong to us, and they stay."
    )
    found = read(text, "News conference following talks with Ilya Dorn", "President of Ostrel").statements
    assert [(s.speaker.name, s.speaker.role, s.speaker.party) for s in found] == [
        ("Anselm Greve", "President", "Ostrel"),
        ("Ilya Dorn", "Foreign Minister", None),
        ("Anselm Greve", "President", "Ostrel"),
        ("Ilya Dorn", "Foreign Minister", None),
    ]


def test_the_one_who_answers_in_a_ministrys_briefing_speaks_for_it() -> None:
    text = (
        "MR HALVORN: We condemn the attack on the trawler.\n\nQUESTION: Who did it?\n\nMR HALVORN: We do not know yet."
    )
    assert turned(text, "Department Press Briefing – March 4, 2027") == [("Halvorn", "Varnia")]


def test_an_office_at_the_head_of_a_title_is_the_publishers() -> None:
    text = "JANE ROE, CNN: Will you talk?\n\nMINISTER TOLVIK: We are always ready to talk.\n\nJANE ROE: With whom?"
    title = "Minister Maren Tolvik With Jane Roe of CNN"
    assert turned(text, title, "Government of Ostrel") == [("Maren Tolvik", "Ostrel")]


def test_a_party_can_be_a_label() -> None:
    text = "NATO: The alliance cannot accept the draft.\n\nTHE CHAIR: The meeting is adjourned until Monday."
    assert turned(text, "Verbatim record", "The Council") == [("NATO", "NATO"), ("chair", None)]


def test_label_variants_are_one_speaker() -> None:
    text = (
        "SPOKESWOMAN SAND: The Varnian Foreign Minister will travel to Kelmar.\n\nQ When?\n\n"
        "MS. SAND: He will leave for the talks tomorrow.\n\nQ Alone?\n\nPETRA SAND: He will take two advisers with him."
    )
    assert turned(text, "Briefing") == [("Petra Sand", "Varnia")]


def test_two_people_of_one_surname() -> None:
    text = "MR. DORN: Our position has not changed at all.\n\nQ And?\n\nMS. DORN: The harbour will be open tomorrow."
    title = "Press Briefing by Foreign Minister Ilya Dorn and Envoy Ana Dorn"
    assert [name for name, _ in turned(text, title)] == ["Ilya Dorn", "Ana Dorn"]


def test_someone_who_only_asks_is_of_the_press() -> None:
    text = (
        "MS. ROE: Minister, why did the talks in Kelmar fail this week?\n\n"
        "MR. DORN: Ostrel refused to talk about the radar.\n\n"
        "MS. ROE: Critics say that Varnia never wanted a treaty. Did it?\n\nMR. DORN: That is an invention of theirs."
    )
    assert turned(text, "Interview with Foreign Minister Ilya Dorn") == [("Ilya Dorn", "Varnia")]


def test_i_and_we_are_the_speaker_and_no_second_statement() -> None:
    text = "MS. SAND: I said on Monday that we will not sign the treaty. We believe that it is unfair.\n\nQ Why?"
    assert [s.relayed_by for s in read(text).statements] == [None]


def test_the_president_is_the_publishers() -> None:
    text = "MS. SAND: The President said on Tuesday that the Varnian fleet would stay in the harbour.\n\nQ Why?"
    relayed = [s.speaker for s in read(text).statements if s.relayed_by]
    assert [(s.name, s.role, s.party) for s in relayed] == [(None, "President", "Varnia")]


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    sentences = [f"Boat number {n} of the Varnian fleet stays in the harbour." for n in range(1, 6)]
    found = read(f"MS. SAND: {' '.join(sentences)}\n\nQ Why?").statements
    assert [said(s) for s in found] == [" ".join(sentences[:2]), " ".join(sentences[2:])]


def test_lines_are_paragraphs_where_no_line_is_empty() -> None:
    text = "MS. SAND: Varnia will sign the treaty.\nOstrel must sign it too.\nQ When?\nMS. SAND: It is up to them."
    assert [said(s) for s in read(text).statements] == [
        "Varnia will sign the treaty.",
        "Ostrel must sign it too.",
        "It is up to them.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks, everyone.", "Yeah.", "Go ahead.", "(Laughter.)", "Thank you so much for joining us today.",
        "END 2:31 P.M. CET", "2:05 P.M.", "Would you repeat that?", "We are —", "Next question, please.", "Hi, Una.",
        "Good morning, and thank you all for joining us today.", "No, no, no.", "Sure. Go ahead.",
        "With that, I’ll turn it over to our speaker for his opening remarks.", "###",
    ],
)  # fmt: skip
def test_what_states_nothing(sentence: str) -> None:
    assert not states(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We will fight.", "Yes, we will sign it.", "The station stays where it is.", "Varnia will lift the embargo.",
        "The attack was attributed to Ostrel.", "There is no deal.", "You are wrong.", "We sign today.",
        "We welcome this.",
        "No, that is absolutely false.",
    ],
)  # fmt: skip
def test_what_states_something(sentence: str) -> None:
    assert states(sentence)
