"""Feeds: entries are listed without fetching them; each is its linked page, or what the feed itself carries of it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import monotonic

import pytest

from onrecord.errors import InputError
from onrecord.gather import Pending, gather, pending
from onrecord.gather.formats import is_feed
from tests.gather.pdfs import made_pdf, set_lines
from tests.gather.test_gather import NEWS, PAGE
from tests.gather.test_pending import problem
from tests.gather.test_web import Server

BARE = PAGE.replace("<title>Talks go on</title>", "").replace("<h1>Talks go on</h1>", "")
CARRIED = (
    "The envoys of Varnia and Ostrel left Kelmar without a word, and nobody would say when they were to meet again."
)
CONTENT = f"<p>{CARRIED}</p><p>{NEWS}</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Meridian Wire</title>
<item><title>Talks &amp; more</title><link>SITE/bare</link><pubDate>Fri, 05 Mar 2027 23:30:00 -0500</pubDate></item>
<item><title>Another title</title><link>SITE/page</link></item>
<item><title>Gone</title><link>SITE/gone</link><pubDate>soon</pubDate></item>
<item><title>Gone but kept</title><link>SITE/gone-too</link><pubDate>Sat, 06 Mar 2027 08:00:00 GMT</pubDate>
<content:encoded><![CDATA[{CONTENT}]]></content:encoded></item>
<item><title>No link</title><guid isPermaLink="false">kelmar-5</guid>
<content:encoded><![CDATA[{CONTENT}]]></content:encoded></item>
<item><title>Nothing</title></item>
<item><link>SITE/talks.pdf</link></item>
<item><link>file:///etc/passwd</link></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Tribune</title>
<entry><title>Plain</title><id>urn:x:1</id><published>2027-03-05T10:00:00Z</published><updated>2027-04-01T10:00:00Z</updated>
<content type="text">{NEWS}</content></entry>
<entry><title>Changed</title><id>urn:x:2</id><updated>2027-04-01T10:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">{CONTENT}</div></content></entry>
<entry><title>Relative</title><link href="/bare"/></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="SITE/bare">
<title>Talks</title><link>SITE/bare</link><dc:date>2027-03-05</dc:date></item></rdf:RDF>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
    + ']><rss version="2.0"><channel><item><title>&a11;</title></item></channel></rss>'
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = f"http://{self.headers['Host']}"
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        pdf = made_pdf([set_lines([NEWS])])
        kind, body = {
            "/rss": ("application/rss+xml; charset=utf-8", RSS.encode()),
            "/atom": ("application/atom+xml", ATOM.encode()),
            "/rdf": ("text/xml", RDF.encode()),
            "/feed-as-page": ("text/html", RSS.encode()),
            "/latin": ("application/xml", RSS.replace("utf-8", "iso-8859-1").replace("& ", "é ").encode("latin-1")),
            "/list": ("application/xml", b"<?xml version='1.0'?><list/>"),
            "/bomb": ("application/xml", BOMB.encode()),
            "/page": ("text/html", PAGE.encode()),
            "/bare": ("text/html", BARE.encode()),
            "/talks.pdf": ("application/pdf", pdf),
        }.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.replace(b"SITE", site.encode()))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output quiet."""


@pytest.fixture
def server(running: Server) -> Server:
    running.asked = []  # type: ignore[attr-defined]
    return running


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def listed(url: str) -> list[Pending]:
    return list(pending(url, allow_private=True))


def saved(tmp_path: Path, text: str, name: str = "feed.xml") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def test_entries_are_listed_without_fetching_them(site: str, server: Server) -> None:
    assert [one.origin for one in listed(f"{site}/rss")] == [
        f"{site}/bare", f"{site}/page", f"{site}/gone", f"{site}/gone-too", "kelmar-5", f"{site}/rss#6",
        f"{site}/talks.pdf", f"{site}/rss#8",
    ]  # fmt: skip
    assert server.asked == ["/rss"]  # type: ignore[attr-defined]


def test_an_entry_is_its_page_and_fills_what_the_page_leaves_open(site: str) -> None:
    bare, page, *_ = listed(f"{site}/rss")
    document = bare.gather()
    assert NEWS in document.text
    assert (document.title, document.published) == ("Talks & more", "2027-03-05")
    assert (document.url, document.outlet) == (f"{site}/bare", "Harbour Tribune")
    assert page.gather().title == "Talks go on"


def test_what_the_feed_carries_stands_in_for_a_page_that_is_gone(site: str) -> None:
    _, _, gone, kept, unlinked, nothing, pdf, local = listed(f"{site}/rss")
    assert "404" in problem(gone)
    assert kept.gather().text == f"{CARRIED}\n{NEWS}"
    assert (kept.gather().title, kept.gather().published) == ("Gone but kept", "2027-03-06")
    assert kept.gather().url == kept.origin
    assert CARRIED in unlinked.gather().text
    assert unlinked.gather().url is None
    assert "neither a link nor a text" in problem(nothing)
    assert "neither a link nor a text" in problem(local)
    assert pdf.gather().text == NEWS


