"""What a meeting is to take up, and what is expressly kept off its table."""

import re

from onrecord.spans import Range, trimmed

_TIME = (
    r"(?:\d|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday)"
)
_TAKES_UP = re.compile(
    r"\b(?:(?:to|will|would|they|also)\s+(?:discuss|talk about|address|take up|review|negotiate|focus on)"
    r"|discuss(?:ed|ing)|talked about|focus(?:ed|ing)? on|the agenda (?:includes?|included|covers?)|devoted to"
    r"|cent(?:red|ered) on"
    rf"|(?:talks|negotiations|round|session|meeting|conference)\s+on(?=\s+(?!{_TIME})))\s+"
)
_OFF = re.compile(
    r"\b(?:will|would|is|are|was|were|can|could|must|should)\s*(?:not|never|n['’]t)\s+(?:be\s+)?"
    r"(?:discussed|raised|negotiated|taken up|addressed|on the (?:table|agenda)|part of the (?:talks|agenda))\b"
    r"|\b(?:is|are|was|were|will be|would be|remains?)\s+(?:kept\s+)?off the (?:table|agenda)\b"
)
_REFERRED = re.compile(
    r"(?:(?:These|Those|This|That|The|Such|Both|All)\s+(?:[\w-]+\s+){0,3}?|They\s+|It\s+|Instead,?\s+(?:they|it)\s+)"
    r"(?:will|would|are to|is to|were to|was to|must|should|can|could)\s+(?:instead\s+|rather\s+)?be\s+(?:presented"
    r"|raised|taken up|taken|discussed|addressed|negotiated|dealt with|considered|brought|put|referred|left|handled)\s+"
    r"(?:at|by|in|to|before|with)\b"
)
_STOP = re.compile(
    r"(?<!\b[A-Z])[.](?=\s|$)|[;:?!\n]|,\s+(?:which|who|where|while|but|and\s+(?:will|would|is|are|he|she|they|the)|according|said|officials)"
    r"|\s(?:in|at)\s+(?=[A-Z])"
    r"|\s(?:on|by|before|until|after|during)\s+(?=(?:[A-Z]|\d|this|next|the (?:talks|meeting|round|session)))"
    r"|\s(?:said|told|according to|when|as|amid|ahead of|despite|because)\b|[\"”]|\s[–—]"
)
_CLAUSE = re.compile(r"\bthat\s+|[,;:—]\s+(?:and\s+|but\s+)?|\n")
_NO_TOPIC = re.compile(r"(?:during|in|at|on|by|with|before|after|and|or|whether|how|what|if)\b", re.I)


def taken_up(text: str, sentence: Range) -> list[Range]:
    """The topics that a sentence says are to be, or were, discussed."""
    out: list[Range] = []
    for verb in _TAKES_UP.finditer(text, *sentence):
        stop = _STOP.search(text, verb.end(), sentence[1])
        span = trimmed(text, (verb.end(), stop.start() if stop else sentence[1]))
        if not _idle(text[slice(*span)]):
            out.append((span[0], span[0] + len(text[slice(*span)].rstrip(" ,"))))
    return out


def kept_off(text: str, sentence: Range) -> list[Range]:
    """The topics that a sentence says will not be discussed: the subjects of "would not be discussed"."""
    out: list[Range] = []
    for verb in _OFF.finditer(text, *sentence):
        begins = [m.end() for m in _CLAUSE.finditer(text, sentence[0], verb.start())]
        subject = trimmed(text, (begins[-1] if begins else sentence[0], verb.start()))
        if not _idle(text[slice(*subject)]):
            out.append(subject)
    return out


def referred(text: str, sentence: Range) -> Range | None:
    """The words that send the topics of the sentence before to another forum: "These points will be raised at"."""
    found = _REFERRED.match(text, *sentence)
    return found.span() if found else None


def _idle(words: str) -> bool:
    """Whether words name no topic: a pronoun, or what begins with a preposition."""
    bare = words.strip().lower()
    return (
        not bare or bool(_NO_TOPIC.match(bare)) or bare in {"it", "they", "them", "this", "that", "these", "the", "a"}
    )
