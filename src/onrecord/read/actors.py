"""Who speaks in a document: its actors, and for each source the one it means."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from onrecord.read.issuers import heading, publisher, titled
from onrecord.read.labels import Label
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.parties import Gazetteer, gazetteer
from onrecord.read.people import Person, people_in, with_issuer
from onrecord.read.resolve import Resolver
from onrecord.read.surmise import with_source_names
from onrecord.read.turns import NOBODY, Resolved, Voices, evidence_of, speaker_of
from onrecord.read.voices import voiced
from onrecord.spans import Range, merged
from onrecord.values import Actor, Alongside, Document, Relation, Speaker, cut

__all__ = ["Cast", "Resolved", "cast"]


class Cast:
    """The actors of one document. ``gazetteer`` tells which parties its words stand for."""

    def __init__(
        self, parsed: Parsed, places: Gazetteer, people: Sequence[Person], resolver: Resolver, voices: Voices = NOBODY
    ) -> None:
        self.gazetteer = places
        self.voices = voices
        self._resolver = resolver
        self._persons = {p.first: _person(parsed, p, resolver) for p in people}
        self.actors: tuple[Actor, ...] = (*self._persons.values(), *_collectives(parsed, resolver))

    def resolve(self, source: tuple[Range, ...], at: int) -> Resolved:
        """Whom a source means. ``at`` is where it is said; an empty source is nobody known."""
        return self._resolver.resolve(source, at)

    def resolve_all(self, attributions: Iterable[Attribution]) -> list[Resolved]:
        """Whom each attribution's source means, in the order given; the issuer speaks what a release itself says."""
        issuer = self.voices.issuer
        return [
            issuer.resolved
            if issuer and a.layout and not a.source
            else self.resolve(a.source, (a.source or a.cue or a.content or ((0, 0),))[0][0])
            for a in attributions
        ]

    def alongside(self, a: Attribution, who: Resolved) -> list[tuple[Alongside, tuple[Range, ...]]]:
        """Those who stand with or against what is attributed, and the spans that state who they are.

        The speaker stands with no one but others; who is named twice keeps the first relation.
        """
        joint: list[tuple[Relation, Speaker, tuple[Range, ...]]] = [("jointly", s, ()) for s in who.alongside]
        named = [(tie.relation, self._resolver.beside(tie.name)) for tie in a.ties]
        joint += [(relation, r.speaker, r.evidence) for relation, r in named if r.speaker.name or r.speaker.role]
        found: dict[tuple[str | None, str | None], tuple[Alongside, tuple[Range, ...]]] = {}
        for relation, speaker, evidence in joint:
            if speaker != who.speaker:
                known = speaker.name, speaker.role if speaker.name is None else None
                found.setdefault(known, (Alongside(**speaker.model_dump(), relation=relation), evidence))
        return list(found.values())

    def issuing(self, speaking: Set[str]) -> Iterable[Actor]:
        """Those who issue a release, and speak in it, without being named in it: they have no mentions."""
        turn, known = self.voices.issuer, {actor.name for actor in self.actors}
        if turn is None or turn.resolved.speaker.name not in speaking:
            return ()
        spoken = (turn.resolved.speaker, *turn.resolved.alongside)
        return (Actor(**s.model_dump()) for s in spoken if s.name and s.name not in known)

    def find(self, span: Range) -> Actor | None:
        """The person whom a mention in this range of the text means."""
        person = self._resolver.person_at(span)
        return self._persons[person.first] if person else None


def cast(
    parsed: Parsed,
    document: Document,
    attributions: Sequence[Attribution],
    labels: Sequence[Label] = (),
    places: Gazetteer | None = None,
) -> Cast:
    """Gather a document's people and parties and resolve the sources of its attributions."""
    places = places or gazetteer(parsed, document)
    prose = [a for a in attributions if not a.layout]
    parsed = with_source_names(_without_labels(parsed, labels), prose, places)
    found = people_in(parsed, places)
    head = heading(document, places, [p.name for p in found], labels)
    people = with_issuer(titled(found, head) if not labels else found, document, places)
    people, voices = voiced(parsed, places, head, labels, people, publisher(document, places, head.party))
    return Cast(parsed, places, people, Resolver(parsed, places, people, prose, voices), voices)


def _without_labels(parsed: Parsed, labels: Sequence[Label]) -> Parsed:
    """The text without the names in its labels: who they are is told by :mod:`onrecord.read.voices`."""
    spans = [label.span for label in labels]
    named = {m.start for span in spans for m in parsed.within((span[0], span[1] + 1))}
    return replace(parsed, mentions=tuple(m for m in parsed.mentions if m.start not in named)) if named else parsed


def _person(parsed: Parsed, person: Person, resolver: Resolver) -> Actor:
    recalled = {m for t in resolver.turns if t.person == person for m in t.resolved.mentions}
    aliases = {parsed.cut(n.range) for n in person.mentions} - {person.name}
    return Actor(
        **speaker_of(person).model_dump(),
        aliases=tuple(sorted(aliases)),
        mentions=cut(parsed.text, merged(recalled | {n.range for n in person.mentions})),
        evidence=cut(parsed.text, merged(evidence_of(person))),
    )


def _collectives(parsed: Parsed, resolver: Resolver) -> Iterable[Actor]:
    """Governments and organisations that speak, each once."""
    turns: dict[tuple[str, str], list[Resolved]] = {}
    for turn in (*resolver.turns, *resolver.others):
        speaker = turn.resolved.speaker
        if speaker.name and speaker.type in ("government", "organisation"):
            turns.setdefault((speaker.name, speaker.type), []).append(turn.resolved)
    for (name, _), said in turns.items():
        ranges = merged(m for r in said for m in r.mentions)
        yield Actor(
            **said[0].speaker.model_dump(),
            aliases=tuple(sorted({parsed.cut(r) for r in ranges} - {name})),
            mentions=cut(parsed.text, ranges),
            evidence=cut(parsed.text, merged(e for r in said for e in r.evidence)),
        )
