"""What is searched for: words, phrases, and beginnings of words. Never anything else, whatever signs are typed."""

import re
from dataclasses import dataclass

Pieces = tuple[tuple[str, bool], ...]  # a text in pieces, and whether each was searched for

CANDIDATES = 2_000  # hits that are ranked: of a word that stands everywhere, the newest
WORDS = 24  # shown of a document around a hit
GAP = " … "
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True)
class Searched:
    """Words that must stand one after the other; of the last one, where ``begins``, only the beginning."""

    words: str
    begins: bool = False


def searched(typed: str) -> tuple[Searched, ...]:
    """What someone who typed this looks for. Double quotes hold words together; ``*`` ends the beginning of a word."""
    out: list[Searched] = []
    for phrase, word in _TOKEN.findall(typed):
        bare = (phrase or word).replace('"', " ").replace("\x00", " ").strip()
        if re.search(r"\w", bare):
            out.append(Searched(bare.rstrip("*"), bare.endswith("*") and not phrase))
    return tuple(out)
