"""Statements on record as lines, by their numbers: each with a citation for every document that tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.publish import saying
from onrecord.publish.citations import Ledger
from onrecord.publish.lines import Line
from onrecord.values import Reading
from onrecord.weigh.disputes import Stated
from onrecord.weigh.weighed import Wording


@dataclass(frozen=True)
class Telling:
    """What a brief can tell: its documents by number, their keys, and the tellings of each statement on record."""

    ledger: Ledger
    readings: Sequence[Reading]
    keys: Sequence[str]
    tellings: Mapping[int, Sequence[Stated]]

    def line(self, words: Wording) -> Line:
        """The line of a statement in the telling whose words are meant, every other telling cited too."""
        told = self.tellings[words.statement]
        return saying.line(self.ledger, self.readings, sorted(told, key=lambda s: not self._means(words, s)))

    def numbered(self, number: int) -> Line:
        """The line of a statement in its fullest telling."""
        return saying.line(self.ledger, self.readings, self.tellings[number])

    def _means(self, words: Wording, said: Stated) -> bool:
        return (self.keys[said.document], said.statement.id) == (words.document, words.telling)
