"""The nouns of onrecord: frozen values, equal by content, ignorant of storage. They are also its JSON contract."""

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from onrecord.spans import Range

Quotation = Literal["direct", "indirect", "mixed"]
ActorType = Literal["person", "organisation", "government", "unnamed"]
Relation = Literal["jointly", "on_behalf_of", "supported_by", "opposed_by"]
Kind = Literal[
    "demand", "offer", "commitment", "refusal", "warning", "accusation", "endorsement", "expectation", "assertion"
]
Genre = Literal["article", "readout", "transcript"]
Precision = Literal["day", "week", "month", "year"]
Status = Literal["planned", "held", "postponed", "cancelled"]
MeetingKind = Literal["preliminary", "round", "council", "summit", "call", "meeting"]
Stance = Literal["for", "against", "conditional", "open"]

PLOVER: dict[Kind, str | None] = {
    "demand": "REQUEST",
    "offer": "AGREE",
    "commitment": "AGREE",
    "refusal": "REJECT",
    "warning": "THREATEN",
    "accusation": "ACCUSE",
    "endorsement": "SUPPORT",
    "expectation": None,
    "assertion": None,
}


class Noun(BaseModel):
    """A frozen value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Noun):
    """Characters ``start`` to ``end`` (exclusive) of a document's text, and the text that stands there."""

    start: int = Field(ge=0)
    end: int
    exact: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.start != len(self.exact) or not self.exact:
            raise ValueError(f"a span {self.start}:{self.end} cannot hold {len(self.exact)} characters")
        return self

    @property
    def range(self) -> Range:
        """The span's offsets as a pair."""
        return self.start, self.end


Spans = tuple[Span, ...]


def cut(text: str, ranges: Iterable[Range]) -> Spans:
    """Spans of ``text`` at the given ranges, sorted."""
    return tuple(Span(start=s, end=e, exact=text[s:e]) for s, e in sorted(ranges))


class When(Noun):
    """A date as far as it is known: ``2022-01-09`` (day, or the Monday of a week), ``2022-01`` or ``2022``."""

    date: Annotated[str, Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
    precision: Precision


class Document(Noun):
    """A text to read, and what is known about it. ``id`` is a hash of the text and its metadata."""

    id: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    language: str | None = "en"
    genre: Genre = "article"
    text: str = Field(repr=False)

    def content_id(self) -> str:
        """What ``id`` is by what the document holds: another text, date or outlet is another document."""
        known = self.model_dump(exclude={"id", "text"})
        identity = json.dumps([known, self.text], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Speaker(Noun):
    """Who speaks, as far as the document says: ``name`` is None for an unnamed source, ``role`` then describes it."""

    name: str | None
    type: ActorType
    role: str | None = None
    party: str | None = None


class Actor(Noun):
    """Someone a document names: every mention, and the spans that state role and party."""

    name: str | None
    type: ActorType
    role: str | None = None
    party: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: Spans = ()
    evidence: Spans = ()


class Alongside(Speaker):
    """Another actor tied to the same content."""

    relation: Relation


class Evidence(Noun):
    """The spans from which a statement's resolved fields come; a field that its own spans state has none."""

    speaker: Spans = ()
    alongside: Spans = ()
    relayed_by: Spans = ()
    told_to: Spans = ()
    said_on: Spans = ()


class Statement(Noun):
    """An attribution: who said what, to whom and when. Spans are sorted and do not overlap.

    ``red_line`` holds the words that make it absolute. ``meaning`` is the content's place among meanings (int8, as
    ``read.meaning`` makes it): for sorting by issue, not part of the JSON.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    quotation: Quotation
    speaker: Speaker
    alongside: tuple[Alongside, ...] = ()
    relayed_by: Speaker | None = None
    told_to: str | None = None
    said_on: When | None = None
    kind: Kind
    plover: str | None = None
    condition: Spans = ()
    red_line: Spans = ()
    issue: str | None = None
    stance: Stance | None = None
    confidence: float = Field(ge=0, le=1)
    evidence: Evidence = Evidence()
    meaning: bytes | None = Field(default=None, exclude=True, repr=False)


class Meeting(Noun):
    """A session of a forum, or a meeting that the document only describes (``what``)."""

    forum: str | None
    what: str
    kind: MeetingKind
    place: str | None = None
    date: When | None = None
    parties: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    status: Status
    agenda: Spans = ()
    off_agenda: Spans = ()
    evidence: Spans


class Reading(Noun):
    """What one document says. ``background`` holds sentences that are neither a statement nor about a meeting."""

    document: Document
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    background: Spans = ()

    def to_json(self) -> str:
        """One line of JSON, without the document's text."""
        return self.model_dump_json(exclude={"document": {"text"}})

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return self.model_dump(mode="json", exclude={"document": {"text"}})

    def spans(self) -> Iterable[Span]:
        """Every span of the reading."""
        for actor in self.actors:
            yield from (*actor.mentions, *actor.evidence)
        for s in self.statements:
            e = s.evidence
            yield from (*s.source, *s.cue, *s.content, *s.condition, *s.red_line)
            yield from (*e.speaker, *e.alongside, *e.relayed_by, *e.told_to, *e.said_on)
        for m in self.meetings:
            yield from (*m.agenda, *m.off_agenda, *m.evidence)
        yield from self.background


class Delegate(Noun):
    """Someone who speaks for a party, with the role they hold."""

    name: str
    role: str | None = None


class DossierParty(Noun):
    """A side at the table: other names it goes by, who speaks for it, and organs whose words are its own."""

    name: str
    aliases: tuple[str, ...] = ()
    people: tuple[Delegate, ...] = ()
    organs: tuple[str, ...] = ()


class Forum(Noun):
    """Where parties meet."""

    name: str
    aliases: tuple[str, ...] = ()


class Issue(Noun):
    """What is negotiated: a proposition one can be for or against, and phrases that statements on it use."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: str
    proposition: str
    phrases: tuple[str, ...] = ()


class Period(Noun):
    """First and last day (YYYY-MM-DD); None where it is open."""

    start: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    end: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None


class Dossier(Noun):
    """One negotiation: its parties, forums, issues and period, as a person writes it."""

    title: str
    period: Period = Period()
    parties: tuple[DossierParty, ...] = ()
    forums: tuple[Forum, ...] = ()
    issues: tuple[Issue, ...] = ()


class Bearing(Noun):
    """That a statement is about an issue, and where it stands on its proposition: None where it takes no side.

    ``by`` says what tied them: a phrase of the issue, likeness of meaning (then ``likeness``, 0 to 1), or a person.
    """

    issue: str
    stance: Stance | None
    by: Literal["phrase", "meaning", "person"]
    likeness: float = Field(default=1.0, ge=0, le=1)
