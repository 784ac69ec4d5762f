"""What became known after a day: a page, and a feed of it."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.errors import OnrecordError
from onrecord.publish.atom import feed
from onrecord.publish.desk.asking import PAGE, Asking
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.news import fortnight_before, since
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.routes.positions import shifts_of
from onrecord.publish.desk.standing import Standing
from onrecord.record.answers import Filter
from onrecord.weigh.shifts import Shift

router = APIRouter(include_in_schema=False)


@router.get("/changes")
def changes(request: Request, asked: Asking) -> Response:
    """Statements, meetings and actors that are new since a day."""
    view = desk_of(request).view
    first, visited = since(request, asked, view.days_beside(as_of=asked.as_of))
    found = view.changes(first, replace(asked.filter, since=None))
    return page(
        request, "changes.html", asked, since=first, visited=visited, changes=found, statements=found.statements[:PAGE],
        more=len(found.statements) > PAGE, counted=view.counted(first, as_of=asked.as_of),
    )  # fmt: skip


@router.get("/changes.atom")
def atom(request: Request, asked: Asking) -> Response:
    """The same as a feed: the newest statements, what is new of meetings, and what has shifted."""
    desk = desk_of(request)
    days = desk.view.days_beside(as_of=asked.as_of)
    latest = asked.as_of or days.latest
    first = asked.since or (fortnight_before(latest) if latest else "0001-01-01")
    found = desk.view.changes(first, Filter(as_of=asked.as_of, party=asked.party, limit=PAGE))
    stood, moved = _shifts(request, desk, asked.as_of, first)
    made = feed(found, moved, stood.weighed if stood else None, desk.view.address.stem, f"{request.base_url}", latest)
    return Response(made, media_type="application/atom+xml; charset=utf-8")


def _shifts(
    request: Request, desk: Desk, as_of: str | None, first: str
) -> tuple[Standing | None, tuple[Shift, ...]]:  # fmt: skip
    """What has shifted since a day; nothing where there is no dossier, it has faults, or it is not weighed yet."""
    try:
        stood = desk.standing_now(as_of)
        last = as_of or (stood.last if stood else None)
        if stood and last and first <= last:
            return shifts_of(request, stood, first, last)
    except OnrecordError:  # a feed of the rest is better than none
        return None, ()
    return stood, ()
