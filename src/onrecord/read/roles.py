"""What a text says a person is: the title before a name, the apposition beside it, and the party these state."""

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.lexicon import roles
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer, Occurrence
from onrecord.spans import Range

WORD = re.compile(r"\S+")
_ABBREVIATION = re.compile(
    r"(?:[A-Z]\.){1,}|(?:Sen|Sens|Rep|Reps|Gov|Gen|Lt|Maj|Col|Adm|Capt|Sgt|Brig|Dr|Prof|Rev|Fr|St|No)\."
)
_RANK = re.compile(
    r"(?<=\w)\s+(?:(?:Lt|Gen|Adm|Dr|Maj|Col|Brig|Capt|Sgt|Prof|Mr|Ms|Mrs|Sir|Lord|Sheikh|Rep|Sen|Gov)\.?\s*)+$"
)
# Bodies that carry a state's adjective and do not speak for it: "the American Bar Association".
_PRIVATE = re.compile(
    r"\b(?:Center|Centre|University|College|Foundation|Associations?|Chamber|Progress|Society|Club|Party|Church|Federation"
    r"|Academy|School|Enterprise|Compan(?:y|ies)|Corp|Inc|Ltd|Think Tank)\b"
)
# A body named "… of X" that someone works for: its state is in its name, not behind it.
_BODY = re.compile(
    r"\s(?:for|at|with)\s+(?:the\s+)?(?:(?!Ministry|Department|Embassy|Government|Office|Mission)[A-Z][\w-]*\s)+of\s+(?:the\s+)?$"
)
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])$")
_LINKS = frozenset({"of", "for", "and", "&", "to"})
OPENERS = frozenset(
    [
        "in",
        "on",
        "at",
        "but",
        "and",
        "when",
        "while",
        "as",
        "after",
        "before",
        "since",
        "if",
        "although",
        "though",
        "however",
        "meanwhile",
        "earlier",
        "later",
        "yesterday",
        "today",
        "both",
        "for",
        "by",
        "from",
        "with",
        "under",
        "according",
        "former-day",
        "that",
        "this",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "there",
        "then",
        "so",
        "yet",
        "also",
        "who",
        "which",
        "whose",
        *("does", "did", "do", "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could"),
        *("should", "what", "why", "how", "where", "thanks", "thank"),
    ]
)
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|(?:January|February|March|April|June|July|August|September"
    r"|October|November|December)$"
)


@dataclass(frozen=True)
class Office:
    """A role and party as one place in the text states them; either may be missing. ``span`` is that place.

    ``role`` holds words of the span in their order, without the state or alliance that stands among them.
    """

    span: Range
    role: str | None
    party: str | None
    official: bool = False


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    """A head of a role at a position, longest first; plural and capitalised forms count."""
    words = sorted(roles().heads, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in words) + r")s?(?![\w-])", re.I)


@lru_cache(maxsize=4096)
def heads_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """The role heads of a phrase, with their places, in lower case and singular."""
    return tuple((m.start(), m.end(), _singular(m[0])) for m in _heads().finditer(text))


def _singular(word: str) -> str:
    low = re.sub(r"\s+", " ", word.casefold())
    return low if low in roles().heads else low.removesuffix("s")


def title_before(parsed: Parsed, places: Gazetteer, start: int, floor: int = 0) -> Office | None:
    """The title right before a name that begins at ``start``: "Russian Deputy Foreign Minister" and what it says."""
    region = gather(parsed, places, start, max(floor, parsed.sentence(start)[0]))
    return office_in(parsed, places, region) if region else None


def gather(parsed: Parsed, places: Gazetteer, start: int, floor: int) -> Range | None:
    """Walk left from a name over the words that can belong to its title."""
    text = parsed.text
    words = [(floor + m.start(), floor + m.end()) for m in WORD.finditer(text[floor:start])]
    taken: list[Range] = []
    known = roles()
    for at, end in reversed(words[-14:]):
        word = text[at:end]
        bare, low = word.lstrip("“\"'(‘"), word.lstrip("“\"'(‘").casefold()
        if bare.endswith((",", ";", ":", ")", "”", '"', "?", "!", "—")) or (
            bare.endswith(".") and not _ABBREVIATION.fullmatch(bare)
        ):
            break
        if _POSSESSIVE.search(bare):
            if taken and any(
                o.start >= at - 20 and o.end <= end for o in places.within((max(0, at - 20), end)) if o.end > at
            ):
                taken.append((at, end))
            break
        if low == "the" and at > floor and re.search(r"\b(?:of|for)\s+$", text[:at][-6:]):
            taken.append((at, end))
        elif (
            low in known.modifiers
            or low in _LINKS
            or low in _single_heads()
            or (bare[:1].isupper() and not _DAY.match(bare))
        ):
            taken.append((at + len(word) - len(bare), end))
            if len(word) != len(bare):
                break
        else:
            break
    return _left_trimmed(parsed, places, taken[::-1], floor)


