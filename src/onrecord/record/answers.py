"""What the view returns: statements with their citations, meetings with their reports, actors, changes."""

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.spans import Range
from onrecord.values import ActorType, Alongside, Kind, MeetingKind, Precision, Quotation, Spans, Stance, Status

Field = Literal["confirm", "reject", "kind", "speaker", "issue", "stance", "red_line", "condition", "spans"]

# What a person said of a statement and an issue: it is off it; on it, the stance being the reader's; or on it with this
# stance, None taking no side.
Word = Stance | None | Literal["on", "off"]


@dataclass(frozen=True)
class Filter:
    """What a query is narrowed to; None does not narrow, an empty party means statements of no party.

    ``as_of`` (YYYY-MM-DD) shows the record as it stood at the end of that day: what was published later, or found only
    in a later version of a page, is left out. ``since`` leaves out what is dated earlier.
    """

    as_of: str | None = None
    since: str | None = None
    party: str | None = None
    speaker: str | None = None
    kind: str | None = None
    outlet: str | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class Whose:
    """Whose words belong together: those for some ``parties``, and those of ``speakers`` of whom no party is known."""

    name: str
    parties: tuple[str, ...]
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speaking:
    """Who speaks at a dossier's table, by names as ``folded`` has them, and its first and last day where it has any."""

    names: frozenset[str]
    first: str | None = None
    last: str | None = None

    def means(self, name: str) -> bool:
        """Whether a name is one of them, whatever its case and spacing."""
        return folded(name) in self.names


def folded(name: str) -> str:
    """A name by which it is told from others: case and spacing do not count."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class Source:
    """A document as it is cited. ``day`` is when it was published, else added; ``gone`` when its page changed."""

    key: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    day: str
    gone: str | None


@dataclass(frozen=True)
class Version:
    """One of several things that are told: a value, and the documents that tell it."""

    value: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Conflict:
    """Reports that disagree ``about`` a date, a place, a wording or a role: all kept, none preferred."""

    about: Literal["date", "place", "wording", "role"]
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Citation:
    """One document's telling of a statement, with its own spans into that document."""

    source: Source
    key: str  # values.Statement.id in that document's reading
    quotation: Quotation
    speaker: str | None
    role: str | None
    told_to: str | None
    relayed_by: str | None
    said_on: str | None
    confidence: float
    spans: dict[str, Spans]  # by role: source, cue, content, condition, red_line
    earliest: bool
    fullest: bool
    alongside: tuple[Alongside, ...] = ()
    kind: Kind | None = None  # as the reader has it in that document

    @property
    def content(self) -> Spans:
        """The words reported."""
        return self.spans.get("content", ())


@dataclass(frozen=True)
class Ruling:
    """What a person said of a telling of a statement, beside the machine's answer at that time.

    ``source``, ``cue`` and ``content`` are the characters of the document that were judged; ``statement`` is the one
    that stands there now, None where none does. ``answer`` is plain data by field, as ``rulings.Correction`` says;
    spans have their words.
    """

    id: int
    act: int
    statement: int | None
    document: str
    key: str
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    field: Field
    issue: str | None
    machine: Any
    answer: Any
    judge: str
    made: str
    withdrawn: str | None = None
    withdrawn_by: str | None = None


@dataclass(frozen=True)
class Logged:
    """What the log of rulings is narrowed to; None does not narrow.

    ``withdrawn`` also has what was taken back, ``acts`` the first alone of what was ruled at once. ``as_of`` shows the
    log as it stood at the end of that day.
    """

    statement: int | None = None
    judge: str | None = None
    field: str | None = None
    as_of: str | None = None
    withdrawn: bool = False
    acts: bool = False
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class Said:
    """A statement on record, however many documents tell of it; ``content`` is the fullest telling's.

    What a person ruled is applied; ``rulings`` says what that is, in order, each beside the machine's answer.
    """

    id: int
    actor: int | None
    type: ActorType
    speaker: str | None
    role: str | None
    party: str | None
    kind: Kind
    date: str
    content: str
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def fullest(self) -> Citation:
        """The telling with the most of its words."""
        return next(c for c in self.citations if c.fullest)


@dataclass(frozen=True)
class Report:
    """One document's report of a meeting."""

    source: Source
    number: int  # of the meeting in that document's reading
    date: str | None
    precision: Precision | None
    place: str | None
    status: Status
    spans: dict[str, Spans]  # by role: agenda, off_agenda, evidence


