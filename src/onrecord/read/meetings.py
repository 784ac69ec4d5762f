"""The meetings a document reports: which forum, where, when, who, on what, and whether it was held."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from onrecord.read.agenda import kept_off, referred, taken_up
from onrecord.read.dates import Dated, day_of
from onrecord.read.encounters import Forum, Guest, People, forums, guests, nouns, verbs
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.pieces import in_quotation
from onrecord.spans import Range, inside, merged, overlap
from onrecord.values import Document, Meeting, MeetingKind, Status, When, cut

_CANCELLED = re.compile(r"\b(?:cancel\w*|called off|calling off|scrapped)\b", re.I)
_POSTPONED = re.compile(r"\b(?:postpon\w*|put off|delayed|deferred|adjourned until|rescheduled)\b", re.I)
_PLANNED = re.compile(
    r"\b(?:will|would|scheduled|planned|upcoming|due|set to|next|coming|tomorrow|ahead of|plans? to|is to|are to)\b",
    re.I,
)
_HELD = re.compile(
    r"\b(?:was|were|had|took|held|met|ended|concluded|spoke|talked|wrapped up|hosted|gathered|during)\b", re.I
)
_KINDS: tuple[tuple[MeetingKind, re.Pattern[str]], ...] = (
    ("preliminary", re.compile(r"\bpreliminary|\bexploratory|\bon the eve\b", re.I)),
    ("summit", re.compile(r"\bsummit\b", re.I)),
    ("council", re.compile(r"\bcouncil\b", re.I)),
    ("call", re.compile(r"\bcall\b|\bby (?:phone|telephone|video)|\bspoke\b|video ?conference", re.I)),
    ("round", re.compile(r"\bround\b|\bsession\b|\btalks\b|\bnegotiations\b|\bconsultations\b|\bdialogue\b", re.I)),
)
_AT = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?:(?:[\w-]+\s+){0,2}(?:city|town|village|resort|capital|port)\s+of\s+)?$")
_SPEAKS = re.compile(r"\bsp(?:eak|oke)", re.I)
_CALL = re.compile(r"\bcall\b|conference\b", re.I)
NEAR_YEARS = 1


@dataclass(frozen=True)
class Sighting:
    """One place where the text speaks of a meeting."""

    forum: Forum | None
    what: Range | None
    verb: tuple[Range, str] | None
    clause: Range
    date: Dated | None
    place: Range | None
    guests: tuple[Guest, ...]
    agenda: tuple[Range, ...] = ()
    off_agenda: tuple[Range, ...] = ()
    referral: tuple[Range, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties of those who take part, each once, in order."""
        return tuple(dict.fromkeys(g.party for g in self.guests if g.party))

    @property
    def people(self) -> tuple[str, ...]:
        """The people who take part."""
        return tuple(dict.fromkeys(g.person for g in self.guests if g.person))


def meetings(
    parsed: Parsed, dates: Sequence[Dated], parties: Gazetteer, people: People, document: Document
) -> tuple[Meeting, ...]:
    """Every meeting that the text reports with enough to tell it from another: two of forum, date and participants."""
    published = date.fromisoformat(document.published) if document.published else None
    seen = [
        _referred_to(parsed, before, sentence, s)
        for before, sentence in pairwise([(0, 0), *parsed.sentences])
        for s in _sightings(parsed, sentence, dates, parties, people)
    ]
    groups: list[list[Sighting]] = []
    for sighting in seen:
        group = next((g for g in groups if _same(g, sighting)), None)
        if group:
            group.append(sighting)
        elif _tells(sighting, published):
            groups.append([sighting])
    made = [_meeting(parsed, group, published) for group in groups]
    return tuple(sorted(made, key=lambda m: (m.date.date if m.date else "9999", m.evidence[0].start)))


