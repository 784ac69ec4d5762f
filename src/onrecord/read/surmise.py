"""Names that the entity head missed: a capitalised source that is no party, outlet or common word is a name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from onrecord.read.lexicon import lines, roles
from onrecord.read.parsed import Attribution, Mention, Parsed
from onrecord.read.parties import Gazetteer
from onrecord.spans import Range, overlap

_NAME = re.compile(r"(?:[A-Z][\w’'-]*[a-z])(?:\s[A-Z][\w’'-]*[a-z]){0,2}")


def with_source_names(parsed: Parsed, attributions: Sequence[Attribution], places: Gazetteer) -> Parsed:
    """The text with a PERSON mention at each place of such a name: "Tolvik said …" names Tolvik everywhere."""
    taken = [m.range for m in parsed.mentions]
    heads = [m for a in attributions for s in a.source[:1] if (m := _NAME.match(parsed.text, *s)) and _alone(m, s[1])]
    names = {m[0] for m in heads if not any(overlap(m.span(), t) for t in taken)}
    fresh = {n for n in names if n not in _outlets() and not places.names(n) and not _common(n)}
    fresh = {n for n in fresh if not re.search(rf"\b{re.escape(n.lower())}\b", parsed.text)}
    found = [m.span() for name in fresh for m in re.finditer(rf"\b{re.escape(name)}\b", parsed.text)]
    added = [Mention(*span, "PERSON") for span in found if not any(overlap(span, t) for t in taken)]
    return replace(parsed, mentions=tuple(sorted([*parsed.mentions, *added], key=_start))) if added else parsed


def _alone(name: re.Match[str], end: int) -> bool:
    """Whether a name is the whole source, or a comma sets off what follows it: "Sand, who chairs the talks"."""
    return name.end() == end or name.string[name.end()] == ","


def _common(name: str) -> bool:
    """Whether a capitalised word only begins a sentence, or names a role: "He", "Officials", "Minister"."""
    words = name.casefold().split()
    return not _common_words().isdisjoint((words[0], words[-1]))


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return roles().heads | roles().plurals | roles().organs | frozenset(lines("openers.txt"))


@lru_cache(maxsize=1)
def _outlets() -> frozenset[str]:
    return frozenset(lines("outlets.txt"))


def _start(mention: Mention) -> Range:
    return mention.range
