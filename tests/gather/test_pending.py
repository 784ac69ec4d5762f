"""Sources are listed without being read, in one order, and what is wrong with one place leaves the others alone."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.gather import Pending, gather, pending
from onrecord.settings import MAX_FILE, MAX_RECORD
from tests.gather.pdfs import made_pdf, set_lines
from tests.gather.test_gather import NEWS, PAGE


def names(found: list[Pending], root: Path) -> list[str]:
    return [one.origin.removeprefix(f"{root.resolve()}/") for one in found]


def problem(one: Pending) -> str:
    with pytest.raises(InputError) as caught:
        one.gather()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def jsonl(tmp_path: Path, *lines: Any) -> Path:
    path = tmp_path / "talks.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_file_is_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(f"---\noutlet: Tribune\n---\n{NEWS}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    [only] = pending("a.md", published="2027-03-05")
    assert only.origin == str((tmp_path / "a.md").resolve())
    assert only.gather() == gather("a.md", published="2027-03-05")


def test_a_folder_is_listed_in_order_without_what_is_hidden_or_of_another_kind(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.MD", "a/b/c.html", "c.pdf", ".d.txt", ".git/e.txt", "f.docx", "g", "h.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    (tmp_path / "a/b/c.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(made_pdf([set_lines([NEWS])]))
    jsonl(tmp_path, {"text": NEWS}).rename(tmp_path / "h.jsonl")
    found = list(pending(str(tmp_path)))
    assert names(found, tmp_path) == ["a/b/c.html", "a/z.MD", "b.txt", "c.pdf", "h.jsonl#1"]
    assert all("envoys" in one.gather().text or NEWS in one.gather().text for one in found)


def test_listing_reads_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    [only] = pending(str(tmp_path))
    (tmp_path / "a.txt").unlink()
    assert "no such file" in problem(only)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a/circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a/a.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    os.mkfifo(tmp_path / "d.txt")
    *good, circle = pending(str(tmp_path))
    assert [one.gather().text for one in good] == [NEWS, NEWS]
    assert "c.txt" in problem(circle)


def test_a_bad_file_in_a_folder_leaves_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<list/>", encoding="utf-8")
    (tmp_path / "b.zip").write_bytes(b"PK")
    (tmp_path / "c.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    feed, archive, good, gone = pending(str(tmp_path))
    assert "no RSS or Atom feed" in problem(feed)
    assert "damaged" in problem(archive)
    assert good.gather().text == NEWS
    assert "no such file" in problem(gone)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every folder")
def test_a_folder_that_cannot_be_read_leaves_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0)
    (tmp_path / "b.txt").write_text(NEWS, encoding="utf-8")
    closed, good = pending(str(tmp_path))
    assert "cannot be read" in problem(closed)
    assert good.gather().text == NEWS


@pytest.mark.parametrize(
    ("name", "said"), [("none.txt", "no such file"), ("", "nothing in this folder"), ("a\x00b", "cannot be read")]
)
def test_what_cannot_be_listed(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        list(pending(str(tmp_path / name)))


def test_an_empty_path_is_no_folder() -> None:
    with pytest.raises(InputError, match="no such file"):
        list(pending(""))


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    with pytest.raises(InputError, match="larger than 50 MB"):
        gather(str(tmp_path / "a.txt"))


def test_a_name_in_no_encoding_can_be_told_and_stored(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.txt"))
    odd.write_text("", encoding="utf-8")
    [only] = pending(str(tmp_path))
    assert only.origin.encode().endswith(b"\\xff\n.txt")
    assert problem(only).encode()


def test_lines_of_jsonl_are_documents(tmp_path: Path) -> None:
    known = {"title": "Talks", "outlet": "Harbour Tribune", "url": "https://tribune.example/1", "genre": "readout"}
    path = jsonl(
        tmp_path,
        {"text": NEWS, **known, "published": "2027-03-05T10:00:00Z", "id": "k-1", "mood": ["grim"]},
        "",
        {"text": NEWS, "date": "6 March 2027", "title": None, "id": 7},
        {"text": "“Nein”, said the envoy of Ostrel, and the talks in Kelmar were over.\n"},
    )
    first, second, third = pending(str(path))
    assert names([first, second, third], tmp_path) == ["talks.jsonl#k-1", "talks.jsonl#7", "talks.jsonl#4"]
    assert first.gather().model_dump(include=set(known)) == known
    assert first.gather().published == "2027-03-05"
    assert second.gather().published == "2027-03-06"
    assert third.gather().text.endswith("over.\n")


@pytest.mark.parametrize("odd", [True, None, ["a"], "", "a\nb", "\ud800", "a" * 1000, 1.5])
def test_an_id_that_is_no_name_gives_way_to_the_lines_number(tmp_path: Path, odd: Any) -> None:
    [only] = pending(str(jsonl(tmp_path, {"text": NEWS, "id": odd})))
    assert only.origin.endswith("talks.jsonl#1")
    assert only.gather().text == NEWS


def test_the_command_lines_word_counts_more_in_jsonl_too(tmp_path: Path) -> None:
    [only] = pending(str(jsonl(tmp_path, {"text": NEWS, "outlet": "Tribune"})), outlet="Post", published="2027-03-07")
    assert (only.gather().outlet, only.gather().published) == ("Post", "2027-03-07")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("7", "no JSON object"),
        ("[]", "no JSON object"),
        ("{}", '"text" is missing'),
        ({"text": 7}, '"text" is no text'),
        ({"text": " "}, "there is no text"),
        ({"text": NEWS, "title": ["a"]}, '"title" is no text'),
        ({"text": NEWS, "published": 20270305}, '"published" is no text'),
        ({"text": NEWS, "published": "soon"}, "cannot read the date"),
        ({"text": NEWS, "genre": "poem"}, '"genre" is none of'),
        ({"text": NEWS, "genre": ["article"]}, '"genre" is none of'),
        ({"text": f"{NEWS} \ud800"}, "has a character in it that is none"),
        ({"text": f"{NEWS} \x00"}, "has a character in it that is none"),
        ({"text": "Der Minister sagte, dass die Gespräche schwierig werden und er wenig erwartet."}, "German"),
        ('{"text": "' + "a" * MAX_RECORD + '"}', "longer than"),
    ],
)
def test_a_bad_line_leaves_the_others_alone(tmp_path: Path, line: Any, said: str) -> None:
    first, bad, last = pending(str(jsonl(tmp_path, {"text": NEWS}, line, {"text": NEWS, "id": "last"})))
    assert first.gather().text == last.gather().text == NEWS
    assert last.origin.endswith("talks.jsonl#last")
    assert "talks.jsonl#2: " in problem(bad)
    assert said in problem(bad)


def test_jsonl_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"text": NEWS}).encode() + b'\r\n{"text": "caf\xe9"}')
    first, second = pending(str(path))
    assert first.gather().text == NEWS
    assert "UTF-8" in problem(second)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=40), st.just(json.dumps({"text": NEWS}).encode())), max_size=6))
def test_any_lines_are_read_or_refused_one_by_one(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "any.jsonl"
    path.write_bytes(b"\n".join(lines))
    good = 0
    for one in pending(str(path)):
        try:
            good += one.gather().text == NEWS
        except InputError as error:
            assert "any.jsonl#" in str(error)  # noqa: PT017
    assert good == sum(NEWS.encode() in line for line in lines)


def test_one_document_is_gathered_and_several_are_not(tmp_path: Path) -> None:
    assert gather(str(jsonl(tmp_path, {"text": NEWS}))).text == NEWS
    with pytest.raises(InputError, match="several documents"):
        gather(str(jsonl(tmp_path, {"text": NEWS}, {"text": NEWS})))
    with pytest.raises(InputError, match="no text"):
        gather(str(jsonl(tmp_path)))
