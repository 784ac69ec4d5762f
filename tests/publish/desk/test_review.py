"""Review on the desk: the queue, each answer, two reviewers, judging alone, the log, agreement, who is whom."""

import csv
import io
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.errors import StoreError
from onrecord.record.answers import Filter, Said
from onrecord.record.rulings import Correction
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.weigh.doubt import least_sure
from tests.publish.desk.conftest import app_of, client_of, token
from tests.record.made import verified


@pytest.fixture
def view(store: Path) -> View:
    return View.open(store)


@pytest.fixture
def first(view: View) -> Said:
    """What the reader is least sure of."""
    return least_sure(view.unsure(Filter(limit=500)))[0]


def send(client: TestClient, number: int, seen: str = "", query: str = "", **form: str) -> Any:
    return client.post(f"/review/{number}{query}", data={**token(client), "seen": seen, **form})


def shown(client: TestClient, path: str = "/review") -> int:
    found = re.search(r"<h2 id=\"h-words\">Statement (\d+)</h2>", client.get(path).text)
    assert found
    return int(found[1])


def test_the_least_sure_comes_first_with_its_words_in_their_place(client: TestClient, first: Said, view: View) -> None:
    page = client.get("/review").text
    assert f"Statement {first.id}</h2>" in page
    words = first.fullest.content[0]
    assert re.search(rf'<mark class="content[^"]*" data-at="{words.start}">', page)
    pieces = re.findall(r'<(?:mark|span)[^>]* data-at="(\d+)">([^<]*)<', page)
    text = view.text(first.fullest.source.key) or ""
    assert len(pieces) > 3
    for at, piece in pieces:
        plain = piece.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        assert text[int(at) : int(at) + len(plain)] == plain


def test_the_queue_is_narrowed_and_counts_what_was_judged(client: TestClient, view: View) -> None:
    assert "0 judged" in client.get("/review").text
    number = shown(client, "/review?party=Varnia")
    assert view.suggestions([number])[0].party == "Varnia"
    answer = send(client, number, query="?party=Varnia", field="confirm")
    assert answer.status_code == 303
    assert "party=Varnia" in answer.headers["location"]
    assert "1 judged" in client.get("/review?party=Varnia").text
    assert shown(client, answer.headers["location"]) != number
    listed = client.get("/review/list?party=Varnia").text
    assert f"statement={number}&" not in listed
    assert "Pela" not in client.get("/review/list?outlet=Nobody").text
    assert "There is nothing to judge here." in client.get("/review?outlet=Nobody").text


def test_each_field_is_ruled_and_the_machines_answer_stays_beside(client: TestClient, first: Said, view: View) -> None:
    number, words = first.id, first.fullest.content[0].exact
    part = " ".join(words.split()[:2])
    seen: list[str] = []
    other = "warning" if first.kind != "warning" else "offer"
    for form in (
        {"field": "kind", "answer": other}, {"field": "red_line", "use": "all"}, {"field": "condition", "words": part},
        {"field": "content", "words": part}, {"field": "issue", "issue": "radar", "answer": "on"},
        {"field": "stance", "issue": "radar", "answer": "against"},
    ):  # fmt: skip
        answer = send(client, number, " ".join(seen), **form)
        assert answer.status_code == 303, answer.text
        ((ruling),) = view.rulings(number, limit=1)
        seen.append(str(ruling.id))
    now = view.suggestions([number])[0]
    assert now.kind == other
    assert [s.exact for s in now.fullest.spans["condition"]] == [part]
    assert now.content == part
    assert [s.exact for s in now.fullest.spans["red_line"]] == [s.exact for s in first.fullest.content]
    assert view.rulings_on_issues() == {number: {"radar": "against"}}
    assert {r.field: r.machine for r in view.rulings(number)}["kind"] == first.fullest.kind
    page = client.get(f"/review?statement={number}").text
    beside = page.replace("<bdi>", "").replace("</bdi>", "")
    assert f'<tr class="differs"><th scope="row">kind</th><td>{other}</td><td>{first.kind}</td><td>Ada' in beside
    assert verified(view.address).holds


