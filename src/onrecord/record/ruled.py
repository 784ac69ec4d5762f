"""What persons' rulings make of tellings. ``rulings`` writes them; whatever is derived reads them here."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from onrecord.record.answers import Field
from onrecord.record.schema import ruling
from onrecord.values import Kind, Span, Spans, Speaker

READ = ("condition", "red_line")  # spans that a person confirms, or says otherwise


@dataclass
class Ruled:
    """What rulings make of one telling, the latest of each field, with their numbers where tellings are compared.

    ``kept`` marks a speaker that was only confirmed: a reader of the same mind may learn more of them.
    """

    speaker: Speaker | None = None
    kept: bool = False
    spans: dict[str, Spans] = field(default_factory=dict)
    kind: tuple[int, Kind] | None = None
    stands: tuple[int, bool] | None = None

    def speaker_of(self, row: Row[Any]) -> Speaker:
        """Who speaks in an attribution (its row)."""
        if self.speaker is None or (self.kept and self.speaker.name == row.speaker_name):
            return speaker_of(row)
        return self.speaker


def speaker_of(row: Row[Any]) -> Speaker:
    """The speaker of an attribution as it was read."""
    return Speaker(name=row.speaker_name, type=row.speaker_type, role=row.speaker_role, party=row.speaker_party)


def kind_by(ruled: Iterable[Ruled]) -> tuple[int, Kind] | None:
    """The kind of a statement by the latest ruling on any of its tellings, and that ruling's number."""
    return max((r.kind for r in ruled if r.kind), default=None)


def rejected_by(ruled: Iterable[Ruled]) -> int | None:
    """The ruling by which a statement is rejected: the latest word on whether it stands, if that is no."""
    number, stands = max((r.stands for r in ruled if r.stands), default=(None, True))
    return None if stands else number


def folded(rulings: Iterable[tuple[int, Field, Any]]) -> Ruled:
    """Rulings on one telling, in order: number, field and answer of each."""
    out = Ruled()
    for number, of, answer in rulings:
        if of == "confirm":
            out.kind, out.stands = (number, answer["kind"]), (number, True)
            out.spans |= {role: spans_of(answer[role]) for role in READ}
            if out.speaker is None or out.kept:
                out.speaker, out.kept = Speaker(**answer["speaker"]), True
        elif of == "reject":
            out.stands = number, False
        elif of == "kind":
            out.kind = number, answer
        elif of == "speaker":
            out.speaker, out.kept = Speaker(**answer), False
        elif of == "spans":
            out.spans |= {role: spans_of(spans) for role, spans in answer.items()}
        elif of in READ:
            out.spans[of] = spans_of(answer)
    return out


def spans_of(answer: Iterable[dict[str, Any]]) -> Spans:
    """Spans as a ruling holds them."""
    return tuple(Span(**span) for span in answer)


def ruled(
    connection: Connection, those: Select[Any] | Sequence[int] | None = None, *, judge: str | None = None
) -> dict[int, Ruled]:  # fmt: skip
    """What holds of rulings, by attribution: of those whose numbers are given, or of all; all persons' or one's."""
    r = ruling.c
    chosen = select(ruling).where(r.withdrawn.is_(None), r.attribution_id.is_not(None))
    if those is not None:
        chosen = chosen.where(r.attribution_id.in_(those))
    if judge is not None:
        chosen = chosen.where(r.judge == judge)
    rows = connection.execute(chosen.order_by(r.attribution_id, r.id))
    by_telling = groupby(rows, lambda row: int(row.attribution_id))
    return {number: folded((row.id, row.field, json.loads(row.answer)) for row in some) for number, some in by_telling}
