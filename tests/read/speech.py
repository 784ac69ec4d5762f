"""Parsed texts made by hand: named strings are found in the text, and each source is given by its words."""

import re
from collections.abc import Iterable

from onrecord.read.actors import Cast, Resolved, cast
from onrecord.read.parsed import Attribution, Mention, Parsed
from onrecord.values import Document

SENTENCE = re.compile(r"\S.*?(?<![A-Z])(?<!\b[ML][rst])(?<!\bGen)[.!?][\"”]?(?=\s|$)|\S.*$", re.M)


def parsed(text: str, people: Iterable[str] = (), places: Iterable[str] = (), organs: Iterable[str] = ()) -> Parsed:
    """A text with every occurrence of the given names as mentions."""
    kinds = (("PERSON", people), ("GPE", places), ("ORG", organs))
    found = {
        m.span(): kind for kind, names in kinds for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    }
    mentions = tuple(Mention(s, e, kind) for (s, e), kind in sorted(found.items()))
    return Parsed(text, tuple(m.span() for m in SENTENCE.finditer(text)), mentions)


def attributed(text: str, *sources: str) -> tuple[Attribution, ...]:
    """Attributions whose sources are these words, each found after the one before."""
    out, at = [], 0
    for source in sources:
        start = text.index(source, at)
        at = start + len(source)
        out.append(Attribution(((start, at),), (), ((at, at),), 1.0))
    return tuple(out)


def heard(text: str, *sources: str, people: Iterable[str] = (), **named: Iterable[str]) -> tuple[Cast, list[Resolved]]:
    """The cast of a text, and whom each source means."""
    spoken = attributed(text, *sources)
    told = cast(parsed(text, people, **named), Document(id="t", text=text), spoken)
    return told, told.resolve_all(spoken)
