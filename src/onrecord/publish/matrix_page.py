"""The matrix as one HTML file: each cell opens its evidence, and each line of that the marked words of its source."""

from collections.abc import Callable
from functools import partial

from onrecord.publish.citations import Ledger
from onrecord.publish.lines import Brief, Given, Group, Line, Phrase, Section
from onrecord.publish.matrix import Matrix, carried, marks
from onrecord.publish.of_record import choose
from onrecord.publish.page import shown
from onrecord.publish.templates import environment
from onrecord.publish.wanting import SUGGESTED
from onrecord.record.answers import Filter
from onrecord.record.view import View
from onrecord.values import Issue
from onrecord.weigh.positions import Position
from onrecord.weigh.quoting import matter, words_of
from onrecord.weigh.weighed import Weighed, known_by

FIRST = 5  # statements of a cell that stand open; the others are folded under them


def evidence(view: View, weighed: Weighed, made: Matrix) -> Brief:
    """What every cell of a matrix rests on, a section each, in order of weight. Raises StoreError."""
    named = {n for p in made.held for n in p.statements}
    said = [s for s in weighed.said if s.id in named]
    kept = choose(view, Filter(as_of=weighed.as_of), said)
    ledger = Ledger([r.document.text for r in kept.readings])
    telling = kept.telling(ledger)
    issues = {i.id: i for i in made.dossier.issues}
    words = {s.id: s for s in known_by(said, weighed.as_of)}

    def line(number: int, issue: Issue) -> Line:
        return telling.line(words_of(words[number], matter(issue)))

    sections = tuple(
        Section(key(made, p), f"{issues[p.issue].name} · {p.party}", _groups(p, partial(line, issue=issues[p.issue])))
        for p in made.held
    )
    return Brief(
        title=Line((Given(made.dossier.title),), (), strong=True), as_of=weighed.as_of, statements=len(said),
        sections=sections, citations=tuple(ledger.made), documents=tuple(r.document for r in kept.readings),
        dossier=made.dossier,
    )  # fmt: skip


def key(made: Matrix, position: Position) -> str:
    """The anchor of a cell's evidence."""
    return f"e-{position.issue}-{made.parties.index(position.party) + 1}"


def _groups(position: Position, line: Callable[[int], Line]) -> tuple[Group, ...]:
    apart = {*position.behind, *position.contrary}
    parts = (
        (Phrase.RESTS, position.behind),
        (Phrase.OPPOSITE, position.contrary),
        (Phrase.ALSO, [n for n in position.statements if n not in apart]),
    )
    lines = [(phrase, tuple(line(n) for n in numbers)) for phrase, numbers in parts if numbers]
    return tuple(Group(phrase, found[:FIRST], found[FIRST:]) for phrase, found in lines)


def render(view: View, weighed: Weighed, made: Matrix) -> str:
    """The page. Everything that came from a document or dossier is escaped. Raises StoreError."""
    told = evidence(view, weighed, made)
    common = shown(told)
    cited = [(d, parts) for d, parts in common["sources"] if any(p.classes for p in parts)]
    return environment().get_template("matrix.html").render(
        common | {"sources": cited, "older": Phrase.MORE.value},
        made=made,
        table=[(i, [(p, made.at(i.id, p)) for p in made.parties]) for i in made.dossier.issues],
        marks=marks, carried=carried, anchor=lambda p: key(made, p), outlets=lambda line: _outlets(told, line),
        unsorted=len(weighed.unsorted), total=len(weighed.said), suggested=SUGGESTED,
    )  # fmt: skip


def _outlets(told: Brief, line: Line) -> str:
    """Who published the documents that a line cites."""
    cited = {c.number: told.documents[c.document] for c in told.citations}
    return ", ".join(dict.fromkeys(cited[n].outlet or Phrase.NO_OUTLET.value for n in line.numbers))
