"""The same queries as the command line's, as JSON; their description is at /api/openapi.json."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel
from starlette.exceptions import HTTPException

from onrecord.errors import StoreError
from onrecord.publish.desk.rendering import desk_of
from onrecord.publish.desk.routes.positions import shifts_of, unsorted_of
from onrecord.publish.desk.standing import Standing
from onrecord.publish.stands import quotations
from onrecord.record.answers import Changes, Failed, Filter, Hit, Known, Met, Outlet, Profile, Ruling, Said
from onrecord.record.view import View
from onrecord.values import Dossier, Kind, MeetingKind, Reading
from onrecord.weigh.clashes import Clash
from onrecord.weigh.common_ground import CommonGround
from onrecord.weigh.positions import Position
from onrecord.weigh.shifts import Shift
from onrecord.weigh.unsorted import Cluster

MOST, FARTHEST = 500, 1_000_000  # rows of an answer, rows before it
LARGEST = 2**53 - 1  # a number that every reader of JSON can hold


class Problem(BaseModel):
    """What was wrong with a question."""

    detail: str


@dataclass(frozen=True)
class Found:
    """Findings of a dossier's positions, and the statements that they rest on."""

    dossier: Dossier
    as_of: str | None
    made: datetime
    behind: bool  # whether the record has changed since
    on_record: int
    unsorted: int
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class Positions(Found):
    """What each party holds on each issue."""

    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Clashes(Found):
    """Issues on which parties exclude each other."""

    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class Grounds(Found):
    """Issues on which parties could meet."""

    common_ground: tuple[CommonGround, ...]


@dataclass(frozen=True)
class Shifts(Found):
    """What moved between two days."""

    since: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Sources:
    """Outlets, and inputs that could not be read."""

    sources: tuple[Outlet, ...]
    failed: tuple[Failed, ...]


def _refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    told = {400: "A date, kind or file that is none", 404: "Not on record", 422: "A value of the wrong form",
            503: "The store cannot be read"}  # fmt: skip
    return {status: {"model": Problem, "description": told[status]} for status in statuses}


router = APIRouter(prefix="/api", responses=_refused(400, 422, 503))
NotFound = _refused(404)


def _day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


Number = Annotated[int, Path(ge=1, le=LARGEST)]


Day = Annotated[str, Query(pattern=r"^\d{4}-\d\d-\d\d$", json_schema_extra={"format": "date"}), AfterValidator(_day)]
AsOf = Annotated[Day | None, Query(description="The record as of the end of this day.")]
Name = Annotated[str | None, Query(max_length=300)]


