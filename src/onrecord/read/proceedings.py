"""Reports of proceedings: who took the floor and for what, one clause after the other.

A report of a day's negotiations says "X, supported by Y, proposed …, while Z preferred …" from its first line to its
last. The reader was trained on news, where such sentences are rare. In a document written this way, and in no other,
a grammar of these clauses tells sources, ties and where one verb's content ends and the next begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.read.alongside import Asides, asides, trailing
from onrecord.read.delegations import Delegations
from onrecord.read.lexicon import lines
from onrecord.read.parsed import Tie
from onrecord.spans import Range

_ADVERBS = r"(?:(?:also|again|then|therefore|thus|further|instead|once|both|all|only|\w+ly)\s+)*"
_PARTICLE = r"(?:\s+(?:attention\s+to|in\s+favou?r\s+of|in\s+support\s+of|for|on|upon|against|about|out|to))?"
_BOUNDARY = re.compile(
    r";\s+(?:(?:and|while|but)\s+)?|,?\s+(?P<joins>and|but|or|while|whereas|although)(?:\s+|(?=,))|,\s+"
)
_BACK = re.compile(
    r"(?:This|That|These|The|His|Her|Their|Both|It)\b(?:\s+[\w-]+){0,4}?\s(?:was|were)"
    r"(?=\s+(?:\w+ly\s+)?\w+ed\s+(?:to\s+)?by\b)"
)
_AGAINST = re.compile(r"\s+(?P<verb>supported|opposed|objected\s+to|rejected),\s+")
_IN_PASSING = re.compile(r",\s+(?:and|but)\s+")
_AGREES = re.compile(r"(?:agree|concur)")
_WITH = re.compile(r"\s+with\s+")
_THAT = re.compile(r"that\s+", re.I)
_ON_BEHALF = re.compile(r"\s+on\s+behalf\s+of\b")
_COMMA = re.compile(r",?\s+")
_GAP = re.compile(r"[\s,:]*")
_PASSED = re.compile(r",\s[^,;:.]{2,90}(?=,)")
_PRONOUN = re.compile(r"(?:He|She|he|she|They|they|It|it)(?![\w'’-])")
_LABEL = re.compile(r"[A-Z][^.!?:]{2,120}:\s+")
_FORMS = ("base", "past", "participle")
_STOP = re.compile(
    r"(?<=\w\w)(?<!\bNo)(?<!\bvs)(?<!\bDr)(?<!\bMr)[.]['\"’”)]*\s+(?=(?:The|On|In|He|She|An?|Some|Several|Many|[A-Z]{2,}(?!/))\b)"
)
_ADJUNCT = re.compile(r"(?:On|In|Under|Regarding|Concerning|With|At|As|For|During|After|Following|To)\s")
RECALLED = 3  # sentences that a pronoun looks back
_ENDS = " \t\n.,;:"


@lru_cache(maxsize=1)
def verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The verbs of taking the floor: as a finite form with what denies or hedges it, and as a participle."""
    rows = [[field.strip() for field in line.split("|")] for line in lines("interventions.txt")]
    telling = [row for row in rows if len(row) == len(_FORMS)]
    base, past, participle = ("|".join(row[form] for row in telling) for form in range(len(_FORMS)))
    bare = "|".join(row[1] for row in rows if len(row) > len(_FORMS))
    hedged = r"(?:(?:did|does|could|would|can|had|has)(?:\s+not|n['’]t)?|can(?:not|['’]t))\s+"
    forms = rf"(?:{past}|{hedged}(?:{base})){_PARTICLE}|(?P<bare>{bare})"
    finite = re.compile(rf"{_ADVERBS}(?P<verb>{forms})(?![\w-])(?!\s+by\b)")
    return finite, re.compile(rf"{_ADVERBS}(?P<verb>(?:{participle}){_PARTICLE})(?![\w-])(?!\s+by\b)")


@dataclass(frozen=True)
class Clause:
    """A verb with its speakers. ``ties`` are the subject's, ``own`` are this verb's alone; the content is start to end.

    ``tells`` is false for a verb that only carries others: "introduced the text, noting …". Where the subject is a
    pronoun, ``recalls`` is the name it takes up.
    """

    source: tuple[Range, ...]
    ties: tuple[Tie, ...]
    own: tuple[Tie, ...]
    cue: Range
    start: int
    end: int
    tells: bool = True
    recalls: Range | None = None


