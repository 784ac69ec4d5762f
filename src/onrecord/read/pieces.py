"""Text as the encoder sees it: word pieces with offsets, their written form, and windows of whole paragraphs."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.spans import Range

Ints = NDArray[np.int64]

SHAPES = ("other", "lower", "title", "upper", "mixed", "digits")
QUOTE_STATES = ("outside", "inside", "mark")

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'


@dataclass(frozen=True)
class Window:
    """A run of pieces that goes through the encoder together: pieces ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Pieces:
    """The word pieces of one text.

    ``ids`` are vocabulary numbers; ``offsets`` is (n, 2), characters into the text, end exclusive; ``shape``, ``quote``
    and ``begins`` give each piece's written form: index into SHAPES, index into QUOTE_STATES, 1 where a paragraph
    begins; ``paragraph`` numbers the paragraphs and ``word`` the words from 0.
    """

    ids: Ints
    offsets: Ints
    shape: Ints
    quote: Ints
    begins: Ints
    paragraph: Ints
    word: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def forms(self) -> Ints:
        """Shape, quotation state and paragraph start of each piece in one number."""
        return (self.shape * len(QUOTE_STATES) + self.quote) * 2 + self.begins

    @cached_property
    def word_starts(self) -> Ints:
        """For each piece the number of the first piece of its word."""
        return np.searchsorted(self.word, self.word)

    def whole_words(self, start: int, end: int) -> Range:
        """Characters of the words that pieces ``start`` to ``end`` (exclusive) belong to."""
        last = int(np.searchsorted(self.word, self.word[end - 1], side="right")) - 1
        return int(self.offsets[self.word_starts[start], 0]), int(self.offsets[last, 1])

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Piece numbers at which a paragraph begins, rising."""
        return [int(i) for i in np.flatnonzero(self.begins)]


def cut(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and describe the written form of each.

    Lines are paragraphs. Offsets are characters of ``text``, untouched by the tokenizer's lower-casing.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    states = quote_states(text)
    lines = (
        np.cumsum(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) == ord("\n")) if text else np.zeros(0, int)
    )
    starts = offsets[:, 0]
    raw = lines[starts] if len(starts) else np.zeros(0, dtype=np.int64)
    begins = np.ones(len(starts), dtype=np.int64)
    begins[1:] = raw[1:] != raw[:-1]
    return Pieces(
        ids=np.array(encoding.ids, dtype=np.int64),
        offsets=offsets,
        shape=_shapes(text, offsets, encoding.word_ids),
        quote=states[starts] if len(starts) else np.zeros(0, dtype=np.int64),
        begins=begins,
        paragraph=np.cumsum(begins) - 1,
        word=np.array(encoding.word_ids, dtype=np.int64),
    )


def quote_states(text: str) -> Ints:
    """For every character an index into QUOTE_STATES: outside quotation marks, inside them, or a mark itself.

    Each paragraph starts outside. A straight mark opens where white space or a bracket precedes it and no space
    follows, and closes otherwise, so that quotations inside quotations nest.
    """
    out = np.zeros(len(text), dtype=np.int64)
    for line in re.finditer(r"[^\n]+", text):
        if not any(mark in line[0] for mark in OPENING + CLOSING + STRAIGHT):
            continue
        depth, since = 0, line.start()
        for mark in re.finditer(f"[{OPENING}{CLOSING}{STRAIGHT}]", line[0]):
            at = line.start() + mark.start()
            out[since:at] = min(depth, 1)
            out[at] = 2
            depth = depth + 1 if _opens(text, at) else max(depth - 1, 0)
            since = at + 1
        out[since : line.end()] = min(depth, 1)
    return out


def in_quotation(text: str, at: int) -> bool:
    """Whether character ``at`` stands inside quotation marks, judged within its paragraph."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return bool(quote_states(line)[at - start] == 1)


def _opens(text: str, at: int) -> bool:
    if text[at] != STRAIGHT:
        return text[at] in OPENING
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    return (before.isspace() or before in "([{—–-‘'") and not after.isspace()


def _shapes(text: str, offsets: Ints, word_ids: list[int | None]) -> Ints:
    """The written form of the word each piece belongs to."""
    out = np.zeros(len(offsets), dtype=np.int64)
    first = 0
    for i in range(1, len(offsets) + 1):
        if i == len(offsets) or word_ids[i] != word_ids[first]:
            out[first:i] = _shape(text[offsets[first, 0] : offsets[i - 1, 1]])
            first = i
    return out


def _shape(word: str) -> int:
    if word.islower():
        return 1
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return 2
    if word.isupper():
        return 3
    if word[:1].isdigit():
        return 5
    return 4 if word[:1].isalpha() else 0


def windows(pieces: Pieces, size: int = 254, overlap: int = 100, first: int | None = None) -> list[Window]:
    """Windows of at most ``size`` pieces that end between paragraphs where they can and overlap by about ``overlap``.

    They overlap by much, since a piece at an edge is read badly: it is read where it has more around it.
    ``first`` bounds the first window alone: training moves the boundaries with it from epoch to epoch.
    """
    n, starts, out, start = len(pieces), pieces.paragraph_starts, [], 0
    limit = min(first or size, size)
    while n:
        end = min(n, start + limit)
        if end < n:
            end = max((s for s in starts if start + limit // 2 < s <= end), default=end)
        out.append(Window(start, end))
        if end == n:
            break
        start = max(start + 1, min((s for s in starts if end - overlap <= s < end), default=end - overlap))
        limit = size
    return out
