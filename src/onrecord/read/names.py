"""Where a text names people: what the entity head found, mended by rule, and what titles and surnames add to it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.read.lexicon import given_names, roles
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.spans import Range, overlap

_PART = (
    r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|(?:al|el|bin|ibn|de|da|di|du|dos|del|la|le|van|von|der|den|ten|ter|bint|abu|y)(?=[\s-])"
    r"|(?:[Aa]l|[Ee]l)-[A-Z][\w'’-]*\w|(?:d|D|O|L)['’][A-Z]\w+(?:-\w+)*|[A-Z]\w*(?:-\w+)*(?:['’][A-Z]\w+)?)"
)
_NAME = re.compile(rf"{_PART}(?:\s{_PART}){{0,4}}(?:,?\s(?:Jr|Sr)\b\.?|\s(?:II|III|IV|V)\b)?")
_TAIL = re.compile(r"(?:['’]s?|[,.;:]|\s)+$")
_SUFFIX = re.compile(r",?\s(?:Jr|Sr)\.?$|\s(?:II|III|IV)$")
_PARTICLES = re.compile(
    r"\b(?:(?:[Vv]on|[Vv]an)(?:\s(?:der|den|de))?|[Dd]e(?:\s[Ll]a)?|[Dd]el|[Dd]os|[Aa]l|[Bb]in|[Ii]bn|[Tt]en)\s$"
)
_COURTESY = r"(?:Mr|Mrs|Ms|Messrs|Dr|Sir|Lord|Lady|Dame|Sheikh)\b\.?"
# Titles that also begin the names of things ("General Motors", "Justice Department"): no proof that a person follows.
_LOOSE = frozenset(
    [
        "general",
        "major",
        "justice",
        "head",
        "chief",
        "member",
        "director",
        "captain",
        "deputy",
        "judge",
        "representative",
        "speaker",
        "prince",
        "king",
        "marshal",
        "secretary",
        "principal",
        "host",
        "coach",
        "player",
        "father",
        "sister",
        "leader",
        "admiral",
        "officer",
        "partner",
        "fellow",
        "delegate",
        "doctor",
    ]
)


@dataclass(frozen=True)
class Name:
    """A person's name in the text, without titles; ``gender`` is ``m`` or ``f`` where a courtesy title tells it."""

    start: int
    end: int
    tokens: tuple[str, ...]
    gender: str | None = None

    @property
    def range(self) -> Range:
        """The name's offsets as a pair."""
        return self.start, self.end


@dataclass
class _Found:
    """Names so far, no two overlapping."""

    names: dict[int, Name] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def free(self, span: Range) -> bool:
        return self.taken.isdisjoint(range(*span))

    def add(self, name: Name | None) -> None:
        if name and self.free(name.range):
            self.names[name.start] = name
            self.taken.update(range(*name.range))


def names_in(parsed: Parsed, places: Gazetteer) -> list[Name]:
    """Every person named in a text, in order, no two overlapping."""
    found = _Found()
    for mention in parsed.within((0, len(parsed.text)), "PERSON"):
        found.add(_named(parsed, places, mention.range))
    for span in (*_after_titles(parsed), *_by_given_name(parsed)):
        if found.free(span):
            found.add(_named(parsed, places, span))
    surnames = {n.tokens[-1] for n in found.names.values() if len(n.tokens) > 1 or n.gender}
    surnames |= {n.tokens[-1] for n in found.names.values() if _titled(parsed.text, n.start)}
    for span in _repeated(parsed, places, surnames, list(found.names.values())):
        found.add(_named(parsed, places, span))
    return [found.names[start] for start in sorted(found.names)]


def _named(parsed: Parsed, places: Gazetteer, span: Range) -> Name | None:
    """The bare name in a range: titles cut from its front, possessives from its end; None where no name is left."""
    start, end = _without_titles(parsed.text, span)
    end -= len(parsed.text[start:end]) - len(_TAIL.sub("", parsed.text[start:end]))
    if parsed.text[end : end + 1] == "." and parsed.text[start:end].endswith(("Jr", "Sr")):
        end += 1
    if not re.search(r"\s", parsed.text[start:end].strip()):
        start = _given_before(parsed, start)
    particles = _PARTICLES.search(parsed.text[max(0, start - 14) : start])
    start -= len(particles[0]) if particles else 0
    surface = parsed.text[start:end]
    tokens = tuple(_SUFFIX.sub("", surface).split())
    if (
        not tokens
        or not surface[0].isalpha()
        or not any(t[:1].isupper() for t in tokens)
        or re.search(r"[\d\n@]", surface)
    ):
        return None
    titled = _titled(parsed.text, start)
    if places.is_name(surface) and (not titled or surface.isupper()):
        return None
    courtesy = re.search(rf"({_COURTESY})\s+$", parsed.text[max(0, start - 8) : start])
    if len(tokens) == 1 and not courtesy and (tokens[0].casefold() in _not_names() or len(tokens[0]) < 2):
        return None
    return Name(start, end, tokens, _gender_of(courtesy[1] if courtesy else "", tokens))


