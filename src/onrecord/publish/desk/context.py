"""The words of a telling as they stand in their document: a few hundred characters around what is marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.publish.marking import Mark, Piece, pieces, within
from onrecord.record.answers import Citation
from onrecord.record.view import View
from onrecord.spans import Range, merged

ROLES = ("source", "cue", "content", "condition", "red_line")
AROUND, MOST = 220, 2_400  # characters around each mark, and of one telling


@dataclass(frozen=True)
class Passage:
    """A piece of a document with its marks; ``start`` is where in its text it stands."""

    start: int
    pieces: tuple[Piece, ...]
    more: bool  # whether the document goes on behind it


def contexts(view: View, cited: Sequence[Citation]) -> list[tuple[Citation, list[Passage]]]:
    """Each telling with its passages, cut from the documents in one query."""
    wanted = [(c, window) for c in cited for window in windows(c)]
    words = view.passages([(c.source.key, window) for c, window in wanted])
    out: dict[tuple[str, str], list[Passage]] = {}
    for (c, window), text in zip(wanted, words, strict=True):
        passage = _passage(_marks(c), window, text)
        out.setdefault((c.source.key, c.key), []).append(passage)
    return [(c, out.get((c.source.key, c.key), [])) for c in cited]


def _passage(marks: Sequence[Mark], window: Range, text: str) -> Passage:
    """The words of a window, without those that its ends cut in two."""
    more = len(text) == window[1] - window[0]
    first = re.match(r"\S{0,30}\s", text) if window[0] else None
    last = re.search(r"\s\S{0,30}$", text) if more else None
    start, end = window[0] + (first.end() if first else 0), window[0] + (last.start() if last else len(text) - more)
    shown = text[start - window[0] : end - window[0]]
    return Passage(start, tuple(pieces(shown, within(marks, (start, end)))), more)


def windows(citation: Citation) -> list[Range]:
    """The ranges of a document to show of a telling, each one character longer than what is shown."""
    around = merged(
        (max(0, span.start - AROUND), span.end + AROUND) for role in ROLES for span in citation.spans.get(role, ())
    )
    return list(_bounded(around))


def _bounded(ranges: Iterable[Range]) -> Iterator[Range]:
    left = MOST
    for start, end in ranges:
        if left <= 0:
            return
        yield start, min(end, start + left) + 1
        left -= end - start


def _marks(citation: Citation) -> list[Mark]:
    return [Mark(span.range, (role,)) for role in ROLES for span in citation.spans.get(role, ())]
