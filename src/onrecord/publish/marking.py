"""A text cut where marks begin and end, so that marks which overlap can each be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from onrecord.spans import Range

LONGEST = 40  # characters of a word that an excerpt is not cut within


@dataclass(frozen=True)
class Mark:
    """A range with the names of the classes that style it, an anchor where it opens, and what it belongs to."""

    span: Range
    classes: tuple[str, ...]
    anchor: str | None = None
    note: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Piece:
    """Characters under the same marks, and the anchors that stand before them."""

    text: str
    classes: tuple[str, ...]
    anchors: tuple[str, ...]
    notes: tuple[str, ...]
    owners: tuple[str, ...] = ()


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The whole text in order, cut at every mark's ends. Joined again, the pieces' texts are the text."""
    marks = [m for m in marks if m.span[0] < m.span[1]]
    cuts = sorted({0, len(text), *(end for m in marks for end in m.span)})
    starting: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.span[0], []).append(mark)
    out: list[Piece] = []
    live: list[Mark] = []
    for start, end in pairwise(cuts):
        live = [m for m in live if m.span[1] > start] + starting.get(start, [])
        anchors = tuple(m.anchor for m in starting.get(start, []) if m.anchor)
        classes, owners = _each(c for m in live for c in m.classes), _each(m.owner for m in live if m.owner)
        out.append(Piece(text[start:end], classes, anchors, _each(m.note for m in live if m.note), owners))
    return out


def within(marks: Iterable[Mark], window: Range) -> list[Mark]:
    """The marks that reach into a window of a text, as marks of the window's own text."""
    first, last = window
    out = []
    for mark in marks:
        start, end = mark.span
        if start < last and end > first:
            clipped = (max(start, first) - first, min(end, last) - first)
            out.append(replace(mark, span=clipped, anchor=mark.anchor if start >= first else None))
    return out


def excerpts(text: str, spans: Sequence[Range], around: int) -> list[list[Piece]]:
    """The places of some spans with what stands around them, near ones together; the spans are marked ``hit``."""
    windows: list[Range] = []
    for start, end in sorted(spans):
        begun, ended = _outward(text, start - around, -1), _outward(text, end + around, 1)
        if windows and begun <= windows[-1][1]:
            begun, ended = windows[-1][0], max(windows.pop()[1], ended)
        windows.append((begun, ended))
    return [
        pieces(text[a:b], [Mark((start - a, end - a), ("hit",)) for start, end in spans if a <= start and end <= b])
        for a, b in windows
    ]


def _outward(text: str, at: int, way: Literal[-1, 1]) -> int:
    """The nearest place, outward, that is not within a word."""
    at = min(max(at, 0), len(text))
    for _ in range(LONGEST):
        if at in (0, len(text)) or text[at - 1].isspace() or text[at].isspace():
            return at
        at += way
    return at


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
