"""A conflict: which of its states hold for whom, each cell with its sentences and what they rest on; where it leads."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from onrecord.errors import ConflictError, OnrecordError
from onrecord.publish import conflict as closed
from onrecord.publish import conflict_open, conflict_paths
from onrecord.publish.conflict import Stability
from onrecord.publish.conflict_cells import ConflictTable, Explained, conflict_table, samples_for
from onrecord.publish.conflict_changes import holding, notes, turned
from onrecord.publish.conflict_citing import cited_in
from onrecord.publish.conflict_drawing import Drawing
from onrecord.publish.conflict_ways import Paths, paths_from, told
from onrecord.publish.conflict_wording import MEANS, NAMES
from onrecord.publish.desk.asking import Asked, Asking, day
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.routes.conflict_file import draft
from onrecord.publish.listing import as_csv
from onrecord.record.answers import Said
from onrecord.values.conflict import Conflict, Line, Option, Wish
from onrecord.weigh.conflict import CONCEPTS, Concept, GraphModel, graph_model
from onrecord.weigh.conflict.changing import begun, changes, cites, turning
from onrecord.weigh.conflict.checking import check
from onrecord.weigh.conflict.dated import as_of as on
from onrecord.weigh.conflict.dated import last_day

T = TypeVar("T")
router = APIRouter(include_in_schema=False)
MOST_ROWS = 100_000  # states that a file of all of them is made of; of more the command does
State = Annotated[str | None, Query(max_length=200, description="A state by its name, its number, or letters Y and N.")]
Which = Annotated[list[str] | None, Query(max_length=20)]
One = Annotated[str | None, Query(max_length=300)]


@dataclass(frozen=True)
class Wanted:
    """What is looked at: a day, some concepts, and a coalition beside those of the file."""

    asked: Asked
    concepts: tuple[Concept, ...]
    together: tuple[str, ...]

    def to(self, path: str = "/conflict", **named: str | int | None) -> str:
        """An address that looks at the same."""
        shown = self.asked.here(path, **named)
        more: list[tuple[str, str]] = [("concept", c) for c in self.concepts if len(self.concepts) < len(CONCEPTS)]
        more += [("together", name) for name in self.together]
        return f"{shown}{'&' if '?' in shown else '?'}{urlencode(more)}" if more else shown


@dataclass(frozen=True)
class Rests:
    """A line of the file that a sentence rests on: whose it is, what it says, and the statements that it cites."""

    who: str
    line: Line
    wish: Wish | None
    cited: tuple[tuple[str, Said | None], ...]


@dataclass(frozen=True)
class Opened:
    """What stands beside the table: a state or an option, and why."""

    title: str
    options: tuple[tuple[Option, bool], ...]
    why: tuple[tuple[Explained, tuple[Rests, ...]], ...]
    rests: tuple[Rests, ...] = ()


@router.get("/conflict")
def conflict(
    request: Request, asked: Asking, concept: Which = None, together: Which = None, state: State = None,
    who: One = None, option: Annotated[int | None, Query(ge=1, le=64)] = None,
) -> Response:  # fmt: skip
    """The table, and beside it what a cell rests on; without a conflict what one could be made from."""
    desk = desk_of(request)
    wanted = Wanted(asked, _concepts(concept), tuple(dict.fromkeys(together or ())))
    try:
        known = desk.conflict()
    except OnrecordError:  # the file's page says what is wrong with it
        return RedirectResponse(asked.here("/conflict/file"), 303)
    if known is None:
        return draft(request, asked)
    try:
        table = _table(desk, known, wanted)
        opened = _opened(desk, known, table, asked, state, who, option)
    except ConflictError as error:
        return page(request, "conflict_faults.html", asked, conflict=known, error=error, to=wanted.to, at="table")
    if opened and request.headers.get("hx-request"):
        return page(request, "_why.html", asked, opened=opened, to=wanted.to)
    return page(
        request, "conflict_desk.html", asked, conflict=known, table=table, wanted=wanted, opened=opened, to=wanted.to,
        concepts=CONCEPTS, names=NAMES, means=MEANS, at="table", status_quo=table.made.sheet.status_quo,
    )  # fmt: skip


@router.get("/conflict.csv")
def as_rows(request: Request, asked: Asking, concept: Which = None, together: Which = None) -> Response:
    """Every state and decision maker as a row."""
    made = _whole(request, asked, concept, together)
    rows = closed.rows(made, explain=False) if isinstance(made, Stability) else conflict_open.rows(made, explain=False)
    return PlainTextResponse(as_csv(rows), media_type="text/csv")


@router.get("/conflict.json")
def as_json(request: Request, asked: Asking, concept: Which = None, together: Which = None) -> Response:
    """The whole as the command's --format json has it."""
    made = _whole(request, asked, concept, together)
    plain = closed.plain if isinstance(made, Stability) else conflict_open.plain
    return JSONResponse(json.loads(json.dumps(plain(made, explain=False))))  # type: ignore[arg-type]


