"""One party: who speaks for it, what it says and holds, and whom it met."""

from dataclasses import dataclass, replace
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asked, Asking, Text
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.moving import Moving, of_party
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.routes.actors import issues, paged, place
from onrecord.publish.desk.sides import Bearing, bearing, course_of, whose
from onrecord.publish.matrix import marks
from onrecord.publish.plots.stances import LEVELS
from onrecord.record.answers import Beside, Filter, Known, Met, Said, Whose
from onrecord.values import Kind
from onrecord.weigh.positions import Position

router = APIRouter(include_in_schema=False)
PEOPLE, MEETINGS, OTHERS = 40, 12, 40


@dataclass(frozen=True)
class Facts:
    """What is known of a party, whatever page of statements is shown."""

    people: tuple[Known, ...]
    kinds: tuple[tuple[Kind, int], ...]
    met: tuple[Beside, ...]
    meetings: tuple[Met, ...]


@router.get("/parties/{name:path}")
def party(request: Request, asked: Asking, name: str, issue: Text = None) -> Response:
    """One of them. A name that nobody on record and no dossier knows is no party."""
    desk, as_of = desk_of(request), asked.as_of
    side = whose(desk, name)
    facts = desk.memo.of(
        ("party", side, as_of), (desk.view.stamp(), desk.sound_dossier()), partial(_facts, desk, side, as_of)
    )
    if not facts.people and not facts.kinds and not facts.meetings and len(side.parties) == 1 and not side.speakers:
        raise HTTPException(404, f"There is no party {name} on record{' as of that day' if as_of else ''}.")
    found = bearing(desk, as_of)
    said = _said(desk, asked, side, found, issue)
    return page(
        request, "party.html", asked, side=side, facts=facts, issue=issue, levels=LEVELS,
        said=said[:PAGE], more=len(said) > PAGE, moving=_moving(desk, asked, found, side.name),
        positions=_positions(found, side.name) if found else (), marks=marks,
        standing=found.standing if found else None,
        issues=issues(found, found.by_party.get(side.name, {})) if found else (), people_shown=PEOPLE,
    )  # fmt: skip


def _said(desk: Desk, asked: Asked, side: Whose, found: Bearing | None, issue: str | None) -> tuple[Said, ...]:
    if issue is not None:
        return paged(found.by_party.get(side.name, {}).get(issue, ()) if found else (), asked)
    return desk.view.spoken_for(side, replace(asked.filter, party=None, speaker=None))


def _positions(found: Bearing, name: str) -> tuple[tuple[str, Position], ...]:
    """What it holds on each issue: the issue's name, and the position."""
    made = found.standing.matrix
    return tuple((i.name, p) for i in made.dossier.issues if (p := made.at(i.id, name)))


def _moving(desk: Desk, asked: Asked, found: Bearing | None, name: str) -> Moving | None:
    if found is None or name not in found.by_party:
        return None
    return desk.memo.of(
        ("moving", name, asked.as_of),
        found.standing.made,
        lambda: of_party(
            found, course_of(desk, found, name), partial(place, asked), f"How the positions of {name} moved"
        ),
    )


def _facts(desk: Desk, side: Whose, as_of: str | None) -> Facts:
    view = desk.view
    return Facts(
        view.actors(Filter(as_of=as_of, limit=PEOPLE + 1), whose=side), view.kinds(side, as_of=as_of),
        view.met_at_table(side.parties, as_of=as_of, limit=OTHERS),
        view.meetings_between(None, side.parties, Filter(as_of=as_of, limit=MEETINGS)),
    )  # fmt: skip
