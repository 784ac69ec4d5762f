"""How sure the record is of a statement: what to look at first."""

from collections import Counter
from collections.abc import Iterable

from onrecord.record.answers import Said

CONFLICT = 0.25  # doubt that reports which disagree on a date or a wording add


def doubt(said: Said) -> float:
    """From 0 (sure) to 1: how unsure the reader is of the fullest telling, and how far the tellings disagree.

    Tellings disagree as far as they are not of the commonest kind among them, and where reports conflict.
    """
    kinds = Counter(c.kind for c in said.citations)
    agreeing = kinds.most_common(1)[0][1] / kinds.total()
    return 1 - said.fullest.confidence * agreeing * (1 - CONFLICT if said.conflicts else 1)


def least_sure(found: Iterable[Said]) -> list[Said]:
    """Statements, those in most doubt first; of equal ones the newest."""
    return sorted(found, key=lambda s: (-doubt(s), -s.id))