def test_a_speaker_may_get_the_statement_another_number_and_the_review_goes_with_it(
    client: TestClient, first: Said, view: View
) -> None:
    answer = send(client, first.id, field="speaker", name="Pela Quist", party="Lorn")
    assert answer.status_code == 303
    now = view.suggestions([shown(client, answer.headers["location"])])[0]
    assert (now.speaker, now.party, now.content) == ("Pela Quist", "Lorn", first.content)
    last = view.rulings(limit=1)[0]
    undone = client.post("/review/undo", data={**token(client), "number": str(last.id)})
    assert undone.status_code == 303
    assert view.suggestions([shown(client, undone.headers["location"])])[0].speaker == first.speaker
    unnamed = send(client, shown(client), field="speaker", unnamed="1", role="an official")
    assert unnamed.status_code == 303
    assert "unnamed" in client.get(unnamed.headers["location"]).text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: TestClient, first: Said, view: View) -> None:
    for form, told in (
        ({"field": "condition", "words": "no such words <b>"}, "does not stand in this part of the text"),
        ({"field": "kind", "answer": "zeal"}, "is no kind"),
        ({"field": "speaker", "name": " "}, "name is empty"),
        ({"field": "stance", "issue": "radar", "answer": "maybe"}, "is no stance"),
        ({"field": "issue", "issue": "moon", "answer": "on"}, "is no issue"),
        ({"field": "nothing"}, "is no field"),
        ({"field": "kind", "answer": "offer", "seen": "x"}, "this is no answer for seen"),
        ({"field": "content", "words": ""}, "a statement needs content"),
    ):
        answer = send(client, first.id, **form)
        assert answer.status_code == 400, form
        assert told in answer.text, form
    assert "no such words &lt;b&gt;" in send(client, first.id, field="condition", words="no such words <b>").text
    assert view.rulings() == ()
    assert send(client, 10**9, field="confirm").status_code == 404
    assert client.post("/review/undo", data={**token(client), "number": "99"}).status_code == 400


def test_the_second_of_two_reviewers_sees_what_changed_and_may_then_decide(
    store: Path, first: Said, view: View
) -> None:
    app = app_of(store)
    ada, ben = client_of(app), client_of(app)
    ben.post("/name", data={**token(ben), "judge": "Ben"})
    assert send(ada, first.id, field="kind", answer="warning").status_code == 303
    late = send(ben, first.id, field="kind", answer="demand")
    assert late.status_code == 409
    assert "was judged by someone else meanwhile" in late.text
    assert "Ada on " in late.text
    assert [r.judge for r in view.rulings()] == ["Ada"]
    (one,) = view.rulings()
    assert f'name="seen" value="{one.id}"' in late.text
    assert send(ben, first.id, seen=str(one.id), field="kind", answer="demand").status_code == 303
    assert [(r.judge, r.answer) for r in view.rulings()] == [("Ben", "demand"), ("Ada", "warning")]
    ada.post("/review/undo", data={**token(ada), "number": str(one.id)})
    taken = send(ben, first.id, seen=" ".join(str(r.id) for r in view.rulings(withdrawn=True)), field="confirm")
    assert taken.status_code == 409
    assert "Ada on " in taken.text
    assert "took back: Ada on " in taken.text


def test_what_another_rejected_meanwhile_can_still_be_seen_and_confirmed(store: Path, first: Said, view: View) -> None:
    app = app_of(store)
    ada, ben = client_of(app), client_of(app)
    ben.post("/name", data={**token(ben), "judge": "Ben"})
    send(ada, first.id, field="reject")
    late = send(ben, first.id, field="confirm")
    assert late.status_code == 409
    assert "<bdi>Ada</bdi> rejected it on" in late.text
    assert view.statement(first.id) is None
    assert send(ben, first.id, seen=str(view.rulings()[0].id), field="confirm").status_code == 303
    assert view.statement(first.id) is not None


