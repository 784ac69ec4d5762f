"""On what a statement depends: "if …", "unless …", "in return for …", and the step asked of the other side."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.read.lexicon import DATA
from onrecord.read.parsed import Attribution, Parsed
from onrecord.spans import Range, merged, overlap

_END = re.compile(r"[.!?…;:\n\"”»]|''|\s[–—-]+\s|—")
_COMMA = re.compile(r",[\"”’]?\s+")
_MAIN = re.compile(
    r"(?:then|we|i|you|he|she|it|they|there|this|that|these|those|the|an?|our|my|its|their|no|any|all)\b", re.I
)
_DEPENDENT = re.compile(
    r"(?:and|or|nor|which|who|whom|whose|where|as|for|in|on|at(?!\s+least)|with|including|such|not)\b", re.I
)
_FINITE = re.compile(
    r"\b(?:will|would|can|could|shall|should|may|might|must|is|are|was|were|has|have|had|do|does|did|\w+n[’']t|\w+[’'](?:ll|s|re))\b",
    re.I,
)
_RESUMES = re.compile(
    r"\s(?=(?:then|we|i|he|she|it|they|there)(?:\s+(?:will|would|can|could|shall|may|might|must)\b|[’'](?:ll|s\s+going)|\s+(?:is|are)\s))",
    re.I,
)
_LEADS = re.compile(r"(?:^|[\"“«,;:.!?…—–-]|\b(?:that|and|but|so|because))\s*$", re.I)
_NEGATIVE = re.compile(r"\b(?:not|never|no|nor|nothing|cannot|without|refus\w+|rul\w+ out)\b|n[’']t\b", re.I)
_HOLDS_BACK = re.compile(  # "opposes any nominee until …" is as good as a negative
    r"\b(?:wait|delay|defer|postpon|oppos|reject|block|suspend|withh|halt|premature|shutdown)\w*\b[^,;]*$", re.I
)
# "Without a deal, the budget would …"
_CONSEQUENCE = re.compile(r"(?!\s+\w+ing\b)[^.!?;]*?\b(?:will|would|could|can|may|might|is unlikely|cannot)\b", re.I)
_GRANTED = (  # "subject to" a grant, not "subject to" a tax
    r"\b(?:(?<!be )subject to|pending)(?=\s+(?:[\w-]+\s+){0,3}?"
    r"(?:\w*approval|consent|agreement|ratification|clearance|completion|resolution|outcome|conditions?)\b)"
)
_HEADLINE = re.compile(r"\b[A-Z][\w’'.-]*\s+$")
_ADJOINS = re.compile(r"[\s,\"“”«»—–-]*(?:(?:and|but|so)\s+)?", re.I)
_UNREAL = re.compile(
    r"if\b(?:\s+[\w’'-]+){1,6}?\s+(?:had(?:\s+not|n[’']t)?\s+(?:been|\w+ed)|did\s+not\s+exist)\b", re.I
)
_UNREAL_IN_PAST = re.compile(r"\bif\b.*\bhad\b", re.I | re.S)
_PAST = re.compile(r"\b(?:would|could|might)\s+(?:\w+\s+)?have\s+\w+", re.I)
_WITHIN = re.compile(r"\s*[,—–-]+\s*(?:in fact|indeed|quote|for example|say|however|God forbid)\s*[,—–-]+\s*", re.I)
_BROKEN_OFF = re.compile(r"\S+(?:\s+(?:I|you|he|she|it|we|they|when|if|the)(?:[’']\w+)?)?[\s,—–-]*", re.I)
_ASKED = re.compile(r"[^.!;]*\?")
_GOES_ON = re.compile(r"(?<=[a-z]ed)\s(?=(?:would|will)\b)")  # "if the plan was accepted | would be dropped"
# The conjunction without its "that", as in "provided they all stand firm".
_PROVIDED = r"\bprovided(?=\s+(?:he|she|it|they|we|you|there|all|both|either|no\s?one|everyone)\s)"
_TAIL = ' \t\n,;:.!?…"”»)—–-'


@dataclass(frozen=True)
class _Lexicon:
    opener: re.Pattern[str]
    whether: re.Pattern[str]
    excluded: re.Pattern[str]
    time: re.Pattern[str]
    readiness: re.Pattern[str]
    demand: re.Pattern[str]
    sides: re.Pattern[str]


def conditions(parsed: Parsed, attribution: Attribution) -> tuple[Range, ...]:
    """The ranges on which the statement depends, sorted; each starts with its condition word.

    They stand in the content, or beside it in its sentence where no other attribution claims the words. A step that is
    asked of another side beside a readiness of one's own ("ready to talk, but Sund should open its port first") is a
    condition too: its range is that clause.
    """
    found = [c for region in _regions(parsed, attribution) for c in _clauses(parsed.text, region)]
    if found and _PAST.search(" ".join(map(parsed.cut, attribution.content))):
        found = [c for c in found if not _UNREAL_IN_PAST.match(parsed.cut(c))]
    return tuple(merged([*found, *asked_in_return(parsed, attribution)]))


def _regions(parsed: Parsed, a: Attribution) -> Iterator[Range]:
    """The content, and the clause that adjoins it in its sentence, where that opens with a condition."""
    yield from a.content
    own = [*a.source, *a.cue, *a.content]
    first, last = parsed.sentence(a.content[0][0]), parsed.sentence(a.content[-1][1] - 1)
    before = (first[0], min(start for start, end in own if end > first[0]))
    after = (max(end for start, end in own if start < last[1]), last[1])
    for beside in (before, after):
        adjoins = _ADJOINS.match(parsed.text, *beside)
        if (
            adjoins
            and _lexicon().opener.match(parsed.text, adjoins.end())
            and not any(overlap(beside, claimed) for claimed in _of_others(parsed, a))
        ):
            yield beside


def _of_others(parsed: Parsed, a: Attribution) -> Iterator[Range]:
    for other in parsed.attributions:
        if other.content != a.content:
            yield from (*other.source, *other.cue, *other.content)


def _clauses(text: str, region: Range) -> Iterator[Range]:
    words, at = _lexicon(), region[0]
    while opener := words.opener.search(text, at, region[1]):
        at = opener.end()
        if _is_condition(text, region, opener):
            end = _end(text, opener, region)
            if not _BROKEN_OFF.fullmatch(text, opener.start(), end):
                yield opener.start(), end
                at = max(at, end)


def _is_condition(text: str, region: Range, opener: re.Match[str]) -> bool:
    """Not a "whether", not a set phrase, not a date, not "on condition of anonymity"."""
    words, word = _lexicon(), opener[0].lower()
    before, after = text[region[0] : opener.start()], text[opener.end() : region[1]]
    if words.excluded.match(text, opener.start()) or _UNREAL.match(text, opener.start()):
        return False
    if word == "should":
        headline = opener[0] == "Should" and _HEADLINE.search(text[max(0, opener.start() - 24) : opener.start()])
        return not headline and not _ASKED.match(text, opener.end())
    if word == "if":
        return not words.whether.search(text[max(0, opener.start() - 40) : opener.start()])
    if word in {"as long as", "so long as", "until"} and words.time.match(after):
        return False
    clause = re.split(r"[.!?;]\s", before)[-1]
    if word == "until" and _HOLDS_BACK.search(clause):
        return True
    if word == "without" and _LEADS.search(before) and _CONSEQUENCE.match(after):
        return True
    return word not in {"until", "without"} or bool(_NEGATIVE.search(clause))


def _end(text: str, opener: re.Match[str], region: Range) -> int:
    """Where the condition's clause ends: before the main clause that follows it, else with its sentence."""
    start, stop = opener.end(), region[1]
    if within := _WITHIN.match(text, start, stop):
        start = within.end()
    if (end := _sentence_end(text, start, stop)) is not None:
        stop = end
    if goes_on := _GOES_ON.search(text, start, stop):
        stop = goes_on.start()
    leading = bool(_LEADS.search(text[region[0] : opener.start()]))
    for comma in _COMMA.finditer(text, start, stop):
        rest = text[comma.end() : stop]
        if (_starts_main(rest) if leading else _breaks_off(rest)) and text[start : comma.start()].strip():
            return comma.start()
    if leading and (main := _RESUMES.search(text, start, stop)) and text[start : main.start()].strip():
        return main.start()
    return start + len(text[start:stop].rstrip(_TAIL))


