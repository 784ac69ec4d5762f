"""Answers of the tagger, and which of those that claim the same words are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.scheme import ROLES
from onrecord.spans import Range, inside, overlap

# The share of a reporting source's content that the reported attribution must fill. Chosen by reading.
RELAYED = 0.6


@dataclass(frozen=True)
class Candidate:
    """One cue's answer in pieces: (role, start, end) spans and the probability that the cue attributes at all."""

    spans: tuple[tuple[int, int, int], ...]
    odds: float

    def of(self, role: str) -> list[Range]:
        """The spans of one role, as piece ranges."""
        return [(a, b) for kind, a, b in self.spans if ROLES[kind] == role]

    @property
    def length(self) -> int:
        """How many pieces of content."""
        return sum(end - start for start, end in self.of("content"))

    def with_one_source(self) -> "Candidate":
        """Where two mentions of a speaker were both taken, the one nearest to the cue is kept."""
        sources, cues = self.of("source"), self.of("cue")
        if len(sources) < 2 or not cues:
            return self
        nearest = min(sources, key=lambda s: min(abs(s[0] - cues[0][1]), abs(cues[0][0] - s[1])))
        return Candidate(tuple(s for s in self.spans if ROLES[s[0]] != "source" or s[1:] == nearest), self.odds)


def settle(found: Sequence[Candidate]) -> list[tuple[Candidate, list[Range]]]:
    """Let each word be attributed once; return what is kept, each with the source that reports it, or none.

    In "According to X, Y noted …" the inner statement is kept and X reports it. Of any others that claim the same words
    the fuller is kept: what a speaker quotes within a quotation stays part of it.
    """
    outer = {id(i): o for o in found for i in found if o is not i and _reports(o, i)}
    reporting = {id(o) for o in outer.values()}
    kept: list[Candidate] = []
    for c in sorted(found, key=lambda c: -c.length):
        if id(c) not in reporting and not any(_clash(c, k) for k in kept):
            kept.append(c)
    return [(k, outer[id(k)].of("source") if id(k) in outer else []) for k in kept]


def _clash(a: Candidate, b: Candidate) -> bool:
    return any(overlap(p, q) for role in ("cue", "content") for p in a.of(role) for q in b.of(role))


def _reports(outer: Candidate, inner: Candidate) -> bool:
    """Whether one candidate's content is, for the most part, the other's whole attribution."""
    if not inner.of("source") or not outer.of("source"):
        return False
    held = sum(overlap((start, end), c) for _, start, end in inner.spans for c in outer.of("content"))
    own = [(start, end) for kind, start, end in inner.spans if ROLES[kind] != "content"]
    within = all(any(inside(o, c) for c in outer.of("content")) for o in own)
    return within and held >= RELAYED * outer.length
