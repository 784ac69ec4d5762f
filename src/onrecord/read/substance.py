"""What of a turn or a release states something: not courtesies, stage directions, questions back or boilerplate."""

import re
from functools import lru_cache

from onrecord.read.lexicon import lines
from onrecord.read.parsed import Parsed
from onrecord.spans import Range, trimmed, without

LEAST = 3  # different words that must be left of a sentence without its courtesies
BROKEN = 6  # words of a sentence that breaks off at a dash, below which it says nothing yet
AFRESH = 12  # words up to which a question only asks the asker back
PROCEDURE = 40  # words up to which a phrase about who asks next is all that a sentence says
RELEASE = 5  # words of a release's sentence
# The most sentences of a statement in a turn. A statement has one kind, and a phrase of its fourth sentence weighs
# hardly half of one in its first (kinds.FADE). In the briefings measured a third of the paragraphs of five sentences do
# more than one thing, a fifth of those of three: beyond three, the offer at the end of an answer would be lost.
STRETCH = 3
_STAGE = re.compile(
    r"[(\[]\s*(?:(?:laugh|applau|cross|inaudibl|unintelligibl|paus|off[ -]?mic|as interpreted|via interpreter|speak"
    r"|in progress|through|simultaneous|gestur|cough|cheer|sigh|break|continued|indicat|referring|point|nod|shak|audio"
    r"|technical)"
    r"[^)\]\n]{0,80})[)\]]",
    re.I,
)
_MARKS = re.compile(
    r"^[ \t]*(?:END|#{2,}|\*{3,}|-{3,}|_{3,}|-\s*30\s*-|(?:END\s+)?\d{1,2}[:.]\d{2}\s*[AP]\.?M\.?"
    r"\s*(?:\(?[A-Z]{2,5}\)?)?|\d{1,2}[:.]\d{2}\s*(?:hours|hrs|h|GMT|UTC|CET|EST|EDT)?)[ \t]*$",
    re.M | re.I,
)
_STRAIGHT = str.maketrans("’“”", '\'""')
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def stretches(parsed: Parsed, body: Range) -> list[tuple[Range, ...]]:
    """What a turn states: its paragraphs, long ones in stretches of a few sentences, without the empty ones.

    Each stretch reaches from its first sentence with substance to its last; stage directions are cut out of it.
    """
    out: list[tuple[Range, ...]] = []
    for paragraph in paragraphs(parsed.text, body):
        found = sentences(parsed, paragraph)
        told = [i for i, s in enumerate(found) if states(parsed.cut(s))]
        if not told:
            continue
        kept = found[told[0] : told[-1] + 1]
        parts = -(-len(kept) // STRETCH)
        for n in range(parts):
            part = kept[n * len(kept) // parts : (n + 1) * len(kept) // parts]
            if any(states(parsed.cut(s)) for s in part):
                out.append(spoken_in(parsed.text, (part[0][0], part[-1][1])))
    return out


def paragraphs(text: str, body: Range) -> list[Range]:
    """The paragraphs of a range: between empty lines, or lines where the text has no empty line at all."""
    breaks = _PARAGRAPH if _PARAGRAPH.search(text) else re.compile(r"\n")
    edges = [body[0], *(at for m in breaks.finditer(text, *body) for at in m.span()), body[1]]
    found = (trimmed(text, (edges[i], edges[i + 1])) for i in range(0, len(edges), 2))
    return [p for p in found if p[0] < p[1]]


def sentences(parsed: Parsed, paragraph: Range) -> list[Range]:
    """The sentences of a paragraph, cut where it begins and ends."""
    first, last = parsed.sentence_number(paragraph[0]), parsed.sentence_number(paragraph[1] - 1)
    starts = [max(s, paragraph[0]) for s, e in parsed.sentences[first : last + 1] if e > paragraph[0]]
    starts = sorted({paragraph[0], *(s for s in starts if s < paragraph[1])})
    ends = [*starts[1:], paragraph[1]]
    return [t for pair in zip(starts, ends, strict=True) if (t := trimmed(parsed.text, pair))[0] < t[1]]


def spoken_in(text: str, span: Range) -> tuple[Range, ...]:
    """A range without the stage directions and end marks in it."""
    cut = [m.span() for pattern in (_STAGE, _MARKS) for m in pattern.finditer(text, *span)]
    return tuple(t for part in without((span,), cut) if (t := trimmed(text, part))[0] < t[1])


def states(sentence: str) -> bool:
    """Whether a spoken sentence states something: "Thanks, everyone.", "Say it again?" and "I —" do not."""
    bare = _MARKS.sub(" ", _STAGE.sub(" ", sentence)).strip()
    words = _WORD.findall(bare)
    if bare.endswith(("—", "–", "--")) and len(words) < BROKEN:
        return False
    if bare.endswith("?") and len(words) <= AFRESH:
        return False
    if len(words) <= PROCEDURE and _phrases("procedures.txt").search(_plain(bare)):
        return False
    left = _phrases("courtesies.txt").sub(" ", _plain(bare))
    return len(set(_WORD.findall(left))) >= LEAST


def released(sentence: str) -> bool:
    """Whether a sentence of a release states something: a whole one that is no list of who took part, no notice."""
    bare = _MARKS.sub(" ", sentence).strip(" *_")
    ends = bare.rstrip("\"”’')")[-1:] in {".", "!", ";"}
    return ends and len(_WORD.findall(bare)) >= RELEASE and not _phrases("boilerplate.txt").search(_plain(bare))


def unlisted(text: str, span: Range) -> Range:
    """A release's sentence without the bullet before it and the stars around it."""
    start, end = span
    while start < end and text[start] in "-*•·– \t_":
        start += 1
    while end > start and text[end - 1] in "*_ ":
        end -= 1
    return start, end


def _plain(text: str) -> str:
    return text.casefold().translate(_STRAIGHT)


@lru_cache(maxsize=4)
def _phrases(name: str) -> re.Pattern[str]:
    """A word list as one pattern, longer phrases first."""
    either = "|".join(re.escape(line) for line in sorted(lines(name), key=len, reverse=True))
    return re.compile(rf"(?<![\w'])(?:{either})(?![\w'])")