@lru_cache(maxsize=1)
def _single_heads() -> frozenset[str]:
    heads = {part for head in roles().heads for part in head.split()} - {"and", "of"}
    return frozenset(heads | {head + "s" for head in heads})


def _left_trimmed(parsed: Parsed, places: Gazetteer, taken: list[Range], floor: int) -> Range | None:
    text, known = parsed.text, roles()
    if not taken:
        return None
    joints = [i for i, (s, e) in enumerate(taken) if text[s:e].casefold() in ("and", "&", "to")]
    for i in reversed(joints):
        before = text[taken[i - 1][0] : taken[i - 1][1]].casefold() if i else ""
        plural = before.endswith("s") and before[:-1] in known.heads  # "Andean presidents and President X": two titles
        if plural or (before not in known.modifiers and before not in _single_heads()):
            taken = taken[i + 1 :]
            break
    bare = taken
    while len(bare) > 1 and _RANK.search("x " + text[bare[-1][0] : bare[-1][1]]):
        bare = bare[:-1]
    taken = bare if bare and heads_in(text[bare[0][0] : bare[-1][1]]) else taken
    taken = _nearest_title(text, places, taken)
    while taken:
        start, end = taken[0]
        low = text[start:end].casefold()
        opener = start == floor and low not in known.modifiers and (low in OPENERS or low.endswith(("ing", "ed")))
        if low not in _LINKS and low != "the" and not opener and low not in OPENERS:
            break
        taken = taken[1:]
    if not taken or text[taken[-1][0] : taken[-1][1]].casefold() in {*_LINKS, "the"}:
        return None
    span = (taken[0][0], taken[-1][1])
    return span if _ends_in_title(text[span[0] : span[1]]) else None


def _ends_in_title(phrase: str) -> bool:
    """Whether the last head closes the phrase, or only its complement follows: "Secretary for Trade"."""
    found = heads_in(phrase)
    return bool(found) and (
        found[-1][1] == len(phrase) or bool(re.match(r"\s+(?:of|for|to|and)\s|['’]", phrase[found[-1][1] :]))
    )


def _nearest_title(text: str, places: Gazetteer, taken: list[Range]) -> list[Range]:
    """Only the title that ends at the name: of "government of Ruritanian President", what follows the "of"."""
    whole = text[taken[0][0] : taken[-1][1]] if taken else ""
    found, base = heads_in(whole), taken[0][0] if taken else 0
    for i in range(len(taken) - 1, 0, -1):
        start, end = taken[i]
        if text[start:end] not in ("of", "for", "to") or not found or found[-1][1] < len(whole):
            continue
        part_of_head = any(base + s < start and end < base + e for s, e, _ in found)
        part_of_name = any(o.start < start and end < o.end for o in places.within((base, taken[-1][1])))
        if not part_of_head and not part_of_name and base + found[-1][0] > end:
            return taken[i + 1 :]
    return taken


def office_in(parsed: Parsed, places: Gazetteer, region: Range) -> Office | None:
    """The role and party in a title or description."""
    text = parsed.text
    phrase = text[region[0] : region[1]]
    found = heads_in(phrase)
    if not found:
        return None
    parties = places.within(region)
    at, end, head = _main_head(phrase, found, parties, region[0])
    start = _role_start(text, region, parties, region[0] + at)
    stop = _role_end(text, region, parties, region[0] + end, head)
    role = _proper(text, (start, stop), parties, region[0] + at)
    official = head in roles().official and not _set_apart(text[region[0] : region[0] + end])
    party = _stated(text, region, parties, head) or _by_office(places, role or "") if official else None
    return Office(region, role, party, official)


def _by_office(places: Gazetteer, role: str) -> str | None:
    """The party whose office alone bears this name, where the document names that party: "Secretary of State"."""
    low = role.casefold()
    for party, names in roles().offices.items():
        if any(low.endswith(n) for n in names) and any(o.party == party for o in places.occurrences):
            return party
    return None


def _proper(text: str, span: Range, parties: list[Occurrence], head: int) -> str | None:
    """The words of a role without a state's name before its head: "Deputy Minister" in "Deputy Varnian Minister"."""
    out, at = "", span[0]
    for o in parties:
        if span[0] <= o.start and o.end <= head and o.kind in ("adjective", "name") and text[o.end : o.end + 1] == " ":
            out, at = out + text[at : o.start], o.end + 1
    out = re.sub(r"\s+", " ", out + text[at : span[1]]).strip()
    bare = _RANK.sub("", out)
    return _one(bare if heads_in(bare) else out) or None


