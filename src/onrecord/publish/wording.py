"""How values are written for readers."""

import re
from datetime import date

from onrecord.publish.lines import Brief, Phrase
from onrecord.values import Kind, Precision, Status

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# The order of a party's section, and the heading of each kind.
KINDS: tuple[tuple[Kind, Phrase], ...] = (
    ("offer", Phrase.OFFERS),
    ("refusal", Phrase.REFUSES),
    ("demand", Phrase.DEMANDS),
    ("warning", Phrase.WARNS),
    ("commitment", Phrase.COMMITS),
    ("endorsement", Phrase.ENDORSES),
    ("accusation", Phrase.ACCUSES),
    ("expectation", Phrase.EXPECTS),
    ("assertion", Phrase.SAYS),
)
STATUS: dict[Status, Phrase] = {
    "held": Phrase.HELD,
    "planned": Phrase.PLANNED,
    "postponed": Phrase.POSTPONED,
    "cancelled": Phrase.CANCELLED,
}


# The precision of a date by its length: YYYY, YYYY-MM, YYYY-MM-DD.
DIGITS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


def date_text(value: str, precision: Precision = "day") -> str:
    """``2022-01-09`` as "9 January 2022"; a week by its first day, a month or year without one."""
    if len(value) == 4:
        return value
    if len(value) == 7:
        return f"{MONTHS[int(value[5:]) - 1]} {value[:4]}"
    day = date.fromisoformat(value)
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"week of {written}" if precision == "week" else written


def harmless(text: str) -> str:
    """A text without the control characters by which it could command a terminal: each becomes U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def counts(brief: Brief) -> str:
    """The day of a brief, and how many sources and statements it holds."""
    sources = f"{len(brief.documents)} source{'s' * (len(brief.documents) != 1)}"
    said = f"{brief.statements} statement{'s' * (brief.statements != 1)}"
    return " · ".join([*([f"As of {date_text(brief.as_of)}"] if brief.as_of else []), sources, said])
