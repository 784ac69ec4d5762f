"""Names of people as keys: spellings of one name fold to one form, whatever the romanisation."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

# Two spellings of a given name differ in a letter: "Yasser" and "Yasir". Chosen on names of the talks and wire reports.
ALIKE = 80

# Letters that romanisations of Cyrillic, Arabic and Greek names write in more than one way, in the order applied.
_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(?:al|el)[-’' ]", ""),
        (r"[^a-z]", ""),
        (r"ph", "f"), (r"kh", "h"), (r"tch|tsch|ch", "c"), (r"shch|sch|sh", "s"), (r"zh|dj", "j"), (r"ts|tz", "c"),
        (r"x", "ks"), (r"ck|q", "k"), (r"w", "v"), (r"ou|oo", "u"), (r"gh", "g"), (r"dh", "d"), (r"th", "t"),
        (r"(?<=[aeou])[iyj]+$|(?<=[aeou])[iyj](?=[^aeou])", ""),
        (r"[iyj]+e$|[iyj]+$", "i"), (r"[iyj]+(?=[aeou])", "i"), (r"[yj]", "i"), (r"ie|io", "e"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_PARTICLES = frozenset(
    ("al", "bin", "da", "dal", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von", "zu")
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_SHORT = (
    "alexander alex sasha", "anthony antony tony", "benjamin ben", "charles charlie", "christopher chris",
    "daniel dan", "david dave", "donald don", "edward ed ted", "elizabeth liz beth", "frederick fred",
    "james jim jimmy", "jacob jake", "jeffrey jeff", "jennifer jen", "john jack jon", "joseph joe", "katherine kate",
    "kenneth ken", "lawrence larry", "matthew matt", "michael mike", "nicholas nick", "patricia pat",
    "peter pete", "philip phil", "richard rick dick", "robert bob rob", "ronald ron", "samuel sam", "stephen steve",
    "susan sue", "thomas tom", "timothy tim", "victoria vicky", "vladimir volodymyr", "william bill will",
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A person's name in parts: folded given names (or initials) in order, and the folded surname."""

    given: tuple[str, ...]
    surname: str


@lru_cache(maxsize=65_536)
def parsed(name: str) -> Name:
    """A name's parts; a single word is a surname. "van" and "de la" stay with the surname they lead."""
    words = [w for w in re.split(r"[\s.]+", name) if w and w.lower() not in _SUFFIXES]
    at = len(words) - 1
    while at > 0 and words[at - 1].lower() in _PARTICLES and (at > 1 or words[0].lower() != "al"):
        at -= 1
    given = tuple(_given(w) for w in words[:at] if fold(w))
    return Name(given, fold("".join(words[max(at, 0) :])))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word's folded form: "Yuriy" and "Yury", "Sergei" and "Sergey", "Zelensky" and "Zelenskyy" are one."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ł", "l").replace("ø", "o").replace("đ", "d"))
    for pattern, to in _FOLDS:
        plain = pattern.sub(to, plain)
    return plain


def agree(a: Name, b: Name) -> bool:
    """Whether two names may be one person's by themselves: one surname, and given names of which none contradicts."""
    if a.surname != b.surname:
        return False
    if not a.given or not b.given:
        return True
    first, second = a.given[0], b.given[0]
    if min(len(first), len(second)) == 1:
        return first[0] == second[0]
    return first[0] == second[0] and fuzz.ratio(first, second) >= ALIKE


def _given(word: str) -> str:
    return _shorts().get(word.lower().strip("."), fold(word))


@lru_cache(maxsize=1)
def _shorts() -> dict[str, str]:
    """Given names and their short forms, each under the first of its line."""
    return {word: fold(line.split()[0]) for line in _SHORT for word in line.split()}
