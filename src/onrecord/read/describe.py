"""Sources without a person's name: governments and organs, organisations, descriptions of someone, unnamed sources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.labels import label_words
from onrecord.read.lexicon import roles
from onrecord.read.parsed import Parsed
from onrecord.read.parties import Gazetteer
from onrecord.read.people import Person
from onrecord.read.roles import Office, heads_in, office_in
from onrecord.read.turns import Resolved, Turn, evidence_of, speaker_of
from onrecord.spans import Range, overlap
from onrecord.values import ActorType, Speaker

_DEFINITE = re.compile(r"(?:the|this|that)\s+", re.I)
_INDEFINITE = re.compile(
    r"(?:an?|one|another|some|several|many|most|two|three|four|five|both|all|few|a few|other"
    r"|various|certain|unnamed|no|any)\s+",
    re.I,
)
_ARTICLE = re.compile(r"(?:the|this|that|an?)\s+", re.I)
_CLAUSE = re.compile(r",|\s(?:who|which|that|whom|whose|speaking|quoted|familiar|briefed|close|based)\b|[(\[—–;:]")
_ORGAN_NAME = re.compile(
    r"Department|Council|Congress|Senate|House of|Commission|Ministry|Bureau|Agency|Parliament|Office|Duma|Assembly"
    r"|Chamber|Reserve|Rada|Committee|\b[A-Z]{3,}\b|Bundesbank|Bundestag|Knesset|Politburo|Treasury"
)
_ANY_RANK = frozenset(
    {"top", "chief", "senior", "veteran", "lead", "leading", "longtime", "same", "new", "visiting", "outgoing"}
)
_LESSER = frozenset({"deputy", "vice", "assistant", "former", "undersecretary", "under", "acting"})
_FOLLOWS = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Phrase:
    """A source's words: ``bare`` has no article and no clause after it."""

    span: Range
    bare: str
    at: int
    definite: bool
    indefinite: bool


def phrase_of(parsed: Parsed, span: Range) -> Phrase:
    """The noun phrase of a source."""
    text = re.sub(r"(?<![A-Z])[.]$", "", parsed.cut(span).rstrip(" ,;:\n"))
    definite, indefinite = _DEFINITE.match(text), _INDEFINITE.match(text)
    article = _ARTICLE.match(text)
    start = article.end() if article else 0
    clause = _CLAUSE.search(text, start)
    bare = text[start : clause.start() if clause and clause.start() > start else len(text)]
    bare = _FOLLOWS.sub("", bare.rstrip())
    owned = re.match(r"[A-Z][\w. -]*['’]s?\s", bare)
    return Phrase(
        (span[0] + start, span[0] + start + len(bare)), bare, span[0], bool(definite or owned), bool(indefinite)
    )


def party_speaker(parsed: Parsed, places: Gazetteer, phrase: Phrase) -> Resolved | None:
    """A state, alliance, government or organ of a party: "Moscow", "the Americans", "the Russian Foreign Ministry"."""
    words = phrase.bare.casefold()
    surface = ("the " if phrase.definite else "") + phrase.bare
    party = places.party_of(surface)
    if party is None or phrase.indefinite:
        return _recalled_organ(parsed, places, phrase)
    here = places.within(phrase.span)
    kind: ActorType = "organisation" if any(o.kind == "alliance" for o in here) or not here else "government"
    whole = len(here) == 1 and here[0].end - here[0].start >= len(phrase.bare)
    if whole and here[0].kind == "adjective" and not phrase.definite:
        return None
    name = party
    if whole and here[0].kind == "seat" and _ORGAN_NAME.search(phrase.bare):
        name = phrase.bare
    elif not whole and here:
        name = _organ_name(words, phrase.bare, party)
    speaker = Speaker(name=name, type=kind, party=party)
    return Resolved(speaker, (phrase.span,), (phrase.span,))


def _organ_name(words: str, bare: str, party: str) -> str:
    if re.search(rf"\b(?:{'|'.join(roles().governments)})\b", words):
        return f"Government of {party}"
    return party if re.search(r"\bside$", words) else bare


def _recalled_organ(parsed: Parsed, places: Gazetteer, phrase: Phrase) -> Resolved | None:
    """An organ named without its state, when the text before names it with one state only: "the Foreign Ministry"."""
    if not phrase.definite or phrase.bare.casefold() not in roles().organs or " " not in phrase.bare:
        return None
    found: dict[str, Range] = {}
    for m in re.finditer(re.escape(phrase.bare), parsed.text[: phrase.at], re.I):
        owner = [
            o
            for o in places.within((max(0, m.start() - 40), m.start()))
            if parsed.text[o.end : m.start()].strip("'’s ") == ""
        ]
        if owner:
            found[owner[-1].party] = (owner[-1].start, m.end())
    if len(found) != 1:
        return None
    party, span = next(iter(found.items()))
    return Resolved(Speaker(name=parsed.cut(span), type="government", party=party), (span,), (phrase.span,))


def described(
    parsed: Parsed, places: Gazetteer, phrase: Phrase, people: Sequence[Person], turns: Sequence[Turn]
) -> tuple[Resolved, Person | None] | None:
    """The person or unnamed source that a definite description recalls; None where it recalls nobody or several."""
    office = office_in(parsed, places, phrase.span)
    if not phrase.definite or phrase.indefinite or office is None or not office.role or _plural(phrase.bare):
        return None
    head = head_of(office.role)
    unnamed = next((t for t in reversed(turns) if _same_unnamed(t, head, office)), None)
    person = _choose(parsed, phrase, [(r, p) for p in people if (r := rank(office, head, p)) is not None], turns)
    if unnamed and (person is None or unnamed.at > max(n.start for n in person.mentions if n.start < phrase.at)):
        return Resolved(unnamed.resolved.speaker, unnamed.resolved.evidence, (phrase.span,)), None
    if person is None:
        return None
    return Resolved(speaker_of(person), evidence_of(person), (phrase.span,)), person


