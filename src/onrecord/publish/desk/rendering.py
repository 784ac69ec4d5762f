"""Pages from templates: everything escaped, every page with the same frame."""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.safety import gate_of, token_of
from onrecord.publish.listing import short, who
from onrecord.publish.wording import date_text

# The pages that can be reached from every page, in order, by address.
PLACES = (
    ("/", "Overview"), ("/matrix", "Matrix"), ("/timeline", "Timeline"), ("/statements", "Statements"),
    ("/documents", "Documents"), ("/actors", "Who"), ("/brief", "Brief"), ("/conflict", "Conflict"),
    ("/review", "Review"), ("/add", "Add"), ("/dossier", "Dossier"),
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
    made.globals |= {"asset": asset, "date_text": date_text, "short": short, "who": who}
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
    desk, demanded = desk_of(request), request.app.state.access.demanded
    signed_in = demanded and gate_of(request).inside(request.session.get("in"))
    frame = {
        "asked": asked, "here": asked.here, "path": request.url.path, "desk": desk, "csrf": token_of(request),
        "judge": request.session.get("judge", request.app.state.judge), "signed_in": signed_in,
        "inside": signed_in or not demanded,
        "places": [(at, name) for at, name in PLACES if desk.editing or at not in WRITING],
        "today": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    return HTMLResponse(environment().get_template(template).render(frame | shown), status_code=status)
