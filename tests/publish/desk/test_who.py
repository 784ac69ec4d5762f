"""People, parties, meetings and the timeline, on the examples."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from onrecord.publish.calendar import render
from onrecord.publish.desk.sides import is_of
from onrecord.record.answers import Filter, Whose
from onrecord.record.view import View
from tests.publish.desk.conftest import app_of, client_of


@pytest.fixture(scope="module")
def view(examples: Path) -> View:
    return View.open(examples)


def number_of(view: View, name: str) -> int:
    return view.actor(name).id


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


def plots(page: str) -> list[ET.Element]:
    """Every drawing of a page, which has to be well-formed XML."""
    found = re.findall(r'<svg [^>]*class="plot".*?</svg>', page, re.S)
    return [ET.fromstring(svg.replace("&nbsp;", " ")) for svg in found]  # noqa: S314 - our own page


def links(svg: ET.Element) -> list[str]:
    return [a.attrib["href"] for a in svg.iter("{http://www.w3.org/2000/svg}a")]


def test_the_most_quoted_come_first_and_parties_apart(reader: TestClient, view: View) -> None:
    page = reader.get("/actors").text
    names = [k.name for k in view.actors(Filter(limit=50))]
    assert re.findall(r'<a href="/actors/\d+">([^<]+)</a>', page) == names
    for name, _ in view.parties():
        assert f'href="/parties/{name}"' in page


def test_people_are_narrowed_by_party_and_type(reader: TestClient) -> None:
    ostrel = reader.get("/actors?party=Ostrel&type=person").text
    assert ">Maren Tolvik</a>" in ostrel
    assert ">Ilya Dorn</a>" not in ostrel
    assert ">Varnia</a></td><td><a" not in reader.get("/actors?type=person").text
    assert "Rurik Sand" in reader.get("/actors?party=Littoral Compact").text  # by the dossier alone
    assert "Nobody on record fits" in reader.get("/actors?type=unnamed&party=Nowhere").text


def test_counts_are_as_of_the_day(view: View) -> None:
    early = view.actors(Filter(as_of="2027-03-02"))
    late = {k.id: k.statements for k in view.actors()}
    assert any(k.statements < late[k.id] for k in early)
    assert sum(k.statements for k in early) <= len(view.statements(Filter(as_of="2027-03-02", limit=1000)))


def test_a_person_has_everything(reader: TestClient, view: View) -> None:
    number = number_of(view, "Ilya Dorn")
    page = reader.get(f"/actors/{number}").text
    for words in ("How positions moved", "Foreign Minister", "Maren Tolvik", "By kind", "By issue", "Why these names"):
        assert words in page
    told = view.established([number]).get(number)
    assert told is not None
    assert f"/documents/{told.document}#:~:text=" in page
    assert "same name" in page
    said = view.spoken_by(number)
    assert f'href="/documents/{said[0].fullest.source.key}#s-{said[0].fullest.key}"' in page
    assert len(ids(page)) == len(set(ids(page)))


def test_a_persons_statements_are_narrowed(reader: TestClient, view: View) -> None:
    number = number_of(view, "Ilya Dorn")
    demands = reader.get(f"/actors/{number}?kind=demand").text
    assert set(re.findall(r'class="kind kind-(\w+)"', demands)) == {"demand"}
    radar = reader.get(f"/actors/{number}?issue=radar").text
    count = int(re.search(r'issue=radar#said"[^>]*>[^<]*</a> (\d+)', radar).group(1))  # type: ignore[union-attr]
    assert radar.count('<article class="said"') == count > 0
    assert "No statement on record fits" in reader.get(f"/actors/{number}?issue=nonsense").text
    assert reader.get("/actors/999999").status_code == 404


def test_each_point_leads_to_its_statement_and_the_deciding_one_is_marked(reader: TestClient) -> None:
    page = reader.get("/parties/Varnia").text
    wide, narrow = plots(page)
    tabled = set(re.findall(r'id="(p-[^"]+)"', page))
    for href in links(wide):
        assert href.startswith("/documents/") or href.removeprefix("#") in tabled
    assert float(narrow.attrib["viewBox"].split()[2]) < 380 < float(wide.attrib["viewBox"].split()[2])
    rings = [e for e in wide.iter() if e.attrib.get("class") == "ring"]
    assert rings
    assert "sets it now" in page


def test_a_plot_says_what_the_matrix_says(reader: TestClient) -> None:
    page = reader.get("/parties/Varnia").text
    held = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a></th><td><span class="cell stance-(\w+)">', page)
    rows = re.findall(r"<td>([^<]+)</td><td>(\w+)</td>\n<td>.*?</td>\n<td>(.*?)</td></tr>", page, re.S)
    now = {(issue, stance) for issue, stance, last in rows if "sets it now" in last}
    assert now == {(name, stance) for name, stance in held if stance != "none"}


def test_a_party_by_the_dossier_has_its_people(reader: TestClient) -> None:
    page = reader.get("/parties/Littoral Compact").text
    assert ">Rurik Sand</a>" in page
    assert page.count('<article class="said"') > 0
    assert reader.get("/parties/Nowhere").status_code == 404
    assert reader.get("/parties/a/b%2F..").status_code == 404


def test_the_timeline_has_every_meeting_of_its_window(reader: TestClient, view: View) -> None:
    page = reader.get("/timeline?zoom=year&at=2027-03-01").text
    wide, _ = plots(page)
    for met in view.meetings():
        assert f"/meetings/{met.uid}" in page
        assert any(href.startswith(f"/meetings/{met.uid}") for href in links(wide))
    assert "postponed" in page
    statements = [href for href in links(wide) if href.startswith("/documents/")]
    assert len(statements) == len(view.statements(Filter(limit=1000)))


def test_the_zoom_is_in_the_address(reader: TestClient) -> None:
    week = reader.get("/timeline?zoom=week&at=2027-03-10").text
    assert "Timeline: 8 March 2027 to 14 March 2027" in week
    assert 'href="/timeline?zoom=week&amp;at=2027-03-17"' in week
    assert 'href="/timeline?zoom=year&amp;at=2027-03-10"' in week
    assert "Timeline: February 2027 to April 2027" in reader.get("/timeline?at=2027-03-10").text
    assert "Timeline: February 2027 to April 2027" in reader.get("/timeline").text  # the newest of the record
    for wrong in ("zoom=century", "at=soon", "on=never"):
        assert reader.get(f"/timeline?{wrong}").status_code == 400
    for edge in ("0001-01-01", "9999-12-31"):
        for zoom in ("week", "year"):
            assert reader.get(f"/timeline?zoom={zoom}&at={edge}&on={edge}").status_code == 200


def test_the_timeline_of_a_party_and_a_day(reader: TestClient) -> None:
    page = reader.get("/timeline?at=2027-03-10&party=Ostrel&on=2027-03-07").text
    speakers = re.findall(r'<p class="lead"><time datetime="([^"]+)">', page.partition('id="said"')[2])
    assert set(speakers) == {"2027-03-07"}
    assert "Ilya Dorn," not in page.partition('id="said"')[2].partition("<footer")[0]
    wide, _ = plots(page)
    named = [t.text for t in wide.iter("{http://www.w3.org/2000/svg}text") if t.text in ("Varnia", "Ostrel")]
    assert named == ["Ostrel"]


def test_red_lines_are_marked(reader: TestClient, view: View) -> None:
    drawn = view.red_lines("2027-01-01", "2028-01-01")
    assert drawn
    wide, _ = plots(reader.get("/timeline?at=2027-03-10").text)
    red = [a.attrib["href"] for a in wide.iter("{http://www.w3.org/2000/svg}a") if a.attrib.get("class") == "red"]
    assert {f"/documents/{s.fullest.source.key}#s-{s.fullest.key}" for s in drawn} == set(red)


def test_a_planned_meeting_that_nobody_reported_held_is_shown_so(reader: TestClient) -> None:
    then = reader.get("/timeline?at=2027-03-10&as_of=2027-03-09").text
    after = reader.get("/timeline?at=2027-03-10&as_of=2027-03-13").text
    assert "planned, not reported held</td>" in after
    assert then.count("not reported held</td>") < after.count("not reported held</td>")
    assert "as_of=2027-03-13" in "".join(links(plots(after)[0]))


def test_a_meeting_in_each_sources_words(reader: TestClient, view: View) -> None:
    met = next(m for m in view.meetings() if len(m.reports) > 1)
    page = reader.get(f"/meetings/{met.uid}").text
    for report in met.reports:
        assert f"/documents/{report.source.key}#m-{report.number}" in page
    assert "How its date and status came about" in page
    assert reader.get("/meetings/nothing").status_code == 404
    assert reader.get(f"/meetings/{met.uid}?as_of=2020-01-01").status_code == 404


def test_the_calendar_is_the_commands(reader: TestClient, view: View) -> None:
    answer = reader.get("/calendar.ics?party=Varnia&as_of=2027-03-12")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    chosen = Filter(as_of="2027-03-12", party="Varnia", limit=10_000)
    stamp = events[0].decoded("dtstamp")
    assert answer.text.replace("\r\n", "\n") == render(view.meetings(chosen)[::-1], stamp=stamp).replace("\r\n", "\n")
    everything = Calendar.from_ical(reader.get("/calendar.ics").text).walk("VEVENT")
    assert len(events) < len(everything)


def test_without_a_dossier_there_are_no_positions_and_the_rest_stands(store: Path) -> None:
    store.with_suffix(".dossier.yaml").unlink()
    alone = client_of(app_of(store, read_only=True))
    number = number_of(View.open(store), "Ilya Dorn")
    for path in (f"/actors/{number}", "/parties/Varnia", "/timeline", "/actors"):
        page = alone.get(path)
        assert page.status_code == 200
        assert "How positions moved" not in page.text
    assert "Littoral Compact" not in alone.get("/timeline").text.partition("<h2")[0]


def test_what_persons_do_is_seen_at_once(client: TestClient, store: Path) -> None:
    from onrecord.record.store import open_store
    from onrecord.record.writer import Writer

    view = View.open(store)
    one, other = number_of(view, "Ilya Dorn"), number_of(view, "Petra Valk")
    client.get(f"/actors/{one}")
    Writer(open_store(store, write=True), store).merge(one, other, judge="Ada", reason="one and the same")
    page = client.get(f"/actors/{one}").text
    assert "one and the same" in page
    assert client.get(f"/actors/{other}").text.count("<h1>Ilya Dorn</h1>") == 1


def test_a_person_is_shown_as_of_the_day(reader: TestClient, view: View) -> None:
    number, late = number_of(view, "Maren Tolvik"), view.listed()[0].source
    assert late.day == "2027-03-14"
    now = reader.get(f"/actors/{number}").text
    assert "seen 1 March 2027 to 14 March 2027" in now
    assert late.key in now
    for path in (f"/actors/{number}", "/actors"):
        then = reader.get(f"{path}?as_of=2027-03-09").text
        assert "1 March 2027 to 7 March 2027" in then
        assert "14 March 2027" not in then
        assert late.key not in then
    assert reader.get("/api/actors?as_of=2027-03-09&limit=1").json()[0]["last"] == "2027-03-07"
    early = reader.get(f"/actors/{number}?as_of=2027-02-01")
    assert (early.status_code, "not yet on record on 1 February 2027" in early.text) == (404, True)


def test_an_actor_can_be_merged_or_split_from_their_page(client: TestClient, reader: TestClient, store: Path) -> None:
    number = number_of(View.open(store), "Ilya Dorn")
    assert f'<a href="/review/actors/{number}">Merge or split</a>' in client.get(f"/actors/{number}").text
    assert "Merge or split" not in reader.get(f"/actors/{number}").text


@pytest.mark.parametrize("path", ["/actors", "/actors/1", "/timeline?at=2027-03-10", "/meetings/"])
def test_pages_can_be_used_by_all(examples: Path, browser: Browser, serving: object, path: str) -> None:
    base = serving(app_of(examples, read_only=True))  # type: ignore[operator]
    path += View.open(examples).meetings()[0].uid if path.endswith("/meetings/") else ""
    for width, scheme in ((380, "dark"), (1400, "light")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if scheme == "dark":
            broken = Axe().run(page).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in broken] == []
        context.close()


def test_a_mark_opens_its_row_without_script(examples: Path, browser: Browser, serving: object) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(serving(app_of(examples, read_only=True)) + "/timeline?at=2027-03-10")  # type: ignore[operator]
    with page.expect_navigation():
        page.locator("svg.plot a.m-postponed").first.click()
    assert "/meetings/" in page.url
    assert page.locator("h1").inner_text() == "second session"
    context.close()


def test_a_side_of_several_parties_and_speakers_is_one_list(examples: Path) -> None:
    view = View.open(examples)
    every = view.statements(Filter(limit=500))
    nobody = next(s.speaker for s in every if not s.party and s.speaker)
    side = Whose("all of them", ("Varnia", "Ostrel", "Varnia"), (nobody,))
    own = [s for s in every if is_of(side, s)]
    assert {s.party for s in own} == {"Varnia", "Ostrel", None}
    assert list(view.spoken_for(side, Filter(limit=500))) == own
    assert list(view.spoken_for(side, Filter(limit=5, offset=3))) == own[3:8]
    told = own[0].citations[0].source.outlet
    assert {s.id for s in view.spoken_for(side, Filter(outlet=told, limit=500))} == {
        s.id for s in own if any(c.source.outlet == told for c in s.citations)
    }
