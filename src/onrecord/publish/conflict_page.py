"""The stability of a conflict as one HTML file: the table, each cell leading to the sentences that explain it."""

from typing import Final

from onrecord.publish import conflict_open
from onrecord.publish.conflict import Row, Stability, legend, strongest, summary
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.templates import environment

ACROSS: Final = 12  # states side by side, so that a page can be printed


def render(made: Stability) -> str:
    """The page. Everything that an analyst wrote is escaped."""
    parts = [made.shown[at : at + ACROSS] for at in range(0, len(made.shown), ACROSS)]
    return environment().get_template("conflict.html").render(
        made=made, parts=parts, summary=summary(made), legend=legend(made), names=NAMES,
        strongest=strongest, anchor=_anchor,
    )  # fmt: skip


def render_open(made: conflict_open.OpenTable) -> str:
    """The same where preferences are partly open."""
    parts = [made.shown[at : at + ACROSS] for at in range(0, len(made.shown), ACROSS)]
    return environment().get_template("conflict_open.html").render(
        made=made, parts=parts, summary=conflict_open.summary(made), legend=conflict_open.legend(made), names=NAMES,
        sign=conflict_open.sign, anchor=_anchor,
    )  # fmt: skip


def _anchor(row: Row | conflict_open.Party, state: int) -> str:
    """Where the sentences of a cell stand."""
    return f"{'j' if row.joint else 'w'}-{row.number + 1}-{state + 1}"
