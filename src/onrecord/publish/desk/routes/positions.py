"""Where parties stand: the matrix and what its cells rest on, clashes, common ground, shifts, what is unsorted."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import PAGE, Asked, Asking, Text, day
from onrecord.publish.desk.evidence import cell
from onrecord.publish.desk.news import fortnight_before
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.standing import Standing
from onrecord.publish.listing import Listing, as_csv, statements_in_full
from onrecord.publish.matrix import legend, marks, rows
from onrecord.publish.position_rows import Rows, moved
from onrecord.publish.stands import STANCES
from onrecord.publish.wanting import SUGGESTED, why_none
from onrecord.weigh.shifts import Shift, shifts
from onrecord.weigh.unsorted import Cluster, unsorted

router = APIRouter(include_in_schema=False)
EVIDENCE = 12  # statements of a cell shown at once
NONE = "This desk has no dossier, so it shows no positions."
Day = Annotated[str | None, Query(max_length=20)]


@router.get("/matrix")
def matrix(request: Request, asked: Asking, issue: Text = None, party: Text = None) -> Response:
    """Issue by party; with an issue and a party that cell's evidence beside it."""
    stood = _standing(request, asked)
    if stood is None:
        return _nothing(request, asked)
    dossier = stood.weighed.dossier
    about = next((i for i in dossier.issues if i.id == issue), None)
    if (issue and about is None) or (party and party not in {p.name for p in dossier.parties}):
        raise HTTPException(404, "The dossier names no such issue or party.")
    position = stood.matrix.at(issue or "", party or "")
    opened = cell(desk_of(request).view, stood, position, asked.page, EVIDENCE) if position else None
    return _page(
        request, asked, "matrix_desk.html", stood, matrix=stood.matrix, opened=opened, about=about, marks=marks,
        legend=legend(stood.matrix), stances=STANCES,
    )  # fmt: skip


@router.get("/clashes")
def clashes(request: Request, asked: Asking) -> Response:
    """Issues on which parties exclude each other, the hardest first."""
    stood = _standing(request, asked)
    if stood is None:
        return _nothing(request, asked)
    why = None if stood.clashes else why_none(stood.weighed, "Where they clash")
    return _page(request, asked, "clashes.html", stood, clashes=stood.clashes, why=why, marks=marks)


@router.get("/common-ground")
def common_ground(request: Request, asked: Asking) -> Response:
    """Issues that parties are for together, or whose condition another meets."""
    stood = _standing(request, asked)
    if stood is None:
        return _nothing(request, asked)
    why = None if stood.common_ground else why_none(stood.weighed, "Where they could meet")
    return _page(request, asked, "common_ground.html", stood, common_ground=stood.common_ground, why=why, marks=marks)


@router.get("/shifts")
def shifted(request: Request, asked: Asking, to: Day = None) -> Response:
    """What moved between two days."""
    stood = _standing(request, asked)
    if stood is None:
        return _nothing(request, asked)
    first, last = _days(stood, asked, to)
    stood, found = shifts_of(request, stood, first, last)
    why = None if found else why_none(stood.weighed, "What has shifted")
    return _page(
        request, asked, "shifts.html", stood, shifts=found, first=first, last=last, why=why, moved=moved,
    )  # fmt: skip


@router.get("/unsorted")
def left(request: Request, asked: Asking) -> Response:
    """Statements that bear on no issue, those alike together; a page of the clusters."""
    stood = _standing(request, asked)
    if stood is None:
        return _nothing(request, asked)
    stood, found = unsorted_of(request, stood)
    shown = _some(found, asked.page)
    more = sum(len(c.said) for c in found) > asked.page * PAGE
    return _page(request, asked, "unsorted.html", stood, clusters=shown, more=more)


@router.get("/matrix.csv")
@router.get("/clashes.csv")
@router.get("/common-ground.csv")
@router.get("/shifts.csv")
@router.get("/unsorted.csv")
def table(request: Request, asked: Asking, to: Day = None) -> Response:
    """The matrix, clashes, common ground, shifts or unsorted statements as CSV: all columns."""
    name = request.url.path.removeprefix("/").removesuffix(".csv")
    stood = desk_of(request).standing_now(asked.as_of)
    if stood is None:
        raise HTTPException(404, NONE)
    made = as_csv(_listing(request, stood, asked, name, to))
    kept = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(made, media_type="text/csv; charset=utf-8", headers=kept)


def _listing(request: Request, stood: Standing, asked: Asked, name: str, to: str | None) -> Listing:
    made = Rows(stood.weighed)
    if name == "matrix":
        return rows(stood.matrix)
    if name == "clashes":
        return made.clashes_in_full(stood.clashes)
    if name == "common-ground":
        return made.common_ground_in_full(stood.common_ground)
    if name == "shifts":
        stood, found = shifts_of(request, stood, *_days(stood, asked, to))
        return Rows(stood.weighed).shifts_in_full(found)
    _, clusters = unsorted_of(request, stood)
    return statements_in_full(s for c in clusters for s in c.said)


def shifts_of(request: Request, stood: Standing, first: str, last: str) -> tuple[Standing, tuple[Shift, ...]]:
    """What moved between two days, and the standing it was found in."""

    def made(at: Standing) -> tuple[Shift, ...]:
        return shifts(at.weighed.said, at.weighed.bearings, at.weighed.dossier, first, last)

    return desk_of(request).further(stood, ("shifts", first, last), made)


def unsorted_of(request: Request, stood: Standing) -> tuple[Standing, tuple[Cluster, ...]]:
    """Clusters of what bears on no issue, and the standing they were found in."""
    return desk_of(request).further(stood, "unsorted", lambda at: unsorted(at.weighed))


def _some(found: tuple[Cluster, ...], number: int) -> list[Cluster]:
    """One page of statements in their clusters."""
    out, at, first = [], 0, (number - 1) * PAGE
    for one in found:
        kept = one.said[max(0, first - at) : max(0, first + PAGE - at)]
        out += [replace(one, said=kept)] if kept else []
        at += len(one.said)
    return out


def _days(stood: Standing, asked: Asked, to: str | None) -> tuple[str, str]:
    """From which day to which. Raises OnrecordError where the second is not the later one."""
    last = day(to, "to") or asked.as_of or stood.last or ""
    first = asked.since or fortnight_before(last)
    if first > last:
        raise OnrecordError(f"since: {first} is after {last}, to which shifts are told. Give the earlier day first.")
    return first, last


def _standing(request: Request, asked: Asked) -> Standing | None:
    return desk_of(request).standing(asked.as_of)


def _nothing(request: Request, asked: Asked) -> Response:
    return page(request, "no_dossier.html", asked)


def _page(request: Request, asked: Asked, template: str, stood: Standing, **shown: Any) -> Response:
    names = {i.id: i.name for i in stood.weighed.dossier.issues}
    return page(request, template, asked, standing=stood, names=names, suggested=SUGGESTED, **shown)
