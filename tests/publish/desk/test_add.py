"""Texts, addresses and files handed in at the desk; the dossier's file edited there."""

import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from onrecord.cli.desk import desk_of_store
from onrecord.errors import DossierError, OnrecordError
from onrecord.gather.dossier import loads
from onrecord.gather.yaml_nodes import written
from onrecord.publish.desk.desk import Handed, Taken
from onrecord.publish.desk.jobs import Job, Jobs
from onrecord.publish.desk.routes.add import file_name
from onrecord.publish.desk.yaml_file import YamlFile
from onrecord.record.view import View
from onrecord.settings import MAX_DOSSIER, MAX_UPLOADS, MAX_WAITING
from tests.publish.desk.conftest import app_of, client_of, token

TEXT = "The foreign minister of Arvania, Lena Orsk, said on Monday that her country would not accept a naval base."
OTHER = "The defence minister of Beldia said on Tuesday that his government rejects any inspection of the port."


def hand_in(client: TestClient, *, files: object = None, **fields: str) -> tuple[int, str]:
    """What the page says once it is read, and its address."""
    sent = client.post("/add", data={**token(client), **fields}, files=files or {"files": ("", b"")})  # type: ignore[arg-type]
    assert sent.status_code == 303, sent.text
    jobs: Jobs = client.app.state.jobs  # type: ignore[attr-defined]
    until = time.monotonic() + 30
    while jobs.busy and time.monotonic() < until:
        time.sleep(0.02)
    return int(sent.headers["location"].rpartition("/")[2]), client.get(sent.headers["location"]).text


def job_of(client: TestClient, number: int) -> Job:
    found: Job = client.app.state.jobs.job(number)  # type: ignore[attr-defined]
    return found


def test_a_pasted_text_is_read_and_linked(client: TestClient, store: Path) -> None:
    number, page = hand_in(client, text=TEXT, title="A <b>base</b>", outlet="Wire", published="2031-02-03")
    (taken,) = job_of(client, number).taken
    assert taken.outcome == "new"
    assert f'<a href="/documents/{taken.document}">A &lt;b&gt;base&lt;/b&gt;</a> · new on record' in page
    reading = View.open(store).reading(str(taken.document))
    assert reading is not None
    document = reading.document
    assert (document.text, document.outlet, document.published) == (TEXT, "Wire", "2031-02-03")
    assert [s.speaker.name for s in reading.statements if s.speaker] == ["Lena Orsk"]
    assert (
        "known already" in hand_in(client, text=TEXT, title="A <b>base</b>", outlet="Wire", published="2031-02-03")[1]
    )


def test_the_same_text_with_its_day_takes_the_place_of_itself(client: TestClient) -> None:
    hand_in(client, text=TEXT)
    assert "takes the place of what was handed in before" in hand_in(client, text=TEXT, published="2031-02-03")[1]


def test_files_keep_their_names_and_not_their_places(client: TestClient, store: Path, tmp_path: Path) -> None:
    archive = tmp_path / "several.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("one.txt", TEXT)
        made.writestr("two.txt", OTHER)
    files = [
        ("files", ("../../etc/../speech.txt", TEXT.replace("naval", "air").encode())),
        ("files", ("several.zip", archive.read_bytes())),
        ("files", ("speech.txt", OTHER.replace("port", "pier").encode())),
        ("files", ("picture.png", b"\x89PNG\r\n\x1a\n\0\0")),
    ]
    number, page = hand_in(client, files=files)
    job = job_of(client, number)
    assert [t.name for t in job.taken] == ["speech.txt", "several.zip!one.txt", "several.zip!two.txt", "speech.txt"]
    assert {t.outcome for t in job.taken} == {"new"}  # two files of one name are two documents
    assert "picture.png</span> · not read: this is not text" in page
    held = View.open(store)
    with held.engine.connect() as connection:
        places = [
            str(row[0]) for row in connection.exec_driver_sql("SELECT origin FROM place ORDER BY id DESC LIMIT 4")
        ]
    assert [place.partition("/")[2] for place in places] == [t.name for t in reversed(job.taken)]
    assert all(place.startswith("desk:") and "onrecord" not in place for place in places)
    assert "4 known already" in hand_in(client, files=files)[1]
    assert not any(Path(client.app.state.jobs._folder.name).iterdir())  # type: ignore[attr-defined]


