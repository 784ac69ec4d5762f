"""Web archives as they are found: damaged, cut off, swollen, in forty languages. Every skip has its reason."""

import gzip
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.gather import Pending, pending
from onrecord.settings import MAX_CHARACTERS
from onrecord.values import Document
from tests.gather.languages import LANGUAGES
from tests.gather.warcs import arc, article, found, good, http, packed, page, record

GOOD = [good(number) for number in range(6)]


def told(one: Pending) -> Document | str:
    """A document, or the reason for which there is none."""
    try:
        return one.gather()
    except InputError as error:
        return error.reason if "\n" not in str(error) else "told in several lines"


def outcomes(path: Path, content: bytes) -> list[str]:
    """For each record the last word of its title, which is its number, or the reason for which it is none."""
    every = [told(one) for one in found(path, content)]
    return [one if isinstance(one, str) else str(one.title).rpartition(" ")[2] for one in every]


def with_length(one: bytes, length: str) -> bytes:
    head, _, block = one.partition(b"\r\n\r\n")
    stated = b"Content-Length: " + length.encode()
    return b"\r\n".join([*(x for x in head.split(b"\r\n") if b"Content-Length" not in x), stated]) + b"\r\n\r\n" + block


def test_a_page_is_a_document_with_what_is_known_of_it(tmp_path: Path) -> None:
    stated = (
        '<meta property="article:published_time" content="2021-03-05"><link rel="canonical" href="https://a.example/b">'
    )
    one = record(http(page(3, head=stated).encode()), number=3)
    [only] = found(tmp_path / "talks.warc.gz", packed(one))
    assert only.origin == f"{tmp_path.resolve()}/talks.warc.gz#0"
    document = only.gather()
    assert all(line in document.text for line in article(3).split("\n"))
    assert "Home" not in document.text
    assert document.url == "https://tribune.example/talks/3"
    assert document.published == "2021-03-05"
    assert document.title == "Talks of Kelmar, part 3"


def test_the_day_of_recording_bounds_the_date_and_is_none(tmp_path: Path) -> None:
    for day, published in (("2021-03-09", "2021-03-09"), ("2021-03-10", None)):
        dated = f'<meta property="article:published_time" content="{day}">'
        [only] = found(tmp_path / "a.warc", record(http(page(head=dated).encode())))
        assert only.gather().published == published
    [only] = found(tmp_path / "a.warc", good(1))
    assert only.gather().published is None


def test_the_host_is_the_outlet_where_the_page_names_none_and_the_command_line_counts_more(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    assert found(path, good(1))[0].gather().outlet == "tribune.example"
    named = record(http(page(head='<meta property="og:site_name" content="Harbour Tribune">').encode()))
    assert found(path, named)[0].gather().outlet == "Harbour Tribune"
    assert next(pending(str(path), outlet="Post")).gather().outlet == "Post"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "one.warc.gz"])
def test_records_are_documents_in_any_order(tmp_path: Path, name: str) -> None:
    content = {"a.warc": b"".join(GOOD), "a.warc.gz": packed(*GOOD), "one.warc.gz": packed(b"".join(GOOD))}[name]
    every = found(tmp_path / name, content)
    assert len({one.origin for one in every}) == 6
    texts = [one.gather().text for one in every]
    assert [f"{number}th" in text for number, text in enumerate(texts)] == [True] * 6
    assert [one.gather().text for one in reversed(every)] == texts[::-1]


def test_a_record_is_read_while_it_is_listed_and_after(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(*GOOD))
    meanwhile = [one.gather() for one in pending(str(tmp_path / "a.warc.gz"))]
    assert meanwhile == [one.gather() for one in list(pending(str(tmp_path / "a.warc.gz")))]


def test_a_file_that_is_gone_meanwhile_is_refused(tmp_path: Path) -> None:
    first, *_ = found(tmp_path / "a.warc", GOOD[0])
    (tmp_path / "a.warc").write_bytes(b"x" * 5000)
    assert told(first) == "damaged"


