"""A desk on the examples, read by the shipped reader: as an application, and served to a real browser."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.testclient import TestClient

from onrecord.cli.serve import desk_of_store, listening_at
from onrecord.pipeline import add, listed
from onrecord.publish.desk.app import application
from onrecord.publish.desk.background import Background

EXAMPLES = Path(__file__).parents[3] / "examples"
CHROMIUM = shutil.which("chromium")
HERE = "http://127.0.0.1"
Serving = Callable[[FastAPI], str]


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example documents, never written to: its copies are."""
    path = tmp_path_factory.mktemp("desk") / "examples.db"
    add(path, listed([str(p) for p in sorted(EXAMPLES.glob("*.md"))]))
    shutil.copy(EXAMPLES / "dossier.yaml", path.with_suffix(".dossier.yaml"))
    shutil.copy(EXAMPLES / "strait.conflict.yaml", path.with_suffix(".conflict.yaml"))
    return path


@pytest.fixture
def store(examples: Path, tmp_path: Path) -> Path:
    """A copy of that store, with its dossier and conflict beside it, to write to."""
    for one in examples.parent.iterdir():
        shutil.copy(one, tmp_path / one.name)
    return tmp_path / examples.name


def app_of(store: Path, *, read_only: bool = False) -> FastAPI:
    """The desk of a store, for those who sit at this machine. It waits for every answer, however busy that is."""
    desk = desk_of_store(store, read_only=read_only)
    return application(replace(desk, background=Background(patience=60, haste=60, cheap=60)), judge="Ada")


def client_of(app: FastAPI) -> TestClient:
    """A client that follows no redirect by itself."""
    return TestClient(app, base_url=HERE, follow_redirects=False)


@pytest.fixture(scope="session")
def reader(examples: Path) -> TestClient:
    """A client of a desk on which nothing can be written."""
    return client_of(app_of(examples, read_only=True))


@pytest.fixture
def client(store: Path) -> TestClient:
    """A client of a desk on which one can write."""
    return client_of(app_of(store))


def token(client: TestClient) -> dict[str, str]:
    """What a write has to send with it."""
    page = client.get("/").text
    return {"csrf": page.partition('data-csrf="')[2].partition('"')[0]}


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Serves applications at free ports until the test ends: their addresses."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(app: FastAPI) -> str:
        listening = listening_at("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        servers.append((server, thread))
        while not server.started:
            time.sleep(0.01)
        return f"{HERE}:{listening.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window, in which an error of a page's script, or of its policy, fails the test."""
    context = browser.new_context()
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    yield made
    context.close()
    assert faults == []