def test_what_failed_stays_in_the_form_with_its_reason(client: TestClient, tmp_path: Path) -> None:
    french = "Le ministre des affaires étrangères a déclaré lundi que son pays n'accepterait jamais cette proposition."
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT)
    page = hand_in(
        client, text=french, title="Le ministre", urls="http://127.0.0.1:9/x http://[::1]/", outlet="Le Fil"
    )[1]
    assert "this looks like French" in page
    assert "127.0.0.1 is a private address" in page
    for kept in (
        french.replace("'", "&#39;"),
        'value="Le ministre"',
        'value="Le Fil"',
        "http://127.0.0.1:9/x\nhttp://[::1]/",
    ):
        assert kept in page
    for wrong, told in (
        ({"urls": str(secret)}, "only http and https addresses are fetched"),  # a file of this machine's
        ({"urls": f"file://{secret}"}, "only http and https addresses are fetched"),
        ({"urls": "-"}, "only http and https addresses are fetched"),
        ({"text": TEXT, "published": "soon"}, "cannot read the date"),
        ({"text": TEXT, "outlet": "x" * 301}, "the outlet is longer than 300 characters"),
        ({"text": "  "}, "nothing was handed in"),
        ({"urls": " ".join(f"https://a.example/{n}" for n in range(MAX_UPLOADS + 1))}, "more than 100 at once"),
    ):
        answer = client.post("/add", data={**token(client), **wrong}, files={"files": ("", b"")})
        assert answer.status_code == 422, wrong
        assert told in answer.text, wrong
        assert all(typed.replace("'", "&#39;") in answer.text for typed in wrong.values() if typed.strip())


def test_too_many_files_or_a_text_too_long_are_refused(client: TestClient) -> None:
    many = [("files", (f"{n}.txt", b"x")) for n in range(MAX_UPLOADS + 2)]
    assert client.post("/add", data=token(client), files=many).status_code == 413
    answer = client.post("/add", data={**token(client), "text": "a" * 2_100_000}, files={"files": ("", b"")})
    assert answer.status_code == 413
    assert "A text may have 500,000 characters" in answer.text


def test_names_of_files_are_made_harmless() -> None:
    for given, name in (
        ("C:\\Users\\me\\speech.txt", "speech.txt"), ("/etc/passwd", "passwd"), ("..", "file"), ("", "file"),
        (".hidden.md", "hidden.md"), ("a\0b\n\u202ecod.exe", "ab cod.exe"), ("x" * 300 + ".PDF", "x" * 115 + "….pdf"),
    ):  # fmt: skip
        assert file_name(given) == name


def test_hand_ins_wait_for_each_other_and_survive_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    go, read = Event(), []

    def add(handed: Handed, tell: Callable[[Taken], None]) -> None:
        go.wait(10)
        read.append(handed.name)
        if handed.name == "broken":
            raise ZeroDivisionError
        if handed.name == "full":
            message = "the disk is full"
            raise OnrecordError(message)
        tell(Taken(handed.name, "new", "key"))

    jobs = Jobs(add)
    first = jobs.put([Handed(name, text="x") for name in ("broken", "full", "good")], "Ada", jobs.folder())
    for n in range(MAX_WAITING):
        while first.state == "waiting":
            time.sleep(0.01)
        jobs.put([Handed(f"{n}", text="x")], "Ada", jobs.folder())
    with pytest.raises(OnrecordError, match="wait to be read already"):
        jobs.put([Handed("one more", text="x")], "Ada", jobs.folder())
    go.set()
    while jobs.busy:
        time.sleep(0.01)
    assert read == ["broken", "full", "good", *map(str, range(MAX_WAITING))]
    assert [t.problem for t in first.failed] == [
        "a fault in onrecord (ZeroDivisionError). The terminal of the desk says more.", "the disk is full",
    ]  # fmt: skip
    assert [one.name for one in first.again] == ["broken", "full"]
    assert "broken could not be read" in caplog.text
    jobs.stop()


