"""Meetings and statements on one time axis."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import PAGE, Asked, Asking, Text, day
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, drawn, page
from onrecord.publish.desk.routes.actors import place
from onrecord.publish.desk.sides import is_of, parties, sides, whose
from onrecord.publish.listing import named, short, who
from onrecord.publish.meetings import SHORT, STANDINGS, short_name
from onrecord.publish.plots import timeline as drawing
from onrecord.publish.plots.axis import Unit, shifted
from onrecord.publish.plots.axis import after as next_border
from onrecord.publish.wording import date_text
from onrecord.record.answers import Filter, Met, Said, Whose
from onrecord.weigh.histories import Standing, earlier_dates, period, standing

router = APIRouter(include_in_schema=False)
Zoom = Literal["year", "quarter", "month", "week"]
ZOOMS: tuple[Zoom, ...] = get_args(Zoom)
NAMES = {"year": "Year", "quarter": "Three months", "month": "Month", "week": "Week"}
MEETINGS, UNDATED, WORDS = 200, 20, 70
OTHERS = ""


@dataclass(frozen=True)
class Row:
    """A meeting of the window, with what became of it."""

    met: Met
    standing: Standing
    before: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """What is shown of a period: two drawings, and what they are made from."""

    wide: Markup
    narrow: Markup
    unit: Unit  # of a bar, in the wide one
    points: bool  # whether statements are drawn one by one
    rows: tuple[Row, ...]
    meetings: int
    lanes: tuple[drawing.Lane, ...]
    silent: tuple[str, ...]
    red_lines: bool  # whether they were looked for
    undated: tuple[Met, ...]

    @property
    def statements(self) -> int:
        """How many there are."""
        return sum(sum(lane.side.days.values()) for lane in self.lanes)


@router.get("/timeline")
def timeline(
    request: Request, asked: Asking, zoom: Text = None, at: Text = None,
    on: Annotated[str | None, Query(max_length=20, description="The statements of this day alone.")] = None,
) -> Response:  # fmt: skip
    """A window of the record: the zoom and where it stands are in the address."""
    desk = desk_of(request)
    chosen = _zoom(zoom)
    today = asked.as_of or datetime.now(UTC).date().isoformat()
    middle = _at(desk, asked, at, today)
    start, end = drawing.window(chosen, middle)
    key = ("timeline", start, end, asked.party, asked.as_of, today)
    made = desk.memo.of(
        key, (desk.view.stamp(), desk.sound_dossier()), partial(_window, desk, asked, chosen, start, end, today)
    )
    listed = day(on, "on")
    return page(
        request, "timeline.html", asked, made=made, zoom=chosen, zooms=ZOOMS, names=NAMES, at=middle.isoformat(),
        on=listed, title=_title(start, end), before=_moved(chosen, middle, -1), after=_moved(chosen, middle, 1),
        said=_said(desk, asked, start, end, listed), page_size=PAGE, words=STANDINGS, others="others",
        parties=[p.name for p in sides(desk, asked.as_of)],
    )  # fmt: skip


def _zoom(zoom: str | None) -> Zoom:
    if not zoom:
        return "quarter"
    found: Zoom | None = next((z for z in ZOOMS if z == zoom), None)
    if found is None:
        message = f"zoom: {zoom!r} is none of {', '.join(ZOOMS)}."
        raise OnrecordError(message)
    return found


def _at(desk: Desk, asked: Asked, at: str | None, today: str) -> date:
    """The day around which the window lies: the one asked for, else the newest of the record."""
    given = day(at, "at")
    if given:
        return date.fromisoformat(given)
    last = desk.memo.of(("last day", asked.as_of), desk.view.stamp(), lambda: desk.view.last_day(as_of=asked.as_of))
    return date.fromisoformat(last or today)


def _moved(zoom: Zoom, at: date, by: int) -> str | None:
    """The day of the window before or after; None where the calendar ends."""
    try:
        if zoom == "week":
            return (at + timedelta(days=7 * by)).isoformat()
        return shifted(at, by * {"month": 1, "quarter": 3, "year": 12}[zoom]).isoformat()
    except (OverflowError, ValueError):
        return None


def _title(start: date, end: date) -> str:
    last = end - timedelta(days=1)
    if (end - start).days <= 7:
        return f"{date_text(start.isoformat())} to {date_text(last.isoformat())}"
    first, final = (date_text(d.isoformat()[:7]) for d in (start, last))
    return first if first == final else f"{first} to {final}"


def _window(desk: Desk, asked: Asked, zoom: Zoom, start: date, end: date, today: str) -> Window:
    view, as_of = desk.view, asked.as_of
    first, after = start.isoformat(), end.isoformat()
    only = whose(desk, asked.party) if asked.party else None
    shown = (only,) if only else sides(desk, as_of)
    days = view.days(shown, [name for name, _ in parties(desk, as_of)], first, after, as_of=as_of)
    counts = view.meeting_days((first, after), only.parties if only else (), as_of=as_of)
    few = sum(counts.values()) <= MEETINGS
    limit = Filter(as_of=as_of, limit=MEETINGS if few else PAGE)
    found = view.meetings_between((first, after), only.parties if only else (), limit)
    rows = tuple(Row(m, standing(m, today), earlier_dates(m)) for m in reversed(found))
    lanes, looked = _lanes(desk, asked, only, shown, days, first, after)
    lanes_drawn = [lane for lane in lanes if lane.days or any(set(lane.parties) & set(r.met.parties) for r in rows)]
    happenings = [_happening(asked, r) for r in rows if r.met.date] if few else []
    crowd = {} if few else {d: n for d, n in counts.items() if len(d) == len(first)}
    both = [
        drawing.Drawer(start, end, partial(_leads, asked, zoom), width, today).draw(lanes_drawn, happenings, crowd)
        for width in (drawing.WIDE, drawing.NARROW)
    ]
    wide, narrow = (drawn("timeline", plot, f"Meetings and statements, {_title(start, end)}") for plot in both)
    silent = tuple(lane.name for lane in lanes if lane not in lanes_drawn and lane.name)
    undated = view.undated_meetings(only.parties if only else (), Filter(as_of=as_of, limit=UNDATED))
    points = any(lane.sayings is not None for lane in lanes)
    return Window(
        wide, narrow, both[0].unit, points, rows, sum(counts.values()), both[0].lanes, silent, looked, undated
    )  # fmt: skip


def _lanes(
    desk: Desk, asked: Asked, only: Whose | None, shown: tuple[Whose, ...], days: dict[str, Counter[str]],
    first: str, after: str,
) -> tuple[list[drawing.Side], bool]:  # fmt: skip
    """The lanes, and whether red lines were looked for: where statements are few, each of them is a point."""
    total = sum(sum(lane.values()) for name, lane in days.items() if name or not only)
    said: tuple[Said, ...] | None = None
    if total <= drawing.POINTS:
        chosen = Filter(as_of=asked.as_of, since=first, limit=drawing.POINTS + 1)
        said = desk.view.spoken_for(only, chosen, until=after)
    red = desk.view.red_lines(first, after, only, as_of=asked.as_of) if said is None else ()
    drawn = {s.id for s in red or ()}
    lanes = [*shown, *([] if only else [Whose(OTHERS, ())])]
    taken: set[int] = set()
    out = []
    for side in lanes:
        own = [s for s in said or red or () if s.id not in taken and (side.name == OTHERS or is_of(side, s))]
        taken |= {s.id for s in own}
        points = tuple(
            _saying(asked, s, red=s.id in drawn or _draws(s)) for s in sorted(own, key=lambda s: (s.date, s.id))
        )
        out.append(
            drawing.Side(side.name, side.parties, days.get(side.name, Counter()), points if said is None else (),
                         None if said is None else points)
        )  # fmt: skip
    return out, red is not None


def _draws(said: Said) -> bool:
    return any(c.spans.get("red_line") for c in said.citations)


def _saying(asked: Asked, s: Said, *, red: bool) -> drawing.Saying:
    told = f"{date_text(s.date)}, {who(s)}, {s.kind}: {short(s.content, WORDS)}"
    return drawing.Saying(s.date, place(asked, s), told, red)


def _happening(asked: Asked, row: Row) -> drawing.Happening:
    met = row.met
    start, end = period(met.date or "", week=met.precision == "week")
    word = STANDINGS[row.standing]
    from_ = ", ".join(map(date_text, row.before))
    told = f"{date_text(met.date or '', met.precision or 'day')}: {named(met)}, {word}"
    short_word = SHORT.get(row.standing)
    beside = " ".join(f"({w})" for w in (short_word, f"moved from {from_}" if from_ else None) if w)
    return drawing.Happening(
        f"{short_name(met)} {beside}".strip(), told + (f", before that planned for {from_}" if from_ else ""),
        asked.here(f"/meetings/{met.uid}"), start, end, row.standing, row.before, met.parties,
    )  # fmt: skip


def _leads(asked: Asked, zoom: Zoom, lane: str | None, start: date, unit: Unit) -> str:
    """Where a bar leads: to the statements of its day, or to its week or month."""
    party = lane or asked.party
    if unit == "day" and lane is not None:
        return asked.here("/timeline", zoom=zoom, at=start.isoformat(), party=party, on=start.isoformat()) + "#said"
    closer: Zoom = "month" if unit == "month" else "week"
    return asked.here("/timeline", zoom=closer, at=start.isoformat(), party=asked.party)


def _said(desk: Desk, asked: Asked, start: date, end: date, on: str | None) -> tuple[Said, ...]:
    """The page of the window's statements, or of one day's, and one more."""
    side = whose(desk, asked.party) if asked.party else None
    first = on or start.isoformat()
    until = (next_border(date.fromisoformat(on), "day") if on else end).isoformat()
    chosen = replace(asked.filter, since=first, party=None)
    return desk.view.spoken_for(side, chosen, until=until)
