"""What became of meetings, in words."""

from collections.abc import Mapping

from onrecord.record.answers import Met
from onrecord.weigh.histories import Standing, Turning

STANDINGS: Mapping[Standing, str] = {
    "planned": "planned",
    "held": "held",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "unreported": "planned, not reported held",
}
# Beside a meeting in a drawing, where its shape alone would not tell.
SHORT: Mapping[Standing, str] = {"postponed": "postponed", "cancelled": "cancelled", "unreported": "no report"}
TURNS: Mapping[Turning, str] = {
    "planned": "planned",
    "held": "reported held",
    "moved": "moved",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "redated": "another date is reported",
}
NAMED = 2  # parties or delegates in a short name


def short_name(met: Met) -> str:
    """A forum's name; of a meeting without one its words and the first of those who meet."""
    if met.forum:
        return met.forum
    who = met.delegates or met.parties
    more = " …" if len(who) > NAMED else ""
    return f"{met.what}: {', '.join(who[:NAMED])}{more}" if who else met.what
