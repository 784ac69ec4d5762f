"""What was ruled, by whom and when, and how far those who ruled agree."""

from dataclasses import replace
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from onrecord.errors import OnrecordError
from onrecord.publish.desk.asking import PAGE, Asking, Text
from onrecord.publish.desk.desk import Desk
from onrecord.publish.desk.rendering import desk_of, page
from onrecord.publish.listing import Listing, as_csv
from onrecord.publish.rulings import answered, plain
from onrecord.record.answers import Field, Logged
from onrecord.weigh.agreement import FEWEST, Agreed, agreement, answers

router = APIRouter(include_in_schema=False)
SHOWN = 200  # disagreements listed on the page; the file has all


@router.get("/review/log")
def log(
    request: Request, asked: Asking, judge: Text = None,
    field: Annotated[str | None, Query(max_length=20)] = None, *, withdrawn: bool = False,
) -> Response:  # fmt: skip
    """The log, the newest first. Raises OnrecordError for a field that is none."""
    if field and field not in get_args(Field):
        message = f"field: {field!r} is none of {', '.join(get_args(Field))}."
        raise OnrecordError(message)
    view = desk_of(request).view
    chosen = Logged(None, judge or None, field or None, asked.as_of, withdrawn=withdrawn, acts=True)
    found = view.logged(replace(chosen, limit=PAGE + 1, offset=(asked.page - 1) * PAGE))
    return page(
        request, "review_log.html", asked, found=found[:PAGE], more=len(found) > PAGE, chosen=chosen,
        words=view.contents([r.statement for r in found if r.statement]), judges=view.judges(),
        fields=get_args(Field), answered=answered, plain=plain,
    )  # fmt: skip


@router.get("/review/agreement")
def agreeing(request: Request, asked: Asking) -> Response:
    """Krippendorff's alpha of every two judges, field by field, and where they disagree."""
    desk = desk_of(request)
    found = _agreed(desk, asked.as_of)
    apart = [(one, each) for one in found for each in one.apart]
    words = desk.view.contents(sorted({each.unit.statement for _, each in apart[:SHOWN]}))
    return page(
        request, "agreement.html", asked, found=found, apart=apart[:SHOWN], more=len(apart) - SHOWN, words=words,
        fewest=FEWEST, issues=_issues(desk),
    )  # fmt: skip


@router.get("/review/agreement.csv")
def agreeing_csv(request: Request, asked: Asking, *, disagreements: bool = False) -> Response:
    """The same as CSV; or every disagreement, a line each."""
    found = _agreed(desk_of(request), asked.as_of)
    made = _apart(found) if disagreements else _counted(found)
    name = "disagreements.csv" if disagreements else "agreement.csv"
    return Response(
        as_csv(made), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _agreed(desk: Desk, as_of: str | None) -> tuple[Agreed, ...]:
    return desk.memo.of(
        ("agreement", as_of), desk.view.stamp(), lambda: agreement(answers(desk.view.logged(Logged(as_of=as_of))))
    )


def _issues(desk: Desk) -> dict[str, str]:
    dossier = desk.sound_dossier()
    return {issue.id: issue.name for issue in dossier.issues} if dossier else {}


def _counted(found: tuple[Agreed, ...]) -> Listing:
    columns = ("judge_1", "judge_2", "field", "both_judged", "alike", "alpha")
    rows = tuple(
        (*one.judges, one.field, one.both, one.alike, None if one.alpha is None else round(one.alpha, 4))
        for one in found
    )
    return Listing("Agreement", columns, rows)


def _apart(found: tuple[Agreed, ...]) -> Listing:
    columns = ("judge_1", "judge_2", "field", "statement", "issue", "answer_1", "answer_2")
    rows = tuple(
        (*one.judges, one.field, each.unit.statement, each.unit.issue or None, *each.answers)
        for one in found
        for each in one.apart
    )
    return Listing("Disagreements", columns, rows)
