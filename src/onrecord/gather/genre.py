"""The genre of a document, by its title and layout."""

import re

from onrecord.values import Genre

_READOUT = re.compile(
    r"^(?:readout of|statement (?:by|from|of)|joint statement|communiqu[eé]|fact sheet|remarks by)\b", re.I
)
_LABEL = re.compile(r"^(?:(Q)(?::|\s)|([A-Z][A-Z.'’ -]{1,40}):\s)", re.M)
TURNS = 4


def genre_of(title: str | None, text: str) -> Genre:
    """``transcript`` where lines begin with speakers' labels, ``readout`` by its title, else ``article``."""
    if _takes_turns(text):
        return "transcript"
    return "readout" if title and _READOUT.match(title.strip()) else "article"


def _takes_turns(text: str) -> bool:
    """Whether there are several labels and one of them recurs: headings in capitals ("PLACE:") stand once each."""
    labels = [question or speaker for question, speaker in _LABEL.findall(text)]
    return len(labels) >= TURNS and len(set(labels)) < len(labels)
