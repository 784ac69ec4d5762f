"""The eve-of-talks explainer: readings composed into sections of lines, each with its citations."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.publish import saying
from onrecord.publish.citations import Ledger, meeting_spans
from onrecord.publish.glance import Placed, alike, glance, main_meeting, title, within
from onrecord.publish.lines import Brief, Field, Group, Line, Part, Phrase, Quoted, Section, Words
from onrecord.publish.wording import KINDS
from onrecord.values import Kind, Reading, Span
from onrecord.weigh.disputes import Stated, disputes
from onrecord.weigh.likeness import grouped

__all__ = ["Brief", "Together", "compose"]

CONTEXT = 5  # background sentences shown
EMPTY = {
    "glance": "No meeting was found.",
    "table": "Nothing is said of an agenda.",
    "disputed": "No two statements that clash were found.",
    "outlook": "No expectation is stated.",
    "context": "No background sentences were found.",
    "statements": "No statements were found.",
}


@dataclass(frozen=True)
class Together:
    """What counts as said once: how statements and reports of meetings are put together, the one shown first.

    ``identity`` gives a statement the places in other documents that say who its speaker is; ``shown`` is how many
    lines of a kind stand before older ones are folded (None: all).
    """

    statements: Callable[[Sequence[Stated]], list[list[Stated]]] = grouped
    meetings: Callable[[list[Placed]], list[list[Placed]]] = alike
    identity: Callable[[Stated], Stated] = lambda s: s
    shown: int | None = None


ALONE = Together()


def compose(
    readings: Sequence[Reading],
    *,
    unread: Sequence[str] = (),
    together: Together = ALONE,
    more: Callable[[Ledger], Iterable[Section]] = lambda _: (),
) -> Brief:
    """Compose the brief of some readings. ``more`` makes further sections, which stand before the outlook.

    Every line is made of source words, of resolved fields with their evidence, and of fixed phrases
    (``publish.lines.Phrase``); ``publish.check.unfaithful`` derives that again from the result.
    """
    ledger = Ledger([r.document.text for r in readings])
    said = [together.identity(Stated(i, s)) for i, r in enumerate(readings) for s in r.statements]
    heading = title(ledger, readings)
    sections = (
        glance(ledger, readings, together.meetings, EMPTY["glance"]),
        _table(ledger, readings, said, together),
        *_parties(ledger, readings, said, together),
        _disputed(ledger, readings),
        *more(ledger),
        _outlook(ledger, readings, said, together),
        _context(ledger, readings),
    )
    return Brief(
        title=heading,
        as_of=max((r.document.published for r in readings if r.document.published), default=None),
        statements=len(together.statements(said)),
        sections=sections,
        citations=tuple(ledger.made),
        documents=tuple(r.document for r in readings),
        unread=tuple(unread),
    )


def _table(ledger: Ledger, readings: Sequence[Reading], said: list[Stated], together: Together) -> Section:
    """What is on the agenda, on offer, ruled out, and kept off."""
    agenda: list[Line] = []
    off: list[Line] = []
    for number, reading in enumerate(readings):
        kept_off = {span for meeting in reading.meetings for span in meeting.off_agenda}
        for meeting in reading.meetings:
            cited = meeting_spans(meeting)
            for span in (s for s in meeting.agenda if s not in kept_off):
                forum = within(meeting, meeting.forum) if meeting.forum else None
                where = (Words(Phrase.DOT), Quoted(forum)) if forum else ()
                agenda.append(Line((Quoted(span), *where), (ledger.cite(number, cited, (span,)),)))
            for span in meeting.off_agenda:
                sent, taken = _sent_to(ledger, number, reading, span)
                off.append(Line((Quoted(span), *sent), (ledger.cite(number, cited, (span,)), *taken)))
    groups = [Group(Phrase.AGENDA, tuple(agenda)), Group(Phrase.OFF_AGENDA, tuple(off))]
    for kind, phrase in (("offer", Phrase.ON_OFFER), ("refusal", Phrase.RULED_OUT)):
        chosen = [s for s in _newest(readings, said) if s.statement.kind == kind and s.statement.speaker.party]
        lines = tuple(_party_first(ledger, readings, same) for same in together.statements(chosen))
        groups.append(_folded(phrase, lines, together.shown))
    return Section("table", "What they will talk about", _filled(groups), empty=EMPTY["table"])


def _sent_to(ledger: Ledger, number: int, reading: Reading, topic: Span) -> tuple[list[Part], list[int]]:
    """The forums that a topic kept off one table is sent to, which have it on their own agenda, and their citations."""
    parts: list[Part] = []
    citations: list[int] = []
    for meeting in reading.meetings:
        forum = within(meeting, meeting.forum) if meeting.forum and topic in meeting.agenda else None
        if forum:
            parts += [Words(Phrase.COMMA)] if parts else [Words(Phrase.DOT), Words(Phrase.REFERRED)]
            parts.append(Quoted(forum))
            citations.append(ledger.cite(number, meeting_spans(meeting), meeting.evidence))
    return parts, citations


def _party_first(ledger: Ledger, readings: Sequence[Reading], same: Sequence[Stated]) -> Line:
    """A statement told by its party: "Ruled out by Varnia: …"."""
    whole = saying.line(ledger, readings, same)
    first = same[0].statement
    party = Field(first.speaker.party or "", saying.stating(first), verbatim=False)
    return Line((party, Words(Phrase.COLON), *saying.content(ledger, same[0])), whole.citations)


def _folded(heading: Phrase | None, lines: tuple[Line, ...], shown: int | None) -> Group:
    """The newest lines, the older ones under them."""
    return Group(heading, lines[:shown], lines[len(lines[:shown]) :])


def _parties(ledger: Ledger, readings: Sequence[Reading], said: list[Stated], together: Together) -> Iterable[Section]:
    """One section a party, those at the table first; then everyone else."""
    table = main_meeting(readings)
    seated = table[1].parties if table else ()
    counted = Counter(s.statement.speaker.party for s in said if s.statement.speaker.party)
    order = sorted(counted, key=lambda p: (p not in seated, -counted[p], p or ""))
    for party in order:
        own = [s for s in said if s.statement.speaker.party == party]
        yield Section(f"party-{order.index(party) + 1}", str(party), _by_kind(ledger, readings, own, together))
    others = [s for s in said if not s.statement.speaker.party]
    if others or not said:
        groups = _by_kind(ledger, readings, others, together)
        yield Section(
            "others", "Others and unnamed sources" if said else "Statements", groups, empty=EMPTY["statements"]
        )


def _by_kind(ledger: Ledger, readings: Sequence[Reading], said: list[Stated], together: Together) -> tuple[Group, ...]:
    newest = _newest(readings, said)

    def lines(kind: Kind) -> tuple[Line, ...]:
        same = together.statements([s for s in newest if s.statement.kind == kind])
        return tuple(saying.line(ledger, readings, one) for one in same)

    return _filled(_folded(phrase, lines(kind), together.shown) for kind, phrase in KINDS)


def _disputed(ledger: Ledger, readings: Sequence[Reading]) -> Section:
    found: list[Line] = []
    for dispute in disputes(readings):
        one, other = (saying.line(ledger, readings, [s]) for s in (dispute.one, dispute.other))
        parts = (*_side(ledger, dispute.one), Words(Phrase.DOT), Words(Phrase.AGAINST), *_side(ledger, dispute.other))
        found.append(Line(parts, (*one.citations, *other.citations)))
    return Section("disputed", "Disputed", _filled([Group(None, tuple(found))]), empty=EMPTY["disputed"])


def _side(ledger: Ledger, said: Stated) -> Iterable[Part]:
    """A party, the heading of its statement's kind, and its words."""
    s = said.statement
    phrase = dict(KINDS)[s.kind]
    yield Field(s.speaker.party or "", saying.stating(s), verbatim=False)
    yield Words(phrase)
    yield Words(Phrase.COLON)
    yield from saying.content(ledger, said)


