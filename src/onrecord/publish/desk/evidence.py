"""What a cell of the matrix rests on: a party's statements on an issue, newest first, in their sources' context."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.publish.desk.standing import Standing
from onrecord.publish.lines import Phrase
from onrecord.publish.marking import Mark, Piece, pieces
from onrecord.record.answers import Citation, Excerpt, Said
from onrecord.record.view import View
from onrecord.spans import Range
from onrecord.values import Bearing, Issue, Stance
from onrecord.weigh.evidence import stance_of
from onrecord.weigh.positions import Position
from onrecord.weigh.sides import Sides, Voice

AROUND, LONGEST = 260, 1600  # characters shown before and after the words, and of the words themselves
TELLINGS = 3  # of one statement; the others stand on its own page
MARKED = ("source", "cue", "content", "condition", "red_line")
VOICES: dict[Voice, str] = {
    "jointly": "said jointly with it", "on_behalf_of": "said on its behalf", "supported_by": "it supports this",
    "opposed_by": "it opposes this",
}  # fmt: skip


@dataclass(frozen=True)
class Context:
    """One source's words with what stands around them."""

    citation: Citation
    pieces: tuple[Piece, ...]
    opens: bool  # whether the excerpt begins in the middle of a text, and ends there
    closes: bool


@dataclass(frozen=True)
class Behind:
    """A statement as it counts in a cell: for which stance, in what part, in whose voice, and what tied it there."""

    said: Said
    stance: Stance | None
    part: Phrase
    decides: bool
    voice: str | None
    bearing: Bearing
    contexts: tuple[Context, ...]


@dataclass(frozen=True)
class Cell:
    """A position with one page of its evidence."""

    issue: Issue
    position: Position
    behind: tuple[Behind, ...]
    more: bool


def cell(view: View, standing: Standing, position: Position, page: int, rows: int) -> Cell:
    """A page of what a position rests on, newest first. Raises StoreError."""
    said = sorted((standing.said[n] for n in position.statements), key=lambda s: (s.date, s.id), reverse=True)
    shown = said[(page - 1) * rows : page * rows]
    issue = next(i for i in standing.weighed.dossier.issues if i.id == position.issue)
    contexts = _contexts(view, shown)
    sides = Sides(standing.weighed.dossier)
    made = tuple(_behind(standing, sides, position, s, contexts[s.id]) for s in shown)
    return Cell(issue, position, made, len(said) > page * rows)


def _behind(
    standing: Standing, sides: Sides, position: Position, said: Said, contexts: tuple[Context, ...]
) -> Behind:  # fmt: skip
    voice: Voice = next((side.voice for side in sides.of(said) if side.party == position.party), "own")
    bearing = next(b for b in standing.weighed.bearings[said.id] if b.issue == position.issue)
    part = (
        Phrase.RESTS if said.id in position.behind
        else Phrase.OPPOSITE if said.id in position.contrary
        else Phrase.ALSO
    )  # fmt: skip
    decides = said.id == position.decided_by
    return Behind(said, stance_of(bearing.stance, voice), part, decides, VOICES.get(voice), bearing, contexts)


def _contexts(view: View, said: Iterable[Said]) -> dict[int, tuple[Context, ...]]:
    """The context of each telling of some statements, looked up at once."""
    told = [(s.id, c) for s in said for c in _tellings(s)]
    found = view.excerpts((c.source.key, _window(c)) for _, c in told)
    at = {(e.document, e.start): e for e in found}
    out: dict[int, list[Context]] = {}
    for number, c in told:
        excerpt = at.get((c.source.key, max(0, _window(c)[0])))
        out.setdefault(number, []).extend([_context(c, excerpt)] if excerpt else [])
    return {number: tuple(contexts) for number, contexts in out.items()}


def _tellings(said: Said) -> Iterator[Citation]:
    """The fullest telling first."""
    yield from sorted(said.citations, key=lambda c: not c.fullest)[:TELLINGS]


def _window(citation: Citation) -> Range:
    first, last = _words(citation)
    return first - AROUND, min(last, first + LONGEST) + AROUND


def _words(citation: Citation) -> Range:
    spans = [span for role in MARKED for span in citation.spans.get(role, ())]
    return min(s.start for s in spans), max(s.end for s in spans)


def _context(citation: Citation, excerpt: Excerpt) -> Context:
    """The paragraph around the words, as far as the excerpt reaches, with the words marked."""
    text, (first, last) = excerpt.text, (at - excerpt.start for at in _words(citation))
    paragraph = text.rfind("\n\n", 0, first)
    start = paragraph + 2 if paragraph >= 0 else 0
    opens = paragraph < 0 and excerpt.start > 0
    if opens:
        start = text.find(" ", 0, first) + 1
    end = text.find("\n\n", min(last, len(text)))
    closes = end < 0 and excerpt.start + len(text) == _window(citation)[1]  # shorter where the document ends
    if end < 0:
        end = max(text.rfind(" "), last) if closes and last < len(text) else len(text)
    marks = [
        Mark((max(s.start - excerpt.start, start) - start, min(s.end - excerpt.start, end) - start), (role,))
        for role in MARKED
        for s in citation.spans.get(role, ())
    ]
    return Context(citation, tuple(pieces(text[start:end], marks)), opens, closes)