def clauses_of(names: Delegations) -> list[Clause]:
    """Every clause of a text in which someone named takes the floor, in the order of the text."""
    found: list[Clause] = []
    for sentence in _sentences(names):
        ties = looking_back(names, sentence)
        if ties and found and "\n" not in names.parsed.text[found[-1].cue[0] : sentence[0]]:
            found[-1] = replace(found[-1], own=(*found[-1].own, *ties))
        elif not ties:
            for clause in _clauses(names, sentence):
                found.append(_recalling(names, clause, found))
    return [c for c in found if c.tells and c.start < c.end]


def _recalling(names: Delegations, clause: Clause, before: list[Clause]) -> Clause:
    """A clause whose subject is a pronoun, with the one it takes up: the last to speak, unless another came between.

    "They" takes up those who spoke together with them.
    """
    text = names.parsed.text
    pronoun = _PRONOUN.fullmatch(text, *clause.source[0])
    last = next((c for c in reversed(before) if c.source != clause.source), None)
    if pronoun is None or last is None:
        return clause
    here, there = (names.parsed.sentence_number(c.cue[0]) for c in (clause, last))
    between = names.parsed.sentences[there + 1 : here]
    if here - there > RECALLED or any(names.one(*sentence) for sentence in between):
        return clause
    joint = tuple(t for t in last.ties if t.relation == "jointly") if pronoun[0].casefold() == "they" else ()
    return replace(clause, recalls=last.recalls or last.source[0], ties=(*joint, *clause.ties))


def _sentences(names: Delegations) -> Iterator[Range]:
    """The sentences of a text, those parted that the reader, used to news, runs together."""
    for start, end in names.parsed.sentences:
        for stop in _STOP.finditer(names.parsed.text, start, end):
            yield start, stop.start()
            start = stop.end()
        yield start, end


def looking_back(names: Delegations, sentence: Range) -> tuple[Tie, ...]:
    """Those who stand with or against what was said right before: "This was opposed by X"."""
    back = _BACK.match(names.parsed.text, *sentence)
    return asides(names, back.end(), sentence[1]).ties if back else ()


def _clauses(names: Delegations, sentence: Range) -> list[Clause]:
    """The clauses of one sentence in order, each content ending where the next clause begins."""
    first = _first(names, *sentence)
    if first is None:
        return []
    found = [first]
    while (step := _next(names, found[-1], sentence[1])) is not None:
        found[-1] = replace(found[-1], end=min(found[-1].end, step[0]))
        found.append(step[1])
    return [_closed(names, c) for c in (*_led(names, sentence[0], first), *found)]


def _closed(names: Delegations, clause: Clause) -> Clause:
    """The clause without the punctuation and the asides that end it."""
    text = names.parsed.text
    ties, end = trailing(names, clause.start, clause.end)
    bare = len(text[clause.start : end].rstrip(_ENDS))
    return replace(clause, own=(*clause.own, *ties), end=clause.start + bare)


def _first(names: Delegations, start: int, end: int) -> Clause | None:
    """The first clause that opens the sentence, or follows a label or a boundary in it."""
    text = names.parsed.text
    label = _LABEL.match(text, start, end)
    boundaries = list(_BOUNDARY.finditer(text, start, end))
    if _ADJUNCT.match(text, label.end() if label else start, end):
        boundaries.sort(key=lambda m: m["joins"] is not None)  # "On X and Y, Z said": a comma closes the adjunct
    places = [start, *([label.end()] if label else []), *(m.end() for m in boundaries)]
    return next((c for at in places if (c := _subject(names, at, end))), None)


def _led(names: Delegations, start: int, first: Clause) -> list[Clause]:
    """What a participle says before the subject: "Noting the cost, X proposed …"."""
    text = names.parsed.text
    cue = verbs()[1].match(text, start, first.source[0][0])
    comma = text.rfind(",", start, first.source[0][0])
    if cue is None or comma < cue.end():
        return []
    return [replace(_clause(names, (first.source, first.ties), cue.span("verb"), comma), end=comma)]


Subject = tuple[tuple[Range, ...], tuple[Tie, ...]]


