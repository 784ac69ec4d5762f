"""States that only the document knows: a place with an adjective of its own and the offices of a state."""

import re
from functools import lru_cache

from onrecord.read.lexicon import Entry, lines, roles
from onrecord.read.parsed import Parsed

_ENDINGS = ("n", "an", "ian", "i", "ese", "ish", "ic", "er", "ean")
OF_STATE = re.compile(r"(?:[Tt]he\s+)?(?P<organ>[\w'’ ]+) of (?:the )?(?P<state>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")
_WORD = re.compile(r"[A-Z][\w'’-]+")
_OFFICE = (
    r"(?:foreign|prime|defen[cs]e|finance|trade|interior|energy)\s+(?:minister|ministry|secretary)|president|government"
    r"|premier|chancellor|ambassador|envoy|delegation|negotiators?|diplomats?|parliament|presidency|king|queen"
)
# What only a state, or nearly only a state, has: with its adjective before it, the place is one.
_OWNED = (
    r"capital|troops|forces|officials?|border|counterparts?|officers?|navy|fleet|army|soil|waters|territory|embassy|coast"
    r"|patrol|cutter|side|leadership|cabinet|diplomats?"
)


def learned_states(parsed: Parsed, known: frozenset[str]) -> tuple[Entry, ...]:
    """States that the document introduces, with their adjectives and the capital it names for them."""
    text = parsed.text
    words = frozenset(re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text))
    places = {parsed.cut(m.range) for m in parsed.mentions if m.type == "GPE"}
    fresh = {w for w in words if w not in known and w not in _regions()}
    fresh = {w for w in fresh if w.casefold() not in roles().modifiers | roles().heads}
    out: list[Entry] = []
    for place in sorted(fresh):
        adjectives = tuple(a for a in sorted(_adjectives(place)) if a in words and a not in known)
        if _has_office(text, adjectives) or (place in places and _owns_office(text, place)):
            out.append(Entry(place, (place,), _with_plurals(adjectives), _capitals(text, place, adjectives)))
    return tuple(out)


def publishing_state(parsed: Parsed, outlet: str, known: frozenset[str]) -> tuple[Entry, ...]:
    """The state that publishes, where its organ or office names it: "Ministry of Foreign Affairs of Varnia"."""
    found = OF_STATE.fullmatch(outlet)
    if not found or found["state"] in known or not is_organ(found["organ"]):
        return ()
    words = frozenset(_WORD.findall(parsed.text))
    adjectives = tuple(a for a in sorted(_adjectives(found["state"])) if a in words and a not in known)
    return (Entry(found["state"], (found["state"],), _with_plurals(adjectives), ()),)


def is_organ(words: str) -> bool:
    """Whether some words name an organ or office of a state, without the state: "Office of the President"."""
    low = words.casefold().removeprefix("the ")
    return low in roles().organs or low in roles().official


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    return frozenset(lines("regions.txt"))


def _adjectives(place: str) -> set[str]:
    stems = {place, place[:-1]} if place[-1] in "aeiouy" else {place}
    made = {stem + ending for stem in stems for ending in _ENDINGS}
    return {a for a in made if a != place and len(a) > len(place) - 1}


def _with_plurals(adjectives: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for a in adjectives for form in (a, a + "s"))


def _has_office(text: str, adjectives: tuple[str, ...]) -> bool:
    """Whether the text gives the place's adjective an office of state: "Varnian Foreign Minister", "Varnian troops"."""
    if not adjectives:
        return False
    either = "|".join(map(re.escape, adjectives))
    office = "|".join(re.escape(word) for word in sorted(roles().official | roles().organs))
    near = rf"\b(?:{either})(?:\s+[\w-]+){{0,2}}?\s+(?i:{office}|{_OWNED})\b"
    return bool(re.search(near, text))


def _owns_office(text: str, place: str) -> bool:
    """Whether the text says "X's foreign minister" or "president of X"; a company has presidents too."""
    bare = re.escape(place)
    owned = rf"\b{bare}['’]s\s+(?:\w+\s+)?(?:{_OFFICE})\b|\b(?i:{_OFFICE}|minister)\s+of\s+{bare}\b"
    return bool(re.search(owned, text))


def _capitals(text: str, place: str, adjectives: tuple[str, ...]) -> tuple[str, ...]:
    """The capital, only where the text says that it is one."""
    owner = "|".join([rf"{re.escape(place)}['’]s", *map(re.escape, adjectives)])
    city = r"(?P<city>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)"
    said = (
        rf"\b(?:{owner})\s+capital(?:\s+city)?(?:\s+of|,)?\s+{city}",
        rf"\b{city},\s+(?:the\s+)?(?:{owner})\s+capital\b",
        rf"\b{city},\s+(?:the\s+)?capital\s+(?:city\s+)?of\s+{re.escape(place)}\b",
        rf"\bcapital\s+of\s+{re.escape(place)},\s+{city}",
    )
    return tuple(sorted({m["city"] for pattern in said for m in re.finditer(pattern, text)}))
