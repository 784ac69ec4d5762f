"""The desk as an ASGI application."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from onrecord.errors import DossierError, OnrecordError, StoreError
from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.background import RELOAD, NotYetError
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.guard import FEEDS, HEADERS, Guard, Sessions
from onrecord.publish.desk.in_turn import InTurn
from onrecord.publish.desk.jobs import Jobs
from onrecord.publish.desk.rendering import page
from onrecord.publish.desk.routes import PAGES, WRITES
from onrecord.publish.desk.safety import Access, ForgedError, Gate, TooOftenError

COMPRESSED = (
    5  # of 9: pages come out a fortieth larger in little more than half the time, in which nobody else is served
)


def application(desk: Desk, access: Access | None = None, *, judge: str = "") -> FastAPI:
    """The desk's pages on a store; without ``desk.editing`` there is no address at which anything is written.

    ``judge`` is who corrects, until someone gives another name.
    """
    access = access or Access()
    gate, jobs = Gate(access), Jobs(desk.editing.add) if desk.editing else None

    @asynccontextmanager
    async def served(_: FastAPI) -> AsyncIterator[None]:
        yield
        if jobs is not None:
            jobs.stop()

    app = FastAPI(title="onrecord", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=served)
    app.state.desk, app.state.access, app.state.judge = desk, access, judge
    app.state.gate, app.state.jobs = gate, jobs
    for router in PAGES + (WRITES if desk.editing else ()):
        app.include_router(router)
    app.add_middleware(InTurn)  # the innermost: a page that is made holds nobody up while it is sent
    app.add_middleware(Guard, access=access, gate=gate)
    app.add_middleware(Sessions, secret_key=secrets.token_urlsafe(32))  # a session ends with the process
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=COMPRESSED)
    for error in (OnrecordError, RequestValidationError, HTTPException, ForgedError, TooOftenError):
        app.add_exception_handler(error, _told)
    app.add_exception_handler(Exception, _broken)
    return app


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong, in the form that was asked for."""
    if isinstance(error, NotYetError):
        return _later(request, error)
    status, message = _status(error)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, TooOftenError):
        headers["Retry-After"] = str(error.seconds)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": message}, status, headers)
    told = page(request, "error.html", Asked(), status=status, message=message, mend=isinstance(error, DossierError))
    told.headers.update(headers)
    return told


async def _broken(_: Request, error: Exception) -> Response:
    """A fault of ours. What it was is told where the desk was started."""
    told = f"A fault in onrecord ({type(error).__name__}). Nothing was half done. The terminal of the desk says more.\n"
    return PlainTextResponse(told, 500, HEADERS)


def _later(request: Request, error: NotYetError) -> Response:
    """A page that loads itself again; programs are told when to ask again."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": f"{error}"}, 503, {"Retry-After": RELOAD})
    if request.url.path in FEEDS:
        return PlainTextResponse(f"{error}\n", 503, {"Retry-After": RELOAD})
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
        case TooOftenError():
            return 429, f"{error}"
        case RequestValidationError():
            told = "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors())
            return 422, told
        case StoreError():
            return 503, f"{error}"
    return 400, f"{error}"
