"""Documents, and each with what it tells marked in its text."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asked, Asking, day
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.laid import ROLES, Laid, laid
from onrecord.publish.desk.rendering import desk_of, environment, page
from onrecord.publish.rulings import line
from onrecord.publish.wording import date_text
from onrecord.record.answers import Filed, Filter, Outlet

router = APIRouter(include_in_schema=False)
OUTLETS, FAILED = 500, 50  # outlets to choose from, failed inputs shown
DayText = Annotated[str | None, Query(max_length=20)]
Place = Annotated[str | None, Query(max_length=100)]


@router.get("/documents")
def documents(request: Request, asked: Asking, on: DayText = None) -> Response:
    """The list, newest first, and what could not be read."""
    desk = desk_of(request)
    that_day = day(on, "on")
    found = desk.view.listed(asked.filter, day=that_day)
    failed = desk.view.failures(FAILED + 1) if asked.page == 1 else ()
    return page(
        request, "documents.html", asked, found=found[:PAGE], more=len(found) > PAGE, on=that_day,
        outlets=outlets_of(desk, asked.as_of), failed=failed[:FAILED], more_failed=len(failed) > FAILED,
    )  # fmt: skip


def outlets_of(desk: Desk, as_of: str | None) -> tuple[Outlet, ...]:
    """The outlets on record, those with the most documents first."""
    return desk.memo.of(
        ("outlets", as_of), desk.view.stamp(), lambda: desk.view.sources(Filter(as_of=as_of, limit=OUTLETS))
    )


@router.get("/documents/{key}")
def document(
    request: Request, asked: Asking, key: str, part: Annotated[int | None, Query(ge=1)] = None, at: Place = None
) -> Response:
    """One document's text, a part of it at a time where it is long; ``at`` is the anchor that it is opened for."""
    desk = desk_of(request)
    filed = known(desk, key, asked)
    shown = desk.shelf.of(key, filed, lambda: _laid(desk, key))
    if shown.filed != filed:  # it changed since it was asked for: what was kept is of another moment
        shown = _laid(desk, key)
    start = shown.at(at) if at else None
    number = min(part or shown.part_of(start or 0), len(shown.parts))
    made = partial(_article, asked, shown, number, at)
    article = made() if at else desk.shelf.of((key, number, asked.as_of), shown.filed, made)
    return page(request, "document_desk.html", asked, document=shown.document, article=article)


def _article(asked: Asked, shown: Laid, number: int, at: str | None) -> Markup:
    """A part of a document with its marks and its list, as everyone sees it."""
    shown_in = {
        "asked": asked, "here": asked.here, "path": f"/documents/{shown.document.id}", "laid": shown,
        "document": shown.document, "source": shown.filed.listed.source, "filed": shown.filed, "part": number, "at": at,
        "lost": at is not None and shown.at(at) is None, "pieces": shown.pieces(number, at), "roles": ROLES,
        "ruling_line": line,
    }  # fmt: skip
    return environment().get_template("_document.html").make_module(shown_in).__html__()


def known(desk: Desk, key: str, asked: Asked) -> Filed:
    """A document that was known on the day asked for. Raises HTTPException."""
    filed = desk.view.filed(key)
    if filed is None:
        raise HTTPException(404, f"There is no document {key}.")
    since = filed.listed.source.day
    if asked.as_of and since > asked.as_of:
        told = f"This document was not yet known on {date_text(asked.as_of)}: it came on {date_text(since)}."
        raise HTTPException(404, told)
    return filed


def _laid(desk: Desk, key: str) -> Laid:
    found = desk.view.filed_reading(key)
    if found is None:
        raise HTTPException(404, f"There is no document {key}.")
    filed, reading = found
    return laid(reading, filed)
