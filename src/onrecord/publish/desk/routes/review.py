"""Review: one suggestion at a time, least sure first, judged by key, by mouse or by plain forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from onrecord.errors import CorrectionError, MeanwhileError
from onrecord.publish.desk.asking import PAGE, Asked, Asking, Text
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.judged import MARKS, Judged, correction, judged
from onrecord.publish.desk.queue import COUNTED, Queue, queue
from onrecord.publish.desk.rendering import desk_of, editing_of, page
from onrecord.publish.desk.routes.documents import outlets_of
from onrecord.publish.desk.routes.entry import Back, inside
from onrecord.publish.desk.safety import checked
from onrecord.publish.desk.sides import parties
from onrecord.publish.rulings import line
from onrecord.record.answers import Logged
from onrecord.record.view import View
from onrecord.values import Kind, Stance
from onrecord.weigh.doubt import doubt

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
MOST = 2**63 - 1  # no row of a store has a greater number
Number = Annotated[int | None, Query(ge=1, le=MOST)]
Blind = Annotated[bool, Query(description="Hide what others ruled, as double coding needs.")]
LOOKED_UP = 12  # actors suggested while a name is typed


@dataclass(frozen=True)
class Reviewing:
    """Who reviews, and what they asked for."""

    asked: Asked
    judge: str
    blind: bool

    @property
    def alone(self) -> str | None:
        """Whose rulings alone count, None for everybody's."""
        return self.judge if self.blind else None

    def here(self, path: str, **changed: str | int | None) -> str:
        """An address of the review with its filters."""
        return self.asked.narrowed(path, blind=1 if self.blind else None, **changed)


def reviewing(request: Request, asked: Asking, *, blind: Blind = False) -> Reviewing:
    """Who asks for what."""
    return Reviewing(asked, request.session.get("judge", request.app.state.judge), blind)


Asks = Annotated[Reviewing, Depends(reviewing)]


@router.get("/review")
def review(request: Request, asks: Asks, statement: Number = None, at: Number = None) -> Response:
    """The suggestion that is asked for, else the first of the queue."""
    found = queue(desk_of(request), asks.asked, asks.alone)
    number = statement or (found.numbers[0] if found.numbers else None)
    shown = _judged(request, asks, number)
    if statement and shown is None:
        raise HTTPException(404, f"There is no statement {number}{' as of that day' if asks.asked.as_of else ''}.")
    return _shown(request, asks, found, shown, at=at or number)


@router.get("/review/list")
def listed(request: Request, asks: Asks) -> Response:
    """The queue as a list."""
    desk = desk_of(request)
    found = queue(desk, asks.asked, asks.alone)
    start = (asks.asked.page - 1) * PAGE
    some = desk.view.suggestions(found.numbers[start : start + PAGE], as_of=asks.asked.as_of, alone=asks.alone)
    return page(
        request, "review_list.html", asks.asked, asks=asks, queue=found, found=some, doubt=doubt, counted=COUNTED,
        more=len(found.numbers) > start + PAGE, **_filters(desk, asks),
    )  # fmt: skip


@router.get("/review/actors")
def lookup(request: Request, asked: Asking, name: Text = None, other: Text = None) -> Response:
    """Actors whose name begins with what is typed, as options of a field."""
    found = desk_of(request).view.beginning((name or other or asked.speaker or "").strip(), LOOKED_UP)
    return page(request, "_actor_options.html", asked, found=found)


@writing.post("/review/undo", dependencies=[Depends(checked)])
def undo(request: Request, asks: Asks, number: Annotated[int, Form(ge=1, le=MOST)], back: Back = "") -> Response:
    """Take a ruling back, and go to its statement, or to where one came from. Raises CorrectionError."""
    desk = desk_of(request)
    editing_of(request).withdraw(number, _named(asks.judge))
    taken = desk.view.ruling(number)
    at = taken.statement if taken else None
    return RedirectResponse(inside(back) if back else asks.here("/review", statement=at), 303)


