"""Who is whom: two actors made one, one made two, and why some are held to be one."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from onrecord.errors import CorrectionError, StoreError
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, editing_of, page
from onrecord.publish.desk.routes.review import MOST, Asks, Reviewing
from onrecord.publish.desk.safety import checked
from onrecord.record.answers import Judgement, Known, Source
from onrecord.record.view import View

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
SHOWN = 100  # judgements and documents listed
Number = Annotated[int, Path(ge=1, le=MOST)]
Words = Annotated[str, Form(max_length=1000)]


@router.get("/review/actors/{number}")
def identity(request: Request, asked: Asking, number: Number) -> Response:
    """An actor's spellings and documents, who it was found to be and why, and forms to merge and split."""
    return _shown(request, asked, number)


@writing.post("/review/actors/{number}/merge", dependencies=[Depends(checked)])
def merge(request: Request, asks: Asks, number: Number, other: Words = "", reason: Words = "") -> Response:
    """Another actor is this one."""
    try:
        one = _actor(desk_of(request), other)
        editing_of(request).merge(number, one.id, _judge(asks), _why(reason))
    except (CorrectionError, StoreError) as error:
        return _shown(request, asks.asked, number, fault=error, kept={"other": other, "reason": reason})
    return RedirectResponse(asks.asked.here(f"/review/actors/{number}"), 303)


@writing.post("/review/actors/{number}/split", dependencies=[Depends(checked)])
def split(
    request: Request, asks: Asks, number: Number, spelling: Words = "",
    document: Annotated[list[str] | None, Form()] = None, reason: Words = "",
) -> Response:  # fmt: skip
    """A part of this actor is another one."""
    editing = editing_of(request)
    try:
        made = editing.split(number, document or (), spelling.strip() or None, _judge(asks), _why(reason))
    except CorrectionError as error:
        return _shown(request, asks.asked, number, fault=error, kept={"spelling": spelling, "why": reason})
    return RedirectResponse(asks.asked.here(f"/review/actors/{made}"), 303)


def _shown(
    request: Request, asked: Asked, number: int, *, fault: Exception | None = None, kept: dict[str, str] | None = None
) -> Response:  # fmt: skip
    desk = desk_of(request)
    try:
        facts = desk.memo.of(
            ("identity", number, asked.as_of), desk.view.stamp(), lambda: _facts(desk.view, number, asked.as_of)
        )
    except StoreError:
        raise HTTPException(404, f"There is no actor {number}.") from None
    return page(
        request, "identity.html", asked, status=400 if fault else 200, fault=fault, kept=kept or {}, **vars(facts)
    )


@dataclass(frozen=True)
class Facts:
    """Who an actor was found to be, and where."""

    actor: Known
    spellings: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    documents: tuple[Source, ...]


def _facts(view: View, number: int, as_of: str | None) -> Facts:
    actor = view.actor(f"{number}")
    return Facts(
        actor, view.spellings(actor.id), view.judgements(actor.id, limit=SHOWN),
        view.appears_in(actor.id, as_of=as_of, limit=SHOWN),
    )  # fmt: skip


def _actor(desk: Desk, named: str) -> Known:
    """The actor that is meant: by number, or by a name that one has. Raises StoreError."""
    number = named.strip().partition(" ")[0]
    return desk.view.actor(number if number.isascii() and number.isdecimal() else named.strip())


def _judge(asks: Reviewing) -> str:
    if not asks.judge.strip():
        message = "it is not said who judges. Give your name at the foot of the page."
        raise CorrectionError(message)
    return asks.judge


def _why(reason: str) -> str:
    if not reason.strip():
        raise CorrectionError.no_reason()
    return reason.strip()
