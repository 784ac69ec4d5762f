"""People at a desk: readers who follow its links, and reviewers who send its forms. `desk_load` sets them going."""

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar

import httpx

NAVIGATED, SEARCHED, FOOT = 0.25, 0.05, 0.01  # how often a reader takes the page's head, the search field, its foot
REDIRECTS, WAITING = (302, 303, 307), (202, 503)  # with Retry-After: it is being worked out, a feed says it by 503
EXPECTED = (200, *REDIRECTS, 304, 409, 410)  # 409: another reviewer was first; 410: rejected meanwhile
LINK = re.compile(r'<a [^>]*?href="(/(?!api/)[^"]*)"')  # what the API's page lists is for programs
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
WORD = re.compile(r"\b[a-z]{5,}\b")
PATIENCE = 30.0  # seconds until a visitor gives up
KEEPALIVE = 4.0  # seconds a connection is kept, less than the desk keeps it


@dataclass
class Log:
    """What visitors saw: seconds by kind of page, answers by status, and every error with its first line."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass
class Visitor:
    """One browser: its cookies, its cache of assets, its pace (``think`` is the mean of seconds between pages)."""

    address: str
    log: Log
    rng: random.Random
    think: float
    until: float

    def __post_init__(self) -> None:
        limits = httpx.Limits(keepalive_expiry=KEEPALIVE)
        self._client = httpx.AsyncClient(base_url=self.address, timeout=PATIENCE, limits=limits)
        self._cached: set[str] = set()

    @property
    def going(self) -> bool:
        """Whether the time is not over."""
        return time.monotonic() < self.until

    async def pause(self) -> None:
        """Read what is there: half of the mean at least."""
        await asyncio.sleep(self.think / 2 + self.rng.expovariate(2 / self.think))

    async def get(self, path: str) -> str:
        """A page, after redirects, loaded again for as long as it says that it is being worked out."""
        answer = await self._asked("GET", path)
        while answer is not None and self.going:
            if answer.status_code in REDIRECTS:
                path = answer.headers["location"]
            elif _waits(answer):
                await asyncio.sleep(float(answer.headers["retry-after"]))
            else:
                break
            answer = await self._asked("GET", path)
        if answer is None:
            return ""
        for at in set(ASSET.findall(answer.text)) - self._cached:
            self._cached.add(at)
            await self._asked("GET", at)
        return answer.text

    async def post(self, path: str, fields: dict[str, str], *, parts: bool = False) -> str:
        """Send a form, and follow to the page that it leads to."""
        given: dict[str, Any] = {"files": {n: (None, v) for n, v in fields.items()}} if parts else {"data": fields}
        answer = await self._asked("POST", path, **given)
        if answer is None:
            return ""
        return await self.get(answer.headers["location"]) if answer.status_code in REDIRECTS else answer.text

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def _asked(self, method: str, path: str, **sent: Any) -> httpx.Response | None:
        kind = kind_of(method, path)
        begun = time.monotonic()
        try:
            answer = await self._client.request(method, path, **sent)
        except httpx.HTTPError as error:
            self.log.errors[f"{kind}: {type(error).__name__} {error}"] += 1
            return None
        self.log.seconds[kind].append(time.monotonic() - begun)
        self.log.statuses[answer.status_code] += 1
        not_then = answer.status_code == 404 and "as_of=" in path  # the day before, on the page of what came later
        if answer.status_code not in EXPECTED and not not_then and not _waits(answer):
            self.log.errors[f"{answer.status_code} {method} {path}: {_first_line(answer.text)}"] += 1
        return answer


async def read(visitor: Visitor) -> None:
    """Go from page to page by their links until the time is over."""
    await asyncio.sleep(visitor.rng.uniform(0, visitor.think))
    at, page = "/", ""
    while visitor.going:
        found = await visitor.get(at)
        page = found if LINK.search(found) else page  # from a feed or a table one goes back
        await visitor.pause()
        at = _next(page, visitor.rng)


async def review(visitor: Visitor, name: str, adding: list[Path], every: float) -> None:
    """Judge what the queue shows, by its forms; where there are texts to add, hand one in every so many seconds."""
    await asyncio.sleep(visitor.rng.uniform(0, visitor.think))
    page = await visitor.get("/review")
    token = next((f.fields["csrf"] for f in forms(page) if "csrf" in f.fields), "")
    page = await visitor.post("/name", {"csrf": token, "judge": name, "back": "/review"})
    added, count = time.monotonic(), 0
    while visitor.going:
        await visitor.pause()
        if adding and time.monotonic() > added + every:
            await _add(visitor, adding[count % len(adding)], f"{name} {count}")
            added, count = time.monotonic(), count + 1
            page = await visitor.get("/review")
        page = await _judge(visitor, page) or await visitor.get("/review")


async def _judge(visitor: Visitor, page: str) -> str:
    """One judgement, as a reviewer's mix has it; where the page offers none, nothing."""
    rng, there = visitor.rng, {f.fields.get("field", f.action.partition("?")[0]): f for f in forms(page)}
    mix = {"confirm": 60, "reject": 8, "kind": 12, "stance": 5, "issue": 5, "condition": 3, "/review/undo": 5}
    offered = [name for name in mix if name in there]
    if "confirm" not in offered:
        return ""
    name = rng.choices(offered, [mix[n] for n in offered])[0]
    form = there[name]
    chosen = {select: rng.choice(options) for select, options in form.options.items() if options}
    button = dict([rng.choice(form.buttons)]) if form.buttons else {}
    return await visitor.post(form.action, form.fields | chosen | button)