def test_who_judges_blind_sees_nothing_of_others_and_gets_what_they_judged(store: Path, first: Said) -> None:
    app = app_of(store)
    ada, ben = client_of(app), client_of(app)
    ben.post("/name", data={**token(ben), "judge": "Ben"})
    other = "warning" if first.kind != "warning" else "offer"
    last = least_sure(View.open(store).unsure(Filter(limit=500)))[-1].id
    send(ada, last, field="kind", answer=other)
    send(ada, last, seen=str(View.open(store).rulings()[0].id), field="confirm")
    assert shown(ben) != last
    assert shown(ben, "/review?blind=1") == last
    page = ben.get("/review?blind=1").text
    assert "Ada" not in page.partition("<main")[2].partition("</main>")[0]
    assert "0 judged by you" in page
    answer = send(ben, last, query="?blind=1", field="confirm")
    assert answer.status_code == 303
    assert "blind=1" in answer.headers["location"]
    confirmed = View.open(store).rulings()[0]
    assert confirmed.answer["kind"] == confirmed.machine["kind"] != other
    table = ben.get("/review/agreement").text
    assert "Ada and Ben" in table
    assert f'<bdi>{other}</bdi> <span class="soft"><bdi>Ada</bdi></span>' in table


def test_the_log_has_filters_and_undoes_any_ruling(client: TestClient, first: Said, view: View) -> None:
    send(client, first.id, field="kind", answer="warning")
    made = view.rulings()[0]
    writer = Writer(open_store(view.address, write=True), view.address)
    writer.rule(Correction(first.id, "red_line", answer=True), judge="<i>Ben</i>")
    page = client.get("/review/log").text
    assert "&lt;i&gt;Ben&lt;/i&gt;" in page
    assert page.count("<tr>") == 3
    assert client.get("/review/log?judge=Ada").text.count("<tr>") == 2
    assert client.get("/review/log?field=red_line").text.count("<tr>") == 2
    assert client.get("/review/log?field=nothing").status_code == 400
    assert "Nothing was ruled" in client.get("/review/log?as_of=2020-01-01").text
    back = "/review/log?judge=Ada"
    undone = client.post("/review/undo", data={**token(client), "number": str(made.id), "back": back})
    assert undone.headers["location"] == back
    assert "Nothing was ruled that fits" in client.get(back).text
    assert "taken back by <bdi>Ada</bdi>" in client.get("/review/log?withdrawn=1").text
    elsewhere = {**token(client), "number": str(view.rulings()[0].id), "back": "//evil.example"}
    assert client.post("/review/undo", data=elsewhere).headers["location"] == "/"


def test_agreement_is_a_table_and_csv_and_unknown_where_too_few(client: TestClient, view: View) -> None:
    assert "No two persons judged" in client.get("/review/agreement").text
    writer = Writer(open_store(view.address, write=True), view.address)
    some = view.statements()[:12]
    for place, said in enumerate(some):
        writer.rule(Correction(said.id, "kind", "offer" if place < 6 else "demand"), judge="Ada")
        writer.rule(Correction(said.id, "kind", "offer" if place < 7 else "demand"), judge="Ben")
        if place < 3:
            for judge in ("Ada", "Ben"):
                writer.rule(Correction(said.id, "red_line", answer=place < 1), judge=judge)
    rows = list(csv.DictReader(io.StringIO(client.get("/review/agreement.csv").text)))
    kind, red = rows
    # Observed 1/12; of 24 values 13 offers and 11 demands: by chance 2 * 13 * 11 / (24 * 23).
    assert (kind["field"], kind["both_judged"], kind["alike"]) == ("kind", "12", "11")
    assert float(kind["alpha"]) == pytest.approx(1 - (1 / 12) / (286 / 552), abs=1e-4)
    assert (red["field"], red["both_judged"], red["alpha"]) == ("red_line", "3", "")
    page = client.get("/review/agreement").text
    assert "unknown" in page
    assert "0.84" in page
    (apart,) = csv.DictReader(io.StringIO(client.get("/review/agreement.csv?disagreements=1").text))
    assert (apart["statement"], apart["answer_1"], apart["answer_2"]) == (str(some[6].id), "demand", "offer")


