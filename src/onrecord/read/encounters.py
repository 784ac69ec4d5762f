"""Where a sentence speaks of a meeting: its nouns and verbs, named forums, and who takes part."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.lexicon import lines
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.spans import Range, inside, overlap
from onrecord.values import Actor

NOUNS = (
    r"talks|meetings?|summit|session|round|negotiations|consultations|conference|call|video ?conference|lunch|dinner"
    r"|breakfast|council|visit|phone call|video call|telephone call|encounter|discussions"
)
_ADJECTIVES = (
    r"preliminary|bilateral|trilateral|multilateral|informal|formal|direct|indirect|face-to-face|virtual|secure|working"
    r"|private|closed-door|two-day|three-day|one-day|two-hour|urgent|emergency|extraordinary|annual|joint|separate|final"
    r"|first|second|third|fourth|fifth|next|new|another|further|opening|closing|technical|ministerial|expert|high-level"
    r"|top-level|exploratory|official|secret|rare|brief|resumed|fresh|latest|video|phone|telephone|peace|trade"
    r"|disarmament|arms control|proximity"
)
_MEAL = r"(?:\s+(?:during|over|at)\s+an?\s+(?:\w+\s+)?(?:lunch|dinner|breakfast))?"
_NOUN = re.compile(rf"(?:\b(?:{_ADJECTIVES})\s+)*\b(?:{NOUNS})\b{_MEAL}", re.I)
_FUTURE = (
    r"(?:will|would|is to|are to|was to|were to|is due to|are due to|plans? to|planned to|agreed to|going to"
    r"|(?:is |are )?(?:scheduled|set|expected) to)\s+(?:\w+ly\s+)?"
)
_VERB = re.compile(
    rf"\b(?P<future>{_FUTURE}"
    r"(?:meet|hold|speak|talk|sit down|convene|gather|host|begin|open|resume|start|continue|attend))"
    r"|\b(?P<past>(?:(?:has|have|had)\s)?(?:met|held|spoke|spoken|sat down|convened|gathered|hosted|opened|resumed"
    r"|concluded|began|attended|ended))\b"
    r"|\b(?P<present>meets?|are meeting|is meeting|begins?|opens?|resumes?|speaks|holds)\b"
)
_NAMED = r"[A-Z][\w’'.]*(?:[ \-–—/](?:of |on |for |and |in |the )*[A-Z][\w’'.]*)*"
_NAMED_NOUN = re.compile(rf"({_NAMED})\s+(summit|council|meeting|conference|talks|session)\b")
_WITH = re.compile(r"\b(?:with|between)\s+")
_CHAIN_END = re.compile(
    r"\b(?:to discuss|to talk|on|over|about|amid|ahead|aimed|as|after|before|during|in|at|that|which|who|where|when"
    r"|while|said|told|would|will|for)\b|[;:.]\s|[\"“]"
)


People = Callable[[Range], Actor | None]


@dataclass(frozen=True)
class Guest:
    """Someone who takes part, and the words that say so."""

    span: Range
    party: str | None
    person: str | None


@dataclass(frozen=True)
class Forum:
    """A named forum: the words of its name, and the meeting noun that follows it, if any."""

    span: Range
    name: str
    noun: Range | None


def forums(text: str, sentence: Range, parties: Gazetteer) -> list[Forum]:
    """The forums a sentence names: "Strategic Stability Dialogue", "NATO-Russia Council", "OSCE summit"."""
    out: list[Forum] = []
    for found in _forum_pattern().finditer(text, *sentence):
        noun = re.compile(rf"\s+({NOUNS})\b").match(text, found.end(), min(found.end() + 25, len(text)))
        name = re.sub(r"^(?:The|A|An|This|That|Next|Last)\s+", "", found[0])
        start = found.end() - len(name)
        if len(name.split()) > 1 or "-" in name or "–" in name or "—" in name:
            out.append(Forum((start, found.end()), name, noun.span(1) if noun else None))
    for found in _NAMED_NOUN.finditer(text, *sentence):
        bodies = parties.within(found.span(1))
        if any(overlap(found.span(), f.span) or (f.noun and overlap(found.span(2), f.noun)) for f in out) or not bodies:
            continue
        whole = bodies[0].start <= found.start(1) + 4 and bodies[-1].end >= found.end(1)
        alliance = [
            b
            for b in bodies
            if text[b.start : b.end].isupper() and len(text[b.start : b.end]) > 2 and b.end - b.start < 8
        ]
        body = [b for b in alliance if text[b.start : b.end] not in {"USA", "UAE", "DPRK", "PRC", "USSR"}]
        if whole and body:
            out.append(Forum(found.span(1), text[body[0].start : body[0].end], found.span(2)))
    return sorted(out, key=lambda f: f.span)


@lru_cache(maxsize=1)
def _forum_pattern() -> re.Pattern[str]:
    last = "|".join(lines("forums.txt"))
    part = r"(?:[A-Z][\w’'.]*|of|on|for|and|in|the|&)"
    month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"
    of = rf"(?:\s+(?:of|on)(?:\s+the)?(?:\s+(?!{month})[A-Z][\w’'-]*)+)?"
    return re.compile(rf"\b[A-Z][\w’'.]*(?:[ \-–—/]{part})*?[ \-–—/](?:{last})\b{of}")


def nouns(text: str, sentence: Range) -> list[Range]:
    """The words for a meeting in a sentence, with the adjectives before them."""
    return [m.span() for m in _NOUN.finditer(text, *sentence)]


def verbs(text: str, sentence: Range) -> list[tuple[Range, str]]:
    """The verbs of meeting in a sentence, each ``future``, ``past`` or ``present``."""
    return [(m.span(), m.lastgroup or "past") for m in _VERB.finditer(text, *sentence)]


def guests(parsed: Parsed, clause: Range, verb: Range | None, parties: Gazetteer, people: People) -> list[Guest]:
    """Who takes part: the subjects of the verb, and those named after "with" or "between"."""
    out: list[Guest] = []
    if verb:
        out += _named(parsed, (clause[0], verb[0]), parties, people)
    for word in _WITH.finditer(parsed.text, *clause):
        stop = _CHAIN_END.search(parsed.text, word.end(), clause[1])
        out += _named(parsed, (word.end(), stop.start() if stop else clause[1]), parties, people)
    return out


def _named(parsed: Parsed, span: Range, parties: Gazetteer, people: People) -> list[Guest]:
    """People and parties named in a range, but for places ("in Russia") and what is said of someone ("of Varnia")."""
    out: list[Guest] = []
    taken: list[Range] = []
    for mention in parsed.within(span, "PERSON"):
        actor = people(mention.range)
        if actor and actor.name:
            out.append(Guest(mention.range, actor.party, actor.name))
            taken.append(mention.range)
    for place in parties.within(span):
        before = parsed.text[max(span[0], place.start - 12) : place.start]
        aside = re.search(r"\b(?:in|at|on|about|against|near|from|into|over)\s+(?:the\s+)?$", before)
        if not aside and not any(inside((place.start, place.end), t) for t in taken):
            out.append(Guest((place.start, place.end), place.party, None))
    return out
