"""What became known, as an Atom feed (RFC 4287): an entry a statement, a change of a meeting, and a shift."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from onrecord.publish.listing import named, short, who
from onrecord.publish.position_rows import moved
from onrecord.publish.wording import date_text
from onrecord.record.answers import Change, Changes, Said
from onrecord.weigh.shifts import Shift
from onrecord.weigh.weighed import Weighed

ATOM = "http://www.w3.org/2005/Atom"
# Characters that XML may not hold (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Entry:
    """One entry: its ``key`` is what it is told from others by, whatever number it has in the store."""

    key: tuple[str, ...]
    title: str
    words: str
    day: str
    path: str


def feed(
    found: Changes, shifts: tuple[Shift, ...], weighed: Weighed | None, store: str, base: str, latest: str | None
) -> bytes:  # fmt: skip
    """The feed; ``base`` is the desk's address, ``latest`` the last day on which anything became known.

    An entry's id stays the same wherever the desk is served, and through later readings of the same documents.
    """
    title = weighed.dossier.title if weighed else store
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    entries = sorted(_entries(found, shifts, weighed), key=lambda e: e.day, reverse=True)
    _text(root, "id", _urn("feed", store))
    _text(root, "title", f"{title}: changes on record")
    _text(root, "updated", _time(max((e.day for e in entries), default=latest or found.since)))
    _text(ET.SubElement(root, "author"), "name", "onrecord")
    ET.SubElement(root, "link", {"rel": "self", "href": f"{base}changes.atom"})
    ET.SubElement(root, "link", {"rel": "alternate", "href": f"{base}changes"})
    for entry in entries:
        made = ET.SubElement(root, "entry")
        _text(made, "id", _urn(*entry.key))
        _text(made, "title", entry.title)
        _text(made, "updated", _time(entry.day))
        ET.SubElement(made, "link", {"rel": "alternate", "href": f"{base}{entry.path}"})
        _text(made, "content", entry.words)
    sent: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return sent


def _entries(found: Changes, shifts: tuple[Shift, ...], weighed: Weighed | None) -> Iterator[Entry]:
    yield from map(_statement, found.statements)
    yield from map(_meeting, found.meetings)
    if weighed:
        said = {s.id: s for s in weighed.said}
        names = {i.id: i.name for i in weighed.dossier.issues}
        yield from (_shift(s, said[s.now.statement], names[s.issue]) for s in shifts)


def _statement(s: Said) -> Entry:
    first = s.citations[0]
    for_party = f" ({s.party})" if s.party and s.party != s.speaker else ""
    return Entry(
        ("statement", first.source.key, first.key), f"{who(s)}{for_party}: {s.kind}",
        f"{s.content} ({who(s)}, {date_text(s.date)}; {s.fullest.source.outlet or 'outlet unknown'})",
        first.source.day, f"statements/{s.id}",
    )  # fmt: skip


def _meeting(c: Change) -> Entry:
    m, day = c.meeting, max(r.source.day for r in c.meeting.reports)
    when = date_text(m.date, m.precision or "day") if m.date else "date not stated"
    told = [when, m.place, ", ".join(m.parties)]
    newest = m.reports[-1]
    return Entry(
        ("meeting", m.uid, c.what, m.date or ""), f"{c.what}: {named(m)}, {when}",
        " · ".join(t for t in told if t), day, f"documents/{newest.source.key}#m-{newest.number}",
    )  # fmt: skip


def _shift(s: Shift, now: Said, issue: str) -> Entry:
    day = min(c.source.day for c in now.citations)
    return Entry(
        ("shift", s.party, s.issue, s.what, s.now.document, s.now.telling), f"{s.party} on {issue}: {moved(s)}",
        f"Then: {short(s.was.text)} — now: {short(s.now.text)}", day,
        f"documents/{s.now.document}#s-{s.now.telling}",
    )  # fmt: skip


def _urn(*key: str) -> str:
    return uuid5(NAMESPACE_URL, "\n".join(("onrecord", *key))).urn


def _time(day: str) -> str:
    """A day as Atom wants it, at its beginning; what is no day is the first of days."""
    return f"{day if _DAY.fullmatch(day) else '0001-01-01'}T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _FORBIDDEN.sub("\ufffd", text)
