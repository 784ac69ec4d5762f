"""Server time and weight of every page of the desk: `python -m benchmarks.desk STORE…`, its dossier beside each.

Times are of the whole application, without a network: routing, queries, template, compression. Warm: each page was
asked for once before, and is not still being worked out. Processor times hold on a machine that others use too.
Weights are of a first view, compressed, with every asset that the page links.
"""

import argparse
import re
import statistics
import time
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.table import Table
from starlette.testclient import TestClient

from onrecord.cli.serve import desk_of_store
from onrecord.publish.desk.app import application
from onrecord.publish.desk.serving import collect_rarely

ROUNDS = 15
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def main() -> None:
    """Print a table a store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stores", nargs="+", type=Path, metavar="STORE")
    stores = parser.parse_args().stores
    collect_rarely()
    for store in stores:
        desk = desk_of_store(store, read_only=True)
        with TestClient(application(desk), base_url="http://127.0.0.1", follow_redirects=False) as client:
            table = Table(
                "page", "status", "median ms", "worst ms", "processor ms", "first ms", "kB, all assets",
                title=str(store.name),
            )  # fmt: skip
            for path in pages(client):
                table.add_row(path, *measured(client, path))
            Console().print(table)


def pages(client: TestClient) -> list[str]:
    """Every page, and of those that take a name or number, one with much on it."""
    actors = client.get("/api/actors?limit=1").json()
    keys = client.get("/api/documents?limit=1").json()
    said = client.get("/api/statements?limit=1").json()
    party = next((a["party"] for a in actors if a["party"]), None)
    day = said[0]["date"] if said else "2022-01-10"
    met = client.get("/api/meetings?limit=1").json()
    who = actors[0]["id"] if actors else None
    some = [f"/actors/{who}", f"/actors/{who}?as_of={day}", f"/review/actors/{who}"] if actors else []
    some += [f"/meetings/{met[0]['uid']}"] if met else []
    some += [f"/documents/{keys[0]}"] if keys else []
    some += [f"/statements/{said[0]['id']}", f"/statements?as_of={day}", f"/?as_of={day}"] if said else []
    some += [f"/timeline?zoom=year&as_of={day}", f"/actors?as_of={day}", f"/review?as_of={day}"] if said else []
    some += [f"/parties/{party}", f"/parties/{party}?as_of={day}"] if party else []
    cell = re.search(r'href="(/matrix\?issue=[^"#]+)', client.get("/matrix").text)
    some += [unescape(cell[1])] if cell else []
    if client.get("/conflict/paths").status_code == 200:
        some += ["/conflict?state=1", "/conflict/paths", "/conflict/changes"]
    return [
        "/", "/matrix", "/clashes", "/common-ground", "/unsorted", f"/changes?since={day}", "/timeline",
        "/timeline?zoom=year", "/statements",
        "/documents", "/actors", "/search?q=talks", "/brief", "/brief?arrange=1&cite=1", "/conflict", "/conflict/draft",
        "/conflict/file", "/dossier", "/review", "/review/log",
        "/review/agreement", "/changes.atom", "/calendar.ics", "/api", "/api/statements", *some,
    ]  # fmt: skip


def measured(client: TestClient, path: str) -> list[str]:
    """Status, times and weight of a page."""
    times, spent = [], []
    for _ in range(ROUNDS + 1):
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
        spent.append((time.process_time() - worked) * 1000)
        while answer.status_code in (202, 503):
            time.sleep(1)
            answer = client.get(path)
    assets = set(ASSET.findall(answer.text))
    weight = sum(sent(client, at) for at in [path, *assets])
    warm = times[1:]
    return [
        str(answer.status_code), f"{statistics.median(warm):.0f}", f"{max(warm):.0f}",
        f"{statistics.median(spent[1:]):.0f}", f"{times[0]:.0f}", f"{weight / 1000:.0f}",
    ]  # fmt: skip


def sent(client: TestClient, path: str) -> int:
    """Bytes that cross the network for an address."""
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        return sum(len(part) for part in answer.iter_raw())


if __name__ == "__main__":
    main()