async def sent(request: Request) -> Mapping[str, str]:
    """What a form sends."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@writing.post("/review/{number}", dependencies=[Depends(checked)])
def rule(
    request: Request, asks: Asks, number: Annotated[int, Path(ge=1, le=MOST)],
    form: Annotated[Mapping[str, str], Depends(sent)], at: Number = None,
) -> Response:  # fmt: skip
    """Write a form's answer down. Confirming and rejecting go on; after a correction the statement is shown again."""
    desk = desk_of(request)
    shown = _judged(request, asks, number)
    found = queue(desk, asks.asked, asks.alone)
    if shown is None:
        raise HTTPException(404, f"There is no statement {number}.")
    place = at or number
    try:
        made = correction(desk.view, shown, form, alone=asks.blind)
        ruling = desk.view.ruling(editing_of(request).rule(made, _named(asks.judge)))
    except CorrectionError as error:
        late = isinstance(error, MeanwhileError)
        again = _judged(request, asks, number)
        changed = _changed(desk.view, again or shown, form) if late else ()
        return _shown(
            request, asks, found, again or shown, at=place, status=409 if late else 400, fault=f"{error}",
            changed=changed, kept=form,
        )  # fmt: skip
    if made.field in ("confirm", "reject"):
        return RedirectResponse(asks.here("/review", statement=found.after(place)), 303)
    now = ruling.statement if ruling and ruling.statement else number
    return RedirectResponse(asks.here("/review", statement=now, at=place if place != now else None), 303)


def _named(judge: str) -> str:
    if not judge.strip():
        message = "it is not said who judges. Give your name at the foot of the page."
        raise CorrectionError(message)
    return judge


def _judged(request: Request, asks: Reviewing, number: int | None) -> Judged | None:
    """A statement as it is to be judged; under another number, if a ruling gave it one."""
    desk = desk_of(request)
    if number is None:
        return None
    found = desk.view.suggestions([number], as_of=asks.asked.as_of, alone=asks.alone)
    if not found:
        moved = desk.view.moved_to(number)
        found = desk.view.suggestions([moved or number], as_of=asks.asked.as_of, alone=asks.alone)
    if not found:
        return None
    said, dossier = found[0], desk.sound_dossier()
    text = desk.view.text(said.fullest.source.key) or ""
    return judged(said, text, desk.read_bearings(said), dossier.issues if dossier else ())


def _changed(view: View, shown: Judged, form: Mapping[str, str]) -> list[str]:
    """What was ruled and taken back of a statement since a form was shown, in words."""
    seen = {number for n in form.get("seen", "").split() if 0 < (number := int(n)) <= MOST}
    new = [line(r) for r in shown.said.rulings if r.id not in seen]
    gone = [r for number in sorted(seen - shown.seen)[:PAGE] if (r := view.ruling(number)) and r.withdrawn]
    return new + [f"{r.withdrawn_by} on {(r.withdrawn or '')[:10]} took back: {line(r)}" for r in gone]


def _shown(
    request: Request, asks: Reviewing, found: Queue, shown: Judged | None, *, at: int | None, status: int = 200,
    fault: str | None = None, changed: tuple[str, ...] | list[str] = (), kept: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    desk = desk_of(request)
    view = desk.view
    number = shown.said.id if shown else None
    last = view.logged(Logged(judge=asks.judge, acts=True, limit=1))
    return page(
        request, "review.html", asks.asked, status=status, asks=asks, queue=found, shown=shown, at=at, fault=fault,
        changed=changed, kept={"field": "", **(kept or {})}, counted=COUNTED, line=line, marks=MARKS,
        kinds=get_args(Kind), stances=get_args(Stance), last=last[0] if last else None, doubt=doubt,
        next=found.after(at or number) if number else None, **_filters(desk, asks),
    )  # fmt: skip


def _filters(desk: Desk, asks: Reviewing) -> dict[str, Any]:
    """What the queue can be narrowed to."""
    return {
        "parties": parties(desk, asks.asked.as_of),
        "outlets": [o.name for o in outlets_of(desk, None) if o.name],
        "every_kind": get_args(Kind),
    }
