"""The words of a telling as they stand in their document: a few hundred characters around what is marked."""

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
        held = within(_marks(c), (window[0], window[1] - 1))
        shown = text[: window[1] - window[0] - 1]
        passage = Passage(window[0], tuple(pieces(shown, held)), more=len(text) > len(shown))
        out.setdefault((c.source.key, c.key), []).append(passage)
    return [(c, out.get((c.source.key, c.key), [])) for c in cited]


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
