"""Server time and weight of every page of the desk: `python -m benchmarks.desk STORE…`, its dossier beside each.

Times are of the whole application, without a network: routing, queries, template, compression. Warm: each page was
asked for once before. Weights are of a first view, compressed, with every asset that the page links.
"""

import argparse
import re
import statistics
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table
from starlette.testclient import TestClient

from onrecord.cli.serve import desk_of_store
from onrecord.publish.desk.app import application

ROUNDS = 15
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def main() -> None:
    """Print a table a store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stores", nargs="+", type=Path, metavar="STORE")
    for store in parser.parse_args().stores:
        desk = desk_of_store(store, read_only=True)
        with TestClient(application(desk), base_url="http://127.0.0.1", follow_redirects=False) as client:
            table = Table(
                "page", "status", "median ms", "worst ms", "first ms", "kB, all assets", title=str(store.name)
            )
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
    some = [f"/actors/{actors[0]['id']}"] if actors else []
    some += [f"/documents/{keys[0]}"] if keys else []
    some += [f"/statements/{said[0]['id']}", f"/statements?as_of={day}", f"/?as_of={day}"] if said else []
    some += [f"/parties/{party}"] if party else []
    if client.get("/conflict/paths").status_code == 200:
        some += ["/conflict?state=1", "/conflict/paths", "/conflict/changes"]
    return [
        "/", "/matrix", "/clashes", "/common-ground", "/unsorted", f"/changes?since={day}", "/timeline", "/statements",
        "/documents", "/actors", "/search?q=talks", "/brief", "/brief?arrange=1&cite=1", "/conflict", "/conflict/draft",
        "/conflict/file", "/dossier", "/review", "/review/log",
        "/review/agreement", "/changes.atom", "/calendar.ics", "/api", "/api/statements", *some,
    ]  # fmt: skip


def measured(client: TestClient, path: str) -> list[str]:
    """Status, times and weight of a page."""
    times = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
    assets = set(ASSET.findall(answer.text))
    weight = sum(sent(client, at) for at in [path, *assets])
    warm = times[1:]
    return [
        str(answer.status_code), f"{statistics.median(warm):.0f}", f"{max(warm):.0f}", f"{times[0]:.0f}",
        f"{weight / 1000:.0f}",
    ]  # fmt: skip


def sent(client: TestClient, path: str) -> int:
    """Bytes that cross the network for an address."""
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        return sum(len(part) for part in answer.iter_raw())


if __name__ == "__main__":
    main()
