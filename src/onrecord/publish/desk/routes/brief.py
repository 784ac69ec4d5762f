"""The brief: the explainer of the store as of the day, its sections in the reader's own order, to copy and print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from onrecord.publish import markdown
from onrecord.publish import page as standalone
from onrecord.publish.arranging import Arrangement, arranged, arrangement, sections_of
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, environment, page
from onrecord.publish.desk.sides import parties
from onrecord.publish.lines import Brief, Citation
from onrecord.publish.marking import Piece, excerpts
from onrecord.publish.of_record import of_record
from onrecord.publish.page import shown
from onrecord.publish.wording import counts
from onrecord.record.answers import Filter

router = APIRouter(include_in_schema=False)
OWN, KEPT = "own", "brief_order"  # the brief's own order, in an address; the cookie that remembers another
YEAR = 365 * 24 * 3600
AROUND = 260  # characters before and after the words that a citation opens
STANDALONE = {  # a page for files: its style is within it, and nothing else can run or load
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
}
Order = Annotated[str | None, Query(max_length=4000, description="Names of sections; a - before those left out.")]
Cite = Annotated[int | None, Query(ge=1, le=1_000_000, description="The citation that stands open.")]


@router.get("/brief")
def brief(
    request: Request, asked: Asking, order: Order = None, cite: Cite = None, *,
    arrange: Annotated[bool, Query(description="Whether the list of sections stands open.")] = False,
    keep: Annotated[bool, Query(description="Remember this order in this browser.")] = False,
) -> Response:  # fmt: skip
    """The brief, or, where a script asks for a citation, the words that it opens alone."""
    if keep:
        return _remembered(asked, order or OWN)
    wanted = _wanted(order if order is not None else unquote(request.cookies.get(KEPT, "")))
    desk = desk_of(request)
    made = _made(desk, asked)
    close = asked.narrowed("/brief", order=wanted or OWN)
    opened = None if cite is None else _opened(made.ordered(wanted), cite)
    if opened and request.headers.get("hx-request"):
        return page(request, "_cited.html", asked, opened=opened, close=close)
    written = desk.memo.of(("brief page", *_named(asked), wanted), made.brief, partial(_written, made, asked, wanted))
    return page(
        request, "brief_desk.html", asked, made=made, order=wanted, moves=_moves(made.brief, wanted, asked),
        arrange=arrange, written=written, title=made.brief.title.text, opened=opened, close=close,
        parties=parties(desk, asked.as_of),
    )  # fmt: skip


@router.get("/brief.md")
def as_markdown(request: Request, asked: Asking, order: Order = None) -> Response:
    """The brief as Markdown, as the command writes it."""
    _, text = _as("md", request, asked, order, markdown.render)
    return PlainTextResponse(text, media_type="text/markdown")


@router.get("/brief.html")
def as_html(request: Request, asked: Asking, order: Order = None) -> Response:
    """The brief as one HTML file with its sources, as the command writes it."""
    made, text = _as("html", request, asked, order, standalone.render)
    name = f"brief-{made.as_of}.html" if made.as_of else "brief.html"
    return HTMLResponse(text, headers=STANDALONE | {"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/brief/rich")
def as_rich_text(request: Request, asked: Asking, order: Order = None) -> Response:
    """The brief as a word processor takes it: without style, citations linked to sources that have an address."""
    template = environment().get_template("brief_rich.html")
    _, text = _as("rich", request, asked, order, lambda b: template.render(shown(b) | {"address": _address}))
    return HTMLResponse(text)


def _as(
    form: str, request: Request, asked: Asked, order: str | None, write: Callable[[Brief], str]
) -> tuple[Brief, str]:  # fmt: skip
    """The brief in an order, and as it is written in a form."""
    desk, wanted = desk_of(request), _wanted(order)
    made = _made(desk, asked)
    if made.behind:  # a file cannot say so
        state = (desk.view.stamp(), desk.sound_dossier())
        made = desk.memo.of(("brief", *_named(asked)), state, partial(_now, desk, asked))
    return desk.memo.of(
        ("brief as", form, *_named(asked), wanted), made.brief, lambda: ((b := made.ordered(wanted)), write(b))
    )


@dataclass(frozen=True)
class Made:
    """A brief in its own order, and in others; ``behind`` where the record has changed since it was made."""

    brief: Brief
    at: datetime
    behind: bool = False

    def ordered(self, order: str) -> Brief:
        """The brief in an order."""
        return arranged(self.brief, order)


@dataclass(frozen=True)
class Opened:
    """A citation with its source's words in their place."""

    citation: Citation
    document: str
    title: str | None
    outlet: str | None
    published: str | None
    places: Sequence[Sequence[Piece]]


