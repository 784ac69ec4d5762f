"""The API: the same answers as the command line's, described truly, whatever it is asked."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from tests.cli.command import run
from tests.publish.desk.conftest import app_of, client_of

LOCAL = {"host": "localhost"}


def test_whatever_is_asked_is_answered_as_described(examples: Path) -> None:
    app = app_of(examples, read_only=True)
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=LOCAL)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
            def answered(case: schemathesis.Case) -> None:
                response = case.call(headers=LOCAL)
                if response.status_code == 400:  # all that a schema cannot say: one day is before another
                    assert "Give the earlier day first" in response.text
                    assert case.query["since"] > case.query["to"]
                else:
                    case.validate_response(response)

            answered()


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        (("statements", "--limit", "7", "--kind", "demand"), "/api/statements?limit=7&kind=demand"),
        (("meetings", "--as-of", "2031-03-05"), "/api/meetings?as_of=2031-03-05"),
        (("search", "fishing", "--limit", "50"), "/api/search?q=fishing"),
        (("changes", "--since", "2031-03-01"), "/api/changes?since=2031-03-01"),
    ],
)
def test_it_answers_as_the_command_does(verb: tuple[str, ...], path: str, reader: TestClient, examples: Path) -> None:
    told = json.loads(run(*verb, "--json", "--db", str(examples)).stdout)
    answered = reader.get(path).json()
    assert answered
    assert answered == told


def test_positions_as_the_commands_have_them(reader: TestClient, examples: Path) -> None:
    dossier = str(examples.with_suffix(".dossier.yaml"))
    for verb, path, key in (
        ("matrix", "/api/matrix", "positions"),
        ("clashes", "/api/clashes", "clashes"),
        ("common-ground", "/api/common-ground", "common_ground"),
    ):
        told = json.loads(run(verb, dossier, "--json", "--db", str(examples)).stdout)
        answered = reader.get(path).json()
        assert answered[key] == told[key] != []
        assert [s["id"] for s in answered["statements"]] == [s["id"] for s in told["statements"]]


def test_a_desk_without_a_dossier_says_so(examples: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.db"
    bare.write_bytes(examples.read_bytes())
    answer = client_of(app_of(bare, read_only=True)).get("/api/matrix")
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "This desk has no dossier, so there are no positions."},
    )
