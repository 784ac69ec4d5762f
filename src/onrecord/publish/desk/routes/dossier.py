"""The dossier's file: its text with its faults by line, and, where one may write, edited, checked, drafted, saved."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.rendering import desk_of, editing_of, page
from onrecord.publish.desk.safety import checked
from onrecord.publish.desk.yaml_file import ChangedMeanwhileError, Edited, faults_in
from onrecord.publish.dossier import explained, summary
from onrecord.record.answers import Filter
from onrecord.settings import MAX_DOSSIER

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=MAX_DOSSIER)]
State = Annotated[str, Form(max_length=64)]
Do = Annotated[Literal["draft", "check", "save"], Form()]


@router.get("/dossier")
def dossier(request: Request, asked: Asking, saved: bool = False) -> Response:  # noqa: FBT001, FBT002
    """The file as it stands."""
    desk = desk_of(request)
    held = desk.dossier_text()
    if held is None:
        return _page(request, asked, Edited("", None))
    try:
        known = desk.dossier()
    except OnrecordError as error:
        return _page(request, asked, Edited(held.text, held.state, faults_in(error, held.text)))
    told = [*(["Saved."] if saved else []), *([summary(known)] if known else [])]
    return _page(request, asked, Edited(held.text, held.state, told=tuple(told)))


@writing.post("/dossier", dependencies=[Depends(checked)])
def written(request: Request, text: Text = "", state: State = "", do: Do = "save") -> Response:
    """Draft a first one out of the record, say what is wrong with a text, or keep it."""
    text = text.replace("\r\n", "\n")
    try:
        if do == "draft":
            return _page(request, Asked(), Edited(editing_of(request).draft_dossier(), state or None, drafted=True))
        return (_checked if do == "check" else _saved)(request, text, state or None)
    except OnrecordError as error:
        return _page(request, Asked(), Edited(text, state or None, faults_in(error, text)), status=422)


def _checked(request: Request, text: str, state: str | None) -> Response:
    desk, made = desk_of(request), editing_of(request).check_dossier(text)
    told = (summary(made), *explained(desk.view, desk.weigh(made, Filter())).lines)
    return _page(request, Asked(), Edited(text, state, told=told))


def _saved(request: Request, text: str, state: str | None) -> Response:
    try:
        editing_of(request).save_dossier(text, state)
    except ChangedMeanwhileError as error:
        if error.held is None:
            raise
        # What was typed stays; from now on it would take the place of what the other wrote, which is shown below it.
        edited = Edited(text, error.held.state, faults_in(error, text))
        return _page(request, Asked(), edited, status=409, theirs=error.held.text)
    return RedirectResponse("/dossier?saved=true", 303)


def _page(request: Request, asked: Asked, edited: Edited, *, status: int = 200, theirs: str | None = None) -> Response:
    return page(request, "dossier.html", asked, status=status, edited=edited, theirs=theirs, most=MAX_DOSSIER)
