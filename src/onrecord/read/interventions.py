"""What the grammar of proceedings makes of a document's attributions: beside what the reader found, or in its place."""

from dataclasses import replace

from onrecord.read.delegations import Delegations, is_meeting
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.proceedings import Clause, clauses_of, looking_back
from onrecord.spans import Range, merged, overlap, without

# A document is a report of proceedings where so many of its sentences, and this share of them, are clauses of someone
# taking the floor. The 40 daily reports of evaluation/enb have 10 to 68 (12 to 65 %); of 190 news articles, readouts
# and wire reports none has more than 3.
LEAST, SHARE = 6, 0.1
# A shorter text is one where half of its sentences have a state as subject whose name is set in capitals.
MOSTLY = 0.5
SHOUTED = 4  # letters; US, UK and UAE are in capitals everywhere
GIVEN = 0.8  # the confidence of what the grammar, not the reader, found
AGREED = 0.5  # how far the reader's content must agree with the grammar's (Dice) for its edges to be taken


def with_interventions(parsed: Parsed, places: Gazetteer) -> Parsed:
    """The text with its clauses of taking the floor, where it is a report of proceedings; else as it is."""
    names = Delegations(parsed, places)
    clauses = clauses_of(names)
    if not _reports(names, clauses):
        return parsed
    kept = [a for a in parsed.attributions if _kept(names, a, clauses)]
    found = [_attribution(parsed, c) for c in clauses]
    return replace(parsed, attributions=tuple(sorted([*kept, *found], key=lambda a: a.content)))


def _reports(names: Delegations, clauses: list[Clause]) -> bool:
    """Whether a document is written this way throughout."""
    parsed = names.parsed
    by_sides = [c for c in clauses if names.is_side(c.source[0])]
    taken = {parsed.sentence_number(c.cue[0]) for c in by_sides}
    shouted = {parsed.sentence_number(c.cue[0]) for c in by_sides if _in_capitals(names, c.source[0])}
    often = len(taken) >= max(LEAST, SHARE * len(parsed.sentences))
    return often or (bool(shouted) and len(shouted) >= MOSTLY * len(parsed.sentences))


def _in_capitals(names: Delegations, span: Range) -> bool:
    """Whether a state's full name is set in capitals within a sentence that is not: "NORWAY said"."""
    words = names.parsed.cut(span)
    state = any(o.kind == "name" for o in names.places.within(span))
    return (
        state
        and words.isupper()
        and len(words) >= SHOUTED
        and not names.parsed.cut(names.parsed.sentence(span[0])).isupper()
    )


def _kept(names: Delegations, a: Attribution, clauses: list[Clause]) -> bool:
    """Whether what the reader found stands beside the clauses: said by someone who can take sides, in no clause.

    "Delegates discussed …" and "The group will consider …" is the meeting, not a party to it.
    """
    if not a.source or any(overlap(s, (c.cue[0], c.end)) for s in (*a.cue, *a.content) for c in clauses):
        return False
    start, end = a.source[0][0], a.source[-1][1]
    text = names.parsed.text
    if looking_back(names, names.parsed.sentence(start)):
        return False
    return not is_meeting(text[start:end]) and text[end : end + 1] != ":" and names.one(start, len(text)) is not None


def _attribution(parsed: Parsed, clause: Clause) -> Attribution:
    """A clause as an attribution; the reader's edges of its content are taken where the two agree."""
    whole = (clause.start, clause.end)
    same = [a for a in parsed.attributions if any(overlap(k, clause.cue) for k in a.cue)]
    read = [without((c,), ((0, whole[0]), (whole[1], len(parsed.text)))) for a in same for c in a.content]
    content = tuple(part for parts in read for part in parts)
    held = sum(end - start for start, end in content)
    agrees = held and 2 * held >= AGREED * (held + whole[1] - whole[0]) and not _breaks_off(parsed, content, whole)
    return Attribution(
        source=tuple(sorted(clause.source)),
        cue=tuple(merged((clause.cue, *(k for a in same for k in a.cue if clause.cue[0] <= k[0] < clause.start)))),
        content=content if agrees else (whole,),
        confidence=max((a.confidence for a in same), default=GIVEN),
        intervention=True,
        recalls=clause.recalls,
        ties=tuple(dict.fromkeys((*clause.ties, *clause.own))),
    )


def _breaks_off(parsed: Parsed, content: tuple[Range, ...], whole: Range) -> bool:
    """Whether the reader's content ends within a phrase: "a review" of "a review after two years"."""
    rest = parsed.text[max(end for _, end in content) : whole[1]]
    return bool(rest.strip()) and rest[0].isspace() and rest.split()[0][0].isalnum()
