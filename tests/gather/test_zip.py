"""ZIP archives: read in memory, bounded, and left alone where they reach outside themselves."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.gather import Pending, pending
from onrecord.gather.archive import members
from onrecord.settings import MAX_FILE, MAX_MEMBERS
from tests.gather.test_gather import NEWS, PAGE
from tests.gather.test_pending import problem


def packed(path: Path, files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body, compress_type=method)
    return str(path)


def patched(path: Path, *changes: tuple[bytes, int, bytes]) -> str:
    """An archive with some bytes overwritten: after a signature, at an offset."""
    body = bytearray(path.read_bytes())
    for signature, offset, new in changes:
        place = body.rindex(signature) + offset
        body[place : place + len(new)] = new
    path.write_bytes(bytes(body))
    return str(path)


def found(source: str) -> list[Pending]:
    return list(pending(source))


def test_members_are_documents(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": NEWS, "id": name}) for name in ("one", "two"))
    files: dict[str, bytes | str] = {
        "press/b.txt": NEWS, "press/a.html": PAGE, "c.jsonl": lines, "d.png": b"\x89PNG", "empty/": b"",
        "__MACOSX/._b.txt": b"\x00\x05", ".hidden/e.txt": NEWS, "./here.txt": NEWS,
    }  # fmt: skip
    source = packed(tmp_path / "talks.zip", files)
    every = found(source)
    origin = f"{tmp_path.resolve()}/talks.zip!"
    assert [one.origin.removeprefix(origin) for one in every] == [
        "./here.txt", "c.jsonl#one", "c.jsonl#two", "press/a.html", "press/b.txt"
    ]  # fmt: skip
    assert all(NEWS in one.gather().text for one in every)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["talks.zip"]


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "c:a.txt", "..\\a.txt", "\\\\host\\a.txt", "a/.."]
)
def test_names_that_lead_outside_refuse_the_archive(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="outside itself"):
        found(packed(tmp_path / "a.zip", {"good.txt": NEWS, name: NEWS}))


@given(
    st.lists(st.sampled_from(["..", "a", "b.txt", "", ".", "c:", "…"]), min_size=1, max_size=5),
    st.sampled_from(["/", "\\"]),
)
def test_no_name_leads_outside(parts: list[str], separator: str) -> None:
    from onrecord.gather.archive import _OUTSIDE

    name = separator.join(parts)
    outside = ".." in parts or parts[0] == "c:" or name.startswith(separator)
    assert bool(_OUTSIDE.search(name)) == outside


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.txt": b"a" * 1_000_000}, "grows more than"),
        ({f"{number}.txt": b"" for number in range(MAX_MEMBERS + 1)}, "more than 10,000 files"),
        ({"a.png": b"\x89PNG"}, "nothing in this archive"),
        ({}, "nothing in this archive"),
    ],
)
def test_archives_that_are_refused(tmp_path: Path, files: dict[str, bytes | str], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        found(packed(tmp_path / "a.zip", files))
    assert "\n" not in str(caught.value)


def test_sizes_are_not_believed(tmp_path: Path) -> None:
    """A member that says it is small is cut off there, one that says it is large counts as large."""
    words = " ".join(f"word{number}" for number in range(50_000))
    packed(tmp_path / "a.zip", {"a.txt": words})
    [only] = found(patched(tmp_path / "a.zip", (b"PK\x01\x02", 24, struct.pack("<I", 500))))
    assert "damaged" in problem(only)
    for size, said in ((1_200_000_000, "unpacks to more than 1,000 MB"), (500_000_000, "grows more than")):
        with pytest.raises(InputError, match=said):
            found(patched(tmp_path / "a.zip", (b"PK\x01\x02", 24, struct.pack("<I", size))))


def test_a_directory_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    packed(path, {"a.txt": NEWS})
    body = path.read_bytes()
    start = body.rindex(b"PK\x01\x02")
    path.write_bytes(body[:start] + b"\x00" * 11_000_000 + body[start:])
    with pytest.raises(InputError, match="damaged"):
        found(patched(path, (b"PK\x05\x06", 12, struct.pack("<II", 11_000_046 + len("a.txt"), start))))


def test_members_that_are_refused_one_by_one(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", NEWS)
    source = packed(tmp_path / "a.zip", {"a.txt": NEWS, "b.zip": inner.getvalue(), "c.txt": "\x00", "d.xml": "<no/>"})
    good, nested, binary, feed = found(source)
    assert good.gather().text == NEWS
    assert "archive in an archive" in problem(nested)
    assert "a.zip!c.txt: this is not text" in problem(binary)
    assert "no RSS" in problem(feed)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    packed(tmp_path / "a.zip", {"a.txt": NEWS})
    [only] = found(patched(tmp_path / "a.zip", (b"PK\x01\x02", 8, b"\x01\x00")))
    assert "encrypted" in problem(only)


def test_a_member_that_is_too_large_is_refused(tmp_path: Path) -> None:
    packed(tmp_path / "a.zip", {"a.txt": " ".join(str(number) for number in range(200_000))})
    [only] = found(patched(tmp_path / "a.zip", (b"PK\x01\x02", 24, struct.pack("<I", MAX_FILE + 1))))
    assert "larger than" in problem(only)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_bounded_are_refused(tmp_path: Path, method: int) -> None:
    [only] = found(packed(tmp_path / "a.zip", {"a.txt": NEWS}, method))
    assert "unusual" in problem(only)


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    packed(path, {"a.txt": NEWS})
    whole = path.read_bytes()
    path.write_bytes(whole.replace(whole[40:60], bytes(20)))
    assert "damaged" in problem(found(str(path))[0])
    for body in (b"", b"PK\x03\x04", whole[:-10], b"not an archive"):
        path.write_bytes(body)
        with pytest.raises(InputError, match="damaged"):
            found(str(path))


def test_a_link_in_an_archive_is_left_out(tmp_path: Path) -> None:
    linked = zipfile.ZipInfo("a.txt")
    linked.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(linked, "/etc/passwd")
        archive.writestr("b.txt", NEWS)
    assert [one.where for one in members(tmp_path / "a.zip", "a.zip") if not isinstance(one, Pending)] == [
        "a.zip!b.txt"
    ]
