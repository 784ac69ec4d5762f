"""Statements on record, narrowed by party, speaker, kind, outlet and day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.publish.desk.asking import PAGE, Asking
from onrecord.publish.desk.rendering import desk_of, page

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
