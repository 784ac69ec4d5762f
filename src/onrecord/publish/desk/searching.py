"""What is searched for when a word is still being typed, and what can be said where nothing is found."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.record.answers import Filter, Hit
from onrecord.record.find_text import Among
from onrecord.record.view import View

SHORTEST = 3  # letters by which words are looked for that begin so
_ENDINGS = 4  # letters left out at most: what is looked up are stems, "negotiati" is on its way to "negoti"
_WORD = re.compile(r"\w+")
_ALONE = 6  # words looked up by themselves


@dataclass(frozen=True)
class Found:
    """Hits of a search, one more than asked for where there are more; ``begun`` is the start that words were given."""

    statements: tuple[Hit, ...]
    documents: tuple[Hit, ...]
    begun: str | None = None

    def __bool__(self) -> bool:
        return bool(self.statements or self.documents)


def searchable(words: str) -> bool:
    """Whether there is any word in what was typed."""
    return bool(re.search(r"[^\W_]", words))


def found(ask: Callable[[str], Found], words: str) -> Found:
    """Hits of the words as typed; else of words that begin with the last one, or with most of it."""
    first = ask(words)
    head, last = _last_word(words)
    if first or last is None or not searchable(words):
        return first
    for end in range(len(last), max(SHORTEST, len(last) - _ENDINGS) - 1, -1):
        if again := ask(f"{head}{last[:end]}*"):
            return Found(again.statements, again.documents, last[:end])
    return first


def _last_word(words: str) -> tuple[str, str | None]:
    """What was typed before the last word, and that word, None where it is short, quoted or marked as a start."""
    at = re.search(r"(\w+)\s*$", words)
    if at is None or words.count('"') % 2 or len(at[1]) < SHORTEST:
        return words, None
    return words[: at.start()], at[1]


def hits(view: View, words: str, chosen: Filter, among: Among | None, *, both: tuple[int, int]) -> Found:
    """Statements and documents in which words stand: a page of one of them, or the best of each."""
    if among == "documents":
        return Found((), view.search(words, chosen, among="documents"))
    if among == "statements":
        return Found(view.search(words, chosen, among="statements"), ())
    first = [replace(chosen, limit=most + 1, offset=0) for most in both]
    return Found(
        view.search(words, first[0], among="statements"), view.search(words, first[1], among="documents")
    )  # fmt: skip


def alone(view: View, words: str, chosen: Filter) -> list[tuple[str, bool]]:
    """Each of several words by itself, and whether the record has it."""
    each = list(dict.fromkeys(word for word in _WORD.findall(words) if searchable(word)))[:_ALONE]
    one = replace(chosen, limit=1, offset=0)
    return [(word, bool(view.search(word, one))) for word in each] if len(each) > 1 else []


def around(hit: Hit, most: int = 420) -> list[tuple[str, bool]]:
    """A hit's pieces from a little before the first searched word on, of bounded length."""
    pieces = list(hit.pieces)
    first = next((n for n, (_, marked) in enumerate(pieces) if marked), 0)
    before = "".join(text for text, _ in pieces[:first])
    lead = before if len(before) <= most // 3 else "… " + before[-most // 3 :].partition(" ")[2]
    out: list[tuple[str, bool]] = [(lead, False)] if lead else []
    left = most
    for text, marked in pieces[first:]:
        if left <= 0:
            return [*out, (" …", False)]
        out.append((text if len(text) <= left else text[:left] + " …", marked))
        left -= len(text)
    return out