@dataclass(frozen=True)
class Met:
    """A meeting on record. Date, place and status are the newest report's that states them."""

    uid: str
    forum: str | None
    what: str
    kind: MeetingKind
    place: str | None
    date: str | None
    precision: Precision | None
    status: Status
    parties: tuple[str, ...]
    delegates: tuple[str, ...]
    reports: tuple[Report, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def name(self) -> str:
        """The forum's name, else the words that describe the meeting."""
        return self.forum or self.what


@dataclass(frozen=True)
class Office:
    """A role that someone was given, for which party, from the first day it was seen to the last."""

    role: str | None
    party: str | None
    first: str
    last: str
    documents: int


@dataclass(frozen=True)
class Known:
    """An actor, across documents."""

    id: int
    name: str
    type: ActorType
    party: str | None
    first: str
    last: str
    statements: int = 0


@dataclass(frozen=True)
class Established:
    """Where the record learned who an actor is: a document (by key) and the spans there that state role and party."""

    document: str
    name: str
    role: str | None
    party: str
    spans: Spans


@dataclass(frozen=True)
class Profile:
    """Everything on record of one actor."""

    actor: Known
    spellings: tuple[str, ...]
    offices: tuple[Office, ...]
    kinds: tuple[tuple[Kind, int], ...]
    statements: tuple[Said, ...]
    meetings: tuple[Met, ...]
    met: tuple[tuple[str, int], ...]  # others at the same meetings, and how many of them
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Judgement:
    """Why two actors, or an actor and someone in a document, are the ``same`` or ``different``; by whom and when."""

    verdict: Literal["same", "different"]
    actor: int
    name: str
    other: str  # the other actor's name, or the name in the document
    document: str | None
    judge: str
    made: str
    reason: str
    withdrawn: bool
    beside: int | None = None  # the other actor's number


@dataclass(frozen=True)
class Beside:
    """Who else was at some meetings: a person (``actor`` where on record) or a party, and at how many of them."""

    name: str
    actor: int | None
    meetings: int


@dataclass(frozen=True)
class Hit:
    """A place where searched words stand: pieces of text, each marked or not.

    Of a statement also the telling shown (its key in ``source``), its kind and party; of a document where in its text
    the pieces stand, where that is known.
    """

    kind: Literal["statement", "document"]
    title: str | None
    pieces: tuple[tuple[str, bool], ...]
    source: Source
    statement: int | None = None
    speaker: str | None = None
    date: str | None = None
    telling: str | None = None
    said: Kind | None = None
    party: str | None = None
    start: int | None = None


@dataclass(frozen=True)
class Listed:
    """A document in a list: how many of its statements stand, how many meetings it reports.

    ``before`` and ``after`` are the texts (by key) that its place held before it and holds since.
    """

    source: Source
    statements: int
    meetings: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Filed:
    """What the record made of a document: statement and actor by telling (its key), its meetings' ``uid`` in order.

    Two that are the same are of the same reading, with the same said of it by persons.
    """

    listed: Listed
    statements: dict[str, tuple[int, int | None]]
    meetings: tuple[str, ...]
    rereads: int  # how often another reading took the place of one
    rulings: tuple[Ruling, ...]  # those that hold on what it tells, in order
    judged: dict[int, Kind | None]  # the kind a person gave a statement, in whichever document; None: taken out


@dataclass(frozen=True)
class Outlet:
    """A publisher: documents, statements in them, first and last day."""

    name: str | None
    documents: int
    statements: int
    first: str
    last: str


@dataclass(frozen=True)
class Change:
    """What became of a meeting: ``planned`` or ``held`` anew, ``moved`` (from a date), ``postponed``, ``cancelled``."""

    what: Literal["planned", "held", "moved", "postponed", "cancelled"]
    meeting: Met
    before: str | None = None


@dataclass(frozen=True)
class Changes:
    """What is new since a day."""

    since: str
    statements: tuple[Said, ...]
    meetings: tuple[Change, ...]
    actors: tuple[Known, ...]


@dataclass(frozen=True)
class Days:
    """The last day on which anything became known, the one before, and the next after the day that is shown."""

    latest: str | None
    earlier: str | None
    later: str | None


@dataclass(frozen=True)
class Counted:
    """How much is new since a day, each counted up to ``most``: one more stands for more."""

    statements: int
    meetings: int
    actors: int
    most: int


@dataclass(frozen=True)
class Excerpt:
    """Characters of a document (by key) from ``start`` on."""

    document: str
    start: int
    text: str


@dataclass(frozen=True)
class Failed:
    """An input that could not be read."""

    origin: str
    reason: str
    failed: str
    tries: int
