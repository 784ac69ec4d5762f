"""Files and standard input become documents, or one-line errors."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, OnrecordError
from onrecord.gather import document_from_text, gather
from onrecord.settings import MAX_CHARACTERS

NEWS = "The minister said that the talks would go on for a week and that he did not expect an agreement."
PAGE = f"""<html><head><title>Talks go on</title><meta property="og:site_name" content="Harbour Tribune"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Talks go on</h1><p>{NEWS}</p><p>{NEWS.replace("week", "month")}</p>
<p>The envoys of both states left the hall in the evening without a word to the press, and the lights went out.</p>
</article></body></html>"""


def made(tmp_path: Path, name: str, body: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(body)
    return str(path)


def test_plain_text_is_kept_character_for_character(tmp_path: Path) -> None:
    text = f"  {NEWS}\r\n\r\nSecond line – with a dash.\t"
    document = gather(made(tmp_path, "a.txt", text.encode()))
    assert document.text == text
    assert (document.title, document.outlet, document.published) == (None, None, None)


def test_front_matter_is_read_and_taken_off(tmp_path: Path) -> None:
    front = "---\ntitle: 'A: title'\noutlet: Tribune\npublished: 2027-03-05\ngenre: readout\nmood: grim\n---\n"
    document = gather(made(tmp_path, "a.md", (front + NEWS).encode()))
    assert document.text == NEWS
    assert (document.title, document.outlet, document.published) == ("A: title", "Tribune", "2027-03-05")
    assert document.genre == "readout"


def test_the_command_lines_word_counts_more(tmp_path: Path) -> None:
    path = made(tmp_path, "a.md", f"---\noutlet: Tribune\npublished: 2027-03-05\n---\n{NEWS}".encode())
    document = gather(path, published="6 March 2027", outlet="Post")
    assert (document.outlet, document.published) == ("Post", "2027-03-06")


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    document = gather(made(tmp_path, "a.html", PAGE.encode()))
    assert NEWS in document.text
    assert "Home" not in document.text
    assert document.title == "Talks go on"
    assert document.outlet == "Harbour Tribune"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = f"“{NEWS}” — said the café owner’s naïve cousin, who is an envoy to the talks and a friend of the minister."
    assert gather(made(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_standard_input() -> None:
    assert gather("-", stdin=io.BytesIO(NEWS.encode())).text == NEWS


def test_the_id_depends_on_text_and_metadata() -> None:
    one, same = document_from_text(NEWS), document_from_text(NEWS)
    other = document_from_text(NEWS, published="2027-03-05")
    assert one.id == same.id != other.id


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b"\xef\xbb\xbf \n", "no text"),
        ("a.pdf", b"%PDF-1.7 ...", "damaged"),
        ("a.txt", b"%PDF-1.7 ...", "damaged"),
        ("a.txt", b"PK\x03\x04...", "not text"),
        ("a.txt", b"abc\x00def", "not text"),
        ("a.html", b"<html><body><p>Menu</p></body></html>", "no article"),
        ("a.md", b"---\n- one\n---\ntext", "front matter"),
        ("a.md", f"---\ngenre: poem\n---\n{NEWS}".encode(), "genre"),
        ("a.md", f"---\npublished: soon\n---\n{NEWS}".encode(), "cannot read the date"),
        ("a.txt", bytes(range(1, 256)), "not text|encoding"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, body: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        gather(made(tmp_path, name, body))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Außenminister sagte am Montag, dass die Gespräche schwierig werden und er wenig erwartet.", "German"),
        ("Le ministre a déclaré lundi que les négociations seraient difficiles et qu’il attendait peu.", "French"),
        ("Министр заявил, что переговоры будут трудными и что он не ждёт прорыва.", "Russian"),
        ("外交部长周一表示，谈判将很困难，他不期待突破。双方将于下周再次会晤。", "Chinese"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    with pytest.raises(InputError, match=language):
        document_from_text(text)


@pytest.mark.parametrize(
    "text", ["Talks fail.", "“Nein”, said the envoy, and the talks were over.", "Dorn: no deal in Kelmar"]
)
def test_short_and_mixed_english_passes(text: str) -> None:
    assert document_from_text(text).language == "en"


@pytest.mark.parametrize(
    ("value", "iso"), [("2027-03-05", "2027-03-05"), ("5 March 2027", "2027-03-05"), ("Mar 5, 2027", "2027-03-05")]
)
def test_dates_that_can_be_read(value: str, iso: str) -> None:
    assert document_from_text(NEWS, published=value).published == iso


@pytest.mark.parametrize("value", ["10/01/2022", "March 2027", "soon", "2027-13-01", "2027-02-30", ""])
def test_dates_that_cannot(value: str) -> None:
    if not value:
        assert document_from_text(NEWS, published=value).published is None
        return
    with pytest.raises(InputError, match="cannot read the date"):
        document_from_text(NEWS, published=value)


def test_too_long_and_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="longer than"):
        document_from_text("a " * MAX_CHARACTERS)
    with pytest.raises(InputError, match="no such file"):
        gather(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="folder"):
        gather(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        gather("a\x00b")


@pytest.mark.parametrize("field", ["text", "title", "outlet"])
def test_halves_of_characters_are_refused(field: str) -> None:
    with pytest.raises(InputError, match="encoding"):
        document_from_text(**{"text": NEWS, field: f"{NEWS} \ud800"})
    with pytest.raises(InputError, match="encoding"):
        document_from_text(**{"text": NEWS, field: f"{NEWS} \x00"})


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        (None, "MS. VALK: Good evening.\nQ: Is there a deal?\nMS. VALK: There is not.\nQ Why not?", "transcript"),
        (None, "THE CHANCELLOR: Good day.\n\nQ A deal?\n\nTHE CHANCELLOR: No.\n\nQ Why?", "transcript"),
        ("Remarks by the Chancellor", "THE CHANCELLOR: Yes.\nMODERATOR: Thanks.\n" * 2, "transcript"),
        ("Interview", "REPORTER: When?\nDORN: Soon.\nREPORTER: Where?\nDORN: In Kelmar.", "transcript"),
        ("Readout of the call", f"PLACE: Kelmar\nDATE: 5 March\nTIME: noon\nTOPIC: the river\n{NEWS}", "readout"),
        ("Fact sheet: the river crossing", NEWS, "readout"),
        ("Joint statement of Varnia and Ostrel", NEWS, "readout"),
        ("Statement by the Spokesperson on the talks", NEWS, "readout"),
        ("Minister dismisses statement by Ostrel", NEWS, "article"),
        (
            None,
            f"{NEWS}\nQ&A: What is at stake\nNATO: what it wants\nOSCE: what it wants\nVARNIA: all of it\n",
            "article",
        ),
        (None, NEWS, "article"),
    ],
)
def test_genres(title: str | None, text: str, genre: str) -> None:
    assert document_from_text(text, title=title).genre == genre


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, body: bytes, name: str) -> None:
    with contextlib.suppress(OnrecordError):
        assert gather(made(tmp_path, name, body)).text.strip()