@router.get("/conflict/paths")
def paths(
    request: Request, asked: Asking, start: Annotated[State, Query(alias="from")] = None, concept: One = None
) -> Response:
    """Where a state leads: drawn, and told."""
    desk = desk_of(request)
    known, chosen = _known(desk), _concept(concept)
    try:
        made = _made(
            desk, ("conflict paths", asked.as_of, start, chosen), known, partial(_paths, known, asked, start, chosen)
        )
    except ConflictError as error:
        return page(request, "conflict_faults.html", asked, conflict=known, error=error, to=asked.here, at="paths")
    drawing = Drawing(made)
    return page(
        request, "conflict_paths.html", asked, conflict=known, made=made, shown=drawing, title=known.title,
        summary=drawing.summary, box=drawing.box, concept=NAMES[chosen], chosen=chosen, concepts=CONCEPTS, names=NAMES,
        routes=[(route, [*told(made, route)]) for route in made.found.routes[: conflict_paths.MOST]],
        text=conflict_paths.text(made), start=start, to=asked.here, at="paths",
        states=range(min(len(made.model.states), closed.MOST)),
    )  # fmt: skip


@router.get("/conflict/changes")
def changed(request: Request, asked: Asking, to: Annotated[str | None, Query(max_length=20)] = None) -> Response:
    """Which statement changed which preference on which day, and which equilibria that made or broke."""
    desk = desk_of(request)
    known = _known(desk)
    said = cited_in(desk.view, known, as_of=asked.as_of)
    turns = _turns(known, said)
    end = day(to, "to") or (turns or [datetime.now(UTC).date().isoformat()])[-1]
    if asked.as_of:
        end = min(end, asked.as_of)
    shown: dict[str, Any] = {"conflict": known, "at": "changes", "to": asked.here, "end": end}
    try:
        model = _model(known, None)
        first = asked.since or (turns[0] if turns else end)
        made = _made(
            desk, ("conflict changes", asked.as_of, first, end), known,
            lambda: changes(model, said, first, max(first, end), samples=samples_for(model)), desk.view.stamp(),
        )  # fmt: skip
    except ConflictError as error:
        return page(request, "conflict_faults.html", asked, error=error, **shown)
    return page(request, "conflict_changes.html", asked, made=made, said=said, holding=holding, turned=turned,
        noted=[*notes(made)], since=first, **shown,
    )  # fmt: skip


def _turns(known: Conflict, said: Mapping[str, Said]) -> list[str]:
    """The days on which a preference comes or goes; none where statements that would tell are not on record."""
    return turning(begun(known, said)) if {c for c, _ in cites(known)} <= said.keys() else []


def _known(desk: Desk) -> Conflict:
    """The desk's conflict. Raises OnrecordError where there is none."""
    known = desk.conflict()
    if known is None:
        message = "This desk has no conflict yet. What one could be made from is under Conflict."
        raise OnrecordError(message)
    return known


