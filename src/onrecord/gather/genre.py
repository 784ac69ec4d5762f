"""The genre of a document, by its title and layout."""

import re

from onrecord.values import Genre

_READOUT = re.compile(
    r"^(?:readout of|statement (?:by|from|of)|joint statement|communiqu[eé]|fact sheet|remarks by)\b", re.I
)
_TURN = re.compile(
    r"^(?:\*\*)?(?:Q:?\s|QUESTION:|(?:MR|MS|MRS|DR|AMBASSADOR|SECRETARY|THE|PRESIDENT|PRIME|FOREIGN|MINISTER|CHANCELLOR"
    r"|SPOKES[A-Z]+|SENIOR|OFFICIAL|MODERATOR)\b[A-Z0-9# .'’-]*:)",
    re.M,
)
TURNS = 4


def genre_of(title: str | None, text: str) -> Genre:
    """``transcript`` where several lines begin with a speaker's label, ``readout`` by its title, else ``article``."""
    if len(_TURN.findall(text)) >= TURNS:
        return "transcript"
    return "readout" if title and _READOUT.match(title.strip()) else "article"