def head_of(role: str) -> str:
    """The last head of a role: what it is, at bottom."""
    found = heads_in(role)
    return found[-1][2] if found else ""


def _same_unnamed(turn: Turn, head: str, office: Office) -> bool:
    speaker = turn.resolved.speaker
    if speaker.type != "unnamed" or not speaker.role or turn.plural:
        return False
    return head_of(_main(speaker.role)) == head and office.party in (None, speaker.party)


def _main(role: str) -> str:
    return re.split(r"\s(?:of|for|to|at|with|in|on)\s", role)[0]


def rank(office: Office, head: str, person: Person) -> int | None:
    """How well a description fits a person: 0 the same role, 1 the same but shorter, 2 a wider word; None not."""
    if office.party and person.party != office.party:
        return None
    said = (office.role or "").casefold()
    ranks = [r for o in person.offices if o.role and (r := _fit(said, head, o.role.casefold())) is not None]
    return min(ranks, default=None)


def _fit(said: str, head: str, role: str) -> int | None:
    if said.replace("-", " ") == role.replace("-", " "):
        return 0
    words, own = set(said.split()), set(role.split())
    if words - _ANY_RANK <= own and not (own - words) & _LESSER and set(head.split()) <= own:
        return 1
    wider = roles().hyponyms.get(head, frozenset())
    fits = any(h in wider or h.split()[-1] in wider for _, _, h in heads_in(role))
    extra = words - set(head.split()) - _ANY_RANK - own
    return 2 if fits and not extra and not (own & {"former"} and "former" not in words) else None


def _choose(parsed: Parsed, phrase: Phrase, fits: list[tuple[int, Person]], turns: Sequence[Turn]) -> Person | None:
    """Of the people whom a description fits best, the one who spoke last, or who was named last; None if two were."""
    before = [(r, p) for r, p in fits if p.first < phrase.at]
    if not before:
        return None
    best = min(r for r, _ in before)
    people = [p for r, p in before if r == best]
    if len(people) == 1:
        return people[0]
    here = parsed.sentence_number(phrase.at)
    spoke = next((t.person for t in reversed(turns) if t.person), None)
    if spoke in people and here - max(parsed.sentence_number(t.at) for t in turns if t.person == spoke) <= 3:
        return spoke
    last = {p.first: max(n.start for n in p.mentions if n.start < phrase.at) for p in people}
    people.sort(key=lambda p: -last[p.first])
    near, next_ = (parsed.sentence_number(last[p.first]) for p in people[:2])
    return people[0] if near > next_ and here - near <= 2 else None


def organisation(parsed: Parsed, phrase: Phrase) -> Resolved | None:
    """An organisation or outlet by its name as written; None where the phrase names none."""
    words = phrase.bare.split()
    proper = bool(words) and all(
        w[0].isupper() or not w[0].isalpha() or w in ("of", "for", "the", "and", "on", "&", "in") for w in words
    )
    inside = [
        m for m in parsed.within((max(0, phrase.span[0] - 5), phrase.span[1]), "ORG") if overlap(m.range, phrase.span)
    ]
    if (
        not proper
        and inside
        and inside[-1].end == phrase.span[1]
        and not _plural(phrase.bare)
        and not phrase.indefinite
    ):
        ahead = parsed.text[phrase.span[0] : inside[-1].start]
        if re.fullmatch(
            r"(?:[a-z-]+\s+){0,3}(?:newspaper|agency|channel|network|website|daily|outlet|official|state-run)\s+", ahead
        ):
            name = inside[-1].range
            return Resolved(Speaker(name=parsed.cut(name), type="organisation"), (name,), (name,))
    if not proper or phrase.indefinite or _plural(phrase.bare) or (heads_in(words[-1]) and not inside):
        return None
    if len(words) == 1 and parsed.within(phrase.span, "NORP"):
        return None
    if not inside and len(words) == 1 and not re.search(r"[A-Z].*[A-Z]", words[0]) and not parsed.within(phrase.span):
        return None
    start = (
        inside[0].start
        if len(inside) == 1 and inside[0].end == phrase.span[1] and inside[0].start < phrase.span[0]
        else phrase.span[0]
    )
    span = (start, phrase.span[1])
    return Resolved(Speaker(name=parsed.cut(span), type="organisation", party=None), (span,), (span,))


def unnamed(parsed: Parsed, places: Gazetteer, phrase: Phrase, home: str | None = None) -> tuple[Resolved, bool]:
    """A source that is described and not named, and whether it is more than one.

    In a release of a party, ``home``, the holder of an office of state without a country is its own.
    """
    text = parsed.cut(phrase.span)
    if not text.strip():
        return Resolved(Speaker(name=None, type="unnamed")), False
    office = office_in(parsed, places, phrase.span)
    own = home if phrase.definite and text.casefold() in label_words()["holders"] else None
    party = (office.party if office else None) or own
    return Resolved(
        Speaker(name=None, type="unnamed", role=text, party=party), (phrase.span,), (phrase.span,)
    ), _plural(text)


def _plural(text: str) -> bool:
    """Whether a phrase's main noun is plural."""
    main = _main(text).split()
    if not main:
        return False
    last = main[-1].casefold().rstrip(",.")
    return (
        last in roles().plurals
        or (last.endswith("s") and last.removesuffix("s") in roles().heads)
        or bool(re.match(r"(?:two|three|four|five|several|many|some|both|most|few|other|various)\s", text, re.I))
    )