def _subject(names: Delegations, at: int, end: int) -> Clause | None:
    """A clause with a subject of its own at a place: names, asides, verb."""
    text, (finite, participle) = names.parsed.text, verbs()
    ahead = asides(names, at, end)
    if ahead.ties:
        comma = _COMMA.match(text, ahead.end, end)
        at = comma.end() if comma else ahead.end
        cue = participle.match(text, at, end) if text.startswith("with ", ahead.start) else None
        if cue:
            source = tuple(t.name for t in ahead.ties)
            return _clause(names, (source, _joint(source)), cue.span("verb"), end)
    pronoun = _PRONOUN.match(text, at, end)
    found, stop = ([pronoun.span()], pronoun.end()) if pronoun else names.several(at, end)
    if not found:
        return None
    for beside in _beside(names, stop, end):
        gap = _COMMA.match(text, beside.end, end)
        cue = finite.match(text, gap.end(), end) if gap else None
        if cue:
            subject = tuple(found), (*_joint(tuple(found)), *ahead.ties, *beside.ties)
            return replace(_clause(names, subject, cue.span("verb"), end), tells=not cue["bare"])
    return None


def _joint(source: tuple[Range, ...]) -> tuple[Tie, ...]:
    return tuple(Tie("jointly", name) for name in source[1:])


def _beside(names: Delegations, at: int, end: int) -> Iterator[Asides]:
    """The asides after a subject; what else stands between commas, a title or a task, is passed over."""
    found = asides(names, at, end)
    yield found
    for _ in range(3):
        passed = _PASSED.match(names.parsed.text, found.end, end)
        if passed is None:
            return
        more = asides(names, passed.end(), end)
        found = Asides((*found.ties, *more.ties), found.start, more.end)
        yield found


def _clause(names: Delegations, subject: Subject, cue: Range, end: int) -> Clause:
    """The clause of a verb, and what stands before its content: asides, who "opposed" it, who is agreed with."""
    text, at, own = names.parsed.text, cue[1], tuple[Tie, ...]()
    if text[at : at + 1] == ",":
        after = asides(names, at, end)
        own, at = after.ties, after.end
        passing = _IN_PASSING.match(text, at, end)
        others, stop = names.several(passing.end(), end) if passing else ([], at)
        verb = _AGAINST.match(text, stop, end) if others else None
        if verb:
            at = verb.end()
            own += tuple(Tie("supported_by" if verb["verb"] == "supported" else "opposed_by", o) for o in others)
    elif _ON_BEHALF.match(text, at, end):
        after = asides(names, at, end)
        return Clause(subject[0], (*subject[1], *after.ties), (), cue, after.end, after.end)
    elif _AGREES.match(text[slice(*cue)]) and (company := _WITH.match(text, at, end)):
        others, stop = names.several(company.end(), end)
        if others and _THAT.match(text, stop + 1, end):
            own, at = tuple(Tie("jointly", o) for o in others), stop
    gap = _GAP.match(text, at, end)
    start = gap.end() if gap else at
    that = _THAT.match(text, start, end)
    return Clause(*subject, own, cue, that.end() if that else start, end)


def _next(names: Delegations, before: Clause, end: int) -> tuple[int, Clause] | None:
    """The clause that follows another within its sentence, and where the other's content stops."""
    for boundary in _BOUNDARY.finditer(names.parsed.text, max(before.cue[1], before.start - 2), end):
        clause = _following(names, before, boundary, end)
        if clause:
            return boundary.start(), clause
    return None


def _following(names: Delegations, before: Clause, boundary: re.Match[str], end: int) -> Clause | None:
    """A clause after a boundary: a new subject's, or the same subject's next verb, or the same verb with others."""
    text, (finite, participle) = names.parsed.text, verbs()
    at, joins = boundary.end(), boundary["joins"] or boundary[0].startswith(";")
    listed = boundary["joins"] == "and" and text[boundary.start() - 1].isupper() and boundary[0][0] != ","
    if (joins and not listed) or text.startswith("with ", at):
        new = _subject(names, at, end)
        if new:
            return new
    inner = asides(names, at, end)
    if inner.ties and (text[at : at + 1] == "," or text.startswith("with ", at)):
        gap = _GAP.match(text, inner.end, end)
        at = gap.end() if gap else inner.end
        subject = before.source, (*(t for t in before.ties if _stays(t, before)), *inner.ties)
    else:
        inner, subject = Asides((), at, at), (before.source, before.ties)
    cue = finite.match(text, at, end)
    cue = None if cue and cue["bare"] else cue
    if cue is None and (boundary[0][0] in ",;" or boundary["joins"] not in ("and", "or")):
        cue = participle.match(text, at, end)
    if cue:
        return _clause(names, subject, cue.span("verb"), end)
    if joins and inner.ties and text[inner.end : inner.end + 1] == ",":
        return Clause(*subject, (), before.cue, at, end)
    return None


def _stays(tie: Tie, before: Clause) -> bool:
    """Whether a tie holds for the subject's next verb too where that has company of its own."""
    return tie.relation == "on_behalf_of" or tie.name in before.source