def _sentence_end(text: str, start: int, stop: int) -> int | None:
    for mark in _END.finditer(text, start, stop):
        after = text[mark.end() : mark.end() + 1]
        abbreviation = mark[0] == "." and (
            after not in ' \n"”'
            or bool(re.search(r"\b(?:[A-Z]|Mrs?|Ms|Dr|Gen|Sen|Gov|St|Mt)$", text[start : mark.start()]))
        )
        opens = mark[0] == '"' and text[mark.start() - 1] in " (" and after.strip() != ""
        if not abbreviation and not opens:
            return mark.start()
    return None


def _starts_main(rest: str) -> bool:
    """Whether a main clause follows the comma: a subject with a finite verb before the next comma."""
    if _DEPENDENT.match(rest):
        return False
    return bool(_MAIN.match(rest)) or bool(_FINITE.search(rest.split(",")[0]))


def _breaks_off(rest: str) -> bool:
    """Whether a comma after a closing condition ends it: a new clause, or a tag such as "he said"."""
    return bool(re.match(r"(?:and|but|or|which|while|though|although|adding|saying|then|so)\b", rest, re.I)) or bool(
        re.match(r"(?:\w+\s+){1,4}(?:said|says|told|added|warned|stressed|noted|stated|wrote)\b", rest)
    )


