"""Where things stand at a glance."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.publish.desk.asking import Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.matrix import Matrix, carried, marks, matrix
from onrecord.record.answers import Filter, Met
from onrecord.weigh.clashes import Clash, clashes
from onrecord.weigh.common_ground import CommonGround, common_ground
from onrecord.weigh.weighed import Weighed

router = APIRouter(include_in_schema=False)
NEWEST, SHARPEST, SOON, FAR = 10, 4, 6, 200  # statements, clashes, meetings shown and looked at
FORTNIGHT = timedelta(days=14)


@router.get("/")
def overview(request: Request, asked: Asking) -> Response:
    """Next meetings, what is new, the matrix, the sharpest clashes, common ground and the newest statements."""
    desk = desk_of(request)
    day = asked.as_of or datetime.now(UTC).date().isoformat()
    since = asked.since or (date.fromisoformat(day) - FORTNIGHT).isoformat()
    weighed = desk.weighed(asked.as_of)
    view, chosen = desk.view, Filter(as_of=asked.as_of)
    return page(
        request, "overview.html", asked, weighed=weighed, since=since, marks=marks, carried=carried,
        found=None if weighed is None else desk.memo.of(("overview", asked.as_of), weighed, partial(_found, weighed)),
        coming=_coming(view.meetings(replace(chosen, limit=FAR)), day),
        newest=view.statements(replace(chosen, limit=NEWEST)), changes=view.changes(since, chosen),
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What is shown of a dossier's positions."""

    matrix: Matrix
    clashes: tuple[Clash, ...]
    common_ground: tuple[CommonGround, ...]


def _found(w: Weighed) -> Found:
    clashing = clashes(w.said, w.bearings, w.dossier, w.as_of)
    meeting = common_ground(w.said, w.bearings, w.dossier, w.as_of, w.meanings, w.conditions)
    return Found(matrix(w), clashing[:SHARPEST], meeting[:SHARPEST])


def _coming(met: tuple[Met, ...], day: str) -> list[Met]:
    """The next meetings from a day on, the nearest first; dates of a month or year count from their first day."""
    later = [m for m in met if m.date and m.date >= day[: len(m.date)]]
    return sorted(later, key=lambda m: m.date or "")[:SOON]
