"""Documents, and each with its sources, cues and contents marked in place."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asking
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.document_page import ROLES, marked

router = APIRouter(include_in_schema=False)


@router.get("/documents")
def documents(request: Request, asked: Asking) -> Response:
    """The list, newest first."""
    view = desk_of(request).view
    keys = view.documents(asked.filter)
    found = [r.document for key in keys[:PAGE] if (r := view.reading(key))]
    return page(request, "documents.html", asked, found=found, more=len(keys) > PAGE)


@router.get("/documents/{key}")
def document(request: Request, asked: Asking, key: str) -> Response:
    """One document's text."""
    reading = desk_of(request).view.reading(key)
    if reading is None:
        raise HTTPException(404, f"There is no document {key}.")
    return page(request, "document_desk.html", asked, document=reading.document, parts=marked(reading), roles=ROLES)
