"""Whether two tellings are of one statement, and two reports of one meeting. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from onrecord.values import Status

# Two tellings of one statement: nearly the same words, or one cut from the other, within days. Chosen by reading.
DAYS = 3
NEARLY, CUT, LEAST_WORDS = 85, 92, 6
SHARED = 0.4  # of the shorter one's different words; tellings of one statement share 0.6 and more
# A meeting that is moved by more than this is another meeting.
MOVED_DAYS = 21
_WORD = re.compile(r"[^\W_]+(?:['’]t\b)?")
# Words that turn a statement round, or make it another one: both tellings must have the same.
_TURNS = re.compile(r"(?:not|no|never|neither|nor|without|none|cannot|\w+n['’]t|\d+)$")


@lru_cache(maxsize=16_384)
def words(text: str) -> str:
    """A content's words in lower case, one space between: what tellings are compared by."""
    return " ".join(_WORD.findall(text.lower()))


def near_days(a: str, b: str, days: int = DAYS) -> bool:
    """Whether two dates (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) lie within some days, or one holds the other."""
    if a[: len(b)] == b or b[: len(a)] == a:
        return True
    if len(a) < 10 or len(b) < 10:
        return False
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= days


def shifted(day: str, days: int) -> str:
    """A date some days later; of a month or a year, its first day counts."""
    first = date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])
    return (first + timedelta(days=days)).isoformat()


def same_words(a: str, b: str) -> bool:
    """Whether two contents (as ``words`` gives them) tell the same: nearly equal, or the shorter cut from the longer.

    A negation or number that only one of them has keeps them apart. Most pairs share few words and are told apart by
    that alone: letters are compared of the rest.
    """
    mine, theirs = _distinct(a), _distinct(b)
    if len(mine & theirs) < SHARED * min(len(mine), len(theirs)):
        return False
    short, long = sorted((a, b), key=len)
    if fuzz.ratio(a, b, score_cutoff=NEARLY):
        return _turns(a) == _turns(b)
    if short.count(" ") + 1 < LEAST_WORDS or fuzz.partial_ratio(short, long, score_cutoff=CUT) < CUT:
        return False
    found = fuzz.partial_ratio_alignment(short, long)
    return found is not None and _turns(short) == _turns(_whole(long, found.dest_start, found.dest_end))


@lru_cache(maxsize=16_384)
def _distinct(text: str) -> frozenset[str]:
    return frozenset(text.split())


def wordings_differ(a: str, b: str) -> bool:
    """Whether two quotations of one statement (as ``words`` gives them) contradict: neither holds the other's words."""
    short, long = sorted((a, b), key=len)
    return short not in long and Indel.distance(short, long) > 0


def _turns(text: str) -> Counter[str]:
    return Counter(w for w in text.split() if _TURNS.match(w))


def _whole(text: str, start: int, end: int) -> str:
    """A part of a text, widened to whole words."""
    return text[text.rfind(" ", 0, start + 1) + 1 : (text.find(" ", end - 1) if " " in text[end - 1 :] else len(text))]


@dataclass(frozen=True)
class Session:
    """What tells one meeting from another. ``others`` are dates of the same forum that the same document reports."""

    forum: str | None
    date: str | None
    precision: str | None
    place: str | None
    parties: frozenset[str]
    people: frozenset[str]
    status: Status
    known_on: str
    others: frozenset[str] = frozenset()


def same_meeting(a: Session, known: Sequence[Session]) -> bool:
    """Whether a report is of the meeting of the ``known`` reports: one forum or company, and one date, or moved."""
    return any(_joined(a, k) and _dates_fit(a, k) for k in known)


def _joined(a: Session, b: Session) -> bool:
    if a.forum and b.forum:
        return folded(a.forum) == folded(b.forum)
    if a.people and b.people:
        return bool(a.people & b.people) and (not a.parties or not b.parties or bool(a.parties & b.parties))
    if not a.parties or not b.parties:  # "will meet in Kelmar on Monday": who meets stands in the other report
        return bool(a.place) and (a.place, a.date) == (b.place, b.date) and a.precision == "day"
    shared = a.parties & b.parties
    return len(shared) > 1 and (a.parties <= b.parties or b.parties <= a.parties)


def _dates_fit(a: Session, b: Session) -> bool:
    if not a.date or not b.date:
        return bool(a.forum) and near_days(a.date or a.known_on, b.date or b.known_on, MOVED_DAYS)
    if a.date[: len(b.date)] == b.date or b.date[: len(a.date)] == a.date:
        return True
    moved = a.status in ("postponed", "cancelled") or (a.forum is not None and a.status == b.status == "planned")
    apart = b.date in a.others or a.date in b.others
    return moved and not apart and bool(a.forum) and near_days(a.date, b.date, MOVED_DAYS)


def folded(forum: str) -> str:
    """A forum's name as a key: dashes, case and "the" do not matter."""
    return " ".join(_WORD.findall(forum.lower().replace("the ", "")))
