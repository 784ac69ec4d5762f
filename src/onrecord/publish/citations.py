"""Citations: one number for one place, handed out in the order in which lines ask for them."""

from dataclasses import dataclass, field

from onrecord.publish.lines import Citation
from onrecord.values import Meeting, Span, Spans, Statement, cut


@dataclass
class Ledger:
    """The citations of a brief while it is composed, over the texts of its documents."""

    texts: list[str]
    made: list[Citation] = field(default_factory=list)
    _known: dict[tuple[int, Spans], int] = field(default_factory=dict)

    def cite(self, document: int, spans: Spans, shown: Spans) -> int:
        """The number of a place: the one it has, or the next. ``shown`` is where a reader is led."""
        place = unique(spans)
        number = self._known.setdefault((document, place), len(self.made) + 1)
        if number > len(self.made):
            self.made.append(Citation(number, document, place, shown or place))
        return number

    def cut(self, document: int, start: int, end: int) -> Span:
        """A span of a document's text."""
        return cut(self.texts[document], [(start, end)])[0]


def unique(spans: Spans) -> Spans:
    """Spans in the order of the text, each once."""
    return tuple(sorted(set(spans), key=lambda s: s.range))


def statement_spans(s: Statement) -> Spans:
    """Everything a statement's line may show: its own spans and the evidence of its resolved fields."""
    e = s.evidence
    own = (*s.source, *s.cue, *s.content, *s.condition, *s.red_line)
    return (*own, *e.speaker, *e.alongside, *e.relayed_by, *e.told_to, *e.said_on)


def meeting_spans(m: Meeting) -> Spans:
    """Everything a meeting's row may show."""
    return (*m.evidence, *m.agenda, *m.off_agenda)