def _sightings(
    parsed: Parsed, sentence: Range, dates: Sequence[Dated], parties: Gazetteer, people: People
) -> Iterable[Sighting]:
    named = forums(parsed.text, sentence, parties)
    words = [n for n in nouns(parsed.text, sentence) if not in_quotation(parsed.text, n[0])]
    said = [v for v in verbs(parsed.text, sentence) if not in_quotation(parsed.text, v[0][0])]
    inside_dates = [d for d in dates if inside(d.span, sentence) and d.when.precision != "year"]
    if not named and not words and not _encounter(parsed, sentence, said):
        return
    apart = _each_dated(named, inside_dates)
    if len(apart) > 1:
        for forum, when, clause in apart:
            yield _sighting(parsed, clause, forum, [], [], [when], parties, people)
        return
    yield _sighting(parsed, sentence, named[0] if named else None, words, said, inside_dates, parties, people)


def _referred_to(parsed: Parsed, before: Range, sentence: Range, s: Sighting) -> Sighting:
    """A sighting with the topics on its agenda that the sentence before keeps off another meeting's, if sent to it."""
    words, kept = referred(parsed.text, sentence), kept_off(parsed.text, before)
    return replace(s, agenda=(*kept, *s.agenda), referral=(words,)) if s.forum and words and kept else s


def _each_dated(named: list[Forum], dates: list[Dated]) -> list[tuple[Forum, Dated, Range]]:
    """Forums of one sentence that each have a date of their own after them."""
    out: list[tuple[Forum, Dated, Range]] = []
    for i, forum in enumerate(named):
        until = named[i + 1].span[0] if i + 1 < len(named) else forum.span[1] + 80
        own = [d for d in dates if forum.span[1] <= d.span[0] < until]
        if own:
            out.append((forum, own[0], (forum.span[0], own[0].span[1])))
    return out


def _encounter(parsed: Parsed, sentence: Range, said: list[tuple[Range, str]]) -> bool:
    """Whether a verb of meeting has someone to meet: "met with", "spoke today with", "will meet"."""
    after = (parsed.text[v[0][1] : sentence[1]] for v in said)
    own = (parsed.text[slice(*v[0])].lower() for v in said)
    return any("meet" in verb or "met" in verb.split() for verb in own) or any(
        re.match(r"(?:\s+\w+){0,3}\s+with\b", rest) for rest in after
    )


def _sighting(
    parsed: Parsed, clause: Range, forum: Forum | None, words: list[Range], said: list[tuple[Range, str]],
    dates: list[Dated], parties: Gazetteer, people: People,
) -> Sighting:  # fmt: skip
    verb = said[0] if said else None
    anchor = forum.span[0] if forum else verb[0][0] if verb else words[0][0] if words else clause[0]
    what = forum.noun if forum and forum.noun else min(words, key=lambda w: abs(w[0] - anchor), default=None)
    if forum and what and overlap(what, forum.span):
        what = None
    if verb and what and _SPEAKS.search(parsed.text[slice(*verb[0])]) and not _CALL.search(parsed.text[slice(*what)]):
        what = None  # "spoke by phone about the talks" is no session of the talks
    nearest = min(dates, key=lambda d: (d.when.precision != "day", abs(d.span[0] - anchor)), default=None)
    members = [Guest((o.start, o.end), o.party, None) for o in parties.within(forum.span)] if forum else []
    present = guests(parsed, clause, verb[0] if verb else None, parties, people)
    return Sighting(
        forum, what, verb, clause, nearest, _place(parsed, clause, anchor), (*members, *present),
        tuple(taken_up(parsed.text, clause)), tuple(kept_off(parsed.text, clause)),
    )  # fmt: skip


def _place(parsed: Parsed, clause: Range, anchor: int) -> Range | None:
    """The place named with "in" or "at" nearest after the meeting, or first in the sentence."""
    found = [
        m.range
        for m in parsed.within(clause, "GPE", "LOC")
        if _AT.search(parsed.text[max(clause[0], m.start - 40) : m.start])
    ]
    far = re.compile(r"[.;]|\bthat\b|\bto\b")
    after = [r for r in found if r[0] > anchor and not far.search(parsed.text, min(anchor + 30, r[0]), r[0])]
    return min(after or [r for r in found if r[0] < anchor and r[0] - clause[0] < 40], default=None)


