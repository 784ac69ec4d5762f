"""Lines of pages become paragraphs: what repeats on every page goes, what was broken to fit a line is joined."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

HYPHENS = "\x02\ufffe"  # what pdfium puts for a hyphen at the end of a line
EDGE = 2  # lines at the top and at the bottom of a page that may be a header or a footer
REPEATED = 0.4  # share of pages a header stands on: left and right pages often have different ones
COLUMN = 60.0  # points that the lines of one column may begin apart
FEW = 4  # lines by which a page does not show how wide its columns are
LEADING = 1.4  # times the usual distance of two lines from which there is a gap between them
SIZES = 1.2  # times a line is higher than the next from which it is of another kind
# Words that are written with a hyphen, so that one at the end of a line stays. Few: "ex-" also begins "expect".
FIRST = frozenset(("self", "non", "well", "vice"))
SECOND = frozenset(
    ("led", "backed", "based", "brokered", "mediated", "sponsored", "owned", "related", "level", "scale")
)
WHOLE = frozenset(("so-called", "long-term", "short-term", "long-range", "short-range", "high-ranking", "cross-border"))
_ENDED = re.compile(r"[.!?:;…]['\"”’»)\]]*$")
_STARTS_ANEW = re.compile(r"[•▪●○■]|Q:?\s|[A-Z][A-Z .'’-]+:")
_LISTED = re.compile(r"[–—*-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")  # in the middle of a sentence, a dash or "Article⏎5."
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class Line:
    """A line of a page: its words, and where it stands in points from the page's left and bottom edge."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    hyphen: bool = False


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """The text of some pages, an empty line between paragraphs, without headers, footers and page numbers."""
    lines = _without_furniture(pages)
    rights, pitch, words = _rights(lines), _pitch(lines), _words(lines)
    pieces = [lines[0].text] if lines else []
    for before, line in pairwise(lines):
        if before.hyphen:
            pieces.append(_hyphen(before.text, line.text, words))
        else:
            pieces.append("\n\n" if _parted(before, line, rights[_column(before)], pitch) else " ")
        pieces.append(line.text)
    return "".join(pieces)


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all pages but those that stand at the same place of many pages, whatever numbers are in them."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in set(page.values()))
    least = max(2, REPEATED * len(pages))
    repeated = {key for key, count in seen.items() if count >= least}
    return [line for page, edge in zip(pages, edges, strict=True) for line in page if edge.get(line) not in repeated]


def _edges(page: Sequence[Line]) -> dict[Line, tuple[str, int]]:
    placed = sorted(page, key=lambda line: line.bottom)
    return {line: (re.sub(r"\d+", "#", line.text), round(line.bottom)) for line in placed[:EDGE] + placed[-EDGE:]}


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.left / COLUMN)


def _rights(lines: Sequence[Line]) -> Mapping[tuple[int, int], float]:
    """How far the lines of each column reach; on a page with few of them, how far they do on the other pages."""
    here: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    anywhere: defaultdict[int, float] = defaultdict(float)
    for line in lines:
        page, column = _column(line)
        for near in (column - 1, column, column + 1):  # a first line's indent may fall into the next
            here[page, near].append(line.right)
            anywhere[near] = max(anywhere[near], line.right)
    return {key: max(rights) if len(rights) >= FEW else anywhere[key[1]] for key, rights in here.items()}


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of a line from the one above it."""
    steps = [one.bottom - other.bottom for one, other in pairwise(lines) if _below(one, other)]
    return median(steps) if steps else 0.0


def _below(one: Line, other: Line) -> bool:
    return one.page == other.page and other.bottom < one.bottom - one.height / 2


def _words(lines: Sequence[Line]) -> Counter[str]:
    """The words that stand whole within a line."""
    return Counter(word for line in lines for word in _WORD.findall(line.text.lower()))


def _hyphen(text: str, following: str, words: Mapping[str, int]) -> str:
    """A hyphen where it is part of a word cut in two: as the document writes the word elsewhere, or as is usual."""
    first, second = next(iter(_WORD.findall(text)[-1:]), ""), (_WORD.match(following) or [""])[0]
    compound, whole = f"{first}-{second}".lower(), f"{first}{second}".lower()
    if words[compound] != words[whole]:
        return "-" if words[compound] > words[whole] else ""
    usual = compound in WHOLE or first.lower() in FIRST or second.lower() in SECOND
    return "-" if usual or not second[:1].islower() or "-" in first else ""


def _parted(before: Line, line: Line, reach: float, pitch: float) -> bool:
    """Whether a new paragraph begins: a line ends early, a gap follows, or the next one is indented or of its own kind.

    What breaks off in the middle of a sentence and goes on with a small letter is one paragraph whatever lies between.
    """
    ended = bool(_ENDED.search(before.text))
    if _STARTS_ANEW.match(line.text) or (ended and _LISTED.match(line.text)):
        return True
    if not ended and (line.text[:1].islower() or _LISTED.match(line.text)):
        return False
    heights = sorted((before.height, line.height))
    gap = _below(before, line) and before.bottom - line.bottom > LEADING * pitch
    early = before.right + _first_word_width(line) < reach
    if heights[1] > SIZES * heights[0] or gap or early:
        return True
    indented = before.page == line.page and before.height / 2 < line.left - before.left < COLUMN
    return ended and indented


def _first_word_width(line: Line) -> float:
    """How much room the first word and the space before it would take."""
    first = line.text.partition(" ")[0]
    return (line.right - line.left) * (len(first) + 1) / len(line.text)
