"""Everything on one statement: each telling in its context, where reports disagree, what persons ruled."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.asking import Asked, Asking
from onrecord.publish.desk.context import contexts
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.desk.standing import Standing
from onrecord.publish.rulings import answered, plain
from onrecord.publish.wording import date_text
from onrecord.record.answers import Ruling
from onrecord.values import Bearing

router = APIRouter(include_in_schema=False)
TELLINGS = 20  # on a page: a wire report may be told a hundred times
JUDGED = ("confirm", "reject")


@router.get("/statements/{number}")
def statement(request: Request, asked: Asking, number: int, *, issues: bool = False) -> Response:
    """One statement; with ``issues`` also which of the dossier's it bears on, for which the whole record is weighed."""
    desk = desk_of(request)
    said = desk.view.statement(number, as_of=asked.as_of)
    rulings = desk.view.rulings(number, withdrawn=True)
    if said is None:
        return _not_shown(request, asked, number, rulings)
    first = (asked.page - 1) * TELLINGS
    standing = desk.standing(asked.as_of) if issues else None
    ordered = sorted(said.citations, key=lambda c: (not c.fullest, not c.earliest))
    return page(
        request, "statement.html", asked, said=said, rulings=rulings, plain_answer=plain, answered=answered,
        judged=JUDGED, tellings=contexts(desk.view, ordered[first : first + TELLINGS]),
        more=len(said.citations) > first + TELLINGS, dossier=desk.sound_dossier(),
        bearings=_bearings(standing, number) if issues else None, standing=standing,
    )  # fmt: skip


def _not_shown(request: Request, asked: Asked, number: int, rulings: Sequence[Ruling]) -> Response:
    """Why a statement is not shown: a person rejected it, it was not known yet, or there is none."""
    later = desk_of(request).view.statement(number) if asked.as_of else None
    if later is not None and asked.as_of:
        days = [c.source.day for c in later.citations]
        told = f"Statement {number} was not on record at the end of {date_text(asked.as_of)}"
        raise HTTPException(404, f"{told}: its first report is of {date_text(min(days))}.")
    if not any(r.field == "reject" and r.withdrawn is None for r in rulings):
        raise HTTPException(404, f"There is no statement {number}.")
    return page(
        request, "statement_rejected.html", asked, status=410, number=number, rulings=rulings, plain_answer=plain,
        answered=answered, judged=JUDGED,
    )  # fmt: skip


def _bearings(standing: Standing | None, number: int) -> list[tuple[str, Bearing]]:
    """The dossier's issues that a statement bears on, by name."""
    if standing is None:
        return []
    weighed = standing.weighed
    names = {issue.id: issue.name for issue in weighed.dossier.issues}
    return [(names[b.issue], b) for b in weighed.bearings.get(number, ()) if b.issue in names]
