"""What the encoder tells about a text before anything is resolved: sentences, named things, raw attributions."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.spans import Range
from onrecord.values import Relation

if TYPE_CHECKING:
    from onrecord.read.kind_reader import KindReader


@dataclass(frozen=True)
class Mention:
    """A named thing: ``type`` is one of PERSON, ORG, GPE, NORP, LOC, DATE, EVENT."""

    start: int
    end: int
    type: str

    @property
    def range(self) -> Range:
        """The mention's offsets as a pair."""
        return self.start, self.end


@dataclass(frozen=True)
class Tie:
    """Where a text names another actor who stands with or against what is attributed, and how."""

    relation: Relation
    name: Range


@dataclass(frozen=True)
class Attribution:
    """Character ranges of one attribution, each sorted; ``confidence`` is the reader's probability that it is one.

    ``outer`` is the source of the attribution that reports this one ("According to X, Y noted …": X), if any.
    ``cue`` is empty only where the layout attributes (a block quote under a name). ``layout`` marks the words of a
    transcript's turn or of a release itself: they are the speaker's own, without quotation marks. ``ties`` are those
    who stand with or against the same content. ``intervention`` marks a clause of a report of proceedings, in which a
    topic raised is a statement too; ``recalls`` is the name that its pronoun takes up ("He" after "NORWAY said").
    """

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    confidence: float
    outer: tuple[Range, ...] = ()
    layout: bool = False
    ties: tuple[Tie, ...] = ()
    intervention: bool = False
    recalls: Range | None = None


@dataclass(frozen=True)
class Parsed:
    """A text with its sentences, mentions and attributions, each in the order of the text.

    ``kinds`` tells what its statements do; a text put together by hand has none.
    """

    text: str
    sentences: tuple[Range, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...] = ()
    kinds: "KindReader | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    def sentence_number(self, at: int) -> int:
        """The number of the sentence that holds character ``at`` (the one before it, between two)."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence(self, at: int) -> Range:
        """The sentence that holds character ``at``; the whole text where there are no sentences."""
        return self.sentences[self.sentence_number(at)] if self.sentences else (0, len(self.text))

    def within(self, span: Range, *types: str) -> list[Mention]:
        """The mentions (of these types, or of any) that lie wholly in a range."""
        first = bisect_right(self._mention_starts, span[0] - 1)
        last = bisect_right(self._mention_starts, span[1])
        return [m for m in self.mentions[first:last] if m.end <= span[1] and (not types or m.type in types)]

    def cut(self, span: Range) -> str:
        """The text of a range."""
        return self.text[span[0] : span[1]]