def narrowed(
    as_of: AsOf = None,
    since: Annotated[Day | None, Query(description="Leave out what is dated earlier.")] = None,
    party: Name = None, speaker: Name = None, kind: Kind | MeetingKind | None = None, outlet: Name = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> Filter:  # fmt: skip
    """A filter from an address."""
    return Filter(as_of, since, party, speaker, kind, outlet, limit, offset)


Narrowed = Annotated[Filter, Depends(narrowed)]


def _view(request: Request) -> View:
    return desk_of(request).view


Viewed = Annotated[View, Depends(_view)]


@router.get("/statements")
def statements(view: Viewed, chosen: Narrowed) -> tuple[Said, ...]:
    """Statements, newest first: each once, with everyone who tells it."""
    return view.statements(chosen)


@router.get("/statements/{number}", responses=NotFound)
def statement(view: Viewed, number: Number, as_of: AsOf = None) -> Said:
    """One statement."""
    found = view.statement(number, as_of=as_of)
    if found is None:
        raise HTTPException(404, f"There is no statement {number}.")
    return found


@router.get("/documents")
def documents(view: Viewed, chosen: Narrowed) -> tuple[str, ...]:
    """Keys of documents, newest first."""
    return view.documents(chosen)


@router.get("/documents/{key}", responses=NotFound)
def document(view: Viewed, key: Annotated[str, Path(max_length=100)]) -> Reading:
    """One document's reading, with its text: the JSON of ``onrecord read``."""
    found = view.reading(key)
    if found is None:
        raise HTTPException(404, f"There is no document {key}.")
    return found


@router.get("/meetings")
def meetings(view: Viewed, chosen: Narrowed) -> tuple[Met, ...]:
    """Meetings, the latest date first: each once, with everyone who reports it."""
    return view.meetings(chosen)


@router.get("/actors")
def actors(view: Viewed, chosen: Narrowed) -> tuple[Known, ...]:
    """Actors, the most quoted first."""
    return view.actors(chosen)


@router.get("/actors/{number}", responses=NotFound)
def actor(view: Viewed, chosen: Narrowed, number: Number) -> Profile:
    """One actor: names, roles over time, statements, and whom they met."""
    try:
        known = view.actor(str(number))
    except StoreError as error:
        raise HTTPException(404, f"{error}") from None
    return view.who(known.id, chosen)


@router.get("/search")
def search(
    view: Viewed, chosen: Narrowed, q: Annotated[str, Query(max_length=1000, description="Words, or a \"phrase\".")]
) -> tuple[Hit, ...]:  # fmt: skip
    """Where words stand, best first: in what was said, then in whole documents."""
    return view.search(q, chosen)


@router.get("/sources")
def sources(view: Viewed, chosen: Narrowed) -> Sources:
    """Outlets: how many documents and statements, from when to when; and what could not be read."""
    return Sources(view.sources(chosen), view.failures())


@router.get("/changes")
def changes(view: Viewed, chosen: Narrowed, since: Day) -> Changes:
    """What became known after a day: meetings planned, moved or called off, statements, actors not seen before."""
    return view.changes(since, chosen)


@router.get("/rulings")
def rulings(
    view: Viewed,
    statement: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    withdrawn: bool = False,  # noqa: FBT001, FBT002
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> tuple[Ruling, ...]:
    """What persons ruled, the newest first, each beside the reader's answer."""
    return view.rulings(statement, withdrawn=withdrawn, limit=limit, offset=offset)


def _standing(request: Request, as_of: AsOf = None) -> Standing:
    found = desk_of(request).standing(as_of)
    if found is None:
        raise HTTPException(404, "This desk has no dossier, so there are no positions.")
    return found


Stands = Annotated[Standing, Depends(_standing)]


def _on(stood: Standing, numbers: set[int]) -> dict[str, Any]:
    w = stood.weighed
    said = tuple(s for s in w.said if s.id in numbers)
    return {"dossier": w.dossier, "as_of": w.as_of, "made": stood.made, "behind": stood.behind,
            "on_record": len(w.said), "unsorted": stood.unsorted,
            "statements": said}  # fmt: skip


@router.get("/matrix", responses=NotFound)
def matrix(stood: Stands) -> Positions:
    """Issue by party: what each party holds on each issue, and the statements behind it."""
    found = stood.matrix.held
    return Positions(**_on(stood, {n for p in found for n in p.statements}), positions=found)


@router.get("/clashes", responses=NotFound)
def clashing(stood: Stands) -> Clashes:
    """Issues on which parties exclude each other, the hardest first, with the sharpest words of each side."""
    return Clashes(**_on(stood, _quoted(stood.clashes)), clashes=stood.clashes)


@router.get("/common-ground", responses=NotFound)
def meeting(stood: Stands) -> Grounds:
    """Issues that parties are for together, or that one is for on a condition which another's words meet."""
    return Grounds(**_on(stood, _quoted(stood.common_ground)), common_ground=stood.common_ground)


@router.get("/shifts", responses=NotFound)
def moved(request: Request, stood: Stands, since: Day, until: Annotated[Day, Query(alias="to")]) -> Shifts:
    """What moved between two days: stances, conditions, red lines and forums, old and new words."""
    if since > until:
        raise HTTPException(400, f"since, {since}, is after to, {until}. Give the earlier day first.")
    stood, found = shifts_of(request, stood, since, until)
    return Shifts(**_on(stood, _quoted(found)), since=since, shifts=found)


@router.get("/unsorted", responses=NotFound)
def unsorted_statements(request: Request, stood: Stands) -> tuple[Cluster, ...]:
    """Statements that fit no issue of the dossier, those that belong together under one label."""
    return unsorted_of(request, stood)[1]


def _quoted(found: Iterable[Clash | CommonGround | Shift]) -> set[int]:
    return {words.statement for one in found for words in quotations(one)}
