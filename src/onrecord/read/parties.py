"""Which party a name, an adjective or a seat stands for: states and alliances, and the states a document introduces."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.learned import learned_states, publishing_state
from onrecord.read.lexicon import Entry, alliances, lines, roles, states
from onrecord.read.parsed import Parsed
from onrecord.spans import Range
from onrecord.values import Document

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|(?:[A-Za-z]\.)+[A-Za-z]\b|[^\W_]+(?:['’](?!s\b)[^\W_]+)*|\+")
_GAP = re.compile(r"[\s\-‐‑/&.]{1,2}|, |$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_TAIL = re.compile(r"(?:['’]s?|[,;:.])*$")
# A proper name that only begins with a place: "Washington Post", "Moscow Times", "China Airlines".
_NAMED_AFTER = re.compile(
    r"\s(?:Post|Times|Daily|Herald|News|Journal|Tribune|Globe|Review|Monitor|Examiner|Star|Standard|Telegraph|Gazette"
    r"|Airlines|Airways|University|Institute|College|School|Club|Cup|Stadium|Street|Avenue|Airport|Center|Centre"
    r"|Enterprise|Foundation|Chamber|Association|Society|Olympics|Sea|Ocean|Peninsula|Redskins|Nationals|Capitals)\b"
)


@dataclass(frozen=True)
class Occurrence:
    """A place in a text that stands for a party; ``kind`` is ``name``, ``adjective``, ``seat`` or ``alliance``."""

    start: int
    end: int
    party: str
    kind: str


@dataclass(frozen=True)
class _Form:
    tokens: tuple[str, ...]
    surface: str
    kind: str
    parties: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether only these capitals will do: "US" is a state, "us" is not."""
        return len(self.tokens) == 1 and sum(c.isupper() for c in self.surface) > 1


_Index = dict[str, list[_Form]]


class Gazetteer:
    """The parties that one document can name. Build it with :func:`gazetteer`."""

    def __init__(self, text: str, index: _Index, historic: frozenset[str], people: Iterable[Range] = ()) -> None:
        self._index = index
        self._chosen = historic
        self.occurrences = self._scan(text, tuple(people))
        self._starts = [o.start for o in self.occurrences]
        self._nouns = _recalling({o.party for o in self.occurrences})

    def party_of(self, surface: str) -> str | None:
        """The party that a name, adjective, seat, organ or delegation stands for.

        None where it stands for none, or where it could be more than one.
        """
        bare = _TAIL.sub("", _ARTICLE.sub("", surface.strip()))
        if bare.casefold() in self._nouns and bare != surface.strip():
            return self._nouns[bare.casefold()]
        found = self._scan(bare, ())
        if len(found) == 1 and found[0].end - found[0].start >= len(bare):
            return found[0].party
        return self.organ_party(bare, found)

    def organ_party(self, bare: str, found: list[Occurrence] | None = None) -> str | None:
        """The party of an organ named with it: "Russian Foreign Ministry", "government of Russia", "US side"."""
        found = self._scan(bare, ()) if found is None else found
        named = {o.party for o in found if o.kind != "seat"} or {o.party for o in found}
        if len(named) != 1:
            return None
        rest = bare
        for occurrence in reversed(found):
            rest = rest[: occurrence.start] + " " + rest[occurrence.end :]
        rest = re.sub(r"['’]s?\s|\b(?:of|the|for)\s*$", " ", rest + " ").strip()
        rest = re.sub(r"\s+(?:of|for)(?:\s+the)?$", "", rest)
        words = re.sub(r"\s+", " ", rest).casefold()
        return next(iter(named)) if not words or words in roles().organs else None

    def within(self, span: Range) -> list[Occurrence]:
        """The places in a range of the text that stand for a party."""
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [o for o in self.occurrences[first:last] if o.end <= span[1]]

    def names(self, words: str) -> bool:
        """Whether some words, alone, hold the name of a party."""
        return bool(self._scan(words, ()))

    def over(self, text: str) -> "Gazetteer":
        """The same parties, looked for in another text: the document's title."""
        return Gazetteer(text, self._index, self._chosen)

    def is_name(self, surface: str) -> bool:
        """Whether the whole text is a party's name, adjective or seat."""
        found = self._scan(surface, ())
        return len(found) == 1 and found[0].start == 0 and found[0].end >= len(surface.rstrip("."))

    def _scan(self, text: str, people: tuple[Range, ...]) -> list[Occurrence]:
        tokens = [(m.start(), m.end(), m[0].replace(".", "").replace("’", "'")) for m in _TOKEN.finditer(text)]
        keys = [t[2].casefold() for t in tokens]
        busy = {at for start, end in people for at in range(start, end)}
        out: list[Occurrence] = []
        i = 0
        while i < len(tokens):
            form = self._longest(text, tokens, keys, i)
            if form is None:
                i += 1
                continue
            start, end = tokens[i][0], tokens[i + len(form.tokens) - 1][1]
            i += len(form.tokens)
            party = self._choose(form)
            if party and start not in busy and not _NAMED_AFTER.match(text, end):
                out.append(Occurrence(start, end, party, form.kind))
        return out

    def _longest(self, text: str, tokens: list[tuple[int, int, str]], keys: list[str], i: int) -> _Form | None:
        if not tokens[i][2][0].isupper() and not tokens[i][2].isdigit():
            return None
        for form in self._index.get(keys[i], ()):
            n = len(form.tokens)
            if tuple(keys[i : i + n]) != form.tokens or (form.exact and tokens[i][2] != form.surface.replace(".", "")):
                continue
            if all(_GAP.fullmatch(text, tokens[j][1], tokens[j + 1][0]) for j in range(i, i + n - 1)):
                return form
        return None

    def _choose(self, form: _Form) -> str | None:
        if len(form.parties) < 2:
            return form.parties[0] if form.parties else None
        historic = [p for p in form.parties if p in self._chosen]
        present = [p for p in form.parties if p not in _historic()]
        return next(iter(historic or present), None)