def _given_before(parsed: Parsed, start: int) -> int:
    """A first name that the entity head left out, after a comma or a title: "Japan's delegate, Minoru [Endo]"."""
    found = re.search(
        r"(?:,|(?P<title>[\w-]+))\s(?P<given>[A-Z][a-z]+(?:-\w+)?)\s$", parsed.text[max(0, start - 40) : start]
    )
    if (
        not found
        or found["given"].casefold() in _not_names()
        or (found["title"] or "president").casefold() not in roles().official
    ):
        return start
    given = start - len(found["given"]) - 1
    return start if _covered(parsed, (given, start - 1)) else given


def _gender_of(courtesy: str, tokens: tuple[str, ...]) -> str | None:
    low = courtesy.casefold()
    if low in roles().male or low in roles().female:
        return "m" if low in roles().male else "f"
    return given_names().get(tokens[0]) if len(tokens) > 1 else None


def _without_titles(text: str, span: Range) -> Range:
    start, end = span
    while True:
        word = re.match(r"[“\"'‘(]?(\S+)\s+", text[start:end])
        low = word[1].casefold().rstrip(",") if word else ""
        if not word or not (low in _title_words() or low.removesuffix("s") in roles().official or _owner(low)):
            return start, end
        if not re.search(r"[A-Z]", text[start + word.end() : end]) or (word[1] in given_names()):
            return start, end
        start += word.end()


def _owner(word: str) -> bool:
    return word.endswith(("'s", "’s"))


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    known = roles()
    words = (
        {part for head in known.heads for part in head.split()}
        | known.modifiers
        | known.courtesy
        | {"the", "of", "and"}
    )
    return frozenset(words | {w.removesuffix(".") for w in words})


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
    ]
    return (
        _title_words()
        | frozenset(days)
        | frozenset(
            {"god", "q", "internet", "twitter", "republican", "democrat", "jr", "sr", "jr.", "sr.", "ii", "iii"}
            | {"several", "some", "many", "most", "others", "another", "both"}
        )
    )


def _titled(text: str, start: int) -> bool:
    word = re.search(r"([\w.-]+)\s+$", text[max(0, start - 24) : start])
    low = word[1].casefold() if word else ""
    return low in roles().courtesy or (low in roles().official and low not in _LOOSE)


@lru_cache(maxsize=1)
def _title_pattern() -> re.Pattern[str]:
    sure = [h for h in roles().official if h not in _LOOSE and len(h) > 2]
    words = "|".join(re.escape(w) for w in sorted({*sure, *_capitalised(sure)}, key=len, reverse=True))
    return re.compile(rf"(?:(?<![\w-])(?:{words})|\b{_COURTESY})\s+(?=[A-Z])")


def _capitalised(words: list[str]) -> list[str]:
    return [" ".join(p.capitalize() if p not in ("of", "and") else p for p in w.split()) for w in words]


def _after_titles(parsed: Parsed) -> list[Range]:
    """Capitalised words right after a title: a person, whatever the entity head made of them."""
    out: list[Range] = []
    for found in _title_pattern().finditer(parsed.text):
        name = _NAME.match(parsed.text, found.end())
        first = name[0].split()[0].casefold() if name else ""
        if not name or first in _title_words() - {"king", "major", "prince", "judge", "justice"} or first.endswith("."):
            continue
        other = [m for m in parsed.within((found.end(), len(parsed.text)))[:1] if m.start == found.end()]
        if other and other[0].type in ("DATE", "EVENT", "NORP"):
            continue
        out.append((found.end(), name.end()))
    return out


def _by_given_name(parsed: Parsed) -> list[Range]:
    """Two or three capitalised words of which the first is a given name, where nothing else was found."""
    out: list[Range] = []
    for name in _NAME.finditer(parsed.text):
        tokens = name[0].split()
        if 2 <= len(tokens) <= 3 and tokens[0] in given_names() and not _covered(parsed, name.span()):
            out.append(name.span())
    return out


def _covered(parsed: Parsed, span: Range) -> bool:
    near = parsed.within((max(0, span[0] - 60), span[1] + 60))
    return any(overlap(m.range, span) for m in near)


def _repeated(parsed: Parsed, places: Gazetteer, surnames: set[str], found: list[Name]) -> list[Range]:
    """Further places where a known surname stands alone, as it does not in "the Brook Foundation"."""
    text = parsed.text
    wanted = [s for s in surnames if len(s) > 2 and s[0].isupper() and not places.is_name(s)]
    if not wanted:
        return []
    taken = {at for n in found for at in range(n.start, n.end)}
    out: list[Range] = []
    for m in re.finditer(r"(?<![\w-])(?:" + "|".join(map(re.escape, wanted)) + r")(?![\w-])", text):
        after = re.match(r"\s[A-Z][a-z]", text[m.end() : m.end() + 3])
        before = re.search(r"([A-Z][\w.-]*)\s$", text[max(0, m.start() - 20) : m.start()])
        opens = before and (before[1].casefold() in _title_words() or _opens(text, m.start() - len(before[0])))
        if m.start() not in taken and not after and (not before or opens):
            out.append(m.span())
    return out


def _opens(text: str, at: int) -> bool:
    return not text[:at].rstrip() or text[:at].rstrip()[-1] in '.!?:”"\n' or text[at - 1] == "\n"
