"""What can be asked at ``/api``, for people."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.publish.desk.asking import Asking
from onrecord.publish.desk.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/api")
def described(request: Request, asked: Asking) -> Response:
    """Every address of the API, what it tells, and what it takes."""
    paths = request.app.openapi()["paths"]
    told = [(path, doing["get"]["description"], doing["get"].get("parameters", ())) for path, doing in paths.items()]
    return page(request, "api.html", asked, told=told)