def asked_in_return(parsed: Parsed, a: Attribution) -> list[Range]:
    """What another side should do, after the words with which the speaker shows readiness: one range or none."""
    words, end = _lexicon(), a.content[-1][1]
    sentence = parsed.sentence(a.content[0][0])
    ready = words.readiness.search(parsed.text, a.content[0][0], end)
    if not ready:
        return []
    demand = words.demand.search(parsed.text, ready.end(), max(sentence[1], end))
    if not demand or not _of_another_side(parsed, demand.span("who")):
        return []
    start, stop = demand.start("who"), max(sentence[1], end)
    ends = _sentence_end(parsed.text, demand.end(), stop)
    return [(start, start + len(parsed.text[start : ends or stop].rstrip(_TAIL)))]


def _of_another_side(parsed: Parsed, who: Range) -> bool:
    """Whether the one who should act is a named side, or a word for one; "we" and "talks" are not."""
    named = parsed.within(who, "GPE", "ORG", "NORP", "PERSON")
    return bool(named) or bool(_lexicon().sides.search(parsed.cut(who)))


def _inverted(any_of: dict[str, str]) -> str:
    """The verb before its subject, as in "should Sund move north"."""
    return rf"\bshould(?=\s+(?:(?:{any_of['subjects']})\s|(?-i:[A-Z])))"


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    read: dict[str, list[str]] = json.loads(DATA.joinpath("conditions.json").read_text(encoding="utf-8"))
    any_of = {key: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for key, words in read.items()}
    initials = "".join(sorted({word[0] for word in (*read["openers"], "provided", "subject", "pending", "should")}))
    says = r"(?:(?:he|she|they|it)\s+)?(?:(?:also|then)\s+)?(?:\w+(?:ed|ing)|said|made clear)?\s*(?:that\s+)?"
    return _Lexicon(
        opener=re.compile(
            rf"(?=[{initials}])"  # told apart by their first letter, other words cost half the time
            rf"(?:\b(?:{any_of['openers']})\b(?=[\s,])|(?<=,\s)provided(?=\s)|{_PROVIDED}|{_GRANTED}|{_inverted(any_of)})",
            re.I,
        ),
        whether=re.compile(
            rf"\b(?:{any_of['whether_after']}|ask(?:s|ed|ing)?(?:\s+[\w’'.-]+){{1,3}}|when,?\s+or)\s+$", re.I
        ),
        excluded=re.compile(rf"(?:{any_of['not_conditions']})\b", re.I),
        time=re.compile(rf"\s*(?:\d|(?:{any_of['times']})\b|it takes\b|(?:a|two|three|four|five|six|ten)\b)", re.I),
        readiness=re.compile(rf"\b(?:{any_of['readiness']})\b", re.I),
        demand=re.compile(
            rf"\b(?:{any_of['contrast']})\s*,?\s+{says}(?P<who>(?!we\b|i\b)(?:[\w'’.-]+\s+){{1,6}}?)(?:{any_of['obliges']})\b",
            re.I,
        ),
        sides=re.compile(rf"\b(?:{any_of['sides']})\b", re.I),
    )
