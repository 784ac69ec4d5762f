"""Every page in a real browser: nothing errs, nothing overflows, everyone can use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from starlette.testclient import TestClient

from benchmarks.desk import pages
from tests.publish.desk.conftest import Serving, app_of, client_of

VIEWS = {"phone": (380, 760, "light"), "dark": (1400, 900, "dark"), "wide": (2560, 1300, "light")}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes is not asked for: writing it all down takes longer than finding it
}
NO_PAGE = (".atom", ".ics", ".csv", "/api/")


@pytest.fixture(scope="module")
def there(examples: Path) -> list[str]:
    with client_of(app_of(examples)) as client:
        return [path for path in pages(client) if not any(part in path for part in NO_PAGE)] + ["/add", "/nowhere"]


@pytest.fixture(params=VIEWS)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height, scheme = VIEWS[request.param]
    made = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    yield made
    made.close()


def test_every_page_can_be_used_by_everyone(
    window: BrowserContext, there: list[str], store: Path, serving: Serving
) -> None:
    desk, axe = serving(app_of(store)), Axe()
    shown = window.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(f"{shown.url}: {error}"))
    for path in there:
        shown.goto(desk + path)
        found = axe.run(shown, options=RULES)
        faults += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found.response["violations"]]
        over = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path}: {over} px too wide"] * (over > 0)
    assert faults == []


def test_every_page_is_read_without_javascript(
    browser: Browser, there: list[str], examples: Path, serving: Serving
) -> None:
    desk = serving(app_of(examples, read_only=True))
    with browser.new_context(java_script_enabled=False) as context:
        shown = context.new_page()
        for path in there:
            if path == "/add":  # where nothing can be added there is no such page
                continue
            answer = shown.goto(desk + path)
            assert answer is not None
            assert answer.status == (404 if path == "/nowhere" else 200), path
            assert shown.locator("main h1").count() == 1, path


def test_no_page_asks_another_host(there: list[str], reader: TestClient) -> None:
    for path in there:
        text = reader.get(path).text
        for part in ('src="http', 'href="http://fonts', "@import", 'action="http'):
            assert part not in text, path