def _outlook(ledger: Ledger, readings: Sequence[Reading], said: list[Stated], together: Together) -> Section:
    chosen = [s for s in _newest(readings, said) if s.statement.kind == "expectation"]
    lines = tuple(saying.line(ledger, readings, same) for same in together.statements(chosen))
    return Section("outlook", "Outlook", _filled([_folded(None, lines, together.shown)]), empty=EMPTY["outlook"])


def _context(ledger: Ledger, readings: Sequence[Reading]) -> Section:
    """Background sentences, verbatim, in turn from each document, newest first; those that name an actor first."""
    piles = [
        list(_background(i, r)) for i, r in sorted(enumerate(readings), key=lambda x: x[1].document.published or "")
    ]
    lines: list[Line] = []
    for turn in range(max(map(len, piles), default=0)):
        for pile in reversed(piles):
            if turn < len(pile) and len(lines) < CONTEXT:
                number, span = pile[turn]
                lines.append(Line((Quoted(span),), (ledger.cite(number, (span,), (span,)),)))
    return Section("context", "Context", _filled([Group(None, tuple(lines))]), empty=EMPTY["context"])


def _background(number: int, reading: Reading) -> Iterable[tuple[int, Span]]:
    names = {word for a in reading.actors for word in (a.name or "").split() + (a.party or "").split()}
    ranked = sorted(reading.background, key=lambda s: not names & set(s.exact.split()))
    return ((number, span) for span in ranked)


def _newest(readings: Sequence[Reading], said: Iterable[Stated]) -> list[Stated]:
    """Statements by date, newest first; within a document in the order of the text."""

    def when(s: Stated) -> str:
        published = readings[s.document].document.published or ""
        return s.statement.said_on.date if s.statement.said_on else published

    return sorted(said, key=when, reverse=True)


def _filled(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(g for g in groups if g.lines)
