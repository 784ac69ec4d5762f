"""The brief of a store: what the record holds to be one statement or meeting is told once, newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from onrecord.publish import stands
from onrecord.publish.brief import Brief, Together, compose
from onrecord.publish.citations import Ledger, meeting_spans, statement_spans, unique
from onrecord.publish.disagreements import disagreements
from onrecord.publish.glance import Placed, fullness
from onrecord.publish.lines import Section
from onrecord.publish.telling import Telling
from onrecord.publish.wording import KINDS
from onrecord.record.answers import Established, Filter, Met, Report, Said, Source
from onrecord.record.view import View
from onrecord.values import Meeting, Reading, Spans
from onrecord.weigh.disputes import Stated
from onrecord.weigh.weighed import Weighed

# How much of a store one brief holds: it is read in a sitting, and `onrecord statements` shows the rest.
PARTIES, PER_KIND, SHOWN = 12, 12, 3  # parties; statements of a kind for each; those that stand before the fold
MOST = 400  # statements of parties: where there are more, fewer of each kind
TELLINGS = 20  # documents cited for one statement or meeting: the earliest, the fullest, then the newest
MOST_TELLINGS = 1000  # of the whole: where there are more, fewer of each statement and meeting
MEETINGS, BACKGROUND = 40, 5  # meetings; newest documents whose background may be shown


@dataclass
class _Part:
    """What of one document goes into the brief: statements and meetings, each with what on record it tells of."""

    statements: dict[str, int] = field(default_factory=dict)
    meetings: dict[int, str] = field(default_factory=dict)
    background: bool = False


@dataclass(frozen=True)
class Chosen:
    """The documents of a brief in order, narrowed to their parts, and what on record each part tells of."""

    keys: tuple[str, ...]
    readings: tuple[Reading, ...]
    said: dict[int, Said]
    who: dict[int, Established]
    numbers: dict[tuple[int, str], int]
    uids: dict[tuple[int, Meeting], str]
    anchors: dict[tuple[int, Spans], str]

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each document by its key."""
        return {key: number for number, key in enumerate(self.keys)}

    def statements(self, chosen: Sequence[Stated]) -> list[list[Stated]]:
        """Tellings of one statement together, in the order of their first, the fullest before the others."""
        groups: dict[int, list[Stated]] = {}
        for one in chosen:
            groups.setdefault(self.numbers[one.document, one.statement.id], []).append(one)
        return [sorted(g, key=lambda s: -sum(len(c.exact) for c in s.statement.content)) for g in groups.values()]

    def meetings(self, found: list[Placed]) -> list[list[Placed]]:
        """Reports of one meeting together, the newest before the others."""
        groups: dict[str, list[Placed]] = {}
        for placed in found:
            groups.setdefault(self.uids[placed], []).append(placed)
        return [sorted(g, key=lambda p: (-p[0], -fullness(p[1]))) for g in groups.values()]

    def identified(self, one: Stated) -> Stated:
        """A statement with its speaker's name, role and party, where another document is what tells them."""
        actor = self.said[self.numbers[one.document, one.statement.id]].actor
        known = self.who.get(actor) if actor is not None else None
        speaker = one.statement.speaker
        if known is None or speaker.party or known.document == self.keys[one.document]:
            return one
        fuller = speaker.model_copy(
            update={"name": known.name, "role": speaker.role or known.role, "party": known.party}
        )  # fmt: skip
        statement = one.statement.model_copy(update={"speaker": fuller})
        return Stated(one.document, statement, ((self.places[known.document], known.spans),))

    def telling(self, ledger: Ledger) -> Telling:
        """The lines of these statements."""
        told = [self.identified(Stated(i, s)) for i, r in enumerate(self.readings) for s in r.statements]
        by_number = {self.numbers[g[0].document, g[0].statement.id]: g for g in self.statements(told)}
        return Telling(ledger, self.readings, self.keys, by_number)


def of_record(view: View, chosen: Filter, weighed: Weighed | None = None) -> Brief:
    """Compose the brief of a store, narrowed by a filter's ``as_of``, ``since``, ``party`` and ``outlet``.

    With what a dossier's positions are made from, it tells those too: all of them, whatever the filter leaves out, and
    what has shifted since the filter's day. Raises StoreError.
    """
    found = tuple(stands.findings(weighed, chosen.since)) if weighed else ()
    newest = _newest(view, chosen)
    said = _each_once((*newest.said, *(s for f in found for s in f.said)))
    met = view.meetings(replace(chosen, kind=None, speaker=None, limit=MEETINGS))
    kept = choose(view, chosen, said, met, background=view.documents(replace(chosen, limit=BACKGROUND)))
    together = Together(kept.statements, kept.meetings, kept.identified, SHOWN)

    def more(ledger: Ledger) -> Iterator[Section]:
        telling = kept.telling(ledger)
        yield from (f.section(telling) for f in found)
        yield from disagreements(ledger, kept.places, said, met)

    made = compose(kept.readings, together=together, more=more)
    return replace(
        made, as_of=chosen.as_of or made.as_of, dossier=weighed.dossier if weighed else None, left_out=newest.left_out,
        citations=tuple(replace(c, anchor=kept.anchors.get((c.document, c.spans))) for c in made.citations),
    )  # fmt: skip


