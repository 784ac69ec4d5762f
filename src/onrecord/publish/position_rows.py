"""Clashes, common ground, shifts and unsorted statements as rows: short for the terminal, whole for CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.publish.listing import Cell, Listing, short, who
from onrecord.publish.stands import STANCES
from onrecord.record.answers import Citation, Said
from onrecord.weigh.clashes import Clash, Stand
from onrecord.weigh.common_ground import CommonGround
from onrecord.weigh.shifts import Shift
from onrecord.weigh.weighed import Weighed, Wording

if TYPE_CHECKING:
    from onrecord.weigh.unsorted import Cluster

SOURCE = (
    "statement",
    "date",
    "speaker",
    "role",
    "words",
    "document",
    "title",
    "outlet",
    "published",
    "url",
    "start",
    "end",
)


@dataclass(frozen=True)
class Rows:
    """Makes rows of findings, looking up the statements that they quote."""

    weighed: Weighed

    def clashes(self, found: Sequence[Clash]) -> Listing:
        """A line a party, those for the issue first."""
        return self._short("Where they clash", [(c.issue, s) for c in found for s in (*c.pro, *c.contra)])

    def clashes_in_full(self, found: Sequence[Clash]) -> Listing:
        """A row a party, with the characters of its sharpest words."""
        return self._full("Where they clash", [(c.issue, s) for c in found for s in (*c.pro, *c.contra)])

    def common_ground(self, found: Sequence[CommonGround]) -> Listing:
        """A line a party; then whose words meet whose condition."""
        made = self._short("Where they could meet", [(g.issue, s) for g in found for s in g.stands])
        met = [(g.issue, m) for g in found for m in g.met]
        rows = tuple(
            (self._name(i), m.other, f"meets the condition of {m.party}: {short(m.condition.text, 60)}",
             *self._said(m.words)) for i, m in met
        )  # fmt: skip
        return Listing(made.title, made.columns, (*made.rows, *rows), made.wide)

    def common_ground_in_full(self, found: Sequence[CommonGround]) -> Listing:
        """A row a party and quotation; ``meets`` names whose condition it answers, ``condition`` that condition."""
        stands = self._full("Where they could meet", [(g.issue, s) for g in found for s in g.stands])
        rows = [(*row, None, None) for row in stands.rows]
        rows += [
            (g.issue, self._name(g.issue), m.other, None, None, *self._source(m.words), m.party, m.condition.text)
            for g in found
            for m in g.met
        ]
        return Listing(stands.title, (*stands.columns, "meets", "condition"), tuple(rows))

    def shifts(self, found: Sequence[Shift]) -> Listing:
        """Old and new side by side."""
        rows = tuple(
            (self._name(s.issue), s.party, moved(s), f"{self._when(s.was)}: {short(s.was.text)}",
             f"{self._when(s.now)}: {short(s.now.text)}") for s in found
        )  # fmt: skip
        wide = {"issue": 1, "what": 1, "then": 2, "now": 2}
        return Listing("What has shifted", ("issue", "party", "what", "then", "now"), rows, wide)

    def shifts_in_full(self, found: Sequence[Shift]) -> Listing:
        """A row a shift, both wordings with their sources."""
        columns = ("issue", "issue_name", "party", "what", "before", "after")
        ends = [f"{end}_{name}" for end in ("was", "now") for name in SOURCE]
        rows = tuple(
            (
                s.issue,
                self._name(s.issue),
                s.party,
                s.what,
                s.before,
                s.after,
                *self._source(s.was),
                *self._source(s.now),
            )
            for s in found
        )
        return Listing("What has shifted", (*columns, *ends), rows)

    def statements(self, quoted: Iterable[Wording]) -> tuple[Said, ...]:
        """The statements that some words come from, each once."""
        numbers = {w.statement for w in quoted}
        return tuple(s for s in self.weighed.said if s.id in numbers)

    def _short(self, title: str, found: Sequence[tuple[str, Stand]]) -> Listing:
        rows = tuple(
            (self._name(issue), s.position.party, " · ".join(_held(s)), *self._said(s.words)) for issue, s in found
        )  # fmt: skip
        return Listing(title, ("issue", "party", "stands", "said", "who", "words"), rows, {"issue": 1, "words": 3})

    def _full(self, title: str, found: Sequence[tuple[str, Stand]]) -> Listing:
        columns = ("issue", "issue_name", "party", "stance", "red_line", *SOURCE)
        rows = tuple(
            (issue, self._name(issue), s.position.party, s.position.stance,
             s.position.red_line.text if s.position.red_line else None, *self._source(s.words)) for issue, s in found
        )  # fmt: skip
        return Listing(title, columns, rows)

    def _name(self, issue: str) -> str:
        return next(i.name for i in self.weighed.dossier.issues if i.id == issue)

    @cached_property
    def _by_number(self) -> dict[int, Said]:
        return {s.id: s for s in self.weighed.said}

    def _of(self, words: Wording) -> tuple[Said, Citation]:
        """The statement that words come from, and the telling."""
        said = self._by_number[words.statement]
        meant = (words.document, words.telling)
        return said, next((c for c in said.citations if (c.source.key, c.key) == meant), said.fullest)

    def _said(self, words: Wording) -> tuple[Cell, Cell, Cell]:
        said, _ = self._of(words)
        return said.date, who(said), short(words.text)

    def _when(self, words: Wording) -> str:
        said, _ = self._of(words)
        return f"{said.date}, {who(said)} ({said.id})"

    def _source(self, words: Wording) -> tuple[Cell, ...]:
        said, c = self._of(words)
        return (
            said.id, said.date, said.speaker, c.role or said.role, words.text, c.source.key, c.source.title,
            c.source.outlet, c.source.published, c.source.url, words.spans[0].start, words.spans[-1].end,
        )  # fmt: skip


def _held(stand: Stand) -> Iterator[str]:
    p = stand.position
    yield STANCES[p.stance].value if p.stance else ""
    if p.red_line:
        yield "red line"
    if p.disagrees:
        yield "says both"


def moved(shift: Shift) -> str:
    """What changed, in a few words."""
    if shift.what in ("condition", "red_line"):
        name = shift.what.replace("_", " ")
        return f"{name} changed" if shift.before and shift.after else f"{name} {'new' if shift.after else 'gone'}"
    before, after = (STANCES[s].value if s in STANCES else s for s in (shift.before, shift.after))
    return f"{shift.what}: {before} → {after}"


def unsorted(found: Sequence["Cluster"]) -> Listing:
    """A line a statement, those of one cluster together."""
    rows = tuple((c.label, s.id, s.date, who(s), s.party, s.kind, short(s.content)) for c in found for s in c.said)
    columns = ("about", "id", "said", "who", "party", "kind", "what")
    return Listing("Unsorted", columns, rows, {"about": 1, "what": 3})