def _made(desk: Desk, name: tuple[object, ...], known: Conflict, make: Callable[[], T], *more: object) -> T:
    """What is worked out of a conflict, kept as long as it is the same."""
    return desk.memo.of(name, (known, *more), make)


def _model(known: Conflict, when: str | None) -> GraphModel:
    """The conflict with the preferences of a day, ready and checked. Raises ConflictError."""
    model = graph_model(on(known, when))
    check(model)
    return model


def _table(desk: Desk, known: Conflict, wanted: Wanted) -> ConflictTable:
    """The table, kept as long as the conflict is the same. Raises ConflictError."""
    when = wanted.asked.as_of

    def make() -> ConflictTable:
        groups = (*known.coalitions, *((wanted.together,) if len(wanted.together) > 1 else ()))
        joined = known.model_copy(update={"coalitions": tuple(dict.fromkeys(groups))})
        return conflict_table(_model(joined, when), wanted.concepts, when or last_day(known))

    return _made(desk, ("conflict", when, wanted.concepts, wanted.together), known, make)


def _whole(request: Request, asked: Asked, concept: Which, together: Which) -> Stability | conflict_open.OpenTable:
    desk = desk_of(request)
    table = _table(desk, _known(desk), Wanted(asked, _concepts(concept), tuple(dict.fromkeys(together or ()))))
    if len(table.model.states) > MOST_ROWS:
        message = f"More than {MOST_ROWS:,} states are too many to send. Write them with: onrecord conflict stability"
        raise OnrecordError(message)
    return table.made


def _paths(known: Conflict, asked: Asked, start: str | None, concept: Concept) -> Paths:
    model = _model(known, asked.as_of)
    if start is not None:
        first = model.state(start)
    elif known.status_quo is not None:
        first = model.number(known.status_quo)
    else:
        first = 0
    return paths_from(model, first, concept, asked.as_of or last_day(known), samples_for(model))


def _opened(
    desk: Desk, known: Conflict, table: ConflictTable, asked: Asked, state: str | None, who: str | None,
    option: int | None,
) -> Opened | None:  # fmt: skip
    """What stands beside the table. Raises ConflictError for a state that there is not."""
    if state is not None:
        number = table.model.state(state)
        why = table.explained(number, who)
        lines = {e.who: [(known.decision_makers[r.who], r.line) for one in e.told for r in one.rests_on] for e in why}
        said = cited_in(desk.view, [line for some in lines.values() for _, line in some], as_of=asked.as_of)
        title = f"State {table.made.sheet.label(number)}{f', {who}' if who else ''}"
        each = tuple((e, tuple(_rests(lines[e.who], said))) for e in why)
        return Opened(title, table.options(number), each)
    if option is not None and option <= len(known.options):
        own = known.options[option - 1]
        said = cited_in(desk.view, [own], as_of=asked.as_of)
        return Opened(f"{own.name}, an option of {own.owner}", (), (), tuple(_rests([(own.owner, own)], said)))
    return None


def _rests(lines: Iterable[tuple[str, Line]], said: Mapping[str, Said]) -> Iterator[Rests]:
    for who, line in dict.fromkeys(lines):
        wish = line if isinstance(line, Wish) else None
        yield Rests(who, line, wish, tuple((cited, said.get(cited)) for cited in line.cites))


def _concepts(given: Which) -> tuple[Concept, ...]:
    asked = {_concept(name) for name in given or ()}
    return tuple(c for c in CONCEPTS if not asked or c in asked)


def _concept(given: str | None) -> Concept:
    found = next((c for c in CONCEPTS if c == given), None)
    if given and found is None:
        message = f"concept: {given!r} is none of {', '.join(CONCEPTS)}."
        raise OnrecordError(message)
    return found or "nash"
