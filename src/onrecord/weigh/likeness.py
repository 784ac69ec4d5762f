"""Statements that say the same: one speaker, nearly the same words."""

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.values import Statement
from onrecord.weigh.disputes import Stated

SAME = 0.8
_WORD = re.compile(r"\w+")


def grouped(said: Sequence[Stated]) -> list[list[Stated]]:
    """Statements in order, those that repeat an earlier one put behind it."""
    out: list[list[Stated]] = []
    for one in said:
        group = next((g for g in out if _same(g[0].statement, one.statement)), None)
        if group:
            group.append(one)
        else:
            out.append([one])
    return out


def _same(a: Statement, b: Statement) -> bool:
    """Whether one speaker is given nearly the same words twice (Dice coefficient of their words)."""
    if not a.speaker.name or (a.speaker.name, a.kind) != (b.speaker.name, b.kind):
        return False
    mine, theirs = (Counter(_WORD.findall(" ".join(c.exact for c in s.content).lower())) for s in (a, b))
    total = mine.total() + theirs.total()
    return bool(total) and 2 * (mine & theirs).total() / total >= SAME
