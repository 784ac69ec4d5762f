"""What a brief is made of: every word is a source's, a resolved field's with its evidence, or a fixed phrase."""

from dataclasses import dataclass, field
from enum import StrEnum

from onrecord.values import Document, Dossier, Span, Spans


class Phrase(StrEnum):
    """Every word of a brief that is onrecord's own. Nothing else may stand outside a source's words and fields."""

    OFFERS = "Offers"
    REFUSES = "Refuses"
    DEMANDS = "Demands"
    WARNS = "Warns"
    COMMITS = "Commits to"
    ENDORSES = "Endorses"
    ACCUSES = "Accuses"
    EXPECTS = "Expects"
    SAYS = "Says"
    ON_CONDITION = "on condition"
    TOLD = "to"
    RELAYED = "as told by"
    UNSURE = "(unsure)"
    HELD = "held"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    NO_DATE = "date not stated"
    NO_PARTIES = "participants not stated"
    NO_OUTLET = "outlet unknown"
    UNNAMED = "unnamed source"
    AGENDA = "On the agenda"
    OFF_AGENDA = "Kept off the table"
    REFERRED = "sent to"
    ON_OFFER = "On offer from"
    RULED_OUT = "Ruled out by"
    AGAINST = "against"
    OLDER = "Older"
    OR = "or"
    DATES = "Reports disagree on the date"
    PLACES = "Reports disagree on the place"
    WORDINGS = "Reports disagree on the words"
    FOR = "for"
    CONDITIONAL = "for, on a condition"
    OPEN = "open"
    RED_LINE = "red line"
    ANSWERED = "meets the condition of"
    THEN = "then"
    NOW = "now"
    CONDITION = "condition"
    NO_CONDITION = "no condition"
    NO_RED_LINE = "no red line"
    FORUM = "forum"
    BOTH = "says both"
    RESTS = "What it rests on"
    OPPOSITE = "Says the opposite as well"
    ALSO = "Also said on it"
    MORE = "More"
    DASH = "—"
    COMMA = ","
    DOT = "·"
    GAP = "…"
    COLON = ":"


@dataclass(frozen=True)
class Words:
    """A fixed phrase."""

    phrase: Phrase

    @property
    def text(self) -> str:
        """The phrase."""
        return self.phrase.value


@dataclass(frozen=True)
class Quoted:
    """A source's words: characters of one span, white space made single."""

    span: Span

    @property
    def text(self) -> str:
        """The words, on one line."""
        return " ".join(self.span.exact.split())


@dataclass(frozen=True)
class Field:
    """A resolved value and the spans that state it. ``metadata`` marks what the document's own front matter says.

    ``verbatim`` values (names, roles) consist of words of their evidence; others (a state's common name, a date) are
    derived from it.
    """

    text: str
    evidence: Spans
    verbatim: bool = True
    metadata: bool = False


@dataclass(frozen=True)
class Given:
    """A name from the dossier: a person's own word for an issue, a party or a forum, which no source need use."""

    value: str

    @property
    def text(self) -> str:
        """The name, on one line."""
        return " ".join(self.value.split())


Part = Words | Quoted | Field | Given


@dataclass(frozen=True)
class Citation:
    """A numbered place in a document: ``spans`` are highlighted, the first of ``shown`` is where it opens.

    ``anchor`` is what the document's own page calls the place, where it has a name for it.
    """

    number: int
    document: int
    spans: Spans
    shown: Spans
    anchor: str | None = None


@dataclass(frozen=True)
class Line:
    """Parts in order, and the numbers of the citations they rest on."""

    parts: tuple[Part, ...]
    citations: tuple[int, ...]
    strong: bool = False

    @property
    def text(self) -> str:
        """The line as plain text, without its citations."""
        return "".join(space + part.text for space, part in self.spaced)

    @property
    def spaced(self) -> list[tuple[str, Part]]:
        """Each part with the white space before it: none before a comma or colon."""
        tight = (number == 0 or part.text.startswith((",", ":")) for number, part in enumerate(self.parts))
        return [("" if close else " ", part) for close, part in zip(tight, self.parts, strict=True)]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The citations' numbers, each once."""
        return tuple(dict.fromkeys(self.citations))


@dataclass(frozen=True)
class Group:
    """Lines under one heading, which may be None or the dossier's; ``older`` ones are folded under them."""

    heading: Phrase | Given | None
    lines: tuple[Line, ...]
    older: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the brief. ``rows`` are table rows of (when, what, who) lines; ``note`` says how far to trust it."""

    key: str
    title: str
    groups: tuple[Group, ...] = ()
    rows: tuple[tuple[Line, Line, Line], ...] = ()
    empty: str = ""
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """The brief of some documents. ``unread`` names inputs that could not be read, and why.

    ``dossier`` is where its given names come from; ``left_out`` says what a store's brief
    was narrowed to, where it was.
    """

    title: Line
    as_of: str | None
    statements: int
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    documents: tuple[Document, ...]
    unread: tuple[str, ...] = field(default=())
    dossier: Dossier | None = None
    left_out: str = ""

    def lines(self) -> list[Line]:
        """Every line, table cells included."""
        found = [line for s in self.sections for g in s.groups for line in (*g.lines, *g.older)]
        return [self.title, *found, *(cell for s in self.sections for row in s.rows for cell in row)]
