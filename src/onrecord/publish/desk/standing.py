"""What a dossier's positions come to: made once for all pages."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from onrecord.publish.matrix import Matrix
from onrecord.record.answers import Said
from onrecord.weigh.clashes import Clash, clashes
from onrecord.weigh.common_ground import CommonGround, common_ground
from onrecord.weigh.positions import positions
from onrecord.weigh.weighed import Weighed, known_by


@dataclass(frozen=True)
class Stood:
    """What was weighed, and what was found in it; ``said`` are its statements by number, as they were known."""

    weighed: Weighed
    matrix: Matrix
    clashes: tuple[Clash, ...]
    common_ground: tuple[CommonGround, ...]
    said: dict[int, Said]
    unsorted: int  # how many of them bear on no issue
    last: str | None  # the latest day on which anything weighed was said or became known


@dataclass(frozen=True)
class Standing(Stood):
    """The same as a page shows it: since when it holds, and whether the record or the dossier has changed since."""

    made: datetime
    behind: bool


def stood(w: Weighed) -> Stood:
    """Positions, clashes and common ground of what was weighed."""
    held = positions(w.said, w.bearings, w.dossier, w.as_of)
    return Stood(
        w, Matrix(w.dossier, w.as_of, held),
        clashes(w.said, w.bearings, w.dossier, w.as_of, held),
        common_ground(w.said, w.bearings, w.dossier, w.as_of, w.meanings, w.conditions, held),
        {s.id: s for s in known_by(w.said, w.as_of)}, len(w.unsorted), _last(w),
    )  # fmt: skip


def _last(w: Weighed) -> str | None:
    days = chain.from_iterable((s.date, *(c.source.day for c in s.citations)) for s in w.said)
    return max((day for day in days if len(day) == len("2022-01-10")), default=None)  # a month or year is no day
