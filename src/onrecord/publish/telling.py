"""Statements on record as lines, by their numbers: each with a citation for every document that tells of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.publish import saying
from onrecord.publish.citations import Ledger
from onrecord.publish.lines import Line
from onrecord.values import Reading, Span
from onrecord.weigh.disputes import Stated
from onrecord.weigh.quoting import sentences
from onrecord.weigh.weighed import Wording


@dataclass(frozen=True)
class Telling:
    """What a brief can tell: its documents by number, their keys, and the tellings of each statement on record."""

    ledger: Ledger
    readings: Sequence[Reading]
    keys: Sequence[str]
    tellings: Mapping[int, Sequence[Stated]]

    def line(self, words: Wording) -> Line:
        """The line of some words of a statement, every other telling of it cited too."""
        told = sorted(self.tellings[words.statement], key=lambda s: not self._means(words, s))
        if self._means(words, told[0]) and set(words.spans) <= set(self._pieces(told[0])):
            content = {"content": words.spans}
            told[0] = replace(told[0], statement=told[0].statement.model_copy(update=content))
        return saying.line(self.ledger, self.readings, told)

    def _means(self, words: Wording, said: Stated) -> bool:
        return (self.keys[said.document], said.statement.id) == (words.document, words.telling)

    @staticmethod
    def _pieces(said: Stated) -> Iterator[Span]:
        """What of a statement's content may stand for it: its spans, and their sentences."""
        for span in said.statement.content:
            yield from (span, *sentences(span))