FLIPPED = bytearray(packed(GOOD[2]))
FLIPPED[len(FLIPPED) // 2] ^= 0xFF
CRC = packed(GOOD[2])[:-6] + b"\x00" + packed(GOOD[2])[-5:]
BEFORE, AFTER = packed(*GOOD[:2]), packed(*GOOD[3:])


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(bytes(FLIPPED), id="flipped"),
        pytest.param(packed(GOOD[2])[:300], id="cut in the middle"),
        pytest.param(packed(GOOD[2])[:-3], id="cut in the checksum"),
        pytest.param(CRC, id="wrong checksum"),
        pytest.param(b"no gzip here " * 300, id="garbage between members"),
        pytest.param(b"\x1f\x8b\x08" * 300, id="members that are none"),
        pytest.param(packed(b"no record here " * 300), id="garbage in a member"),
        pytest.param(packed(with_length(GOOD[2], "99999")), id="too long"),
        pytest.param(packed(with_length(GOOD[2], "300")), id="too short"),
        pytest.param(packed(with_length(GOOD[2], "-7")), id="negative"),
        pytest.param(packed(with_length(GOOD[2], "9" * 5000)), id="huge"),
        pytest.param(packed(with_length(GOOD[2], "999999999999")), id="a terabyte"),
        pytest.param(packed(with_length(GOOD[2], "many")), id="no number"),
        pytest.param(packed(record(b"x", omit="Content-Length")), id="no length"),
        pytest.param(packed(record(http(page().encode()), omit="WARC-Type")), id="no type"),
        pytest.param(packed(record(b"x", Long="y" * 5_000_000)), id="a header of megabytes"),
        pytest.param(packed(record(http(b"x", "Long: " + "y" * 5_000_000))), id="an HTTP header of megabytes"),
        pytest.param(packed(record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html")), id="half an HTTP header"),
        pytest.param(packed(record(b"")), id="an empty block"),
        pytest.param(packed(GOOD[2][:200]), id="half a header"),
        pytest.param(packed(b"\x00" * 40_000_000), id="a bomb"),
        pytest.param(packed(record(http(b" " * 300_000_000))), id="a bomb in a record"),
    ],
)
def test_damage_is_one_refusal_and_the_others_come_out(tmp_path: Path, broken: bytes) -> None:
    assert outcomes(tmp_path / "a.warc.gz", BEFORE + broken + AFTER) == ["0", "1", "damaged", "3", "4", "5"]
    assert outcomes(tmp_path / "b.warc.gz", broken + AFTER) == ["damaged", "3", "4", "5"]
    assert outcomes(tmp_path / "c.warc.gz", BEFORE + broken) == ["0", "1", "damaged"]


@pytest.mark.parametrize("length", ["99999", "9999", "300", "-7", "9" * 5000, "999999999999", "", "20000000"])
@pytest.mark.parametrize("one_member", [False, True])
def test_the_next_record_is_found_in_what_is_not_packed_record_by_record(
    tmp_path: Path, length: str, *, one_member: bool
) -> None:
    content = b"".join([*GOOD[:2], with_length(GOOD[2], length), *GOOD[3:]])
    name = "a.warc.gz" if one_member else "a.warc"
    every = outcomes(tmp_path / name, packed(content) if one_member else content)
    assert every == ["0", "1", "damaged", "3", "4", "5"]


def test_a_large_file_of_wrong_lengths_comes_to_an_end(tmp_path: Path) -> None:
    every = outcomes(tmp_path / "a.warc", b"".join(with_length(good(n), "15000000") for n in range(300)) + GOOD[5])
    assert every == ["damaged"] * 300 + ["5"]


@pytest.mark.parametrize("cut", [1, 3, 200, 400])
def test_a_file_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    assert outcomes(tmp_path / "a.warc.gz", packed(*GOOD)[:-cut])[:5] == list("01234")
    assert outcomes(tmp_path / "b.warc.gz", packed(b"".join(GOOD))[:-cut])[-1] == "damaged"


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0), gzip.compress(b"\r\n\r\n", mtime=0)])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes) -> None:
    assert outcomes(tmp_path / "a.warc.gz", content) == ["empty"]
    assert outcomes(tmp_path / "a.warc", gzip.decompress(content)) == ["empty"]


