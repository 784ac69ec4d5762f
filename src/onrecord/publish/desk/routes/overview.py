"""Where things stand at a glance."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.background import RELOAD, NotYetError
from onrecord.publish.desk.news import since
from onrecord.publish.desk.rendering import days_of, desk_of, page
from onrecord.publish.desk.routes.positions import shifts_of
from onrecord.publish.desk.standing import Standing
from onrecord.publish.matrix import marks
from onrecord.publish.position_rows import moved
from onrecord.publish.wanting import SUGGESTED
from onrecord.record.answers import Changes, Counted, Filter, Met, Said
from onrecord.record.view import View
from onrecord.weigh.shifts import Shift

router = APIRouter(include_in_schema=False)
NEWEST, SHARPEST, SOON, LAST, NEWS = 8, 3, 5, 3, 5  # statements, clashes, meetings ahead and past, changes of each sort


@router.get("/")
def overview(request: Request, asked: Asking) -> Response:
    """Next meetings, what is new, the matrix, the sharpest clashes, common ground, shifts and the newest statements."""
    desk = desk_of(request)
    first, visited = since(request, asked, days_of(desk, asked.as_of))
    found = _positions(request, asked, first)
    today = asked.as_of or datetime.now(UTC).date().isoformat()
    facts = desk.memo.of(
        ("overview", asked.as_of, first, today), desk.view.stamp(), lambda: _facts(desk.view, asked.as_of, first, today)
    )
    made = page(
        request, "overview.html", asked, found=found, names=_names(found.standing), marks=marks, moved=moved,
        suggested=SUGGESTED, since=first, visited=visited, sharpest=SHARPEST, facts=facts,
    )  # fmt: skip
    if found.waiting:
        made.headers["Refresh"] = RELOAD
    return made


@dataclass(frozen=True)
class Facts:
    """What the record tells whoever looks: what is new, which meetings come (or came last), the newest statements."""

    counted: Counted
    changes: Changes
    coming: tuple[Met, ...]
    met: tuple[Met, ...]
    newest: tuple[Said, ...]


def _facts(view: View, as_of: str | None, first: str, today: str) -> Facts:
    chosen = Filter(as_of=as_of)
    coming = view.coming(today, replace(chosen, limit=SOON))
    return Facts(
        view.counted(first, as_of=as_of), view.changes(first, replace(chosen, limit=NEWS)), coming,
        () if coming else view.meetings(replace(chosen, limit=LAST)), view.statements(replace(chosen, limit=NEWEST)),
    )  # fmt: skip


@dataclass(frozen=True)
class Positions:
    """What is shown of a dossier: its standing and what has shifted; or that this is being made, or what is wrong."""

    standing: Standing | None = None
    shifts: tuple[Shift, ...] = ()
    moved_in: Standing | None = None  # the standing in which the shifts were found
    waiting: bool = False
    faults: tuple[str, ...] = ()


def _positions(request: Request, asked: Asked, first: str) -> Positions:
    desk = desk_of(request)
    try:
        standing = desk.standing(asked.as_of)
    except NotYetError:
        return Positions(waiting=True)
    except OnrecordError as error:
        return Positions(faults=tuple(f"{error}".splitlines()))
    if standing is None:
        return Positions()
    last = asked.as_of or standing.last
    if last is None or first > last:
        return Positions(standing)
    try:
        moved_in, found = shifts_of(request, standing, first, last)
    except NotYetError:
        return Positions(standing, waiting=True)
    return Positions(standing, found, moved_in)


def _names(standing: Standing | None) -> dict[str, str]:
    return {i.id: i.name for i in standing.weighed.dossier.issues} if standing else {}
