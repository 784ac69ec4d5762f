"""One meeting, as every report has it."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.calendar import MOST, render
from onrecord.publish.desk.asking import Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.meetings import STANDINGS, TURNS
from onrecord.record.answers import Filter
from onrecord.weigh.histories import earlier_dates, history, standing

router = APIRouter(include_in_schema=False)


@router.get("/meetings/{uid}")
def meeting(request: Request, asked: Asking, uid: str) -> Response:
    """Its date and status and how they came about, who, what about, and each source's words."""
    view = desk_of(request).view
    met = view.meeting(uid, as_of=asked.as_of)
    if met is None:
        raise HTTPException(404, f"There is no such meeting on record{' as of that day' if asked.as_of else ''}.")
    day = asked.as_of or datetime.now(UTC).date().isoformat()
    return page(
        request, "meeting.html", asked, met=met, turns=history(met), before=earlier_dates(met), words=TURNS,
        standing=STANDINGS[standing(met, day)], seats=view.seats(uid),
        told={role for r in met.reports for role, spans in r.spans.items() if spans},
    )  # fmt: skip


@router.get("/calendar.ics")
def calendar(request: Request, asked: Asking) -> Response:
    """The meetings as ``onrecord calendar`` writes them, to subscribe to.

    Of thousands, which take long to write, it is the last that was made: DTSTAMP says when that was.
    """
    desk = desk_of(request)
    chosen = Filter(asked.as_of, asked.since, asked.party, asked.speaker, asked.kind, asked.outlet, MOST)
    made = desk.background.of(
        ("calendar", chosen), desk.view.stamp(),
        lambda: render(desk.view.meetings(chosen)[::-1], stamp=datetime.now(UTC)),
    )  # fmt: skip
    named = {"content-disposition": 'inline; filename="meetings.ics"'}
    return Response(made.value, media_type="text/calendar; charset=utf-8", headers=named)