def _each_once(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({s.id: s for s in said}.values())


@dataclass(frozen=True)
class _Newest:
    """The statements of parties that a brief tells, and what it says of those that it leaves out."""

    said: tuple[Said, ...]
    left_out: str = ""


def _newest(view: View, chosen: Filter) -> _Newest:
    """The newest statements of each kind of each party, then of those without one; as many of each as there is room."""
    every = [p for p, _ in view.parties(as_of=chosen.as_of)]
    named = [chosen.party] if chosen.party else [*every[:PARTIES], ""]
    piles = [
        view.statements(replace(chosen, party=party, kind=kind, limit=PER_KIND + 1))
        for party in named
        for kind, _ in KINDS
    ]
    each = max(SHOWN, _most_of_each([len(pile) for pile in piles], PER_KIND, MOST))
    cut, many = any(len(pile) > each for pile in piles), not chosen.party and len(every) > PARTIES
    parties = f"the {PARTIES} parties that state the most"
    newest = f"the newest {each} statements of a kind by {f'each of {parties}' if many else 'each party'}"
    left_out = f"Told here are {newest if cut else parties}. The record holds more." if cut or many else ""
    return _Newest(tuple(s for pile in piles for s in pile[:each]), left_out)


def _most_of_each(sizes: Sequence[int], each: int, most: int) -> int:
    """How many of each pile, ``each`` at the most and one at the least, so that all are not more than ``most``."""
    while each > 1 and sum(min(size, each) for size in sizes) > most:
        each -= 1
    return each


def choose(
    view: View, chosen: Filter, said: Sequence[Said], met: Sequence[Met] = (), *, background: Sequence[str] = ()
) -> Chosen:
    """The documents that tell of some statements and meetings, narrowed to those, as of a filter's day."""
    parts = _parts(said, met)
    for key in background:
        parts.setdefault(key, _Part()).background = True
    whole = view.tellings({key: part.statements for key, part in parts.items()})
    numbers = {(key, k): number for key, part in parts.items() for k, number in part.statements.items()}
    unknown = {
        numbers[key, s.id] for key, reading in whole.items() for s in reading.statements if s.speaker.party is None
    }
    known = view.established({s.actor for s in said if s.actor is not None and s.id in unknown}, as_of=chosen.as_of)
    named = {found.document for found in known.values()} - whole.keys()
    whole |= view.tellings(dict.fromkeys(named, ()))
    parts |= {key: _Part() for key in named}
    keys = tuple(sorted(whole, key=lambda key: (whole[key].document.published or "", key)))
    return Chosen(
        keys=keys,
        readings=tuple(_narrowed(whole[key], parts[key]) for key in keys),
        said={s.id: s for s in said},
        who=known,
        numbers={(i, k): number for i, key in enumerate(keys) for k, number in parts[key].statements.items()},
        uids={(i, whole[key].meetings[n]): uid for i, key in enumerate(keys) for n, uid in parts[key].meetings.items()},
        anchors=dict(_anchors(whole, parts, keys)),
    )


def _anchors(
    whole: Mapping[str, Reading], parts: Mapping[str, _Part], keys: Sequence[str]
) -> Iterator[tuple[tuple[int, Spans], str]]:
    """Where a document's page has the statement or meeting whose line rests on some spans."""
    for i, key in enumerate(keys):
        for s in whole[key].statements:
            yield (i, unique(statement_spans(s))), f"s-{s.id}"
        for n in parts[key].meetings:
            yield (i, unique(meeting_spans(whole[key].meetings[n]))), f"m-{n}"


def _parts(said: Iterable[Said], met: Iterable[Met]) -> dict[str, _Part]:
    """What to take from which document. Of a meeting that has moved, only reports of where it stands now."""
    parts: dict[str, _Part] = {}
    standing = {m.uid: _standing(m) for m in met}
    sizes = [len(s.citations) for s in said] + [len(reports) for reports in standing.values()]
    each = max(2, _most_of_each(sizes, TELLINGS, MOST_TELLINGS))
    for s in said:
        kept = _most([(c.source, c.earliest or c.fullest) for c in s.citations], each)
        for c in s.citations:
            if c.source.key in kept:
                parts.setdefault(c.source.key, _Part()).statements[c.key] = s.id
    for uid, reports in standing.items():
        kept = _most([(r.source, r is reports[0]) for r in reports], each)
        for r in reports:
            if r.source.key in kept:
                parts.setdefault(r.source.key, _Part()).meetings[r.number] = uid
    return parts


def _standing(m: Met) -> list[Report]:
    return [r for r in m.reports if (r.date, r.status) == (m.date, m.status)] or [m.reports[-1]]


def _most(told: Sequence[tuple[Source, bool]], each: int) -> set[str]:
    """Keys of the documents that are cited: those that must be, then the newest."""
    order = sorted(told, key=lambda t: (t[1], t[0].day), reverse=True)
    return set(list(dict.fromkeys(source.key for source, _ in order))[:each])


def _narrowed(reading: Reading, part: _Part) -> Reading:
    return reading.model_copy(
        update={
            "statements": tuple(s for s in reading.statements if s.id in part.statements),
            "meetings": tuple(m for n, m in enumerate(reading.meetings) if n in part.meetings),
            "background": reading.background if part.background else (),
        }
    )
