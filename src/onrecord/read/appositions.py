"""What a text says of a person beside the name: appositions, "representing …", "of Brazil", "(Norway)"."""

import re

from onrecord.read.lexicon import roles
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer, Occurrence
from onrecord.read.roles import OPENERS, WORD, Office, gather, heads_in, office_in
from onrecord.spans import Range

_APPOSED = re.compile(r"\s*,\s+(?:\d{1,3},\s+)?(?:now\s+|currently\s+|himself\s+|herself\s+)?")
_BREAK = re.compile(
    r"[;:()\[\]“”\"—–―\n]|,(?!\s(?:Security|Defence|Defense|Trade|Science|Industry|Culture|Energy)\b)|(?<![A-Z])[.](?=\s|$)|[!?]"
    r"|\s(?:who|whom|which|that|said|says|told|has|had|have|was|is|were|are|will|would|did|added|stressed|noted|warned|urged"
    r"|met|held|called|stated|insisted|reiterated|announced|but|while|as|when|after|during)\b"
)
_DETERMINED = re.compile(r"(?:the|a|an|one of (?:the|its|his|her|their)|its|his|her|their)\s+", re.I)
_SPEAKS_FOR = re.compile(
    r"\s*,?\s+(?:who\s+)?(?:(?:is|was|has been)\s+)?(?P<verb>represent(?:s|ed|ing)"
    r"|speak(?:s|ing)\s+(?:for|on\s+behalf\s+of)"
    r"|spoke\s+(?:for|on\s+behalf\s+of)|on\s+behalf\s+of|for|head(?:s|ed|ing)|lead(?:s|ing)|led)\s+(?:the\s+)?"
)
_OF_PLACE = re.compile(r"\s*,?\s+of\s+(?:the\s+)?|\s*\((?=[A-Z])")


def apposition_before(parsed: Parsed, places: Gazetteer, start: int, end: int) -> Office | None:
    """A definite description set off by a comma before a name: "The alliance's secretary-general, Jens …"."""
    text = parsed.text
    comma = re.search(r",\s+$", text[max(0, start - 3) : start])
    if not comma or not re.match(r"['’]?\s*(?:[,.;]|$|said|says|told|and\s)|\s+\w+(?:ed|s)\b", text[end : end + 24]):
        return None
    stop = max(0, start - 3) + comma.start()
    region = gather(parsed, places, stop, parsed.sentence(start)[0])
    if not region:
        return None
    before = text[: region[0]].rstrip()
    owner = re.search(r"\b(?:the|a|an|its|their|[\w.]+['’]s?)$", before, re.I)
    recalled = places.party_of(before[-40:][_last_the(before[-40:]) :]) if before.endswith(("'s", "’s")) else None
    found = office_in(parsed, places, region)
    if found is None or not (owner or found.party):
        return None
    return Office(found.span, found.role, found.party or (recalled if found.official else None), found.official)


def _last_the(text: str) -> int:
    found = [m.start() for m in re.finditer(r"\bthe\b", text, re.I)]
    return found[-1] if found else 0


def apposition_after(parsed: Parsed, places: Gazetteer, end: int, people: list[Range]) -> Office | None:
    """A description set off by a comma after a name: "…, the Spokesperson for the U.S. Department of State,"."""
    text = parsed.text
    opening = _APPOSED.match(text, end)
    if not opening:
        return None
    start = opening.end()
    stop = _BREAK.search(text, start, min(len(text), start + 160))
    span = (start, stop.start() if stop else min(len(text), start + 160, parsed.sentence(start)[1]))
    phrase = text[span[0] : span[1]]
    if not phrase.strip() or not _noun_phrase(phrase) or _renames(phrase, span[0], people):
        return None
    bare = _DETERMINED.match(phrase)
    return office_in(parsed, places, (span[0] + (bare.end() if bare else 0), span[1]))


def _noun_phrase(phrase: str) -> bool:
    """Whether a phrase can be a description: it has a head, and nothing but modifiers stands before it."""
    found = heads_in(phrase)
    first = WORD.match(phrase)
    if not found or not first:
        return False
    opener = first[0].casefold()
    if (opener in OPENERS and opener != "former") or opener.endswith("ing"):
        return False
    ahead = phrase[: found[0][0]].split()
    return len(ahead) <= 8 and not any(w.casefold() in {"to", "with", "by", "from", "against"} for w in ahead)


def _renames(phrase: str, at: int, people: list[Range]) -> bool:
    """Whether the phrase is the title of another person who is named in it: "Foreign Secretary Joe Clark"."""
    for start, _ in people:
        if at <= start < at + len(phrase):
            ahead = phrase[: start - at].rstrip()
            if not re.search(r"\b(?:to|for|of|by|under|with)(?:\s+[\w.-]+){0,4}$", ahead):
                return True
    return False


def spoken_for(parsed: Parsed, places: Gazetteer, end: int) -> Office | None:
    """The party that a name is said to stand for: "representing Russia", "of Brazil", "(Norway)"."""
    text = parsed.text
    found = _SPEAKS_FOR.match(text, end)
    if found:
        party = _party_at(text, places, found.end())
        leads = found["verb"].split()[0] in ("heads", "headed", "heading", "leads", "leading", "led")
        tail = text[party.end :] if party else ""
        sides = "|".join(map(re.escape, roles().sides))
        if party and (not leads or re.match(rf"(?:['’]s)?\s+(?:\w+\s+)?(?:{sides})\b", tail)):
            if found["verb"] == "for" and party.kind == "adjective":
                return None
            return Office((found.end(), party.end), None, party.party)
    found = _OF_PLACE.match(text, end)
    party = _party_at(text, places, found.end()) if found else None
    if (
        party
        and found
        and party.kind in ("name", "alliance")
        and (found[0].strip() != "(" or text[party.end : party.end + 1] in "),;")
    ):
        return Office((found.end(), party.end), None, party.party)
    return None


def _party_at(text: str, places: Gazetteer, at: int) -> Occurrence | None:
    found = [o for o in places.within((at, min(len(text), at + 60))) if o.start == at]
    return found[0] if found else None


def owner_before(parsed: Parsed, places: Gazetteer, start: int) -> Office | None:
    """A party in the possessive right before a name: "NATO's Stoltenberg"."""
    for o in places.within((max(0, start - 40), start)):
        if re.fullmatch(r"['’]s?\s+", parsed.text[o.end : start]) and o.kind in ("name", "alliance"):
            return Office((o.start, o.end), None, o.party)
    return None
