"""Statements on record, narrowed by party, speaker, kind, outlet and day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.publish.desk.asking import PAGE, Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.routes.documents import outlets_of
from onrecord.publish.desk.sides import parties

router = APIRouter(include_in_schema=False)


@router.get("/statements")
def statements(request: Request, asked: Asking) -> Response:
    """The list, newest first."""
    desk = desk_of(request)
    found = desk.view.statements(asked.filter)
    return page(
        request, "statements.html", asked, found=found[:PAGE], more=len(found) > PAGE,
        parties=parties(desk, asked.as_of), outlets=outlets_of(desk, None),
    )  # fmt: skip
