"""Those whom running text names as taking sides: parties, persons, groups of countries, one by one or in a list."""

import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from onrecord.read.lexicon import DATA
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.spans import Range

_ARTICLE = re.compile(r"[Tt]he\s+")
_CAPITALS = re.compile(r"[A-Z][A-Z\d&'’/.-]*[A-Z\d](?:\s(?:(?:of|for)\s(?:the\s)?)?[A-Z][A-Z\d&'’/-]*[A-Z\d]['’]?)*")
_SEPARATOR = re.compile(
    r"(?:,\s+(?:and\s+|as well as\s+|including\s+)?|\s+(?:and|or|&|as well as|along with|including|plus)\s+)"
)
_ASIDE = re.compile(r"\s*\((?!FCCC)[^()]{1,120}\)")
_OWNS = re.compile(r"['’]s?(?=\s)")


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    read: dict[str, list[str]] = json.loads(DATA.joinpath("delegations.json").read_text(encoding="utf-8"))
    return read


def _any_of(name: str) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(_words()[name], key=len, reverse=True))


@lru_cache(maxsize=1)
def _members() -> re.Pattern[str]:
    """Countries told only by number or kind: "many developing countries", "one Party", "others"."""
    kinds = r"(?:developing|developed|least[ -]developed|industriali[sz]ed|(?:non-)?Annex\s+[IB]+|African)"
    counted = rf"(?:{_any_of('quantifiers')})\s+(?:(?!(?:said|and|or)\b)[\w-]+\s+){{0,4}}?(?:{_any_of('members')})"
    kind = rf"(?:the\s+)?{kinds}\s+(?:[\w-]+\s+){{0,1}}?(?:{_any_of('members')})"
    return re.compile(rf"(?:{counted}|{kind}|{_any_of('alone')})(?![\w-])", re.I)


@lru_cache(maxsize=1)
def _chair() -> re.Pattern[str]:
    """Those who preside or serve: "Chair Dorn", "COP President Brek", "co-facilitator Ilm", "the Secretariat"."""
    titles = "|".join(sorted(_words()["chairs"], key=len, reverse=True))
    name, words = r"[A-Z][\w.'’-]*[\w'’]", r"(?:[A-Z][\w/.-]*\w\s){0,2}"
    return re.compile(rf"{words}(?:(?:{_titled(titles)})(?![\w-])(?:\s{name})*|(?:{titles})(?:\s{name})+)")


def _titled(titles: str) -> str:
    return "|".join(t.title() for t in titles.split("|"))


@lru_cache(maxsize=1)
def _whole() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of('whole')})(?![\w-])", re.I)


@lru_cache(maxsize=1)
def _working() -> re.Pattern[str]:
    """A group that the meeting set to work: "an informal group", "both contact groups"."""
    return re.compile(rf"(?:[a-z]+\s+)?(?:(?:{_any_of('working')})[\s-]+)+(?:\w+\s+)?groups?", re.I)


def is_meeting(words: str) -> bool:
    """Whether a source is the meeting as a whole, which is no party to it: "Delegates", "Parties", "SBSTA"."""
    bare = words.strip(" ,.")
    return bool(_whole().fullmatch(bare) or _working().fullmatch(bare)) or _body(_ARTICLE.sub("", bare))


def _body(name: str) -> bool:
    return re.sub(r"[-\s]\d+$", "", name) in _words()["bodies"]


@dataclass(frozen=True)
class Delegations:
    """Finds names at given places of one text. ``strict`` takes parties and persons only, as in ordinary prose."""

    parsed: Parsed
    places: Gazetteer
    strict: bool = False

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.parsed.mentions]

    def one(self, at: int, end: int) -> Range | None:
        """The name that begins at a place (an article belongs to none); None where there is none."""
        text = self.parsed.text
        article = _ARTICLE.match(text, at, end)
        first = article.end() if article else at
        found = self._member(at, end) or self._chaired(first, end) or self._proper(first, end)
        if found is None or _OWNS.match(text, found[1]) or _body(text[slice(*found)]):
            return None
        return found

    def is_side(self, span: Range) -> bool:
        """Whether a name is of those who take sides: a party, a name in capitals, a group of countries; no person."""
        words = self.parsed.cut(span)
        known = any(o.kind in ("name", "alliance") for o in self.places.within(span))
        return words.isupper() or known or bool(_members().fullmatch(words))

    def _member(self, at: int, end: int) -> Range | None:
        found = _members().match(self.parsed.text, at, end)
        return found.span() if found and not is_meeting(found[0]) else None

    def _chaired(self, at: int, end: int) -> Range | None:
        found = None if self.strict else _chair().match(self.parsed.text, at, end)
        return found.span() if found else None

    def _proper(self, at: int, end: int) -> Range | None:
        """The longest of a known party, a name in capitals and what the entity head marks here."""
        text = self.parsed.text
        ends = [o.end for o in self.places.within((at, end)) if o.start == at and o.kind in ("name", "alliance")]
        capitals = None if self.strict else _CAPITALS.match(text, at, end)
        ends += [capitals.end()] if capitals and not _lower_goes_on(text, capitals.end()) else []
        ends += [self._mentioned(at, end)]
        last = max(ends)
        return (at, last) if last > at else None

    def _mentioned(self, at: int, end: int) -> int:
        """Where the persons, organisations or places end that are marked at a place; the place itself if none are."""
        first = bisect_left(self._starts, at)
        types = ("PERSON", "GPE") if self.strict else ("PERSON", "GPE", "ORG", "NORP")
        near = [m for m in self.parsed.mentions[first : first + 1] if m.start == at and m.type in types]
        return near[0].end if near and near[0].end <= end and self.parsed.text[at].isupper() else at

    def several(self, at: int, end: int) -> tuple[list[Range], int]:
        """The names of a list that begins at a place, and where it ends; what stands in brackets after one is passed.

        A list is closed by "and": in "X, head of Y, said" there is one name.
        """
        text = self.parsed.text
        found: list[tuple[Range, int, bool]] = []
        closed = True
        while (name := self.one(at, end)) is not None:
            aside = _ASIDE.match(text, name[1], end)
            stop = aside.end() if aside else name[1]
            found.append((name, stop, closed))
            gap = _SEPARATOR.match(text, stop, end)
            if gap is None:
                break
            at, closed = gap.end(), bool(re.search(r"\w|&", gap[0]))
        last = max((i for i, (_, _, closes) in enumerate(found) if closes), default=-1)
        return [name for name, _, _ in found[: last + 1]], found[last][1] if found else at


def _lower_goes_on(text: str, end: int) -> bool:
    """Whether the capitals are only the beginning of a word: "SIDs", "LULUCFs"."""
    return text[end : end + 1].isalpha()