def _tells(s: Sighting, published: date | None) -> bool:
    """Whether a sighting tells a meeting from any other."""
    day = day_of(s.date.when) if s.date else None
    if day and published and abs((day - published).days) > 366 * NEAR_YEARS:
        return False
    gathered = len(s.parties) + len(s.people) >= 2 and (len(s.parties) >= 2 or len(s.people) >= 2)
    placed = s.place is not None and s.verb is not None
    known = sum((s.forum is not None, s.date is not None and s.date.when.precision == "day", gathered, placed))
    return known >= 2 and (s.forum is not None or s.what is not None or s.verb is not None)


def _same(group: list[Sighting], s: Sighting) -> bool:
    """Whether a sighting is of a meeting seen before: nothing tells them apart, and something joins them."""
    forum = next((g.forum.name for g in group if g.forum), None)
    when = next((g.date.when for g in group if g.date), None)
    if forum and s.forum and forum != s.forum.name:
        return False
    same_day = bool(when and s.date and when == s.date.when)
    if when and s.date and not same_day and "day" in (when.precision, s.date.when.precision):
        return False
    if forum and s.forum:
        return True
    people = {p for g in group for p in g.people}
    if people and s.people and not people & set(s.people):
        return False
    return same_day and (s.forum is None or forum is None) and not (s.forum and people)


def _meeting(parsed: Parsed, group: list[Sighting], published: date | None) -> Meeting:
    forum = next((g.forum for g in group if g.forum), None)
    what = next((g.what for g in group if g.what), None)
    verb = next((g.verb for g in group if g.verb), None)
    when = next((g.date for g in group if g.date and g.date.when.precision == "day"), None) or next(
        (g.date for g in group if g.date), None
    )
    place = next((g.place for g in group if g.place), None)
    chosen = [g for g in group if g.guests][:2]
    present = [guest for g in chosen for guest in g.guests]
    words = what or (verb[0] if verb else forum.span if forum else group[0].clause)
    evidence = [words, *(when.evidence if when else ()), *(g.span for g in present)]
    evidence += [span for g in group for span in g.referral]
    evidence += [span for span in (forum.span if forum else None, place, verb[0] if verb else None) if span]
    text = parsed.text
    named = " ".join([text[slice(*words)], forum.name if forum else "", *(text[slice(*g.clause)] for g in group[:1])])
    return Meeting(
        forum=forum.name if forum else None,
        what=text[slice(*words)],
        kind=_kind(" ".join([text[slice(*words)], forum.name if forum else ""]), named),
        place=text[slice(*place)] if place else None,
        date=when.when if when else None,
        parties=tuple(dict.fromkeys(g.party for g in present if g.party)),
        delegates=tuple(dict.fromkeys(g.person for g in present if g.person)),
        status=_status(text, group, when.when if when else None, published),
        agenda=cut(text, _apart(span for g in group for span in g.agenda)),
        off_agenda=cut(text, _apart(span for g in group for span in g.off_agenda)),
        evidence=cut(text, _apart(evidence)),
    )


def _apart(spans: Iterable[Range]) -> list[Range]:
    return merged(s for s in spans if s[1] > s[0])


def _kind(own: str, around: str) -> MeetingKind:
    for words in (own, around):
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind
    return "meeting"


def _status(text: str, group: list[Sighting], when: When | None, published: date | None) -> Status:
    clause = " ".join(text[slice(*g.clause)] for g in group)
    first = text[slice(*group[0].clause)]
    if _CANCELLED.search(clause):
        return "cancelled"
    if _POSTPONED.search(clause):
        return "postponed"
    verb = next((g.verb[1] for g in group if g.verb), None)
    day = day_of(when)
    if day and published and day != published:
        return "held" if day < published else "planned"
    if verb:
        return "held" if verb == "past" else "planned"
    return "held" if _HELD.search(first) and not _PLANNED.search(first) else "planned"