def test_actors_are_merged_and_held_apart_with_a_reason(client: TestClient, view: View) -> None:
    one, two = view.actor("Ilya Dorn"), view.actor("Maren Tolvik")
    at = f"/review/actors/{one.id}"
    assert "Why" in client.get(at).text
    merged = client.post(f"{at}/merge", data={**token(client), "other": "Maren Tolvik", "reason": "a test"})
    assert merged.status_code == 303
    assert view.actor(str(two.id)).id == one.id
    page = client.get(at).text
    assert "a test" in page
    assert "Hold apart" in page
    apart = client.post(f"/review/actors/{two.id}/split", data={**token(client), "reason": "undone"})
    assert apart.status_code == 303
    assert view.actor("Maren Tolvik").id == two.id
    for form, told in (
        ({"other": "Maren Tolvik"}, "it is not said why"), ({"other": "nobody at all", "reason": "a"}, "nobody at all"),
        ({"other": str(one.id), "reason": "a"}, "are one already"),
    ):  # fmt: skip
        answer = client.post(f"{at}/merge", data={**token(client), **form})
        assert answer.status_code == 400
        assert told in answer.text
    wrong = client.post(f"{at}/split", data={**token(client), "spelling": "Nobody", "reason": "a"})
    assert (wrong.status_code, "it does not appear so" in wrong.text) == (400, True)
    assert client.get("/review/actors/999999").status_code == 404


def test_actors_are_suggested_by_how_they_begin(reader: TestClient) -> None:
    for typed in ("Dor", "dorn", "Ilya"):
        assert 'value="Ilya Dorn"' in reader.get("/review/actors", params={"name": typed}).text, typed
    assert "option" not in reader.get("/review/actors", params={"name": ""}).text
    assert "option" not in reader.get("/review/actors", params={"name": "Zzz"}).text


def test_a_read_only_desk_shows_suggestions_and_no_forms(reader: TestClient) -> None:
    page = reader.get("/review").text
    assert "Statement " in page
    assert 'method="post"' not in page.partition("<main")[2].partition("</main>")[0]


def test_a_write_waits_for_another_and_what_the_store_says_is_told_in_words(
    client: TestClient, first: Said, view: View
) -> None:
    held = open_store(view.address, write=True).raw_connection()
    held.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, held.rollback).start()
    assert send(client, first.id, field="confirm").status_code == 303
    desk = client.app.state.desk  # type: ignore[attr-defined]

    def full(*_: object) -> int:
        raise StoreError.refused(view.address, "database or disk is full")

    client.app.state.desk = replace(desk, editing=replace(desk.editing, rule=full))  # type: ignore[attr-defined]
    answer = send(client, shown(client), field="confirm")
    assert answer.status_code == 503
    assert "the disk is full; nothing was half-written" in answer.text


def test_no_form_brings_the_desk_down(client: TestClient, first: Said, view: View) -> None:
    for form in (
        {"field": "condition", "words": "a\n" * 60}, {"field": "condition", "words": "zz", "places": f"1-{'9' * 5000}"},
        {"field": "kind", "answer": "offer", "seen": "9" * 5000}, {"field": "kind", "seen": "9" * 30},
        {"field": "condition", "words": "\0", "places": "5-2"}, {"field": "speaker", "name": "\0"},
    ):  # fmt: skip
        assert send(client, first.id, **form).status_code in (303, 400, 409), form
    assert client.get(f"/review?statement={10**30}").status_code == 422
    assert client.get("/review?statement=999999").status_code == 404
    assert verified(view.address).holds
