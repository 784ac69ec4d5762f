"""A brief in a reader's own order: its sections moved or left out, and what they still cite numbered anew."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.publish.lines import Brief, Group, Line, Section

LEFT = "-"  # before the name of a section that is left out
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Arrangement:
    """The sections of a brief by names that stay as the record grows: those shown, in order, and those left out."""

    shown: tuple[str, ...]
    left: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ",".join([*self.shown, *(LEFT + name for name in self.left)])

    def moved(self, name: str, by: int) -> "Arrangement":
        """With one section moved up (-1) or down (1)."""
        order = [*self.shown]
        at = order.index(name)
        order.insert(max(0, at + by), order.pop(at))
        return replace(self, shown=tuple(order))

    def without(self, name: str) -> "Arrangement":
        """With one section left out."""
        return Arrangement(tuple(n for n in self.shown if n != name), (*self.left, name))

    def with_again(self, name: str) -> "Arrangement":
        """With one that was left out at the end."""
        return Arrangement((*self.shown, name), tuple(n for n in self.left if n != name))


def sections_of(brief: Brief) -> dict[str, Section]:
    """The sections in their own order, by name: a party's is its own, wherever it stands."""
    found: dict[str, Section] = {}
    for section in brief.sections:
        name = section.key
        if name.startswith("party-"):
            name = f"party-{_APART.sub('-', section.title.casefold()).strip('-')}"
        found[name if name not in found else section.key] = section
    return found


def arrangement(brief: Brief, order: str) -> Arrangement:
    """What an order, as an address holds it, makes of a brief; sections that it does not name come last."""
    names = [*sections_of(brief)]
    asked = [*dict.fromkeys(name for name in order.split(",") if name)]
    left = tuple(name[1:] for name in asked if name.startswith(LEFT) and name[1:] in names)
    first = [name for name in asked if name in names and name not in left]
    return Arrangement((*first, *(name for name in names if name not in first and name not in left)), left)


def arranged(brief: Brief, order: str) -> Brief:
    """The brief in an order, its citations numbered as they come, without the documents that nothing cites any more.

    Without an order it is the brief as it is.
    """
    if not order:
        return brief
    made, known = arrangement(brief, order), sections_of(brief)
    sections = [known[name] for name in made.shown]
    numbers = {n: at for at, n in enumerate(_cited([brief.title, *_lines(sections)]), 1)}
    kept = sorted((c for c in brief.citations if c.number in numbers), key=lambda c: numbers[c.number])
    places = {old: new for new, old in enumerate(sorted({c.document for c in kept}))}
    left = [known[name].title for name in made.left]
    return replace(
        brief,
        title=_numbered(brief.title, numbers),
        sections=tuple(_renumbered(section, numbers) for section in sections),
        citations=tuple(replace(c, number=numbers[c.number], document=places[c.document]) for c in kept),
        documents=tuple(brief.documents[old] for old in places),
        left_out=" ".join(filter(None, [brief.left_out, f"Left out by hand: {', '.join(left)}." if left else ""])),
    )


def _lines(sections: Iterable[Section]) -> Iterator[Line]:
    for section in sections:
        yield from (cell for row in section.rows for cell in row)
        yield from (line for group in section.groups for line in (*group.lines, *group.older))


def _cited(lines: Iterable[Line]) -> list[int]:
    return [*dict.fromkeys(number for line in lines for number in line.citations)]


def _numbered(line: Line, numbers: Mapping[int, int]) -> Line:
    return replace(line, citations=tuple(numbers[n] for n in line.citations))


def _renumbered(section: Section, numbers: Mapping[int, int]) -> Section:
    def each(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(_numbered(line, numbers) for line in lines)

    rows = tuple((_numbered(a, numbers), _numbered(b, numbers), _numbered(c, numbers)) for a, b, c in section.rows)
    groups = tuple(Group(g.heading, each(g.lines), each(g.older)) for g in section.groups)
    return replace(section, rows=rows, groups=groups)
