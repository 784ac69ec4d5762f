"""How much of what a careful reader finds in a document a reading holds, field by field.

A statement counts as found when a statement of the reading shares at least half of its words (Dice coefficient), or one
holds the other; fields are judged on found statements, and only where the expectation names them.
"""

import re
import unicodedata
from collections import Counter
from typing import Any

from onrecord.values import Meeting, Reading, Span, Statement

Fact = dict[str, Any]
LEAST = 0.5
FIELDS = ("speaker", "party", "kind", "quotation", "told_to", "relayed_by", "said_on", "condition")


def score(expected: Fact, reading: Reading) -> Counter[tuple[str, bool]]:
    """Counts of (measure, right or wrong) for one document."""
    tally: Counter[tuple[str, bool]] = Counter()
    for fact in expected["statements"]:
        found = _match(fact, reading)
        if found is None:
            if not fact.get("optional") and not _is_condition(fact, reading):
                tally["found", False] += 1
            continue
        tally["found", True] += not fact.get("optional")
        for field in FIELDS:
            if fact.get(field) and not fact.get(f"optional_{field}"):
                tally[field, _agrees(field, fact[field], found, reading)] += 1
    for statement in reading.statements:
        content = _text(statement.content)
        tally["precision", any(_share(f["content"], content) >= LEAST for f in expected["statements"])] += 1
    for fact in expected["meetings"]:
        tally["meetings", any(_same_meeting(fact, m) for m in reading.meetings)] += 1
    for fact in expected["people"]:
        actor = next((a for a in reading.actors if _same_name(fact["name"], a.name)), None)
        right = actor is not None and actor.party == fact["party"] and _words(fact["role"]) <= _words(actor.role)
        tally["people", right] += 1
    return tally


def shares(tally: Counter[tuple[str, bool]]) -> dict[str, float]:
    """Each measure's share of right answers, in per cent."""
    measures = sorted({measure for measure, _ in tally})
    return {
        m: 100 * tally[m, True] / (tally[m, True] + tally[m, False])
        for m in measures
        if tally[m, True] + tally[m, False]
    }


def _match(fact: Fact, reading: Reading) -> Statement | None:
    best = max(reading.statements, key=lambda s: _share(fact["content"], _text(s.content)), default=None)
    return best if best and _share(fact["content"], _text(best.content)) >= LEAST else None


def _is_condition(fact: Fact, reading: Reading) -> bool:
    held = (_text(s.condition) for s in reading.statements)
    return bool(fact.get("may_be_condition")) and any(_share(fact["content"], c) >= LEAST for c in held)


def _agrees(field: str, wanted: Any, found: Statement, reading: Reading) -> bool:
    if field == "condition":
        same = (s for s in reading.statements if s.speaker.name == found.speaker.name)
        return any(_share(wanted, _text(spans)) >= LEAST for s in same for spans in (s.condition, s.content))
    if field == "speaker":
        return _same_name(wanted, found.speaker.name)
    if field == "told_to":
        return _same_name(wanted, found.told_to)
    if field == "relayed_by":
        return _same_name(wanted, found.relayed_by and found.relayed_by.name)
    got = {"party": found.speaker.party, "said_on": found.said_on and found.said_on.date}
    return got.get(field, getattr(found, field, None)) in _options(wanted)


def _same_meeting(fact: Fact, meeting: Meeting) -> bool:
    name = f"{meeting.forum or ''} {meeting.what}"
    wanted = fact.get("forum") or fact.get("what") or ""
    day = meeting.date.date if meeting.date else None
    return (
        day == fact.get("date") and bool(_words(wanted) & _words(name)) and set(fact["parties"]) <= set(meeting.parties)
    )


def _options(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _same_name(wanted: Any, got: str | None) -> bool:
    """Whether the words of one name are among the other's, accents and case aside."""
    mine = _words(got)
    return bool(mine) and any(_words(w) <= mine or mine <= _words(w) for w in _options(wanted))


def _words(text: str | None) -> set[str]:
    return set(_list(text or ""))


def _list(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _share(a: str, b: str) -> float:
    one, other = Counter(_list(a)), Counter(_list(b))
    total = one.total() + other.total()
    if not total:
        return 0.0
    shorter, longer = sorted((" ".join(_list(a)), " ".join(_list(b))), key=len)
    held = len(shorter.split()) >= 4 and shorter in longer
    return 1.0 if held else 2 * (one & other).total() / total


def _text(spans: tuple[Span, ...]) -> str:
    return " ".join(span.exact for span in spans)
