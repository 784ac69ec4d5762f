"""The desk as an ASGI application."""

import secrets
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from onrecord.errors import OnrecordError, StoreError
from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.background import RELOAD, NotYetError
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import page
from onrecord.publish.desk.routes import PAGES, WRITES
from onrecord.publish.desk.safety import Access, ForgedError, guard

SESSION = "onrecord"
SESSION_SECONDS = 30 * 24 * 3600


def application(desk: Desk, access: Access | None = None, *, judge: str = "", https: bool = False) -> FastAPI:
    """The desk's pages on a store; without ``desk.editing`` there is no address at which anything is written.

    ``judge`` is who corrects, until someone gives another name. ``https`` tells that it is served so, and keeps its
    cookie to that.
    """
    app = FastAPI(title="onrecord", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.desk, app.state.access, app.state.judge = desk, access or Access(), judge
    for router in PAGES + (WRITES if desk.editing else ()):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(str(files("onrecord.publish.desk").joinpath("static")))))
    app.middleware("http")(guard)
    app.add_middleware(
        SessionMiddleware, secret_key=secrets.token_urlsafe(32), session_cookie=SESSION, max_age=SESSION_SECONDS,
        same_site="lax", https_only=https,
    )  # fmt: skip
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    for error in (OnrecordError, RequestValidationError, HTTPException, ForgedError):
        app.add_exception_handler(error, _told)
    return app


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong, in the form that was asked for."""
    if isinstance(error, NotYetError):
        return _later(request, error)
    status, message = _status(error)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": message}, status)
    return page(request, "error.html", Asked(), status=status, message=message)


def _later(request: Request, error: NotYetError) -> Response:
    """A page that loads itself again; programs are told when to ask again."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": f"{error}"}, 503, {"Retry-After": RELOAD})
    waiting = page(
        request, "waiting.html", Asked(request.query_params.get("as_of") or None), status=202, message=f"{error}"
    )
    waiting.headers["Refresh"] = waiting.headers["Retry-After"] = RELOAD
    return waiting


def _status(error: Exception) -> tuple[int, str]:
    match error:
        case HTTPException():
            told = (
                "There is no such page." if error.status_code == 404 and error.detail == "Not Found" else error.detail
            )
            return error.status_code, told
        case ForgedError():
            return 403, "This page was open for too long, or came from elsewhere. Nothing was done: load it again."
        case RequestValidationError():
            told = "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors())
            return 422, told
        case StoreError():
            return 503, f"{error}"
    return 400, f"{error}"