def test_atom_and_rdf(site: str) -> None:
    plain, changed, relative = listed(f"{site}/atom")
    assert (plain.origin, changed.origin, relative.origin) == ("urn:x:1", "urn:x:2", f"{site}/bare")
    assert plain.gather().text == NEWS
    assert plain.gather().published == "2027-03-05"
    assert changed.gather().published is None  # when a text was changed is not when it was published
    assert CARRIED in changed.gather().text
    [only] = listed(f"{site}/rdf")
    assert only.gather().published == "2027-03-05"


def test_a_feed_is_known_by_its_first_bytes_and_its_encoding_is_kept(site: str) -> None:
    assert len(listed(f"{site}/feed-as-page")) == 8
    assert len(listed(f"{site}/latin")) == 8


def test_the_command_lines_word_counts_more(site: str) -> None:
    bare, *_ = pending(f"{site}/rss", allow_private=True, outlet="Post", published="2027-03-09")
    assert (bare.gather().outlet, bare.gather().published) == ("Post", "2027-03-09")


def test_links_to_private_addresses_are_refused(tmp_path: Path, site: str, server: Server) -> None:
    _, _, _, kept, *_ = entries = list(pending(saved(tmp_path, RSS.replace("SITE", site))))
    assert "private address" in problem(entries[0])
    assert CARRIED in kept.gather().text
    assert server.asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom"])
def test_a_feed_on_disk_and_in_a_folder(tmp_path: Path, site: str, name: str) -> None:
    source = saved(tmp_path, RSS.replace("SITE", site), name)
    for place in (source, str(tmp_path)):
        first, *_ = pending(place, allow_private=True)
        assert first.gather().title == "Talks & more"


def test_a_page_and_a_pdf_by_url(site: str, server: Server) -> None:
    [page] = listed(f"{site}/page")
    assert page.origin == page.gather().url == f"{site}/page"
    assert server.asked == ["/page"]  # type: ignore[attr-defined]
    document = gather(f"{site}/talks.pdf", allow_private=True)
    assert (document.text, document.url) == (NEWS, f"{site}/talks.pdf")


@pytest.mark.parametrize(("path", "said"), [("/list", "no RSS"), ("/gone", "404"), ("/bomb", "entities")])
def test_addresses_that_cannot_be_listed(site: str, path: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        listed(site + path)


def test_a_feed_is_not_one_document(site: str) -> None:
    with pytest.raises(InputError, match="several documents"):
        gather(f"{site}/rss", allow_private=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no RSS or Atom feed"),
        ("Not XML at all.", "no RSS or Atom feed"),
        ("<html><body><p>A page</p></body></html>", "no RSS or Atom feed"),
        ("<?xml version='1.0'?><list><one/></list>", "no RSS or Atom feed"),
        ("<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "no entries"),
        ("<?xml version='1.0'?><rss version='2.0'><chan", "no entries"),
        (BOMB, "entities"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"/>', "entities"),
        ("\x00\x01\x02", "not text"),
    ],
)
def test_bad_feeds(tmp_path: Path, text: str, said: str) -> None:
    begun = monotonic()
    with pytest.raises(InputError, match=said) as caught:
        list(pending(saved(tmp_path, text)))
    assert "\n" not in str(caught.value)
    assert monotonic() - begun < 5


def test_entities_in_another_encoding_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(BOMB.encode("utf-16"))
    with pytest.raises(InputError, match="entities"):
        list(pending(str(tmp_path / "a.xml")))


def test_a_feed_that_was_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole, cut = pending(saved(tmp_path, RSS[: RSS.index("Another title") + 5]))
    assert whole.origin == "SITE/bare" or whole.origin.endswith("#1")
    assert "neither a link nor a text" in problem(cut)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Fri, 05 Mar 2027 23:30:00 -0500", "2027-03-05"),
        ("5 March 2027", "2027-03-05"),
        ("2027-03-05T23:30:00-05:00", "2027-03-05"),
        ("05/03/2027", None),
        ("March 2027", None),
        ("Fri, 05 Mar 2027 23:30:00 +99999999999999999999", None),
        ("5 " * 1000, None),
    ],
)
def test_dates_of_entries(tmp_path: Path, written: str, day: str | None) -> None:
    item = f"<item><pubDate>{written}</pubDate><content:encoded><![CDATA[{CONTENT}]]></content:encoded>"
    head = RSS[: RSS.index("<item>")]
    [only] = pending(saved(tmp_path, f"{head}{item}</item></channel></rss>"))
    assert only.gather().published == day


@pytest.mark.parametrize(
    ("body", "feed"),
    [
        (b"<rss>", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- a <list> -->\n<?style x?><feed xmlns='x'>", True),
        (b"<!DOCTYPE rss><RDF:rdf>", True),
        (b"<rssx>", False),
        (b"<html><rss>", False),
        (b"<?x?>" * 700 + b"<html>", False),
    ],
)
def test_first_bytes(body: bytes, feed: bool) -> None:
    assert is_feed(body) == feed
