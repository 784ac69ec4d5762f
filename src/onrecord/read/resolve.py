"""From a source's words to the one who speaks: names, pronouns, descriptions, governments, in the order of the text."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.read.appositions import apposition_after, apposition_before
from onrecord.read.describe import described, organisation, party_speaker, phrase_of, unnamed
from onrecord.read.home import at_home
from onrecord.read.lexicon import roles
from onrecord.read.names import Name
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.people import Person
from onrecord.read.roles import heads_in, title_before
from onrecord.read.turns import NOBODY, UNKNOWN, Resolved, Turn, Voices, evidence_of, pronoun, speaker_of
from onrecord.spans import Range, inside, trimmed
from onrecord.values import Speaker

_REACH = 3  # sentences that a pronoun looks back: in PolNeAR dev, hardly any pronoun source is further from its name
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|including|at|in|on|under|against|like|near|behind|that|who|between|about|over|than)\b",
    re.I,
)
_OPENING = re.compile(r"^(?:according to|as|even|but|and|while|the|then|both|now|earlier|later|so|yet|for)\b\s*", re.I)
_JOINT = re.compile(
    r"[\s,]*(?:,|\band\b|&|\bas well as\b|\balong with\b|\btogether with\b)[\s,]*(?:and\s+)?(?:the\s+)?", re.I
)
_WORDS_OF = re.compile(
    r"['’]s?\s+(?:[\w-]+\s+)?(?:statement|remarks?|comments?|speech|tweets?|letter|testimony|words|claims?|warnings?|interview"
    r"|message|address|memo|post|op-ed|proposal|assertion|criticism|view|answer|reply|response)\b"
)
_GOVERNMENT = re.compile(r"(?:government|administration|cabinet|regime)", re.I)
_LABEL = re.compile(r"^(?P<who>Q|[A-Z][A-Z.'’ -]{2,40}):", re.M)
_DATELINE = re.compile(
    r"(?:[A-Z][a-z]+\.? \d{1,2}|[A-Z][A-Z .,'’/-]{2,40})(?:, [^-–—\n]{0,30}?)?(?:\([^)]{2,20}\))?"
    r"\s+(?:-{1,2}|–|—)\s+(?=\S)"
)
_NO_MODIFIER = re.compile(
    r"\s+(?:himself|herself|and|or|of|at|in|on|for|who|whose|from|with|during|also|too|as|to|then|later|earlier|the|\w+ing|\w+ed|told"
    r"|said|[A-Z]\S*)\b|\s*$|\s*[^\w\s]"
)
_QUOTES = '"“”‘'


class Resolver:
    """Resolves the sources of one document. Turns are remembered in the order of the text."""

    def __init__(
        self,
        parsed: Parsed,
        places: Gazetteer,
        people: Sequence[Person],
        spoken: Sequence[Attribution],
        voices: Voices = NOBODY,
    ) -> None:
        self._parsed, self._places, self._people, self._voices = parsed, places, tuple(people), voices
        labels = {label.span for label in voices.labels}
        self._names: list[tuple[Name, Person]] = sorted(
            ((n, p) for p in people for n in p.mentions if not voices.labels_at(n.range)), key=lambda x: x[0].start
        )
        self._starts = [n.start for n, _ in self._names]
        self._spans = [n.range for n, _ in self._names]
        self._spoken = tuple(spoken)
        self._contents = [c for a in spoken for c in a.content]
        self.turns: list[Turn] = []
        self._known: dict[Range, Turn] = dict(voices.turns)
        self._open: set[Range] = set()
        self._recalled = {a.source[0]: a.recalls for a in spoken if a.recalls}
        sources = {s for a in spoken for s in (a.source, a.outer) if s and s[0] not in labels}
        for source in sorted(sources):
            self.turns.append(self._turn(source, source[0][0]))
        ties = {tie.name for a in spoken for tie in a.ties}
        self.others: list[Turn] = [self._turn((name,), name[0]) for name in sorted(ties)]

    def resolve(self, source: tuple[Range, ...], at: int) -> Resolved:
        """Whom a source means; ``at`` is where it is said, should the source be empty or stand elsewhere."""
        return self._turn(source, at).resolved

    def beside(self, name: Range) -> Resolved:
        """Whom the name of someone who does not speak but stands beside the speaker means."""
        return self._turn((name,), name[0]).resolved

    def person_at(self, span: Range) -> Person | None:
        """The person whose name lies in a range, or whom a source there was found to mean."""
        for name, person in self._within(span):
            if name.end > span[0]:
                return person
        return next((t.person for t in self.turns if t.person and span[0] <= t.at < span[1]), None)

    def _within(self, span: Range) -> list[tuple[Name, Person]]:
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [(n, p) for n, p in self._names[first:last] if n.end <= span[1]]

    def _before(self, at: int) -> list[Turn]:
        return [t for t in self.turns if t.at < at]

    def _turn(self, source: tuple[Range, ...], at: int) -> Turn:
        spans = [s for s in (trimmed(self._parsed.text, s) for s in source) if s[1] > s[0]]
        if not spans:
            return Turn(at, UNKNOWN)
        dateline = _DATELINE.match(self._parsed.text, *spans[0])
        span = (dateline.end() if dateline else spans[0][0], spans[0][1])
        known = self._known.get(span)
        if known:
            return known
        if span in self._open:  # two quotations that hold each other's "I": nobody is known to speak
            return Turn(span[0], UNKNOWN)
        self._open.add(span)
        self._known[span] = self._found(span, spans)
        self._open.remove(span)
        return self._known[span]

    def _found(self, span: Range, spans: list[Range]) -> Turn:
        """The turn of a source that was not resolved yet; ``spans`` are all its parts."""
        first = re.match(r"(\w+)(\s+and\s.*)?$", self._parsed.cut(span), re.S)
        kind = pronoun(first[1]) if first else None
        if first and kind and first[2]:
            return self._with_pronoun(kind, span, (span[0], span[0] + len(first[1])))
        recalled = self._recalling(span, kind)
        if recalled:
            return recalled
        relative = re.match(r"(?:who|which)\b", self._parsed.cut(span))
        if kind or relative:
            return self._by_pronoun(kind or "relative", span)
        named = self._named(span) or (self._named((span[0], spans[-1][1])) if len(spans) > 1 else None)
        return named or self._by_phrase(span)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _named(self, span: Range) -> Turn | None:
        """The person whom a source names as its head, and those named with it."""
        names = self._within(span)
        for i, (name, person) in enumerate(names):
            start = self._title_start(name, span[0])
            if self._governs(span, start, name):
                return self._government(span, person)
            if self._leads(span, start, name):
                others = self._joined(span, names[i:])
                resolved = Resolved(speaker_of(person), evidence_of(person), (name.range,), others)
                return Turn(span[0], resolved, person, plural=bool(others))
        return None

    def _title_start(self, name: Name, floor: int) -> int:
        title = title_before(self._parsed, self._places, name.start, floor)
        start = title.span[0] if title else name.start
        courtesy = re.search(r"(?:\b(?:Mr|Mrs|Ms|Dr|Messrs)\.?\s+)$", self._parsed.text[max(0, start - 8) : start])
        return max(floor, start - (len(courtesy[0]) if courtesy else 0))

    def _leads(self, span: Range, start: int, name: Name) -> bool:
        """Whether a name is what the source is about, not a part of its description."""
        text = self._parsed.text
        after = text[name.end : span[1]]
        if re.match(r"['’]s?\s+\w", after) and not _WORDS_OF.match(text, name.end):
            return False
        if re.match(
            r"\s+(?:aides?|officials?|supporters?|advis[eo]rs?|campaign|administration|spokes\w+|team)\b", after
        ):
            return False
        if not _NO_MODIFIER.match(text, name.end, span[1]):
            return False
        ahead = _OPENING.sub("", _OPENING.sub("", text[span[0] : start].strip()))
        if not ahead or ahead.endswith(("(", "“", '"')):
            return True
        if ahead.endswith(","):
            return bool(apposition_before(self._parsed, self._places, start, name.end) or heads_in(ahead))
        return (
            not _PREPOSITION.search(ahead)
            and not re.search(r"[,;]|\b(?:and|or)$", ahead)
            and not self._plural_before(ahead)
        )

    def _plural_before(self, ahead: str) -> bool:
        return ahead.split()[-1].casefold() in roles().plurals

    def _governs(self, span: Range, start: int, name: Name) -> bool:
        """Whether the source is a person's government: "the government of President X", "the X administration"."""
        text = self._parsed.text
        of = re.search(r"(\w+)\s+of\s+(?:the\s+)?$", text[span[0] : start], re.I)
        after = re.match(r"(?:['’]s)?\s+(\w+)(?=\W*$|,)", text[name.end : span[1]])
        return any(m and _GOVERNMENT.fullmatch(m[1]) for m in (of, after))

    def _government(self, span: Range, person: Person) -> Turn:
        parties = {o.party for o in self._places.within(span)} or {p for p in (person.party,) if p}
        party = next(iter(parties)) if len(parties) == 1 else None
        bare = re.sub(r"^(?:the|an?)\s+", "", self._parsed.cut(span), flags=re.I)
        speaker = Speaker(name=f"Government of {party}" if party else bare, type="government", party=party)
        return Turn(span[0], Resolved(speaker, (span, *evidence_of(person)), (span,)))

    def _joined(self, span: Range, names: list[tuple[Name, Person]]) -> tuple[Speaker, ...]:
        """Those who speak jointly with the first of the names: "Sherman and Ryabkov"."""
        out: list[Speaker] = []
        at = names[0][0].end
        for (before, first), (name, person) in itertools.pairwise(names):
            aside = apposition_after(self._parsed, self._places, before.end, self._spans)
            at = aside.span[1] if aside and aside.span[1] < name.start else before.end
            if not _JOINT.fullmatch(self._parsed.text, at, self._title_start(name, at)) or person is first:
                break
            out.append(speaker_of(person))
        text = self._parsed.text[at : span[1]]
        return tuple(out) if re.search(r"\band\b|&|with", text) or len(out) > 1 else ()

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def _by_pronoun(self, kind: str, span: Range) -> Turn:
        if kind == "speaker":
            found = self._quoting(span)
        elif kind == "relative":
            found = self._antecedent(span)
        elif kind in ("m", "f"):
            found = self._he_or_she(span[0], kind)
        else:
            found = self._they_or_it(span[0], kind) if kind in ("thing", "many") else None
        if found is None:
            return Turn(span[0], UNKNOWN)
        return Turn(span[0], replace(found.resolved, mentions=(span,)), found.person, found.plural)

    def _recalling(self, span: Range, kind: str | None) -> Turn | None:
        """Whom a pronoun takes up in a report of proceedings; there, a delegate who says "NORWAY said" is he or she."""
        name = self._recalled.get(span)
        turn = self._turn((name,), name[0]) if name else None
        if turn is None or (turn.person and kind in ("m", "f") and not turn.agrees(kind)):
            return None
        return Turn(span[0], replace(turn.resolved, mentions=(span,)), turn.person, turn.plural)

    def _with_pronoun(self, kind: str, span: Range, first: Range) -> Turn:
        """A pronoun and a name that speak jointly: "he and Finance Minister Brek"."""
        lead, names = self._by_pronoun(kind, first), self._within(span)
        others = tuple(speaker_of(p) for _, p in names[:1] if p is not lead.person)
        return replace(lead, resolved=replace(lead.resolved, alongside=others), plural=True)

    def _quoting(self, span: Range) -> Turn | None:
        """For "I" and "we": who speaks the quotation that holds it, or the transcript's last label."""
        for a in self._spoken:
            if a.source and span not in a.source and any(inside(span, c) for c in a.content):
                return self._turn(a.source, a.source[0][0])
        if self._voices.issuer or self._voices.labels:
            return self._voices.at(span[0])
        labels = list(_LABEL.finditer(self._parsed.text, 0, span[0]))
        if not labels or labels[-1]["who"] in ("Q", "QUESTION", "REPORTER"):
            return None
        said = labels[-1].span("who")
        return self._named(said) or self._by_phrase(said)

    def _antecedent(self, span: Range) -> Turn | None:
        """For "who" and "which": the name, or the description, right before it."""
        start = self._parsed.sentence(span[0])[0]
        names = self._within((start, span[0]))
        if names and re.fullmatch(
            r"(?:,\s.{0,80})?,?\s*(?:and|but)?\s*", self._parsed.text[names[-1][0].end : span[0]]
        ):
            name, person = names[-1]
            return Turn(span[0], Resolved(speaker_of(person), evidence_of(person), (name.range,)), person)
        organs = [
            o
            for o in self._places.within((start, span[0]))
            if re.fullmatch(r",?\s*", self._parsed.text[o.end : span[0]])
        ]
        return (
            self._by_phrase((organs[-1].start, organs[-1].end)) if organs and organs[-1].kind != "adjective" else None
        )

    def _he_or_she(self, at: int, gender: str) -> Turn | None:
        holder = next((c for c in reversed(self._contents) if c[0] <= at < c[1]), None)
        here = self._voices.at(at) if self._voices.labels else None
        speaking = self._speaker_of_quote(holder, at) or (here.person if here else None)
        line = self._parsed.sentence_number(at)
        for number in range(line, max(-1, line - _REACH - 1), -1):
            start, end = self._parsed.sentences[number] if self._parsed.sentences else (0, at)
            turns = [t for t in self.turns if start <= t.at < min(end, at) and t.agrees(gender)]
            turns = [t for t in turns if not (speaking and t.person is not None and t.person == speaking)]
            if holder and holder[0] < at:
                inner = self._subject((max(start, holder[0]), min(end, at)), gender, None)
                if inner and inner is not speaking:
                    return self._as_turn(at, inner)
            if turns:
                return max(turns, key=lambda t: (t.at, t.person is not None))
            other = self._subject((start, min(end, at)), gender, holder)
            if other and other is not speaking:
                return self._as_turn(at, other)
        return None

    def _as_turn(self, at: int, person: Person) -> Turn:
        return Turn(at, Resolved(speaker_of(person), evidence_of(person)), person)

    def _speaker_of_quote(self, holder: Range | None, at: int) -> Person | None:
        """Who speaks the direct quotation around a pronoun: there, "he" is someone else."""
        if not holder or self._parsed.text[holder[0]] not in _QUOTES:
            return None
        own = next((a for a in self._spoken if holder in a.content and a.source and a.source[0][0] != at), None)
        if own is None or any(inside(s, holder) for s in own.source) or pronoun(self._parsed.cut(own.source[0])):
            return None
        return self._turn(own.source, own.source[0][0]).person

    def _subject(self, span: Range, gender: str, holder: Range | None) -> Person | None:
        """The one person of a sentence, or its subject, who agrees; names in other people's words are passed over."""
        text = self._parsed.text
        found: dict[int, tuple[Name, Person]] = {}
        for name, person in self._within(span):
            if self._voices.labels and len(person.tokens) == 1 and not person.office:
                continue  # "Go ahead, Una.": whom a speaker calls upon is not whom she speaks of
            quoted = any(c[0] <= name.start < c[1] and holder != c for c in self._contents)
            owns = re.match(r"['’]s?\s", text[name.end : name.end + 3])
            if person.gender in (None, gender) and not quoted and not owns:
                found.setdefault(person.first, (name, person))
        known = [x for x in found.values() if x[1].gender == gender]
        fits = known or list(found.values())
        if len(fits) == 1:
            return fits[0][1]
        leads = [
            p
            for n, p in fits
            if not re.search(
                r"\b(?:with|to|by|of|for|from|and|against|than)\s+(?:[\w.]+\s+){0,4}$",
                text[max(span[0], n.start - 40) : n.start],
            )
        ]
        return leads[0] if leads and leads[0] is fits[0][1] else None

    def _they_or_it(self, at: int, kind: str) -> Turn | None:
        here = self._parsed.sentence_number(at)
        for turn in reversed(self._before(at)):
            if here - self._parsed.sentence_number(turn.at) > _REACH:
                break
            collective = turn.resolved.speaker.type in ("organisation", "government")
            if collective or (kind == "many" and (turn.plural or turn.resolved.alongside)):
                return turn
            if (
                turn.person is None
                and turn.resolved.speaker.name is None
                and turn.resolved.speaker.role
                and kind == "many"
            ):
                break
        return self._opening_party(at, here) if kind == "thing" else None

    def _opening_party(self, at: int, here: int) -> Turn | None:
        """For "it": the state or alliance that opens this sentence or the one before."""
        for number in range(here, max(-1, here - 2), -1):
            start = self._parsed.sentences[number][0] if self._parsed.sentences else 0
            opening = re.match(r"(?:the\s+)?", self._parsed.text[start:at], re.I)
            first = start + (opening.end() if opening else 0)
            found = [o for o in self._places.within((first, at)) if o.start == first and o.kind in ("name", "alliance")]
            if found:
                return self._by_phrase((found[0].start, found[0].end))
        return None

    # -- descriptions --------------------------------------------------------------------------------------------------

    def _by_phrase(self, span: Range) -> Turn:
        parsed, places = self._parsed, self._places
        phrase = phrase_of(parsed, span)
        labelled = self._labelled(phrase.bare)
        if labelled:
            return Turn(span[0], Resolved(speaker_of(labelled), evidence_of(labelled), (span,)), labelled)
        organ = self._jointly_parties(span) or party_speaker(parsed, places, phrase)
        if organ:
            return Turn(span[0], organ)
        recalled = at_home(parsed, places, phrase, self._people, self._voices.home) or described(
            parsed, places, phrase, self._people, self._before(span[0])
        )
        if recalled:
            return Turn(span[0], recalled[0], recalled[1])
        named = organisation(parsed, phrase)
        if named:
            return Turn(span[0], named)
        resolved, plural = unnamed(parsed, places, phrase, self._voices.home)
        return Turn(span[0], resolved, plural=plural)

    def _labelled(self, bare: str) -> Person | None:
        """The person whose surname stands in capitals, as in a transcript."""
        if not bare.isupper() or self._places.is_name(bare):
            return None
        last = re.sub(r"^(?:MR|MS|MRS|DR)\.?\s", "", bare).split()[-1].casefold()
        fits = [p for p in self._people if p.tokens[-1].casefold() == last]
        full = [p for p in fits if len(p.tokens) > 1] or fits
        return full[0] if len(full) == 1 else None

    def _jointly_parties(self, span: Range) -> Resolved | None:
        """States that speak together: "The United States and Norway"."""
        found = [o for o in self._places.within(span) if o.kind != "adjective"]
        if len(found) < 2:
            return None
        gaps = [self._parsed.text[a.end : b.start] for a, b in itertools.pairwise(found)]
        lead = self._parsed.text[span[0] : found[0].start].strip().casefold()
        tail = self._parsed.text[found[-1].end : span[1]].strip(" ,.")
        if lead not in ("", "the", "both") or tail or not all(_JOINT.fullmatch(g) for g in gaps):
            return None
        each = [self._by_phrase((o.start, o.end)).resolved for o in found]
        ranges = tuple((o.start, o.end) for o in found)
        return Resolved(each[0].speaker, ranges, ranges, tuple(r.speaker for r in each[1:]))
