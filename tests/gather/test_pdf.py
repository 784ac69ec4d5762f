"""PDFs: paragraphs out of lines, nothing but the words, and a date only where two places agree on it."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.gather import gather
from onrecord.gather.unwrap import Line, paragraphs
from onrecord.settings import MAX_PAGES
from tests.gather.pdfs import Placed, made_pdf, set_lines

FILES = Path(__file__).parent / "files"
FIRST = [
    "Varnia’s foreign minister, Ilse Dorn, said on Monday that the talks in Kelmar would",
    "go on until the end of the week. She did not expect an agreement, and she told the",
    "Meridian Wire that Ostrel had asked for guarantees.",
]
SECOND = [
    "An envoy of Ostrel said that the proposal was a step back. He would not say what the",
    "government of Ostrel would do next, and he left the hall in the evening.",
]


def read(tmp_path: Path, pages: list[list[Placed]], info: str = "") -> str:
    return gather(saved(tmp_path, made_pdf(pages, info))).text


def saved(tmp_path: Path, body: bytes) -> str:
    path = tmp_path / "talks.pdf"
    path.write_bytes(body)
    return str(path)


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    text = read(tmp_path, [set_lines(FIRST + SECOND)])
    assert text == " ".join(FIRST) + "\n\n" + " ".join(SECOND)


def test_a_gap_parts_paragraphs_and_a_title_stands_alone(tmp_path: Path) -> None:
    title: Placed = (72, 760, 18, "Talks in Kelmar go on")
    text = read(tmp_path, [[title, *set_lines([*SECOND, "", *FIRST])]])
    assert text.split("\n\n") == ["Talks in Kelmar go on", " ".join(SECOND), " ".join(FIRST)]


def test_headers_footers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [(72, 800, 8, "Harbour Tribune - Kelmar talks"), *set_lines(lines), (290, 30, 8, f"Page {number} of 3")]
        for number, lines in enumerate((FIRST[:2], FIRST[2:], SECOND), start=1)
    ]
    assert read(tmp_path, pages) == " ".join(FIRST) + "\n\n" + " ".join(SECOND)


def test_what_stands_on_one_page_stays(tmp_path: Path) -> None:
    assert read(tmp_path, [set_lines(["Harbour Tribune", "", *FIRST])]).startswith("Harbour Tribune\n\nVarnia")


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["The minister of Varnia said that the", "talks would not end before the envoys", "had met the"]
    right = ["commission for the river crossing,", "which meets again in April."]
    text = read(tmp_path, [set_lines(left) + set_lines(right, left=320)])
    assert text == " ".join(left + right)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("The minister said that the nego-", "tiations would go on for a week.", "the negotiations would"),
        ("He did not like the Varnian-", "led plan, and he said that it was dead.", "Varnian-led plan"),
        ("The envoy to the self-", "styled assembly said that it was over.", "self-styled assembly"),
        ("The two states of the Asia-", "Pacific forum said that it was over.", "Asia-Pacific forum"),
        ("The de-escalation is off, but the de-", "escalation line is still open, he said.", "the de-escalation line"),
        (
            "The cease-fire is over, and so is the cease-",
            "fire commission, said the envoy.",
            "the cease-fire commission",
        ),
        ("Kelmar is calm, he said, and all of Kel-", "mar is glad that it is.", "all of Kelmar is"),
    ],
)
def test_hyphens_at_the_end_of_a_line(tmp_path: Path, before: str, after: str, whole: str) -> None:
    assert whole in read(tmp_path, [set_lines([before, after])])


def test_turns_of_a_transcript_stay_apart(tmp_path: Path) -> None:
    turns = ["MS. VALK: Good evening.", "Q: Is there a deal?", "MS. VALK: There is not.", "Q: Will there be one?"]
    document = gather(saved(tmp_path, made_pdf([set_lines(turns)])))
    assert document.text.split("\n\n") == turns
    assert document.genre == "transcript"


@pytest.mark.parametrize(
    ("info", "opening", "title", "published"),
    [
        (
            "/Title (Talks in Kelmar) /CreationDate (D:20270305101500+01'00')",
            "Kelmar, 5 March 2027",
            True,
            "2027-03-05",
        ),
        ("/Title (Talks in Kelmar) /CreationDate (D:20270305)", "March 5, 2027", True, "2027-03-05"),
        ("/CreationDate (D:20270305) /ModDate (D:20270305)", "Mar. 5, 2027", False, "2027-03-05"),
        ("/CreationDate (D:20270305) /ModDate (D:20290101)", "Kelmar, 5 March 2027", False, None),
        ("/CreationDate (D:20290305)", "Kelmar, 5 March 2027", False, None),
        ("/CreationDate (D:20270305)", "Kelmar, 15 March 2027", False, None),
        ("/CreationDate (D:20271399)", "Kelmar, 5 March 2027", False, None),
        ("/CreationDate (soon)", "Kelmar, 5 March 2027", False, None),
        ("/Title (untitled)", "Kelmar", False, None),
        ("/Title (Microsoft Word - talks)", "Kelmar", False, None),
        ("/Title (final version 3.docx)", "Kelmar", False, None),
    ],
)
def test_title_and_date(tmp_path: Path, info: str, opening: str, title: bool, published: str | None) -> None:
    document = gather(saved(tmp_path, made_pdf([set_lines([opening, "", *FIRST])], info)))
    assert document.title == ("Talks in Kelmar" if title else None)
    assert document.published == published


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ((FILES / "encrypted.pdf").read_bytes(), "encrypted"),
        (made_pdf([[], []]), "no text in it"),
        (b"%PDF-1.4\nnothing that a PDF has", "damaged"),
        (b"Not a PDF at all.", "no PDF"),
        (b"", "no PDF"),
        (made_pdf([set_lines(FIRST)])[:200], "damaged"),
        (made_pdf([[]] * (MAX_PAGES + 1)), "pages"),
        (made_pdf([set_lines([f"{page} {'so ' * 28}"] * 60, top=830) for page in range(100)]), "longer than"),
    ],
)
def test_bad_pdfs(tmp_path: Path, body: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        gather(saved(tmp_path, body))
    assert "\n" not in str(caught.value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 900), st.binary(min_size=1, max_size=8))
def test_any_damage_is_read_over_or_refused(tmp_path: Path, place: int, damage: bytes) -> None:
    body = bytearray(made_pdf([set_lines(FIRST)]))
    body[place : place + len(damage)] = damage
    with contextlib.suppress(InputError):
        assert gather(saved(tmp_path, bytes(body))).text.strip()


def test_a_pdf_is_known_by_its_first_bytes_too(tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_bytes(made_pdf([set_lines(SECOND)]))
    assert gather(str(path)).text == " ".join(SECOND)


@pytest.mark.parametrize(
    ("before", "after", "parted"),
    [
        (
            "The envoys of both states met in the town of Kelmar on Friday, as the Meridian Wire",
            "– which broke it – said.",
            False,
        ),
        (
            "What the two governments hold to, as their envoys said in Kelmar, is the old Article",
            "5. It says nothing.",
            False,
        ),
        (
            "The envoys of both states met in the town of Kelmar on Friday and agreed on two points.",
            "2. No tolls.",
            True,
        ),
        (
            "The envoys of both states met in the town of Kelmar on Friday and agreed on two points.",
            "– No tolls.",
            True,
        ),
        ("The envoys of both states met in the town of Kelmar on Friday, and this they said then", "• No tolls.", True),
    ],
)
def test_what_a_line_begins_with(tmp_path: Path, before: str, after: str, parted: bool) -> None:
    assert read(tmp_path, [set_lines([before, after])]) == before + ("\n\n" if parted else " ") + after


def test_an_indent_begins_a_paragraph() -> None:
    def line(text: str, number: int, left: float) -> Line:
        return Line(text, 0, left, 500, 700 - 14 * number, 11)

    lines = [line("He said no.", 0, 72), line("She said that it was over", 1, 90), line("and left.", 2, 72)]
    assert paragraphs([lines]) == "He said no.\n\nShe said that it was over and left."
    assert paragraphs([]) == paragraphs([[]]) == ""
