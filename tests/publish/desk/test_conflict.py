"""The desk's conflict: every cell explains itself, preferences lead to statements, the file is edited here."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from onrecord.cli.desk import checked_conflict
from onrecord.gather.conflict import load, loads
from onrecord.publish import conflict as shown
from onrecord.publish.conflict import Stability
from onrecord.publish.conflict_draft import drafted
from onrecord.record.view import View
from onrecord.weigh.conflict import CONCEPTS, graph_model
from onrecord.weigh.conflict.analysis import analysed
from onrecord.weigh.conflict.dated import as_of, last_day
from tests.publish.desk.conftest import EXAMPLES, Serving, app_of, client_of, token

OPEN = """title: A quarrel
options:
  - {name: Strike, owner: Arvania, cites: ["99999"]}
  - {name: Yield, owner: Beldia}
preferences:
  Arvania: {compare: [NY > NN]}
  Beldia: {wishes: [not Strike]}
"""


def words(text: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", text.partition("<main")[2].partition("</main")[0])).split())


@pytest.fixture(scope="module")
def made(examples: Path) -> Stability:
    conflict = load(examples.with_suffix(".conflict.yaml"))
    day = last_day(conflict)
    return Stability(analysed(graph_model(as_of(conflict, day))), day)


def test_the_table_and_every_cell_are_the_commands(reader: TestClient, made: Stability) -> None:
    text = words(reader.get("/conflict").text)
    for line in shown.summary(made):
        assert line in text
    page = reader.get("/conflict").text
    for row in made.rows:
        for state in made.shown:
            link = f"/conflict?state={state + 1}&who={row.name.replace(' ', '+').replace('++', '+%2B')}"
            assert link.replace("&", "&amp;") in page, link
            part = words("<main" + reader.get(link, headers={"hx-request": "true"}).text)
            for told in made.told(row, state):
                assert " ".join(told.led.split()) in part


def test_what_a_cell_rests_on_leads_to_its_statements(reader: TestClient) -> None:
    whole = reader.get("/conflict?state=3&who=Veldt").text
    assert "not Mine the strait" in whole
    assert re.search(r'<article class="said" id="st-12">', whole)
    assert 'href="/statements/12"' in whole
    then = reader.get("/conflict?state=3&who=Veldt&as_of=2027-03-02").text
    assert "Statement 12 is not on record as of that day." in then
    option = reader.get("/conflict?option=4").text
    assert "Mine the strait, an option of Oria" in option
    assert re.search(r'<article class="said" id="st-14">', option)
    wrong = reader.get("/conflict?state=nowhere")
    assert "no state is called" in unescape(wrong.text)


def test_concepts_and_coalitions_are_chosen(reader: TestClient, made: Stability) -> None:
    text = words(reader.get("/conflict?concept=nash&concept=seq").text)
    assert "Equilibria by SEQ: talks, 6, war." in text
    assert "by GMR" not in text
    assert reader.get("/conflict?concept=guess").status_code == 400
    rows = reader.get("/conflict.csv?concept=nash").text.splitlines()
    assert len(rows) == 1 + len(made.found.model.states) * len(made.rows)
    assert json.loads(reader.get("/conflict.json").text)["status_quo"] == 1


def test_where_it_leads_is_drawn_and_told(reader: TestClient) -> None:
    page = reader.get("/conflict/paths?from=pressure&concept=seq").text
    assert "<svg" in page
    assert "style=" not in page
    assert "From pressure (YNNN)" in words(page)
    assert "Credible, 1 step" in words(page)
    assert "--from" not in words(reader.get("/conflict/paths?from=nowhere").text)


def test_what_changed_names_its_statement(reader: TestClient) -> None:
    text = words(reader.get("/conflict/changes?since=2027-02-10&to=2027-03-02").text)
    assert "1 March 2027" in text
    assert "Mine the strait iff Air strike" in text
    early = words(reader.get("/conflict/changes?as_of=2027-02-15").text)
    assert "1 March 2027" not in early


def test_open_preferences_are_shown_in_shares(store: Path) -> None:
    store.with_suffix(".conflict.yaml").write_text(OPEN)
    reader = client_of(app_of(store, read_only=True))
    text = reader.get("/conflict?state=1&who=Arvania")
    assert text.status_code == 200
    assert "completions" in words(text.text)
    names = loads(OPEN, "it").decision_makers[:2]
    as_one = "&".join(f"together={name}" for name in names)
    assert f"Stable for {' + '.join(names)}, in which completions" in words(reader.get(f"/conflict?{as_one}").text)
    beside = words(reader.get(f"/conflict?{as_one}&state=1").text)
    assert f"{' and '.join(names)} stay at" in beside
    assert "Statement 99999 is not on record." in words(reader.get("/conflict?option=1").text)
    text = words(reader.get("/conflict/paths").text)
    assert "Open: which of two states Arvania prefers in 5 of 6 pairs." in text
    assert "It rests on this:" in text
    assert "a possible improvement" in text
    store.with_suffix(".conflict.yaml").write_text(OPEN.replace(', cites: ["99999"]', ""))
    text = words(reader.get("/conflict/changes?since=2027-03-01&to=2027-03-02").text)
    assert "in some:" in text
    assert "Open: which of two states Arvania prefers in 5 of 6 pairs." in text


def test_without_a_conflict_the_record_proposes_one(store: Path) -> None:
    store.with_suffix(".conflict.yaml").unlink()
    app = app_of(store, read_only=True)
    reader, desk = client_of(app), app.state.desk
    text = reader.get("/conflict").text
    pre = unescape(re.sub("<[^>]+>", "", re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.S)[0]))
    weighed = desk.weighed(None)
    assert pre.strip() == drafted(weighed, desk.view.address).strip()
    assert reader.get("/conflict/draft.yaml").text == drafted(weighed, desk.view.address)
    cited = {c for o in loads(pre, "it").options for c in o.cites}
    assert cited <= set(re.findall(r'href="/statements/(\d+)"', text))
    assert '<span class="stated">ground: stated</span>' in text
    assert reader.get("/conflict/paths").status_code == 400


def test_the_file_is_edited_checked_and_saved(client: TestClient, store: Path) -> None:
    file = store.with_suffix(".conflict.yaml")
    page = client.get("/conflict/file").text
    text = unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)[0])
    assert text == file.read_text()
    sent = {**token(client), "text": text.replace("The strait", "The sound"), "state": _state(page)}
    told = client.post("/conflict/file", data={**sent, "do": "check"}).text
    assert "It is valid. 12 feasible states" in words(told)
    assert "The strait" in file.read_text()
    wrong = client.post("/conflict/file", data={**sent, "text": text.replace("not Blockade if", "not Blokade if")})
    assert wrong.status_code == 422
    assert "Line 20" in words(wrong.text)
    assert "Blokade if" in wrong.text  # what was typed is kept
    assert client.post("/conflict/file", data=sent).status_code == 303
    assert "title: The sound" in file.read_text()
    assert "<h1>The sound</h1>" in client.get("/conflict").text
    late = client.post("/conflict/file", data={**sent, "text": text.replace("The strait", "The bay")})
    assert late.status_code == 409  # made from what was there before
    assert "The sound" in late.text
    assert "The bay" in late.text
    assert "The sound" in file.read_text()
    assert client.post("/conflict/file", data={**sent, "csrf": "no"}).status_code == 403


def test_a_file_with_faults_is_told_of_and_can_be_mended(store: Path) -> None:
    file = store.with_suffix(".conflict.yaml")
    client = client_of(app_of(store))
    file.write_text("title: <script>alert(1)</script>\noptions: []\n")
    answer = client.get("/conflict")
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "To be mended" in page
    assert "<script>alert" not in page


def test_a_draft_is_edited_and_saved_where_there_is_no_file(store: Path) -> None:
    file = store.with_suffix(".conflict.yaml")
    file.unlink()
    client = client_of(app_of(store))
    page = client.get("/conflict/file?draft=true").text
    text = unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)[0])
    assert not file.exists()
    assert client.post("/conflict/file", data={**token(client), "text": text, "state": ""}).status_code == 303
    assert checked_conflict(file.read_text(), "it").title == "The Kelmar talks on the Halden Strait"


def test_read_only_shows_the_file(reader: TestClient) -> None:
    page = reader.get("/conflict/file").text
    assert "<textarea" not in page
    assert "title: The strait" in page
    assert reader.post("/conflict/file", data=token(reader)).status_code == 405


def _state(page: str) -> str:
    return re.findall(r'name="state" value="([^"]*)"', page)[0]


def test_a_cell_explains_itself_beside_the_table(page: Page, store: Path, serving: Serving) -> None:
    desk = serving(app_of(store, read_only=True))
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{desk}/conflict")
    at = page.url
    page.get_by_role("link", name=re.compile("^Veldt, state 3:")).click()
    page.locator("#why .sentence").first.wait_for()
    assert "Veldt leaves 3 for 4" in page.locator("#why").inner_text()
    assert page.url == at


def test_cells_explain_themselves_without_javascript(browser: Browser, examples: Path, serving: Serving) -> None:
    desk = serving(app_of(examples, read_only=True))
    with browser.new_context(java_script_enabled=False, viewport={"width": 380, "height": 760}) as context:
        page = context.new_page()
        page.goto(f"{desk}/conflict")
        page.get_by_role("link", name=re.compile("^Veldt, state 1:")).click()
        expect(page.locator("#why .sentence").first).to_be_visible()
        page.get_by_role("link", name="Close").click()
        expect(page.locator("#why .sentence")).to_have_count(0)


def test_all_concepts_are_offered(reader: TestClient) -> None:
    page = reader.get("/conflict").text
    assert re.findall(r'name="concept" value="(\w+)"', page) == [*CONCEPTS]


def test_the_example_over_the_record_cites_the_words_that_it_tells(examples: Path) -> None:
    text = (EXAMPLES / "kelmar.conflict.yaml").read_text("utf-8")
    told = {int(number): (who, said) for number, who, said in re.findall(r"#   (\d+) · ([^,]+),[^“]*“(.+)”", text)}
    cited = {int(number) for found in re.findall(r"cites: \[([\d, ]+)\]", text) for number in found.split(",")}
    assert cited == set(told)
    assert {s.id: (s.speaker, s.content) for s in View.open(examples).statements_numbered([*cited])} == told
