"""Documents, and each with what it tells marked in its text."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asked, Asking, day
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.laid import ROLES, Laid, laid
from onrecord.publish.desk.rendering import desk_of, page
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
    shown: Laid = desk.shelf.of(key, desk.view.stamp(), lambda: _laid(desk, key, filed))
    start = shown.at(at) if at else None
    number = min(part or shown.part_of(start or 0), len(shown.parts))
    return page(
        request, "document_desk.html", asked, laid=shown, document=shown.document, source=filed.listed.source,
        filed=filed, part=number, at=at, lost=at is not None and start is None, pieces=shown.pieces(number, at),
        roles=ROLES, ruling_line=line,
    )  # fmt: skip


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


def _laid(desk: Desk, key: str, filed: Filed) -> Laid:
    reading = desk.view.reading(key, as_ruled=True)
    if reading is None:
        raise HTTPException(404, f"There is no document {key}.")
    return laid(reading, filed, desk.view.rulings_in(key))