def test_what_is_no_page_is_passed_over_by_its_reason(tmp_path: Path) -> None:
    text = article(7).encode()
    blocks = [
        (record(b"software: x\r\n", kind="warcinfo"), "record-type"),
        (record(b"GET / HTTP/1.1\r\n\r\n", kind="request"), "record-type"),
        (record(b"x: y\r\n", kind="metadata"), "record-type"),
        (record(http(b""), kind="revisit"), "record-type"),
        (record(text, kind="conversion"), "record-type"),
        (record(b"rest", kind="continuation"), "record-type"),
        (record(b"?", kind="Réponse"), "record-type"),
        (record(http(page().encode()), WARC_Segment_Number="1"), "record-type"),
        (record(http(page().encode(), status="301 Moved Permanently")), "status"),
        (record(http(page().encode(), status="404 Not Found")), "status"),
        (record(http(page().encode(), status="500 Oh")), "status"),
        (record(http(page().encode(), status="206 Partial Content")), "status"),
        (record(http(b"\x89PNG\r\n\x1a\n", kind="image/png")), "not-html"),
        (record(http(b"%PDF-1.7", kind="application/pdf")), "not-html"),
        (record(http(b"%PDF-1.7")), "not-html"),
        (record(http(b"{}", kind="application/json")), "not-html"),
        (record(http(b"GIF8", kind=None)), "not-html"),
        (record(b"20270308\n192.0.2.1", Content_Type="text/dns"), "not-html"),
        (record(http(b"\x89PNG\r\n\x1a\n")), "not-text"),
        (record(http(f"<p>{article(1)}\x00</p>".encode())), "not-text"),
        (record(http(b"<html><body><p>Menu</p></body></html>")), "no-article"),
        (record(http(b"")), "no-article"),
        (record(http(b"", kind="text/plain")), "empty"),
        (record(http(b"a " * MAX_CHARACTERS, kind="text/plain")), "too-large"),
        (record(http(random.Random(1).randbytes(6_000_000).hex().encode())), "too-large"),
    ]
    content = packed(*(one for one, _ in blocks)) + packed(GOOD[1])
    assert outcomes(tmp_path / "a.warc.gz", content) == [reason for _, reason in blocks] + ["1"]


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(record(page(1).encode(), kind="resource", Content_Type="text/html"), id="resource"),
        pytest.param(record(http(page(1).encode(), kind=None)), id="no content type"),
        pytest.param(record(http(page(1).encode(), kind='TEXT/HTML ; Charset="utf-8"')), id="odd content type"),
        pytest.param(record(http(page(1).encode()), omit="WARC-Target-URI"), id="no address"),
        pytest.param(record(http(page(1).encode()), omit="WARC-Date"), id="no date"),
        pytest.param(record(http(page(1).encode()), omit="WARC-Record-ID"), id="no id"),
        pytest.param(record(http(page(1).encode()), omit="Content-Type"), id="no type of block"),
        pytest.param(record(http(page(1).encode()), WARC_Date="soon", WARC_Target_URI="\x00"), id="odd fields"),
        pytest.param(record(http(page(1).encode()), X="\x00\x01\r\n folded"), id="a NUL in a header"),
        pytest.param(record(http(page(1).encode())).replace(b"\r\n", b"\n", 9), id="bare newlines"),
        pytest.param(b"\r\n\n" + GOOD[1] + b"\r\n\r\n", id="blank lines"),
        pytest.param(GOOD[1].replace(b"WARC/1.0", b"WARC/1.1"), id="version 1.1"),
    ],
)
def test_odd_records_are_read(tmp_path: Path, one: bytes) -> None:
    for name, content in (("a.warc.gz", packed(GOOD[0], one, GOOD[2])), ("b.warc", GOOD[0] + one + GOOD[2])):
        assert outcomes(tmp_path / name, content) == ["0", "1", "2"]


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 500) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "Deflate": deflated,
    "br": brotli.compress, "identity": bytes, "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
}  # fmt: skip