async def _add(visitor: Visitor, file: Path, outlet: str) -> None:
    page = await visitor.get("/add")
    form = next((f for f in forms(page) if f.action == "/add"), None)
    if form is not None:
        await visitor.pause()
        fields = {"title": file.stem, "text": file.read_text("utf-8"), "outlet": outlet}
        await visitor.post("/add", form.fields | fields, parts=True)


def _waits(answer: httpx.Response) -> bool:
    return answer.status_code in WAITING and "retry-after" in answer.headers


def _next(page: str, rng: random.Random) -> str:
    head, _, rest = page.partition('<main id="main"')
    main, _, foot = rest.partition('<footer class="frame')
    drawn = rng.random()
    if drawn < SEARCHED:
        words = WORD.findall(re.sub(r"<[^>]*>", " ", main))
        return f"/search?q={rng.choice(words)}" if words else "/"
    part = foot if drawn < SEARCHED + FOOT else head if drawn < SEARCHED + FOOT + NAVIGATED else main
    links = LINK.findall(part) or LINK.findall(head)
    return unescape(rng.choice(links)).partition("#")[0] if links else "/"


def kind_of(method: str, path: str) -> str:
    """The kind of page that an address asks for: numbers and names left out, a cell and a day in the past told."""
    at, _, asked = path.partition("?")
    first, _, more = at.removeprefix("/").partition("/")
    if first == "review" and more and not more[0].isdecimal():
        first, _, more = f"review/{more.partition('/')[0]}", "", more.partition("/")[2]
    named = f"/{first}" + ("/…" if more else "")
    named += ", a cell" if first == "matrix" and "issue=" in asked else ""
    named += ", as of" if "as_of=" in asked else ""
    return named if method == "GET" else f"{method} {named}"


def _first_line(text: str) -> str:
    words = " ".join(re.sub(r"<[^>]*>", " ", text.partition('<main id="main"')[2] or text).split())
    return words[:160]


@dataclass
class Form:
    """A form that sends: its address, fields with their values, what its lists offer, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    VALUED: ClassVar = ("input", "textarea")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._now: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, form = given.get("name", ""), self._now
        if tag == "form" and given.get("method") == "post":
            self._now = Form(given.get("action", ""))
            self.found.append(self._now)
        elif form is None:
            return
        elif tag in self.VALUED and name and given.get("type") not in ("checkbox", "file"):
            form.fields[name] = given.get("value", "")
            self._area = name if tag == "textarea" else None
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.options.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._now = None if tag == "form" else self._now
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._now is not None and self._area:
            self._now.fields[self._area] += data


def forms(page: str) -> list[Form]:
    """The forms of a page that send something."""
    parser = _Forms()
    parser.feed(page)
    return parser.found
