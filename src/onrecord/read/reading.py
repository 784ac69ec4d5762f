"""A document read: attributions become statements with speakers, dates and kinds; meetings and background beside."""

import hashlib

from onrecord.read.actors import Cast, Resolved, cast
from onrecord.read.acts import act
from onrecord.read.addressees import told_to
from onrecord.read.alongside import with_ties
from onrecord.read.asserting import statements_of
from onrecord.read.background import background
from onrecord.read.dates import dated
from onrecord.read.interventions import with_interventions
from onrecord.read.labels import labels_in
from onrecord.read.meaning import with_meanings
from onrecord.read.meetings import meetings
from onrecord.read.model import Model
from onrecord.read.parse import parse
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.parties import gazetteer
from onrecord.read.quotation import quotation
from onrecord.read.said_on import Said, said_on
from onrecord.read.speech import heard, own_words, press, speeches
from onrecord.spans import merged, overlap
from onrecord.values import PLOVER, Actor, Document, Evidence, Reading, Statement, cut


def read_with(document: Document, model: Model) -> Reading:
    """Read a document: pure, no disk and no network."""
    return with_meanings(assemble(document, parse(document.text, model)), model)


def assemble(document: Document, parsed: Parsed) -> Reading:
    """Resolve what the reader's heads found in a document's text."""
    labels = labels_in(document.text, document.title) if document.genre == "transcript" else ()
    places = gazetteer(parsed, document)
    parsed = with_ties(with_interventions(parsed, places), places)
    spoken = speeches(parsed, labels, statements_of(parsed))
    people = cast(parsed, document, spoken, labels, places)
    days = dated(parsed, document.published)
    found = meetings(parsed, days, people.gazetteer, people.find, document)
    told = own_words(parsed, document, people, heard(spoken, people), found)
    statements: list[Statement] = []
    before: tuple[Attribution, Said | None] | None = None
    for attribution, who in told:
        said = said_on(parsed, attribution, days, document.published, document.genre, before, found)
        before = attribution, said
        statements.append(_statement(document, parsed, attribution, who, people, said))
    apart = press(labels, people)
    return Reading(
        document=document,
        actors=_known(people, statements),
        statements=tuple(statements),
        meetings=found,
        background=cut(document.text, background(parsed, [a for a, _ in told], found, apart)),
    )


def _known(people: Cast, statements: list[Statement]) -> tuple[Actor, ...]:
    """The actors that something is known of: a role, a party, a full name, or that they speak."""
    speaking = {name for s in statements for name in (s.speaker.name, s.relayed_by and s.relayed_by.name) if name}
    kept = (a for a in people.actors if a.role or a.party or a.name in speaking or len((a.name or "").split()) > 1)
    return (*kept, *people.issuing(speaking))


def _statement(
    document: Document, parsed: Parsed, a: Attribution, who: Resolved, people: Cast, said: Said | None
) -> Statement:
    text, does, heard = parsed.text, act(parsed, a), told_to(parsed, a)
    outlet = heard is not None and any(overlap(h, o) for h in heard[1] for o in a.outer)
    alongside = people.alongside(a, who)
    outer = people.resolve(a.outer, a.content[0][0]) if a.outer and not outlet else None
    return Statement(
        id=_id(document, a),
        source=cut(text, a.source),
        cue=cut(text, a.cue),
        content=cut(text, a.content),
        quotation="direct" if a.layout else quotation(text, a.content),
        speaker=who.speaker,
        alongside=tuple(actor for actor, _ in alongside),
        relayed_by=outer.speaker if outer else None,
        told_to=heard[0] if heard else None,
        said_on=said.when if said else None,
        kind=does.kind,
        plover=PLOVER[does.kind],
        condition=cut(text, does.condition),
        red_line=cut(text, does.red_line),
        confidence=round(a.confidence, 4),
        evidence=Evidence(
            speaker=cut(text, who.evidence),
            alongside=cut(text, merged(r for _, ranges in alongside for r in ranges)),
            relayed_by=cut(text, outer.evidence) if outer else (),
            told_to=cut(text, heard[1]) if heard else (),
            said_on=cut(text, said.evidence) if said else (),
        ),
    )


def _id(document: Document, a: Attribution) -> str:
    """A statement is known by its document and its spans: the same words attributed twice are two statements."""
    named = f"{document.id} {a.source} {a.cue} {a.content}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]