def gazetteer(parsed: Parsed, document: Document) -> Gazetteer:
    """The parties of a document: known ones, those it introduces, and of two states with one seat the one meant."""
    index = {key: list(forms) for key, forms in _known().items()}
    known = frozenset(f.surface for forms in index.values() for f in forms)
    learned = learned_states(parsed, known)
    if document.genre != "article":
        known |= {entry.name for entry in learned}
        learned = (*learned, *publishing_state(parsed, document.outlet or "", known))
    _add(index, learned, "name")
    people = [m.range for m in parsed.mentions if m.type == "PERSON"]
    return Gazetteer(parsed.text, index, _living(parsed.text, document.published), _namesakes(parsed.text, people))


@lru_cache(maxsize=1)
def _known() -> _Index:
    index: _Index = {}
    _add(index, states(), "name")
    _add(index, alliances(), "alliance")
    for phrase in lines("not_parties.txt"):
        _put(index, phrase, "none", None)
    return index


@lru_cache(maxsize=1)
def _historic() -> frozenset[str]:
    return frozenset(e.name for e in states() if e.until)


def _add(index: _Index, entries: Iterable[Entry], kind: str) -> None:
    for entry in entries:
        for surface in entry.names:
            _put(index, surface, kind, entry.name)
        for surface in entry.adjectives:
            _put(index, surface, "adjective", entry.name)
        for surface in entry.seats:
            _put(index, surface, "seat", entry.name)


def _put(index: _Index, surface: str, kind: str, party: str | None) -> None:
    bare = _ARTICLE.sub("", surface)
    found = _TOKEN.findall(bare)
    tokens = tuple(t.replace(".", "").replace("’", "'").casefold() for t in found)
    forms = index.setdefault(tokens[0], [])
    same = next((f for f in forms if f.tokens == tokens and f.surface.isupper() == bare.isupper()), None)
    if same is None:
        forms.append(
            _Form(tokens, bare.replace(".", "") if len(tokens) == 1 else bare, kind, (party,) if party else ())
        )
    elif party and party not in same.parties and same.parties:
        forms[forms.index(same)] = _Form(tokens, same.surface, same.kind, (*same.parties, party))
    forms.sort(key=lambda f: -len(f.tokens))


def _living(text: str, published: str | None) -> frozenset[str]:
    """The historic states whose seats the document means: by its date, else because it names them and no successor."""
    year = int(published[:4]) if published else None
    out = set()
    for entry in states():
        if entry.until and any(re.search(rf"\b{re.escape(n)}\b", text) for n in (*entry.names, *entry.adjectives)):
            successors = [e for e in states() if not e.until and set(e.seats) & set(entry.seats)]
            rivals = [n for e in successors for n in (*e.names, *e.adjectives) if n not in entry.names]
            named = any(re.search(rf"(?<!Soviet )\b{re.escape(n)}\b", text) for n in rivals)
            if (year is not None and year <= entry.until) or (year is None and not named):
                out.add(entry.name)
        elif entry.until and year is not None and year < entry.until and entry.name == "Soviet Union":
            out.add(entry.name)  # "the Kremlin" alone, in a report of 1987
    return frozenset(out)


def _namesakes(text: str, people: list[Range]) -> list[Range]:
    """People's names of two words or more: "Michael Jordan" names no state, a lone "Jordan" tagged so may."""
    return [(s, e) for s, e in people if re.search(r"\w\.?\s+\w", text[s:e])]


def _recalling(named: set[str]) -> dict[str, str]:
    """Nouns that recall the one alliance of a document they can mean: "the alliance", "the bloc"."""
    found: dict[str, set[str]] = {}
    for entry in alliances():
        if entry.name in named:
            for noun in entry.nouns:
                found.setdefault(noun.casefold(), set()).add(entry.name)
    return {noun: next(iter(names)) for noun, names in found.items() if len(names) == 1}
