"""Signing in and out, and the name under which one corrects."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.rendering import page
from onrecord.publish.desk.safety import Access, TooOftenError, checked, gate_of

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
Back = Annotated[str, Form(max_length=2000)]
Name = Annotated[str, Form(max_length=100)]


@router.get("/sign-in")
def sign_in(request: Request, back: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The form."""
    return _form(request, back)


@router.post("/sign-in", dependencies=[Depends(checked)])
async def signed_in(
    request: Request, secret: Annotated[str, Form(max_length=1000)], judge: Name = "", back: Back = "/"
) -> Response:  # fmt: skip
    """Let in who has the token or password."""
    access: Access = request.app.state.access
    gate = gate_of(request)
    try:
        client = request.client.host if request.client else ""
        if access.demanded and not await gate.admits(secret, client):
            return _form(request, back, judge, "That is not the token or password of this desk.", status=403)
    except TooOftenError as error:
        told = _form(request, back, judge, f"{error}", status=429)
        told.headers["Retry-After"] = str(error.seconds)
        return told
    request.session.clear()
    request.session["in"] = gate.enter()
    if judge.strip():
        request.session["judge"] = judge.strip()
    return RedirectResponse(_inside(back), 303)


@router.post("/sign-out", dependencies=[Depends(checked)])
def signed_out(request: Request) -> Response:
    """End the session, here and wherever else its cookie may be."""
    gate_of(request).leave(request.session.get("in"))
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


def _form(request: Request, back: str, named: str = "", problem: str = "", *, status: int = 200) -> Response:
    return page(request, "sign_in.html", Asked(), status=status, back=_inside(back), named=named, problem=problem)


@writing.post("/name", dependencies=[Depends(checked)])
def named(request: Request, judge: Name, back: Back = "/") -> Response:
    """The name under which one corrects from now on."""
    if judge.strip():
        request.session["judge"] = judge.strip()
    return RedirectResponse(_inside(back), 303)


def _inside(back: str) -> str:
    """An address of this desk, whatever was asked for: never another site's."""
    safe = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if safe else "/"