def _one(role: str) -> str:
    """The role of one of several: "Ministers" before two names is each one's "Minister"."""
    found = heads_in(role)
    plural = (
        found
        and not re.search(r"\s(?:of|for|with|at|to)\s", role)
        and found[-1][1] == len(role)
        and role.endswith("s")
        and not role.casefold().endswith(found[-1][2])
    )
    return role[:-1] if plural else role


def _main_head(
    phrase: str, found: tuple[tuple[int, int, str], ...], parties: list[Occurrence], base: int
) -> tuple[int, int, str]:
    """The head of the phrase: the last one before any "of", "for" or "to" that is no part of it."""
    link = None
    for m in re.finditer(r"\s(?:of|for|to|at|with|in|on)\s", phrase):
        if any(s < m.start() and m.end() < e for s, e, _ in found) or not any(e <= m.start() for _, e, _ in found):
            continue
        if any(o.start - base < m.start() < o.end - base for o in parties):
            continue
        link = m.start()
        break
    ahead = [f for f in found if link is None or f[0] < link]
    return (ahead or found)[-1]


def _role_start(text: str, region: Range, parties: list[Occurrence], head: int) -> int:
    """Where the role proper begins: after the state, place or owner that stands before it."""
    start = region[0]
    for o in parties:
        if o.start <= start + 4 and o.end <= head and o.kind != "seat":
            start = o.end
            own = re.match(r"['’]s?|-", text[start:head])
            start += own.end() if own else 0
    owned = [m.end() for m in re.finditer(r"['’]s?\s", text[start:head])]
    start += owned[-1] if owned else 0
    while start < head and text[start].isspace():
        start += 1
    return start


def _role_end(text: str, region: Range, parties: list[Occurrence], end: int, head: str) -> int:
    """Where the role proper ends: before "of Russia" and "for the U.S. Department of State"."""
    tail = text[end : region[1]]
    link = re.match(r"\s+(?:of|for|from|at|in)\s+(?:the\s+)?", tail)
    if not link:
        return _tail_end(text, region, parties, end)
    first = next((o for o in parties if o.start == end + link.end()), None)
    if first is None or (head.split()[-1] in roles().keeps_complement and text[first.end : region[1]].strip()):
        return _tail_end(text, region, parties, end)
    return end


def _tail_end(text: str, region: Range, parties: list[Occurrence], end: int) -> int:
    """The end of a complement that is no state: "Minister of Foreign Affairs" without its "of Russia"."""
    for o in parties:
        cut = (
            re.search(r"\s+(?:of|for)\s+(?:the\s+)?$", text[end : o.start])
            if o.start > end and o.kind != "seat"
            else None
        )
        if cut and cut.start() > 0 and not text[o.end : region[1]].strip():
            return end + cut.start()
    stop = region[1]
    while stop > end and text[stop - 1] in " ,.'’":
        stop -= 1
    return stop


def _set_apart(title: str) -> bool:
    """Whether the title says that its holder does not speak for the state: "former", "opposition"."""
    words = {w.casefold() for w in re.findall(r"[\w-]+", title)}
    return bool(words & roles().not_of_party) or any(w.startswith(("ex-", "then-", "anti-", "pro-")) for w in words)


def _stated(text: str, region: Range, parties: list[Occurrence], head: str) -> str | None:
    """The party of the title: not the one it is about, as in "ambassador to Russia" and "envoy for Iran"."""
    local = head in ("mayor", "governor", "gov.", "sheriff", "judge", "chief")
    for o in parties:
        before = re.search(r"(\S+)\s+(?:the\s+)?$", text[region[0] : o.start])
        word = before[1].casefold() if before else ""
        organ = re.match(
            r"(?:['’]s)?\s+(?:[A-Z]|" + "|".join(roles().sides | roles().governments) + ")", text[o.end : region[1]]
        )
        if _PRIVATE.search(text[o.end : region[1]].split(",")[0]) and o.kind == "adjective":
            continue
        if word == "of" and _BODY.search(text[region[0] : o.start]):
            continue
        if word in roles().about or (
            word == "for" and head.split()[-1] in roles().topical and not organ and o.kind != "seat"
        ):
            continue
        if text[o.end : o.end + 1] in "-–" and text[o.end + 1 : o.end + 7].casefold() in (
            "backed ",
            "backed",
            "based ",
            "born ",
        ):
            continue
        if not (local and o.kind == "seat"):
            return o.party
    return None
