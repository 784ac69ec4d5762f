"""Who is on record, and everything of one of them."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import PAGE, Asked, Asking, Text
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.moving import Moving, of_actor
from onrecord.publish.desk.rendering import desk_of, drawn, page
from onrecord.publish.desk.sides import Bearing, bearing, course_of, parties, whose
from onrecord.publish.plots import bands
from onrecord.publish.plots.stances import LEVELS
from onrecord.publish.wording import date_text
from onrecord.record.answers import Beside, Established, Filter, Judgement, Known, Office, Profile, Said
from onrecord.values import ActorType

router = APIRouter(include_in_schema=False)
MEETINGS, OTHERS, JUDGED, ROLES = 12, 40, 25, 30  # shown of an actor
Type = Annotated[str | None, Query(alias="type", max_length=20)]
TYPES: tuple[ActorType, ...] = ("person", "government", "organisation", "unnamed")


@router.get("/actors")
def actors(request: Request, asked: Asking, type_: Type = None) -> Response:
    """The most quoted first; parties apart."""
    desk = desk_of(request)
    chosen: ActorType | None = next((t for t in TYPES if t == type_), None)
    found = desk.memo.of(
        ("actors", asked, chosen), (desk.view.stamp(), desk.sound_dossier()), partial(_listed, desk, asked, chosen)
    )
    return page(
        request, "actors.html", asked, found=found[:PAGE], more=len(found) > PAGE, type=chosen, types=TYPES,
        parties=parties(desk, asked.as_of), first=(asked.page - 1) * PAGE,
    )  # fmt: skip


def _listed(desk: Desk, asked: Asked, chosen: ActorType | None) -> tuple[Known, ...]:
    side = whose(desk, asked.party) if asked.party else None
    return desk.view.actors(replace(asked.filter, party=None), type_=chosen, whose=side)


@dataclass(frozen=True)
class Facts:
    """What is known of an actor, whatever page of statements is shown."""

    profile: Profile
    met: tuple[Beside, ...]
    established: Established | None
    judgements: tuple[Judgement, ...]
    roles: tuple[Markup, Markup] | None  # wide and narrow


@router.get("/actors/{number}")
def actor(request: Request, asked: Asking, number: int, issue: Text = None) -> Response:
    """One of them."""
    desk, as_of = desk_of(request), asked.as_of
    facts = desk.memo.of(("actor", number, as_of), desk.view.stamp(), partial(_facts, desk, number, as_of))
    if facts is None:
        raise HTTPException(404, f"There is nobody with the number {number} on record.")
    known = facts.profile.actor
    if as_of is not None and known.first > as_of:
        told = (
            f"Whom this number means was not yet on record on {date_text(as_of)}, but from {date_text(known.first)} on."
        )
        raise HTTPException(404, told)
    found = bearing(desk, as_of)
    said = _said(desk, asked, known.id, found, issue)
    return page(
        request, "actor.html", asked, known=known, facts=facts, issue=issue, levels=LEVELS,
        said=said[:PAGE], more=len(said) > PAGE, moving=_moving(desk, asked, found, known),
        standing=found.standing if found else None, side=found.party_of.get(known.id) if found else None,
        issues=issues(found, found.by_actor.get(known.id, {})) if found else (),
    )  # fmt: skip


def issues(found: Bearing, by_issue: object) -> tuple[tuple[str, str, int], ...]:
    """The issues of the dossier that some statements bear on: id, name, how many."""
    held = by_issue if isinstance(by_issue, dict) else {}
    return tuple((i.id, i.name, len(held[i.id])) for i in found.weighed.dossier.issues if held.get(i.id))


def place(asked: Asked, said: Said) -> str:
    """The address of a statement's words in its fullest telling."""
    return f"{asked.here('/documents/' + said.fullest.source.key)}#s-{said.fullest.key}"


def paged(said: tuple[Said, ...], asked: Asked) -> tuple[Said, ...]:
    """The page that is asked for, of those of the kind that is, and one more."""
    kept = [s for s in said if asked.kind in (None, s.kind)]
    return tuple(kept[(asked.page - 1) * PAGE : asked.page * PAGE + 1])


def _said(desk: Desk, asked: Asked, number: int, found: Bearing | None, issue: str | None) -> tuple[Said, ...]:
    if issue is not None:
        return paged(found.by_actor.get(number, {}).get(issue, ()) if found else (), asked)
    return desk.view.spoken_by(number, replace(asked.filter, party=None, speaker=None))


def _moving(desk: Desk, asked: Asked, found: Bearing | None, known: Known) -> Moving | None:
    number, label = known.id, f"How the positions of {known.name} moved"
    if found is None or number not in found.by_actor:
        return None
    side = found.party_of.get(number)

    def make() -> Moving | None:
        return of_actor(found, number, course_of(desk, found, side) if side else (), partial(place, asked), label)

    return desk.memo.of(("moving", number, asked.as_of), found.standing.made, make)


def _facts(desk: Desk, asked_for: int, as_of: str | None) -> Facts | None:
    view = desk.view
    known = view.known(asked_for)
    if known is None:
        return None
    number = known.id
    profile = view.who(number, Filter(as_of=as_of, limit=MEETINGS), statements=False)
    return Facts(
        profile, view.met_by(number, as_of=as_of, limit=OTHERS), view.established([number], as_of=as_of).get(number),
        view.judgements(number, as_of=as_of, limit=JUDGED + 1), _bands(profile) if len(profile.offices) > 1 else None,
    )  # fmt: skip


def _bands(profile: Profile) -> tuple[Markup, Markup] | None:
    """The roles as bands, wide and narrow."""
    lasting = [_lasting(o) for o in sorted(profile.offices[:ROLES], key=lambda o: (o.first, o.last))]
    label = f"Roles of {profile.actor.name} over time"
    wide, narrow = (bands.bands(lasting, width=width) for width in (bands.WIDE, bands.NARROW))
    return (drawn("bands", wide, label), drawn("bands", narrow, label)) if wide and narrow else None


def _lasting(o: Office) -> bands.Lasting:
    name = ", ".join(n for n in (o.role, o.party) if n)
    days = date_text(o.first) if o.first == o.last else f"{date_text(o.first)} to {date_text(o.last)}"
    return bands.Lasting(
        name, o.first, o.last, f"{name}: {days}, {o.documents} document{'' if o.documents == 1 else 's'}"
    )
