"""What persons ruled, as training data: documents, offsets and labels, never the text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from onrecord.record.answers import Ruling
from onrecord.values import Issue

SET = "review"  # the data set that these annotations are of, beside those that were made to train the shipped reader
Row = dict[str, Any]


def kinds(tellings: Iterable[Sequence[Ruling]]) -> Iterator[Row]:
    """Tellings whose kind a person said or confirmed. What nobody judged of red line and condition is None."""
    for rulings in tellings:
        kind, by = _kind(rulings)
        if kind is not None and _stands(rulings):
            marked = _marked(rulings)
            red = marked["red_line"]
            yield {
                **_place(rulings), "kind": kind, "red_line": None if red is None else bool(red),
                "condition": marked["condition"], "by": by,
            }  # fmt: skip


def rejected(tellings: Iterable[Sequence[Ruling]]) -> Iterator[Row]:
    """Tellings that a person rejected: what looks like a statement and is none."""
    for rulings in tellings:
        if not _stands(rulings):
            yield {**_place(rulings), "by": next(r.judge for r in reversed(rulings) if r.field == "reject")}


def stances(tellings: Iterable[Sequence[Ruling]], issues: Sequence[Issue] = ()) -> Iterator[Row]:
    """Tellings and propositions, with where the one stands on the other; the proposition is None without a dossier."""
    propositions = {issue.id: issue.proposition for issue in issues}
    for rulings in tellings:
        latest = {r.issue: r for r in rulings if r.field in ("stance", "issue")}
        for issue in latest if _stands(rulings) else ():
            said = [r for r in rulings if r.issue == issue and r.field == "stance"]
            if said and (latest[issue].field == "stance" or latest[issue].answer):
                yield {
                    **_place(rulings), "condition": _marked(rulings)["condition"], "kind": _kind(rulings)[0],
                    "issue": issue, "proposition": propositions.get(issue or ""), "stance": said[-1].answer,
                    "by": said[-1].judge,
                }  # fmt: skip


def _place(rulings: Sequence[Ruling]) -> Row:
    """Where a telling stands: as it was judged last, with the spans that a person put in their place."""
    last = rulings[-1]
    spans = {"source": list(last.source), "cue": list(last.cue), "content": list(last.content)}
    for ruling in rulings:
        if ruling.field == "spans":
            spans |= {role: _ranges(marked) for role, marked in ruling.answer.items()}
    return {"set": SET, "document": last.document, **{role: [list(r) for r in spans[role]] for role in spans}}


def _kind(rulings: Sequence[Ruling]) -> tuple[str | None, str | None]:
    for ruling in reversed(rulings):
        if ruling.field in ("kind", "confirm"):
            return (ruling.answer["kind"] if ruling.field == "confirm" else ruling.answer), ruling.judge
    return None, None


def _stands(rulings: Sequence[Ruling]) -> bool:
    return next((r.field == "confirm" for r in reversed(rulings) if r.field in ("confirm", "reject")), True)


def _marked(rulings: Sequence[Ruling]) -> dict[str, list[list[int]] | None]:
    out: dict[str, list[list[int]] | None] = {"red_line": None, "condition": None}
    for ruling in rulings:
        for role in out:
            if ruling.field == "confirm":
                out[role] = _ranges(ruling.answer[role])
            elif ruling.field == role:
                out[role] = _ranges(ruling.answer)
    return out


def _ranges(spans: Iterable[Row]) -> list[list[int]]:
    return [[s["start"], s["end"]] for s in spans]
