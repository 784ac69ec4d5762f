"""What became of meetings, in words."""

from collections.abc import Mapping

from onrecord.weigh.histories import Standing, Turning

STANDINGS: Mapping[Standing, str] = {
    "planned": "planned",
    "held": "held",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "unreported": "planned, not reported held",
}
TURNS: Mapping[Turning, str] = {
    "planned": "planned",
    "held": "reported held",
    "moved": "moved",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "redated": "another date is reported",
}
