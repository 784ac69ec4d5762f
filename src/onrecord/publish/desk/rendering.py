"""Pages from templates: everything escaped, every page with the same frame."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.errors import OnrecordError, StoreError
from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.desk import Desk, Editing
from onrecord.publish.desk.plain import marked, plain, seen
from onrecord.publish.desk.safety import gate_of, token_of
from onrecord.publish.listing import named, short, who
from onrecord.publish.wording import date_text
from onrecord.record.answers import Days

# The pages that can be reached from every page, in order, by address.
PLACES = (
    ("/", "Overview"), ("/matrix", "Matrix"), ("/timeline", "Timeline"), ("/statements", "Statements"),
    ("/documents", "Documents"), ("/actors", "Who"), ("/brief", "Brief"), ("/conflict", "Conflict"),
    ("/review", "Review"), ("/add", "Add"), ("/dossier", "Dossier"),
)  # fmt: skip
OF_A_DAY = ("as_of", "page", "cite", "saved")  # what an address asks for that is another on another day
WRITING = ("/add",)  # shown where something may be written


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The desk's templates, and those it shares with the files that onrecord writes."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("onrecord.publish.desk", "templates"), PackageLoader("onrecord.publish", "pages")]
        ),
        autoescape=True, auto_reload=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_shown,  # no sign of a text turns what stands around it, wherever a template shows it
    )  # fmt: skip
    made.globals |= {
        "asset": asset, "date_text": date_text, "marked": marked, "named": named, "plain": plain, "seen": seen,
        "short": short, "who": who,
    }  # fmt: skip
    return made


def _shown(value: object) -> object:
    """A text with its unseen characters by name. One that a template escapes itself (``|e``) stands as it is."""
    return seen(value) if type(value) is str else value


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """The address of a file of the desk: it changes with the file, so that browsers may keep what they have."""
    held = files("onrecord.publish.desk").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(held).hexdigest()[:12]}"


def drawn(plot: str, *given: object) -> Markup:
    """A plot of ``plots.svg`` by its name, for the desk's memo to keep; the template escapes all that is in it."""
    made: Markup = getattr(environment().get_template("plots.svg").module, plot)(*given)
    return made


def desk_of(request: Request) -> Desk:
    """The desk that serves a request."""
    made: Desk = request.app.state.desk
    return made


def editing_of(request: Request) -> Editing:
    """What the desk may write. Where it may write nothing, no address leads here: LookupError."""
    editing = desk_of(request).editing
    if editing is None:
        raise LookupError
    return editing


def page(request: Request, template: str, asked: Asked, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page in the desk's frame. A template named ``_…`` is a part of a page, sent without the frame."""
    desk, demanded = desk_of(request), request.app.state.access.demanded
    signed_in = demanded and gate_of(request).inside(request.session.get("in"))
    frame = {
        "asked": asked, "here": asked.here, "path": request.url.path, "desk": desk, "csrf": token_of(request),
        "judge": request.session.get("judge", request.app.state.judge), "signed_in": signed_in,
        "inside": signed_in or not demanded,
        "places": [(at, name) for at, name in PLACES if desk.editing or at not in WRITING],
        "faulty": _faulty(desk),
        "today": datetime.now(UTC).date().isoformat(),
        "looked_at": _looked_at(request), "on_day": partial(_on_day, request),
        "nearby": days_of(desk, asked.as_of) if signed_in or not demanded else Days(None, None, None),
    }  # fmt: skip
    return HTMLResponse(environment().get_template(template).render(frame | shown), status_code=status)


def _looked_at(request: Request) -> list[tuple[str, str]]:
    """What the address asks for, whatever the day."""
    return [(name, value) for name, value in request.query_params.multi_items() if value and name not in OF_A_DAY]


def _on_day(request: Request, day: str | None) -> str:
    """The address of what is looked at, on another day."""
    asked = _looked_at(request) + ([("as_of", day)] if day else [])
    return quote(request.url.path) + (f"?{urlencode(asked)}" if asked else "")


def _faulty(desk: Desk) -> bool:
    """Whether there is a dossier's file that is not valid."""
    try:
        desk.dossier()
    except OnrecordError:
        return True
    return False


def days_of(desk: Desk, as_of: str | None) -> Days:
    """The days beside the one shown; none where the store cannot be read."""
    with suppress(StoreError):
        return desk.memo.of(("days", as_of), desk.view.stamp(), lambda: desk.view.days_beside(as_of=as_of))
    return Days(None, None, None)