@pytest.mark.parametrize("coding", PACKERS)
def test_bodies_as_they_were_sent(tmp_path: Path, coding: str) -> None:
    body, sent = page(1).encode(), PACKERS[coding](page(1).encode())
    whole = [
        record(http(sent, f"Content-Encoding: {coding}")),
        record(http(chunked(sent), f"Content-Encoding: {coding}", "Transfer-Encoding: chunked")),
        record(http(body, f"content-encoding: {coding.split(',')[0]}", "Transfer-Encoding: chunked")),
    ]
    assert outcomes(tmp_path / "a.warc.gz", packed(*whole)) == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (http(gzip.compress(page().encode(), mtime=0)[:-20], "Content-Encoding: gzip"), "damaged"),
        (http(b"\x1f\x8b\x08" + b"x" * 99, "Content-Encoding: gzip"), "damaged"),
        (http(zlib.compress(page().encode())[:-20], "Content-Encoding: deflate"), "damaged"),
        (http(brotli.compress(page().encode())[:-20], "Content-Encoding: br"), "damaged"),
        (http(b"\xff" * 99, "Content-Encoding: br"), "damaged"),
        (http(b"x", "Content-Encoding: zstd"), "encoding"),
        (http(b"x", "Content-Encoding: gzip, gzip, gzip, gzip"), "damaged"),
        (http(chunked(page().encode())[:-300], "Transfer-Encoding: chunked"), "damaged"),
        (http(b"fffffff\r\nx", "Transfer-Encoding: chunked"), "damaged"),
        (http(gzip.compress(b" " * 50_000_000, mtime=0), "Content-Encoding: gzip"), "too-large"),
        (http(zlib.compress(b" " * 50_000_000), "Content-Encoding: deflate"), "too-large"),
        (http(brotli.compress(b" " * 50_000_000), "Content-Encoding: br"), "too-large"),
    ],
)
def test_bodies_that_cannot_be_unpacked(tmp_path: Path, one: bytes, reason: str) -> None:
    assert outcomes(tmp_path / "a.warc.gz", packed(record(one), GOOD[1])) == [reason, "1"]


@pytest.mark.parametrize(
    "charset",
    ["iso-8859-1", "utf-16", "koi8-r", "none", "undefined", "idna", "punycode", "hex", "rot13", "utf-7",
     "unicode_escape", "a\x01b", "x" * 2000, "utf-8; charset=cp1252", "'", "é"],
)  # fmt: skip
def test_a_charset_that_is_stated_wrongly(tmp_path: Path, charset: str) -> None:
    text = article(4).replace("Dorn", "“Dörn”")
    [only] = found(tmp_path / "a.warc", record(http(page(body=text).encode(), kind=f"text/html; charset={charset}")))
    assert "“Dörn”" in only.gather().text


@pytest.mark.parametrize(
    ("head", "kind"), [("", "text/html; charset=cp1252"), ('<meta charset="cp1252">', "text/html")]
)
def test_a_charset_that_is_stated_rightly(tmp_path: Path, head: str, kind: str) -> None:
    text = article(4).replace("Dorn", "“Dörn”")
    [only] = found(tmp_path / "a.warc", record(http(page(body=text, head=head).encode("cp1252"), kind=kind)))
    assert "“Dörn”" in only.gather().text


@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_languages_are_passed_over_as_such(tmp_path: Path, language: str) -> None:
    text = LANGUAGES[language]
    assert outcomes(tmp_path / "a.warc", record(http(page(body=f"{text}\n{text[::1]}").encode()))) == ["language"]


def test_legacy_encodings_of_other_languages_are_no_english(tmp_path: Path) -> None:
    encodings = {"ru": "koi8-r", "el": "iso-8859-7", "ja": "shift_jis", "zh": "gb18030", "ko": "euc-kr", "ar": "cp1256"}
    for language, encoding in encodings.items():
        body = page(body=LANGUAGES[language] * 2).encode(encoding, "ignore")
        for kind in (f"text/html; charset={encoding}", "text/html"):
            [reason] = outcomes(tmp_path / "a.warc", record(http(body, kind=kind)))
            assert reason in ("language", "encoding", "not-text"), (language, kind)


def test_an_arc_file(tmp_path: Path) -> None:
    begin = arc(
        "filedesc://talks.arc", b"1 0 Kelmar\nURL IP-address Archive-date Content-type Archive-length\n\n", "text/plain"
    )
    pages = [arc(f"https://tribune.example/talks/{n}", http(page(n).encode())) for n in range(4)]
    broken = pages[2].replace(b" 192.0.2.1 ", b" ")
    image = arc("https://tribune.example/a.png", http(b"\x89PNG", kind="image/png"), "image/png")
    whole = (begin, pages[0], pages[1], broken, image, pages[3])
    assert outcomes(tmp_path / "a.arc.gz", packed(*whole)) == ["record-type", "0", "1", "damaged", "not-html", "3"]
    # Where nothing else parts the records, one ends well only before the next.
    assert outcomes(tmp_path / "a.arc", b"".join(whole)) == ["record-type", "0", "damaged", "not-html", "3"]
    first = found(tmp_path / "b.arc", begin + pages[0])[1].gather()
    assert (first.url, first.outlet) == ("https://tribune.example/talks/0", "tribune.example")


