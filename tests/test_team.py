"""A team on one store on a server: two desks on which persons judge, and two adders, all at once."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.crash import ROOT, command
from benchmarks.places import typed
from benchmarks.worker import load
from onrecord.cli.desk import desk_of_store
from onrecord.pipeline import open_record
from onrecord.publish.desk.app import application
from onrecord.record.answers import Filter
from onrecord.record.schema import document, place
from tests.publish.desk.conftest import client_of, token
from tests.record.made import filled, verified
from tests.record.test_crash import readings
from tests.server import Databases

__all__ = ["readings"]  # a fixture
JUDGES = ("Ada Reeve", "Ben Ode")
TOLD_MEANWHILE = 409
ANSWERS = ("offer", "demand", "warning", "refusal")


# FastAPI quiets this of its own models, in a way that holds for one thread at a time.
@pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")
def test_two_desks_and_two_adders_write_to_one_store(
    databases: Databases, readings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where a dossier beside the store would be looked for
    at = databases.new()
    filled(at)
    view = open_record(typed(at))
    numbers = [s.id for s in view.statements()]

    desks = {name: desk_of_store(at) for name in JUDGES}
    clients = {name: client_of(application(desk, judge=name)) for name, desk in desks.items()}

    def judge(name: str) -> list[int]:
        client, codes = clients[name], []
        for answer in ANSWERS:
            for number in numbers:
                told = TOLD_MEANWHILE
                while told == TOLD_MEANWHILE:  # the other judged it: look again, then judge
                    seen = " ".join(str(r.id) for r in view.rulings(number))
                    form = {**token(client), "seen": seen, "field": "kind", "answer": answer}
                    told = client.post(f"/review/{number}", data=form).status_code
                codes.append(told)
        return [*codes, client.get("/statements").status_code]

    def add(part: int) -> str:
        arguments = command(at, readings, part, 2)
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stderr

    with ThreadPoolExecutor(4) as pool:
        judging = [pool.submit(judge, name) for name in JUDGES]
        adding = [pool.submit(add, part) for part in range(2)]
        told = {code for one in judging for code in one.result()}
        errors = [one.result() for one in adding]
    assert errors == ["", ""]
    assert told == {303, 200}
    found = verified(at)
    assert found.holds, found.lines()
    made = view.rulings()
    assert {(r.judge, r.answer) for r in made} == {(n, a) for n in JUDGES for a in ANSWERS}
    assert len(made) == len(JUDGES) * len(numbers) * len(ANSWERS)
    with view.engine.begin() as connection:
        texts = connection.execute(select(func.count(), func.count(document.c.key.distinct()))).one()
        origins = set(connection.execute(select(place.c.origin)).scalars())
    assert texts == (2 + len(load(readings)), 2 + len(load(readings)))
    assert origins >= {origin for origin, _ in load(readings)}
    assert view.search("patrols", Filter(limit=100))
    databases.drop(at)


def test_every_page_of_a_desk_comes_from_a_server_as_well(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    at = databases.new()
    filled(at)
    client = client_of(application(desk_of_store(at, read_only=True), judge=""))
    home = client.get("/").text
    assert f"onrecord dossier draft --db {at} &gt; {at.stem}.dossier.yaml" in home
    pages, seen = set(re.findall('href="(/[^"#]*)"', home)), {"/"}
    for _ in range(2):
        for page in sorted(pages - seen)[:60]:
            answer = client.get(page.replace("&amp;", "&"))
            assert answer.status_code in (200, 303, 404, 422), (page, answer.text[:500])
            seen.add(page)
            if answer.headers.get("content-type", "").startswith("text/html"):
                pages |= set(re.findall('href="(/[^"#]*)"', answer.text))
    assert len(seen) > 20
    databases.drop(at)
