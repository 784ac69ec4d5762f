"""Signing in and out, and the name under which one corrects."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.publish.desk.asking import Asked
from onrecord.publish.desk.rendering import page
from onrecord.publish.desk.safety import Access, checked

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
Back = Annotated[str, Form(max_length=2000)]
Name = Annotated[str, Form(max_length=100)]


@router.get("/sign-in")
def sign_in(request: Request, back: str = "/") -> Response:
    """The form."""
    return page(request, "sign_in.html", Asked(), back=inside(back), wrong=False)


@router.post("/sign-in", dependencies=[Depends(checked)])
def signed_in(
    request: Request, secret: Annotated[str, Form(max_length=1000)], judge: Name = "", back: Back = "/"
) -> Response:  # fmt: skip
    """Let in who has the token or password."""
    access: Access = request.app.state.access
    if access.demanded and not access.admits(secret):
        return page(request, "sign_in.html", Asked(), status=403, back=inside(back), wrong=True)
    request.session.clear()
    request.session["in"] = access.secret_hash
    if judge.strip():
        request.session["judge"] = judge.strip()
    return RedirectResponse(inside(back), 303)


@router.post("/sign-out", dependencies=[Depends(checked)])
def signed_out(request: Request) -> Response:
    """Forget who was signed in."""
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


@writing.post("/name", dependencies=[Depends(checked)])
def named(request: Request, judge: Name, back: Back = "/") -> Response:
    """The name under which one corrects from now on."""
    if judge.strip():
        request.session["judge"] = judge.strip()
    return RedirectResponse(inside(back), 303)


def inside(back: str) -> str:
    """An address of this desk, whatever was asked for: never another site's."""
    safe = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if safe else "/"
