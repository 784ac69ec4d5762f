"""Which readings a dossier wants: those in which its parties take up its issues, or meet."""

from collections.abc import Iterable

from onrecord.read.bearing import Told, any_bears
from onrecord.read.meaning import issue_meaning
from onrecord.read.model import Model
from onrecord.record.answers import folded
from onrecord.values import Dossier, Meeting, Reading, Spans, Statement
from onrecord.weigh.sides import speaking


class Keeping:
    """Tells of any number of readings whether they are kept for one dossier."""

    def __init__(self, dossier: Dossier, model: Model) -> None:
        self._issues = dossier.issues
        self._meanings = [issue_meaning(issue, model) for issue in dossier.issues]
        self._table = speaking(dossier)
        self._parties = {folded(n): p.name for p in dossier.parties for n in (p.name, *p.aliases)}
        self._forums = {folded(n) for f in dossier.forums for n in (f.name, *f.aliases)}

    def keeps(self, reading: Reading) -> bool:
        """Whether a party of the dossier says something on one of its issues in it, or its parties or a forum meet."""
        return any(map(self._meets, reading.meetings)) or self._takes_up(reading.statements)

    def _meets(self, meeting: Meeting) -> bool:
        named = meeting.forum is not None and folded(meeting.forum) in self._forums
        return named or len({self._parties[folded(p)] for p in meeting.parties if folded(p) in self._parties}) > 1

    def _takes_up(self, statements: Iterable[Statement]) -> bool:
        theirs = [s for s in statements if self._speaks(s)]
        return any_bears([_told(s) for s in theirs], self._issues, self._meanings)

    def _speaks(self, s: Statement) -> bool:
        names = (n for who in (s.speaker, *s.alongside) for n in (who.party, who.name))
        return any(n is not None and self._table.means(n) for n in names)


def _told(s: Statement) -> Told:
    return Told(_words(s.cue), _words(s.content), _words(s.condition), s.kind, s.meaning)


def _words(spans: Spans) -> str:
    return " ".join(span.exact for span in spans)
