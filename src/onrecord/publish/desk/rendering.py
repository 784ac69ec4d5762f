"""Pages from templates: everything escaped, every page with the same frame."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from onrecord.errors import StoreError
from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.safety import OPEN, token_of
from onrecord.publish.listing import named, short, who
from onrecord.publish.wording import date_text
from onrecord.record.answers import Days

# The pages that can be reached from every page, in order, by address.
PLACES = (
    ("/", "Overview"), ("/matrix", "Matrix"), ("/timeline", "Timeline"), ("/statements", "Statements"),
    ("/documents", "Documents"), ("/actors", "Who"), ("/brief", "Brief"), ("/conflict", "Conflict"),
    ("/review", "Review"), ("/add", "Add"),
)  # fmt: skip
WRITING = ("/add",)  # shown where something may be written


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The desk's templates, and those it shares with the files that onrecord writes."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("onrecord.publish.desk", "templates"), PackageLoader("onrecord.publish", "pages")]
        ),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"asset": asset, "date_text": date_text, "named": named, "short": short, "who": who}
    return made


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """The address of a file of the desk: it changes with the file, so that browsers may keep what they have."""
    held = files("onrecord.publish.desk").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(held).hexdigest()[:12]}"


def desk_of(request: Request) -> Desk:
    """The desk that serves a request."""
    made: Desk = request.app.state.desk
    return made


def page(request: Request, template: str, asked: Asked, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page in the desk's frame. A template named ``_…`` is a part of a page, sent without the frame."""
    desk = desk_of(request)
    frame = {
        "asked": asked, "here": asked.here, "path": request.url.path, "desk": desk, "csrf": token_of(request),
        "judge": request.session.get("judge", request.app.state.judge), "signed_in": request.app.state.access.demanded,
        "places": [(at, name) for at, name in PLACES if desk.editing or at not in WRITING],
        "today": datetime.now(UTC).date().isoformat(), "days": _days(request, desk, asked.as_of), "also": {},
    }  # fmt: skip
    return HTMLResponse(environment().get_template(template).render(frame | shown), status_code=status)


def _days(request: Request, desk: Desk, as_of: str | None) -> Days:
    """The days beside the one shown; none for who has not signed in, nor where the store cannot be read."""
    if request.url.path.startswith(OPEN):
        return Days(None, None, None)
    with suppress(StoreError):
        return desk.memo.of(("days", as_of), desk.view.stamp(), lambda: desk.view.days(as_of=as_of))
    return Days(None, None, None)