def _made(desk: Desk, asked: Asked) -> Made:
    """The brief of a day and filters; where it takes long, the last one while the next is made."""
    stood = desk.standing(asked.as_of) if desk.sound_dossier() else None
    state = (desk.view.stamp(), stood.made if stood else None)
    found = desk.background.of(
        ("brief", *_named(asked)), state,
        lambda: of_record(desk.view, _chosen(asked), stood.weighed if stood else None),
    )  # fmt: skip
    return Made(found.value, found.made, found.behind or (stood is not None and stood.behind))


def _now(desk: Desk, asked: Asked) -> Made:
    """The brief as it is now, however long that takes."""
    dossier = desk.sound_dossier()
    weighed = desk.weigh(dossier, Filter(as_of=asked.as_of)) if dossier else None
    return Made(of_record(desk.view, _chosen(asked), weighed), datetime.now(UTC))


def _chosen(asked: Asked) -> Filter:
    return Filter(as_of=asked.as_of, since=asked.since, party=asked.party)


def _named(asked: Asked) -> tuple[str | None, str | None, str | None]:
    return asked.as_of, asked.since, asked.party


def _wanted(order: str | None) -> str:
    return "" if order in (None, OWN) else str(order)


def _remembered(asked: Asked, order: str) -> Response:
    """To the brief in an order that this browser remembers from now on."""
    back = RedirectResponse(asked.narrowed("/brief", order=order, arrange=1), 303)
    if order == OWN:
        back.delete_cookie(KEPT, path="/brief", samesite="lax", httponly=True)
    else:
        back.set_cookie(KEPT, quote(order), max_age=YEAR, path="/brief", samesite="lax", httponly=True)
    return back


@dataclass(frozen=True)
class Move:
    """One section in the list of them, and the orders that its buttons make; None for what cannot be done."""

    name: str
    title: str
    up: str | None = None
    down: str | None = None
    out: str | None = None
    back: str | None = None


def _moves(made: Brief, order: str, asked: Asked) -> list[Move]:
    known, now = sections_of(made), arrangement(made, order)

    def at(other: Arrangement) -> str:
        return asked.narrowed("/brief", order=str(other), keep=1)

    last = len(now.shown) - 1
    listed = [
        Move(
            name, known[name].title, up=at(now.moved(name, -1)) if n else None,
            down=at(now.moved(name, 1)) if n < last else None, out=at(now.without(name)) if last else None,
        )
        for n, name in enumerate(now.shown)
    ]  # fmt: skip
    return [*listed, *(Move(name, known[name].title, back=at(now.with_again(name))) for name in now.left)]


def _written(made: Made, asked: Asked, order: str) -> Markup:
    """The brief's own part of the page."""
    brief = made.ordered(order)
    names = arrangement(made.brief, order).shown
    cited: dict[int, list[Citation]] = {}
    for citation in brief.citations:
        cited.setdefault(citation.document, []).append(citation)
    template = environment().get_template("_brief.html")
    return Markup(  # noqa: S704 — what a template of the desk's wrote, which escapes all that it is given
        template.render(
            shown(brief)
            | {
                "names": names,
                "cited": cited,
                "counts": counts,
                "address": _address,
                "here": asked.here,
                "to": lambda number: asked.narrowed("/brief", order=order or OWN, cite=number),
            }
        )
    )


def _opened(brief: Brief, number: int) -> Opened:
    if number > len(brief.citations):
        raise HTTPException(404, f"There is no citation {number} in this brief: it has changed since. Load it again.")
    citation = brief.citations[number - 1]
    document = brief.documents[citation.document]
    places = excerpts(document.text, [span.range for span in citation.shown], AROUND)
    return Opened(citation, document.id, document.title, document.outlet, document.published, places)


def _address(url: str | None) -> str | None:
    """A document's address where it is one that a browser may be sent to."""
    return url if url and url.startswith(("https://", "http://")) else None
