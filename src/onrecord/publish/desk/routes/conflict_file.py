"""The conflict's file: what the record proposes, its text, and, where one may write, edited, checked and saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from onrecord.errors import OnrecordError
from onrecord.publish.conflict_cells import conflict_table
from onrecord.publish.conflict_citing import cited_in
from onrecord.publish.conflict_draft import drafted
from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, editing_of, page
from onrecord.publish.desk.safety import checked
from onrecord.publish.desk.yaml_file import ChangedMeanwhileError, Edited, faults_in
from onrecord.settings import MAX_CONFLICT
from onrecord.values.conflict import Conflict
from onrecord.weigh.conflict import CONCEPTS, graph_model
from onrecord.weigh.conflict.changing import cites
from onrecord.weigh.conflict.dated import as_of as on
from onrecord.weigh.conflict.dated import last_day

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=MAX_CONFLICT)]
State = Annotated[str, Form(max_length=64)]
Do = Annotated[Literal["check", "save"], Form()]
# What the draft cites: in a line of its own, and in the words of a statement above one.
_CITES = re.compile(r"(?P<head>.*)ground: (?P<ground>stated|inferred), cites: \[(?P<cites>[\d, ]*)\](?P<tail>\}?)$")
_QUOTE = re.compile(r"(?P<head>\s*#   )(?P<cites>\d+)(?P<tail> · .*)$")
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Piece:
    """Characters of a draft, with the statement that they name or the ground that they tell."""

    text: str
    statement: int | None = None
    ground: str = ""


@dataclass(frozen=True)
class DraftLine:
    """A line of a draft; a comment says what a line rests on, or what was left out."""

    pieces: tuple[Piece, ...]
    comment: bool


@router.get("/conflict/draft")
def draft(request: Request, asked: Asking) -> Response:
    """What the record proposes as a first conflict, each line with the statements that it cites."""
    desk = desk_of(request)
    try:
        text = _draft(desk, asked.as_of)
    except OnrecordError as error:
        return page(request, "conflict_draft.html", asked, problem=f"{error}", lines=(), known=_valid(desk))
    lines = [*draft_lines(text)] if text else []
    return page(request, "conflict_draft.html", asked, problem=None, lines=lines, known=_valid(desk))


@router.get("/conflict/draft.yaml")
def draft_file(request: Request, asked: Asking) -> Response:
    """The same as a file. Raises OnrecordError."""
    text = _draft(desk_of(request), asked.as_of)
    if text is None:
        message = "A draft is made from a dossier, and this desk has none."
        raise OnrecordError(message)
    kept = {"Content-Disposition": 'attachment; filename="draft.conflict.yaml"'}
    return PlainTextResponse(text, media_type="application/yaml", headers=kept)


@router.get("/conflict/file")
def file(
    request: Request, asked: Asking, *,
    draft: Annotated[bool, Query(description="Begin with what the record proposes.")] = False,
    saved: Annotated[bool, Query(description="It was saved just now.")] = False,
) -> Response:  # fmt: skip
    """The file as it stands."""
    desk = desk_of(request)
    held = desk.conflict_text()
    if draft and desk.editing and (text := _draft(desk, asked.as_of)):
        return _page(request, asked, Edited(text, held.state if held else None, drafted=True))
    if held is None:
        return _page(request, asked, Edited("", None))
    try:
        desk.conflict()
    except OnrecordError as error:
        return _page(request, asked, Edited(held.text, held.state, faults_in(error, held.text)))
    return _page(request, asked, Edited(held.text, held.state, told=("Saved.",) if saved else ()))


@writing.post("/conflict/file", dependencies=[Depends(checked)])
def written(request: Request, text: Text = "", state: State = "", do: Do = "save") -> Response:
    """Say what is wrong with a text and what it leads to, or keep it."""
    text = text.replace("\r\n", "\n")
    try:
        if do == "check":
            told = _told(desk_of(request), editing_of(request).check_conflict(text))
            return _page(request, Asked(), Edited(text, state or None, told=told))
        return _saved(request, text, state or None)
    except OnrecordError as error:
        return _page(request, Asked(), Edited(text, state or None, faults_in(error, text)), status=422)


def draft_lines(text: str) -> Iterator[DraftLine]:
    """A draft's lines, with the statements that they cite and the grounds that they give apart."""
    for line in text.splitlines():
        comment = line.lstrip().startswith("#")
        if found := _QUOTE.match(line):
            yield DraftLine((Piece(found["head"]), *_numbers(found["cites"]), Piece(found["tail"])), comment)
        elif found := _CITES.match(line):
            ground = Piece(f"ground: {found['ground']}", ground=found["ground"])
            tail = Piece(f"]{found['tail']}")
            yield DraftLine(
                (Piece(found["head"]), ground, Piece(", cites: ["), *_numbers(found["cites"]), tail), comment
            )
        else:
            yield DraftLine((Piece(line),), comment)


def _numbers(cited: str) -> Iterator[Piece]:
    for part in _NUMBER.split(cited):
        if part:
            yield Piece(part, int(part) if part.isdigit() else None)


def _draft(desk: Desk, as_of: str | None) -> str | None:
    """A first conflict as YAML; None without a dossier. Raises OnrecordError."""
    weighed = desk.weighed(as_of)
    if weighed is None:
        return None
    return desk.memo.of(("conflict draft", as_of), weighed, partial(drafted, weighed, desk.view.address))


def _valid(desk: Desk) -> Conflict | None:
    try:
        return desk.conflict()
    except OnrecordError:
        return None


def _told(desk: Desk, made: Conflict) -> tuple[str, ...]:
    """What a valid text leads to, and which of the statements that it cites are not on record."""
    day = last_day(made)
    summary = conflict_table(graph_model(on(made, day)), CONCEPTS, day).summary
    known = cited_in(desk.view, made)
    gone = [cited for cited in dict.fromkeys(cited for cited, _ in cites(made)) if cited not in known]
    return ("It is valid.", *summary, *([f"Cited and not on record: {', '.join(gone)}."] if gone else []))


def _saved(request: Request, text: str, state: str | None) -> Response:
    try:
        editing_of(request).save_conflict(text, state)
    except ChangedMeanwhileError as error:
        if error.held is None:
            raise
        # What was typed stays; from now on it would take the place of what the other wrote, which is shown below it.
        edited = Edited(text, error.held.state, faults_in(error, text))
        return _page(request, Asked(), edited, status=409, theirs=error.held.text)
    return RedirectResponse("/conflict/file?saved=true", 303)


def _page(request: Request, asked: Asked, edited: Edited, *, status: int = 200, theirs: str | None = None) -> Response:
    return page(
        request, "conflict_file.html", asked, status=status, edited=edited, theirs=theirs, most=MAX_CONFLICT,
        dossier=desk_of(request).dossier_text() is not None,
    )  # fmt: skip
