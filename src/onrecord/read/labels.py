"""The labels of a transcript: who speaks each stretch of it, as the layout says at the beginning of a line."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.lexicon import DATA, given_names, roles
from onrecord.read.roles import heads_in
from onrecord.spans import Range, trimmed

WORDS = 8  # the most of a label
REPEATED, ALONE = (
    2,
    3,
)  # times that a label in normal case must stand, and one of a single word: "Lebanon:" heads a topic
_LINE = re.compile(
    r"^[ \t]*(?:\*\*|__)?(?P<who>[^\W\d_][^:\n(\[,*]{0,59}?)(?:\s?[(\[][^:\n]{1,50}?[)\]])?"
    r"(?:,\s(?P<more>[^:\n,]{2,40}))?\s?(?:\*\*|__)?:(?:\*\*|__)?(?=\s|$)",
    re.M,
)
_BARE = re.compile(r"^[ \t]*(?P<who>Q(?=[.]?[ \t\u00a0]+\S)|A(?=[.][ \t]|[ \t\u00a0]{2,}))[.]?[ \t\u00a0]+", re.M)
_NUMBER = re.compile(r"\s+(?:#|No\.\s?)?(?:\d{1,2}|one|two|three|four|five)$", re.I)
_SMALL = frozenset(["de", "del", "van", "von", "der", "den", "al", "el", "bin", "and", "of", "the", "for"])
_LINKS = frozenset(["the", "of", "and", "for"])


@dataclass(frozen=True)
class Label:
    """A speaker's label: ``span`` holds its words without the colon, ``body`` what is said up to the next label.

    ``kind`` is ``press``, ``silent`` (an operator, an interpreter), ``host``, ``answer``, ``office`` (a role without a
    name) or ``name``; ``more`` is what stands behind a comma: a role, or the outlet of someone who asks.
    """

    span: Range
    words: str
    kind: str
    body: Range
    more: str = ""


@lru_cache(maxsize=1)
def label_words() -> dict[str, frozenset[str]]:
    """What labels without a name say, by kind, in lower case."""
    read = json.loads(DATA.joinpath("labels.json").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in read.items()}


def labels_in(text: str, title: str | None) -> tuple[Label, ...]:
    """The labels of a transcript in their order; each one's body reaches to the next."""
    lines = [m for m in _LINE.finditer(text) if len(m["who"].split()) <= WORDS]
    counts = Counter(m["who"].strip() for m in lines)
    sure = {words for words in counts if _labels(words, counts, title or "")}
    names = {name_in(words)[1] for words in sure}
    marked = [
        m for m in lines if (words := m["who"].strip()) in sure or (" " in words and tuple(words.split()) in names)
    ]
    by_place = {m.start("who"): m for m in (*marked, *_BARE.finditer(text))}  # of "Q Okay: why?" the "Q" alone
    found = [by_place[at] for at in sorted(by_place)]
    ends = [*(m.start() for m in found[1:]), len(text)][: len(found)]
    return tuple(_label(text, m, end) for m, end in zip(found, ends, strict=True))


def name_in(words: str) -> tuple[str, tuple[str, ...]]:
    """A label's title ("Ambassador", without "Ms.") and the parts of its name, none where it only names an office."""
    tokens = _NUMBER.sub("", words).split()
    polite = 0
    while polite < len(tokens) - 1 and _bare(tokens[polite]) in label_words()["courtesy"]:
        polite += 1
    rest = tokens[polite:]
    taken = 0
    while taken < len(rest) and _bare(rest[taken]) in _role_words():
        taken += 1
    if taken == len(rest) and polite:
        taken -= 1
    taken = max(taken, _past_title(rest))
    office = not polite and _bare(rest[-1]) in _role_words() and rest[0].title() not in given_names()
    if 0 < taken < len(rest) - 1 and _bare(rest[taken - 1]) in ("of", "for"):
        taken += 1  # "President of Ostrel Anselm Greve"
    taken = len(rest) if office else taken
    return " ".join(rest[:taken]), tuple(rest[taken:])


def _past_title(tokens: list[str]) -> int:
    """How many words end with a role's head that stands before a name: "Varnian Foreign Minister" of a fourth word."""
    if tokens[0].title() in given_names():
        return 0
    return max((i + 1 for i, t in enumerate(tokens[:-1]) if _bare(t) in roles().official), default=0)


def _label(text: str, found: re.Match[str], end: int) -> Label:
    more = found.groupdict().get("more") or ""
    span = trimmed(text, found.span("who"))
    words = text[span[0] : span[1]]
    return Label(span, words, _kind(words, more), trimmed(text, (found.end(), end)), more)


def _labels(words: str, counts: Counter[str], title: str) -> bool:
    """Whether words before a colon label a speaker: all in capitals, a word for it, or a name or role that returns."""
    low = _bare_words(words)
    if low in label_words()["headers"]:
        return False
    if low in _known() or _in_capitals(words):
        return True
    tokens = words.split()
    proper = all(t[0].isupper() or t.casefold() in _SMALL or t[0] == "#" for t in tokens)
    role = bool(heads_in(low)) and heads_in(low)[-1][1] == len(low)
    if not (proper or role):
        return False
    title_of, name = name_in(words)
    introduced = bool(name) and any(head in roles().official for _, _, head in heads_in(title_of))
    named = len(tokens) > 1 and proper and (words in title or introduced)
    return named or counts[words] >= (REPEATED if len(tokens) > 1 or role else ALONE)


def _in_capitals(words: str) -> bool:
    kept = [re.sub(r"^(?:Mc|Mac|De|Di|Du|La|Le|al-|el-)(?=[A-Z])", "", t) for t in words.split()]
    letters = [t for t in kept if t not in _SMALL and not re.fullmatch(r"#?\d{1,2}", t)]
    return bool(letters) and all(t.upper() == t for t in letters) and sum(c.isalpha() for c in words) > 1


def _kind(words: str, more: str) -> str:
    low, known = _bare_words(words), label_words()
    last = low.split()[-1] if low else ""
    for kind in ("press", "silent", "host", "answer"):
        if low in known[kind] or (kind in ("press", "silent") and len(last) > 1 and last in known[kind]):
            return kind
    if more and not any(head in roles().official for _, _, head in heads_in(more)):
        return "press"
    return "name" if name_in(words)[1] else "office"


def _bare(token: str) -> str:
    return token.casefold().rstrip(".,")


def _bare_words(words: str) -> str:
    return re.sub(r"^the\s+", "", _NUMBER.sub("", words).casefold().rstrip("."))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset().union(*(label_words()[kind] for kind in ("press", "silent", "host", "answer")))


@lru_cache(maxsize=1)
def _role_words() -> frozenset[str]:
    heads = {part for head in roles().heads for part in head.split()}
    return frozenset(heads) | roles().modifiers | label_words()["anonymous"] | _LINKS