def test_a_desk_that_ends_stops_between_two_documents() -> None:
    begun, go = Event(), Event()

    def add(_: Handed, tell: Callable[[Taken], None]) -> None:
        for n in range(5):
            begun.set()
            go.wait(10)
            tell(Taken(f"{n}", "new", "key"))

    jobs = Jobs(add)
    folder = jobs.folder()
    job = jobs.put([Handed("archive", file=folder / "0.zip")], "Ada", folder)
    waiting = jobs.put([Handed("later", text="x")], "Ada", jobs.folder())
    begun.wait(10)
    jobs.closing.set()
    go.set()
    jobs.stop()
    assert (job.state, dict(job.counts)) == ("stopped", {"new": 1})
    assert waiting.state == "stopped"
    assert not folder.parent.exists()


def test_progress_is_told_as_it_happens(client: TestClient) -> None:
    number, _ = hand_in(client, text=TEXT)
    told = client.get("/add/progress")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert f'data: <section class="job" aria-labelledby="job-{number}">' in told.text
    assert told.text.endswith("event: done\ndata: \n\n")
    assert client.get("/add/77").status_code == 404


def test_dropped_files_are_read_while_one_watches(page: Page, store: Path, serving: Callable[[FastAPI], str]) -> None:
    at = serving(app_of(store))
    page.goto(f"{at}/add")
    drop = """([name, text]) => {
        const held = new DataTransfer();
        held.items.add(new File([text], name, {type: "text/plain"}));
        document.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(drop, ["one.txt", TEXT])
    page.evaluate(drop, ["two.bin", "\0\1\2"])
    assert page.text_content("#chosen") == "2 files, 0.0 MB: one.txt, two.bin"
    page.fill("#pasted", "Bonjour à tous. Le ministre a déclaré lundi que les négociations ne reprendraient pas.")
    page.click("#adding button")
    page.wait_for_selector("#jobs a:text('one.txt')", timeout=20_000)
    page.wait_for_selector("#jobs h3:has-text('done')", timeout=20_000)
    assert page.get_by_text("this looks like French").is_visible()
    page.wait_for_function("document.getElementById('pasted').value.startsWith('Bonjour')")
    page.click("#jobs a:text('one.txt')")
    assert "naval base" in (page.text_content(".text") or "")


def test_without_scripts_the_page_says_what_became_of_it(
    browser: Browser, store: Path, serving: Callable[[FastAPI], str], tmp_path: Path
) -> None:
    at = serving(app_of(store))
    (tmp_path / "told.txt").write_text(OTHER)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at}/add")
    page.set_input_files("#files", str(tmp_path / "told.txt"))
    page.click("#adding button")
    page.wait_for_selector("#jobs a:text('told.txt')", timeout=20_000)  # the page asks again by itself
    context.close()


# The dossier's file


def edit(client: TestClient, text: str, do: str = "save", state: str | None = None) -> tuple[int, str]:
    page = client.get("/dossier").text
    if state is None:
        state = page.partition('name="state" value="')[2].partition('"')[0]
    answer = client.post("/dossier", data={**token(client), "text": text, "state": state, "do": do})
    return answer.status_code, answer.text


def test_a_dossier_is_edited_with_its_comments(client: TestClient, store: Path) -> None:
    path = store.with_suffix(".dossier.yaml")
    path.chmod(0o640)
    text = path.read_text()
    assert edit(client, "# ours, with care\n" + text.replace("\n", "\r\n"))[0] == 303  # as browsers send it
    assert path.read_text() == "# ours, with care\n" + text
    assert path.stat().st_mode & 0o777 == 0o640
    assert "valid, " in client.get("/dossier").text
    assert [p.name for p in path.parent.glob("*unfinished*")] == []


def test_faults_are_told_by_line_and_nothing_is_written(client: TestClient, store: Path) -> None:
    path = store.with_suffix(".dossier.yaml")
    text = path.read_text()
    for do in ("save", "check"):
        status, page = edit(client, "title: <b>Talks</b>\nparty: []\n", do)
        assert status == 422
        assert 'data-line="2">Line 2</a>: the dossier: unknown key &#39;party&#39;' in page
        assert "title: &lt;b&gt;Talks" in page
    assert path.read_text() == text
    status, page = edit(client, text, "check")
    assert (status, "bear on an issue" in page) == (200, True)


def test_another_s_change_is_not_written_over(client: TestClient, store: Path) -> None:
    path = store.with_suffix(".dossier.yaml")
    mine = "# mine\n" + path.read_text()
    state = client.get("/dossier").text.partition('name="state" value="')[2].partition('"')[0]
    theirs = "# theirs\n" + path.read_text()
    path.write_text(theirs)
    status, page = edit(client, mine, state=state)
    assert status == 409
    assert "# mine" in page
    assert "# theirs" in page
    assert path.read_text() == theirs
    path.unlink()
    assert edit(client, mine, state=state)[0] == 422  # gone meanwhile


def test_a_first_dossier_is_drafted_and_kept_when_saved(client: TestClient, store: Path) -> None:
    path = store.with_suffix(".dossier.yaml")
    path.unlink()
    assert "Draft one from the record" in client.get("/dossier").text
    status, page = edit(client, "", "draft")
    assert status == 200
    assert not path.exists()
    draft = page.partition('maxlength="1000000">\n')[2].partition("</textarea>")[0]
    assert "# A first dossier, drafted by onrecord" in draft
    assert edit(client, "title: Talks\n", state="")[0] == 303
    assert path.read_text() == "title: Talks\n"
    assert "Talks" in client.get("/").text


def test_a_broken_dossier_beside_the_store_is_mended_at_the_desk(store: Path) -> None:
    path = store.with_suffix(".dossier.yaml")
    text = path.read_text()
    path.write_text("title: [\n")
    client = client_of(app_of(store))
    answer = client.get("/")
    assert "The dossier has faults" in answer.text
    assert 'href="/dossier"' in answer.text.partition("<main")[2]
    assert "Line 2" in client.get("/dossier").text
    assert edit(client, text)[0] == 303
    assert "The dossier has faults" not in client.get("/").text


def test_read_only_shows_the_file_and_marks_its_faults(store: Path) -> None:
    client = client_of(app_of(store, read_only=True))
    page = client.get("/dossier").text
    assert "<textarea" not in page
    assert '<span id="line-1">' in page
    store.with_suffix(".dossier.yaml").write_text("title: Talks\nparty: <script>\n")
    assert '<span id="line-2" class="wrong">party: &lt;script&gt;' in client.get("/dossier").text
    assert client.post("/dossier").status_code == 405


def test_a_file_is_replaced_whole_or_not_at_all(store: Path, tmp_path: Path) -> None:
    def kept(path: Path) -> YamlFile:
        return YamlFile(path, lambda at: written(at, MAX_DOSSIER), lambda text: loads(text, path.name))

    real, link = tmp_path / "kept.yaml", tmp_path / "link.yaml"
    link.symlink_to(real)
    kept(link).save("title: Talks\n", None)
    assert link.is_symlink()
    desk = desk_of_store(store, link)
    held = desk.dossier_text()
    assert held is not None
    with pytest.raises(DossierError):
        kept(link).save("titel: Talks\n", held.state)
    with pytest.raises(OnrecordError, match="changed by someone else"):
        kept(link).save("title: More\n", "another")
    real.write_bytes(b"title: Talks\r\n")
    held = desk.dossier_text()
    assert held is not None
    kept(link).save("title: More\ntitle: twice\n".partition("title: twice")[0], held.state)
    assert real.read_bytes() == b"title: More\r\n"
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
    with pytest.raises(OnrecordError, match="cannot be written"):
        kept(tmp_path / "gone" / "d.yaml").save("title: Talks\n", None)
