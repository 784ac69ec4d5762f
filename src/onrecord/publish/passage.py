"""A part of a document around what a reviewer judges, in pieces that know where in the stored text they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.publish.marking import Mark, pieces
from onrecord.values import Span

AROUND = 600  # characters shown before and after the marked words, to the nearest line's end where one is near
NEAR = 200
UNSEEN = "\r\0"  # what no page can hold: a browser changes or drops it


@dataclass(frozen=True)
class Piece:
    """Characters of a document from ``at`` on, under the same marks."""

    at: int
    text: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A part of a text; ``before`` and ``after`` tell whether there is more of it."""

    pieces: tuple[Piece, ...]
    before: bool
    after: bool


def passage(text: str, marked: Mapping[str, Sequence[Span]]) -> Passage:
    """What stands around some spans, by the role they play. Characters that no page can hold end a piece unseen."""
    every = [span.range for spans in marked.values() for span in spans]
    first, last = min((s for s, _ in every), default=0), max((e for _, e in every), default=0)
    begin, finish = max(first - AROUND, 0), min(last + AROUND, len(text))
    line, end = text.find("\n", begin, min(begin + NEAR, first)), text.rfind("\n", max(finish - NEAR, last), finish)
    begin = line + 1 if begin and line >= 0 else begin
    finish = end if finish < len(text) and end >= 0 else finish
    marks = [
        Mark((span.start - begin, span.end - begin), (role,)) for role, spans in marked.items() for span in spans
    ]  # fmt: skip
    out: list[Piece] = []
    at = begin
    for piece in pieces(text[begin:finish], marks):
        out += [Piece(at + n, part, piece.classes) for n, part in _holdable(piece.text)]
        at += len(piece.text)
    return Passage(tuple(out), begin > 0, finish < len(text))


def _holdable(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text between characters that no page can hold, each with where it starts."""
    start = 0
    for at in [*(n for n, c in enumerate(text) if c in UNSEEN), len(text)]:
        if at > start:
            yield start, text[start:at]
        start = at + 1