def test_records_in_a_page_are_part_of_the_page(tmp_path: Path) -> None:
    forged = record(http(page(9).encode()), WARC_Target_URI="https://other.example/")
    body = page(1).encode() + b"\r\n\r\n" + forged
    for content in (packed(record(http(body)), GOOD[2]), record(http(body)) + GOOD[2]):
        every = found(tmp_path / "a.warc", content)
        assert [one.gather().url for one in every] == [
            "https://tribune.example/talks/1",
            "https://tribune.example/talks/2",
        ]


MEASURED = """
import resource, sys
from onrecord.gather import pending
from onrecord.errors import InputError
def reasons():
    for one in pending(sys.argv[1]):
        try:
            one.gather()
            yield "read"
        except InputError as error:
            yield error.reason
next(reasons())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(*reasons(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_stays_bounded(tmp_path: Path) -> None:
    path = tmp_path / "large.warc.gz"
    filler = zlib.compressobj(1, wbits=31)
    big = record(http(b""), Content_Length=str(len(http(b"")) + 100_000_000)).removesuffix(b"\r\n\r\n")
    part = bytes(range(256)) * 3907 + b"x" * 208  # 1,000,400 bytes
    with path.open("wb") as out:
        out.write(packed(GOOD[0]))
        out.write(filler.compress(big))
        for at in range(0, 100_000_000, len(part)):
            out.write(filler.compress(part[: 100_000_000 - at]))
        out.write(filler.compress(b"\r\n\r\n") + filler.flush())
        out.write(packed(record(http(gzip.compress(b" " * 300_000_000), "Content-Encoding: gzip"))))
        out.write(packed(record(b"x", Long="y" * 20_000_000), GOOD[1]))
    run = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    *reasons, grown = run.stdout.split()
    assert reasons == ["read", "too-large", "too-large", "damaged", "read"]
    assert int(grown) < 60_000  # kilobytes


NAMES = ["a.warc", "a.warc.gz", "a.arc", "a.arc.gz"]
PARTS = [
    b"WARC/1.0\r\n", b"\r\n\r\n", b"\x1f\x8b\x08\x00", b"Content-Length: 70\r\n", b"WARC-Type: response\r\n",
    b"HTTP/1.1 200 OK\r\n", *GOOD[:2], packed(GOOD[2]),
]  # fmt: skip
Damage = tuple[float, int, bytes]  # where, as a share of the file; how many bytes are cut out; what is put there
PLACES = st.floats(0, 1, exclude_max=True)
DAMAGES: st.SearchStrategy[Damage] = st.one_of(
    st.tuples(PLACES, st.just(1), st.binary(min_size=1, max_size=1)),
    st.tuples(PLACES, st.integers(1, 3000), st.just(b"")),
    st.tuples(PLACES, st.just(0), st.binary(min_size=1, max_size=3000)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGES, form=st.sampled_from(["members", "one", "plain"]))
def test_any_damage_leaves_what_it_does_not_touch(tmp_path: Path, damage: Damage, form: str) -> None:
    parts = {"members": [packed(one) for one in GOOD], "one": [packed(b"".join(GOOD))], "plain": GOOD}[form]
    content = b"".join(parts)
    share, cut, inserted = damage
    at = int(share * len(content))
    end = at + cut
    damaged = content[:at] + inserted + content[end:]
    every = outcomes(tmp_path / ("a.warc" if form == "plain" else "a.warc.gz"), damaged)
    assert sum(not one.isdigit() for one in every) <= 6
    ends = list(accumulate(map(len, parts)))
    starts = [0, *ends[:-1]]
    if form == "members":
        untouched = {str(n) for n in range(6) if ends[n] <= at or starts[n] >= end}
    elif form == "plain":  # behind the damage, unless what it left there seems to be part of it
        untouched = {str(n) for n in range(6) if ends[n] <= at}
    else:
        untouched = set()
    assert untouched <= set(every)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=60), st.sampled_from(PARTS)), max_size=12), st.sampled_from(NAMES))
def test_any_bytes_are_gone_through(tmp_path: Path, parts: list[bytes], name: str) -> None:
    every = found(tmp_path / name, b"".join(parts))
    assert len({one.origin for one in every}) == len(every)
    for one in every:
        told(one)
