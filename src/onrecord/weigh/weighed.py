"""What positions are made from: statements, which issues of a dossier they bear on, and where they stand there."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.record.answers import Filter, Said, Word
from onrecord.values import Bearing, Dossier, Spans, Stance

MOST = 1_000_000  # statements of one dossier
Bearings = Mapping[int, Sequence[Bearing]]  # by the number of a statement
Rulings = Mapping[int, Mapping[str, Word]]  # persons' words by the number of a statement and the id of an issue


@dataclass(frozen=True)
class Weighed:
    """A dossier's statements as of a day.

    ``meanings`` are their places among meanings by number, ``conditions`` those of their conditions by text; ``beyond``
    is how many statements were left out, being too many.
    """

    said: tuple[Said, ...]
    bearings: Bearings
    dossier: Dossier
    as_of: str | None = None
    meanings: Mapping[int, bytes] = field(default_factory=dict)
    conditions: Mapping[str, bytes] = field(default_factory=dict)
    beyond: int = 0

    @property
    def unsorted(self) -> tuple[Said, ...]:
        """The statements that bear on no issue of the dossier."""
        return tuple(s for s in self.said if not self.bearings.get(s.id))


@dataclass(frozen=True)
class Wording:
    """Words of one telling of a statement: the document's key, the telling's key in it, and the spans."""

    statement: int
    document: str
    telling: str
    spans: Spans

    @property
    def text(self) -> str:
        """The words on one line, a gap between two spans."""
        return words(self.spans)


def all_of(chosen: Filter) -> Filter:
    """A filter with its day and outlet alone: a position is made from all there is."""
    return Filter(as_of=chosen.as_of, outlet=chosen.outlet, limit=MOST)


def told(said: Said) -> tuple[str, str, str]:
    """The cue, content and condition of a statement in its fullest telling."""
    spans = said.fullest.spans
    cue, content, condition = (
        " ".join(s.exact for s in spans.get(part, ())) for part in ("cue", "content", "condition")
    )
    return cue, content, condition


def words(spans: Spans) -> str:
    """The words of some spans on one line, a gap between two."""
    return " … ".join(" ".join(s.exact.split()) for s in spans)


def conditions(said: Iterable[Said], bearings: Bearings) -> frozenset[str]:
    """The conditions of statements that are conditionally for something, as ``Wording.text`` has them."""
    iffy = (s for s in said if any(b.stance == "conditional" for b in bearings.get(s.id, ())))
    return frozenset(words(c.spans["condition"]) for s in iffy for c in s.citations if c.spans.get("condition"))


def on_dossier(words: Rulings, numbers: Container[int], issues: Container[str]) -> Rulings:
    """Persons' words on statements and issues that are at hand: another dossier's are not this one's."""
    kept = {n: {i: word for i, word in found.items() if i in issues} for n, found in words.items() if n in numbers}
    return {n: found for n, found in kept.items() if found}


def corrected(
    bearings: Bearings, words: Rulings, stance: Callable[[int, str], Stance | None]
) -> dict[int, tuple[Bearing, ...]]:  # fmt: skip
    """Bearings with what persons said of them, which wins.

    ``off`` takes an issue away; ``on`` assigns it with the stance that is read, which ``stance`` tells of a statement
    and an issue; any other word is the stance.
    """
    out = {number: tuple(found) for number, found in bearings.items()}
    for number, by_issue in words.items():
        kept = [b for b in out.get(number, ()) if b.issue not in by_issue]
        for issue, word in by_issue.items():
            if word != "off":
                told = stance(number, issue) if word == "on" else word
                kept.append(Bearing(issue=issue, stance=told, by="person"))
        out[number] = tuple(kept)
    return out


def known_by(said: Iterable[Said], as_of: str | None) -> tuple[Said, ...]:
    """Statements as they were known at the end of a day: none that is dated later, each with its tellings till then."""
    if as_of is None:
        return tuple(said)
    return tuple(known for s in said if s.date <= as_of for known in _told_by(s, as_of))


def _told_by(said: Said, as_of: str) -> Iterable[Said]:
    told = [
        c for c in said.citations
        if c.source.day <= as_of and (c.source.gone is None or c.source.gone > as_of)
    ]  # fmt: skip
    if len(told) == len(said.citations):
        yield said
    elif told:
        fullest = max(told, key=lambda c: sum(len(s.exact) for s in c.content))
        marked = tuple(replace(c, earliest=c is told[0], fullest=c is fullest) for c in told)
        yield replace(said, citations=marked, content=" … ".join(s.exact for s in fullest.content))
