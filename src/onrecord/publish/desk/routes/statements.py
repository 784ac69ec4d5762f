"""Statements on record, narrowed by party, speaker, kind, outlet and day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.rulings import line

router = APIRouter(include_in_schema=False)


@router.get("/statements")
def statements(request: Request, asked: Asking) -> Response:
    """The list, newest first."""
    view = desk_of(request).view
    found = view.statements(asked.filter)
    return page(
        request, "statements.html", asked, found=found[:PAGE], more=len(found) > PAGE,
        parties=view.parties(as_of=asked.as_of), outlets=view.sources(),
    )  # fmt: skip


@router.get("/statements/{number}")
def statement(request: Request, asked: Asking, number: int) -> Response:
    """One statement: every document's telling of it, and what persons ruled."""
    view = desk_of(request).view
    found = view.statement(number, as_of=asked.as_of)
    if found is None:
        raise HTTPException(404, f"There is no statement {number}{' as of that day' if asked.as_of else ''}.")
    return page(
        request, "statement.html", asked, said=found, rulings=view.rulings(number, withdrawn=True), ruling_line=line
    )
