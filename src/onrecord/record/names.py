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
        (r"ph", "f"), (r"kh", "h"), (r"tsch", "c"), (r"shch|sch|sh", "s"), (r"tch|ch", "c"), (r"zh|dj", "j"),
        (r"ts|tz", "c"), (r"x", "ks"), (r"ck|q", "k"), (r"w", "v"), (r"ou|oo", "u"), (r"gh", "g"), (r"dh", "d"),
        (r"th", "t"),
        (r"(?<=[aeou])[iyj]+$|(?<=[aeou])[iyj](?=[^aeou])", ""),
        (r"[iyj]+e$|[iyj]+$", "i"), (r"[iyj]+(?=[aeou])", "i"), (r"[yj]", "i"), (r"ie|io", "e"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_PARTICLES = frozenset(
    ("al", "bin", "da", "dal", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von", "zu")
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "dame", "lord", "lady", "gen", "col", "adm", "sen", "rep"})
# Chinese, Korean and Vietnamese surnames come first. Those of the second line are given names elsewhere as well: they
# lead only names like "Kim Dae Ho".
_LEADING = frozenset(
    ("xi", "wang", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "xu", "zhu", "gao", "guo", "luo", "zheng",
     "xie", "deng", "jiang", "mao", "wen", "pham", "nguyen", "tran")
)  # fmt: skip
_LEADING_OR_GIVEN = frozenset(
    ("kim", "lee", "li", "yi", "rhee", "park", "pak", "choi", "moon", "han", "chung", "chun", "chon", "chong", "jung",
     "jeong", "cho", "chang", "jang", "kang", "yoon", "yun", "roh", "rho", "noh", "lho", "rha", "shin", "hwang", "ahn",
     "paik", "paek", "kwon", "suh", "seo", "nam", "ryu", "yoo", "yu", "min", "ban", "ma", "hu", "wu")
)  # fmt: skip
_LATER_GIVEN = re.compile(r"[^\W\d_]+[-’'][a-z]\w+$")  # "Il-ho": the part after the hyphen is written small
_SYLLABLE = 5  # letters at most of one Chinese or Korean given name: "Myung", "Kyung"
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
    """A person's name in parts: folded given names (or initials) in order, the folded surname, "jr" or "iii"."""

    given: tuple[str, ...]
    surname: str
    suffix: str = ""


@lru_cache(maxsize=65_536)
def parsed(name: str) -> Name:
    """A name's parts; a single word is a surname. "van" and "de la" stay with the surname they lead."""
    words = [w for w in re.split(r"[\s.,]+", name) if w]
    suffix = words.pop().lower() if len(words) > 1 and words[-1].lower() in _SUFFIXES else ""
    while len(words) > 1 and words[0].lower() in _TITLES:
        words = words[1:]
    if _leads(words):
        words = [*words[1:], words[0]]
    at = len(words) - 1
    while at > 0 and words[at - 1].lower() in _PARTICLES and (at > 1 or words[0].lower() != "al"):
        at -= 1
    given = tuple(_given(w) for w in words[:at] if fold(w))
    return Name(given, fold("".join(words[max(at, 0) :])), suffix)


def _leads(words: list[str]) -> bool:
    """Whether the surname comes first: "Xi Weilan", "Kim Dae Ho", "Rha Il-ho"."""
    if len(words) < 2:
        return False
    first, rest = words[0].lower(), words[1:]
    hyphened = len(rest) == 1 and "-" in rest[0]
    short = all(len(w) <= _SYLLABLE for r in rest for w in r.split("-"))
    if first in _LEADING:
        return len(rest) <= 2
    if first in _LEADING_OR_GIVEN and short and (len(rest) == 2 or hyphened):
        return True
    return hyphened and bool(_LATER_GIVEN.match(rest[0]))


def bare(name: str) -> bool:
    """Whether a person's name is a surname alone."""
    return not parsed(name).given


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word's folded form: "Yuriy" and "Yury", "Sergei" and "Sergey", "Zelensky" and "Zelenskyy" are one."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ł", "l").replace("ø", "o").replace("đ", "d"))
    for pattern, to in _FOLDS:
        plain = pattern.sub(to, plain)
    return plain


def agree(a: Name, b: Name) -> bool:
    """Whether two names may be one person's by themselves: one surname, and nothing else that contradicts."""
    if a.surname != b.surname or (a.suffix and b.suffix and a.suffix != b.suffix):
        return False
    return all(_alike(mine, theirs) for mine, theirs in zip(a.given[:2], b.given[:2], strict=False))


def equal(a: Name, b: Name) -> bool:
    """Whether two full names are one but for romanisation and short forms: no middle name that only one has."""
    return a == b and bool(a.given) and len(a.given[0]) > 1


def _alike(first: str, second: str) -> bool:
    """Two given names, or initials of them."""
    if min(len(first), len(second)) == 1:
        return first[0] == second[0]
    return first[0] == second[0] and fuzz.ratio(first, second) >= ALIKE


def _given(word: str) -> str:
    return _shorts().get(word.lower().strip("."), fold(word))


@lru_cache(maxsize=1)
def _shorts() -> dict[str, str]:
    """Given names and their short forms, each under the first of its line."""
    return {word: fold(line.split()[0]) for line in _SHORT for word in line.split()}
