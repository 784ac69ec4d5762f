"""Date expressions of English news, resolved against the publication date; what stays open is left out."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.read.parsed import Parsed
from onrecord.read.pieces import in_quotation
from onrecord.spans import Range, overlap
from onrecord.values import Precision, When

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_OF_YEAR = rf"(?:,?\s+{_YEAR}\b)?"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.)"
_UNIT = r"(?P<unit>day|week|month|year)"
_COUNTED = r"\s?(?:percent|per cent|%|million|billion)"
_RELATIVE = (
    r"day before yesterday|day after tomorrow|yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening)"
)
_ANCHORED = (
    r"(?:on |at )?the eve of|a day (?:earlier|before)|the day before|the previous day|the (?:same|very same) day"
    r"|the (?:next|following) day|a day later|the day after"
)
_SPAN = r"(?:\s?[–—-]\s?[0-3]?\d(?!\d))?"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "a": 1, "ten": 10}

# Each form of a date and the reader of its match, most specific first.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("exact", re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b")),
    ("exact", re.compile(rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}{_SPAN}(?!\d|:\d|{_COUNTED}){_OF_YEAR}")),
    (
        "exact",
        re.compile(rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}{_SPAN}\s+(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s+{_YEAR}\b)?"),
    ),
    ("month", re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b")),
    ("month", re.compile(rf"(?<=\b[Ii]n )(?:(?:early|mid|late)[ -])?{_MONTH}(?![a-z]|\s+\d)")),
    ("month", re.compile(rf"\b(?P<which>last|next|this|since|until|by|early|late)\s+{_MONTH}(?![a-z]|\s+\d)")),
    ("weekday", re.compile(rf"\b(?:(?P<which>last|next|this|coming|this coming|this past)\s+)?{_WEEKDAY}(?![a-z])")),
    ("relative", re.compile(rf"\b(?P<word>{_RELATIVE})\b", re.I)),
    ("unit", re.compile(rf"\b(?P<which>last|next|this|earlier this|later this|coming)\s+{_UNIT}\b", re.I)),
    ("ago", re.compile(rf"\b(?P<count>\d+|{'|'.join(_NUMBERS)})\s+{_UNIT}s?\s+ago\b", re.I)),
    ("anchored", re.compile(rf"\b(?P<word>{_ANCHORED})\b", re.I)),
    ("year", re.compile(rf"(?<![\d,.$€£-]){_YEAR}(?![\d%-]|,\d|\.\d|\s+hours)")),
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|is to|are to|to be held|due|scheduled|set to|set for|plans?|planned|expected|upcoming|next"
    r"|coming|ahead of|prepar\w+|before|later|going to|until|by|postponed (?:to|until)|moved to)\b",
    re.I,
)
MOST_AGO = 500  # "2,000 years ago" is no date of a negotiation
_SHIFTS = {
    "eve": -1,
    "earlier": -1,
    "before": -1,
    "previous": -1,
    "same": 0,
    "next": 1,
    "following": 1,
    "later": 1,
    "after": 1,
}


@dataclass(frozen=True)
class Dated:
    """A date expression, what it stands for, and the expressions that it was resolved from, itself first."""

    span: Range
    when: When
    evidence: tuple[Range, ...]


def dated(parsed: Parsed, published: str | None) -> tuple[Dated, ...]:
    """Every date expression that can be resolved, in the order of the text.

    A missing year is the one that brings the date nearest to ``published`` (YYYY-MM-DD). A weekday is the latest on or
    before it, or the next one where the sentence looks ahead. What is told from another date ("a day earlier", "on the
    eve of the talks") is resolved from the day named last before it. "today" inside a quotation is left out: it is
    relative to a day that only the speaker knows.
    """
    base = date.fromisoformat(published) if published else None
    out: list[Dated] = []
    for start, end, form, match in _expressions(parsed.text):
        if form == "anchored":
            found = _anchored(match, (start, end), out)
        else:
            when = _resolved(form, match, parsed, base)
            found = Dated((start, end), when, ((start, end),)) if when else None
        if found:
            out.append(found)
    return tuple(out)


def day_of(when: When | None) -> date | None:
    """The calendar day of a date that is known to the day."""
    return date.fromisoformat(when.date) if when and when.precision == "day" else None


def day(value: date, precision: Precision = "day") -> When:
    """A date as a When; a week is named by its Monday."""
    if precision == "week":
        value -= timedelta(days=value.weekday())
    return When(date=value.isoformat()[: {"month": 7, "year": 4}.get(precision, 10)], precision=precision)


def _expressions(text: str) -> list[tuple[int, int, str, re.Match[str]]]:
    found: list[tuple[int, int, str, re.Match[str]]] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            span = match.span()
            if not any(overlap(span, (s, e)) for s, e, *_ in found):
                found.append((*span, form, match))
    return sorted(found, key=lambda f: f[0])


def _resolved(form: str, match: re.Match[str], parsed: Parsed, base: date | None) -> When | None:
    parts = match.groupdict()
    if form == "exact":
        return _exact(parts, base)
    if form == "year":
        return When(date=parts["year"], precision="year")
    if form == "month":
        return _month(parts, base, ahead=_ahead(parsed, match))
    if base is None or (form in ("relative", "weekday", "unit") and in_quotation(parsed.text, match.start())):
        return None
    if form == "weekday":
        return _weekday(parts, base, ahead=_ahead(parsed, match))
    if form == "relative":
        return _relative(parts["word"].lower(), base)
    return _unit(parts, base) if form == "unit" else _ago(parts, base)


def _exact(parts: dict[str, str | None], base: date | None) -> When | None:
    number = int(parts.get("number") or 0) or _month_number(parts["month"] or "")
    day_number = int(parts["day"] or 0)
    years = [int(parts["year"])] if parts["year"] else [base.year + d for d in (-1, 0, 1)] if base else []
    days = [d for y in years if (d := _valid(y, number, day_number))]
    named = (parts.get("weekday") or "")[:3].lower()
    fitting = [d for d in days if not named or DAYS[d.weekday()].startswith(named)] or days
    if not fitting:
        return None
    return day(min(fitting, key=lambda d: abs(d - base)) if base else fitting[0])


def _month(parts: dict[str, str | None], base: date | None, *, ahead: bool) -> When | None:
    number = _month_number(parts["month"] or "")
    if parts.get("year"):
        return When(date=f"{parts['year']}-{number:02}", precision="month")
    if base is None:
        return None
    middles = [date(base.year + d, number, 15) for d in (-1, 0, 1)]
    which = parts.get("which")
    if which == "last":
        middles = [m for m in middles if (m.year, m.month) < (base.year, base.month)]
    elif which == "next" or ahead:
        middles = [m for m in middles if (m.year, m.month) >= (base.year, base.month)]
    return day(min(middles, key=lambda m: abs(m - base)), "month")


def _weekday(parts: dict[str, str | None], base: date, *, ahead: bool) -> When:
    wanted = next(i for i, name in enumerate(DAYS) if name.startswith((parts["weekday"] or "")[:3].lower()))
    back = (base.weekday() - wanted) % 7
    which = parts.get("which") or ""
    if which in ("last", "this past"):
        return day(base - timedelta(days=back or 7))
    if ahead or which in ("next", "coming", "this coming"):
        forward = (wanted - base.weekday()) % 7
        return day(base + timedelta(days=forward or (7 if which == "next" else 0)))
    return day(base - timedelta(days=back))


def _relative(word: str, base: date) -> When:
    shift = {"day before yesterday": -2, "yesterday": -1, "tomorrow": 1, "day after tomorrow": 2}.get(word, 0)
    return day(base + timedelta(days=shift))


def _unit(parts: dict[str, str | None], base: date) -> When:
    which, unit = (parts["which"] or "").lower(), (parts["unit"] or "").lower()
    step = {"last": -1, "next": 1, "coming": 1}.get(which, 0)
    return _stepped(base, unit, step)


def _ago(parts: dict[str, str | None], base: date) -> When | None:
    written = (parts["count"] or "").lower()
    count = _NUMBERS[written] if written in _NUMBERS else int(written or 0)
    if count > MOST_AGO:
        return None
    return _stepped(base, (parts["unit"] or "").lower(), -count)


def _stepped(base: date, unit: str, step: int) -> When:
    if unit == "day":
        return day(base + timedelta(days=step))
    if unit == "week":
        return day(base + timedelta(weeks=step), "week")
    if unit == "month":
        months = base.year * 12 + base.month - 1 + step
        return day(date(months // 12, months % 12 + 1, 1), "month")
    return day(date(max(base.year + step, 1), 1, 1), "year")


def _anchored(match: re.Match[str], span: Range, before: list[Dated]) -> Dated | None:
    """A day told from the day that was named last."""
    last = next((d for d in reversed(before) if d.when.precision == "day"), None)
    known = day_of(last.when) if last else None
    if last is None or known is None:
        return None
    word = match["word"].lower()
    shift = next(value for key, value in _SHIFTS.items() if key in word)
    return Dated(span, day(known + timedelta(days=shift)), (span, *last.evidence))


def _ahead(parsed: Parsed, match: re.Match[str]) -> bool:
    """Whether the clause before a weekday looks ahead; "said on Monday that it would" does not."""
    start, _ = parsed.sentence(match.start())
    before = parsed.text[start : match.start()]
    clause = re.split(r",\s|;\s|\bthat\b|\bsaid\b|\btold\b", before)[-1]
    after = parsed.text[match.end() : match.end() + 40]
    opening = not before.strip(" \"“'On") and bool(re.search(r"\b(?:will|is to|are to|is due|are due)\b", after[:60]))
    return bool(_FUTURE.search(clause)) or opening


def _month_number(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
