"""A dossier in words: the draft of one as YAML with comments, and what of one matches nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import StoreError
from onrecord.publish.wording import harmless
from onrecord.publish.yaml_text import listed, safe, scalar
from onrecord.record.answers import Filter
from onrecord.record.view import View
from onrecord.values import Delegate, Dossier, DossierParty, Forum, Issue
from onrecord.weigh.drafting import Draft, Person, draft
from onrecord.weigh.matching import Unmatched, unmatched
from onrecord.weigh.proposing import Proposed, Typical
from onrecord.weigh.table import seated
from onrecord.weigh.weighed import MOST, Weighed

LONG = 240  # characters of a typical statement that a comment shows
PEOPLE = 200  # actors of one party looked at, the most quoted first
NEWEST = 30_000  # statements, and meetings, that a draft is of
LEFT_OUT = 12  # parties named that the draft left out


def drafted(view: View, chosen: Filter, *, title: str | None = None, newest: int = NEWEST) -> str:
    """A first dossier of a store, as YAML for a person to edit. Raises StoreError where no statement is on record.

    Where a store holds more statements or meetings, the draft is of the ``newest``, and says so.
    """
    every = Filter(as_of=chosen.as_of, since=chosen.since, limit=newest + 1)
    found, meetings = view.statements(every), view.meetings(every)
    said, met = found[:newest], meetings[:newest]
    if not said:
        raise StoreError.silent(view.address)
    people = _people(view, seated(said, met).parties, {name for m in met for name in m.delegates}, chosen)
    made = draft(said, met, people, view.meanings([s.id for s in said], as_of=chosen.as_of), title=title)
    return written(made, newest=newest if max(len(found), len(meetings)) > newest else None)


def _people(view: View, parties: Iterable[str], delegates: set[str], chosen: Filter) -> list[Person]:
    """Those who speak for the parties at the table or are named as delegates, with the role most documents give."""
    out: list[Person] = []
    for party in parties:
        known = view.actors(Filter(as_of=chosen.as_of, party=party, limit=PEOPLE))
        seen = [k for k in known if k.statements or k.name in delegates]
        out += [Person(k, _role(view, k.id, chosen)) for k in seen]
    return out


def _role(view: View, number: int, chosen: Filter) -> str | None:
    offices = [o for o in view.who(number, Filter(as_of=chosen.as_of, limit=1), statements=False).offices if o.role]
    best = max(offices, key=lambda o: (o.party is not None, o.documents), default=None)
    return best.role if best else None


def written(made: Draft, *, newest: int | None = None) -> str:
    """A draft as YAML: every text in it is safe, whatever the documents hold, and gather.dossier reads it again.

    ``newest`` is how many statements and meetings it is of, where there are more.
    """
    return "\n".join(_lines(made, newest)) + "\n"


def _lines(made: Draft, newest: int | None) -> Iterator[str]:
    dossier = clean(made.dossier)
    yield "# A first dossier, drafted by onrecord from its record. Everything in it is for you to edit: strike out what"
    yield "# is no issue of these talks, write each proposition as a sentence that one can be for or against, and take"
    yield "# the word draft away. Then: onrecord dossier check FILE"
    if newest is not None:
        yield f"# It is of the newest {newest:,} statements and meetings; the record holds more (--since, --as-of)."
    yield f"title: {scalar(dossier.title)}"
    if dossier.period.start:
        yield f"period: {{start: {dossier.period.start}, end: {dossier.period.end}}}"
    yield ""
    yield from _party_lines(made, dossier)
    yield from _forum_lines(dossier)
    yield from _issue_lines(made, dossier)


def _party_lines(made: Draft, dossier: Dossier) -> Iterator[str]:
    if made.left_out:
        more = " and others" if len(made.left_out) > LEFT_OUT else ""
        yield f"# Left out, seldom on record: {', '.join(safe(n) for n in made.left_out[:LEFT_OUT])}{more}."
    yield "parties:" if dossier.parties else "parties: []"
    heard = {safe(name): n for name, n in made.heard.items()}
    met = {safe(name): n for name, n in made.met.items()}
    for party in dossier.parties:
        yield f"  # {_count(heard.get(party.name, 0), 'statement')}, {_count(met.get(party.name, 0), 'meeting')}"
        yield f"  - name: {scalar(party.name)}"
        if party.people:
            yield "    people:"
            yield from (f"      - {_delegate(d)}" for d in party.people)
        if party.organs:
            yield f"    organs: {listed(party.organs)}"


def _delegate(one: Delegate) -> str:
    role = f", role: {scalar(one.role)}" if one.role else ""
    return f"{{name: {scalar(one.name)}{role}}}"


def _forum_lines(dossier: Dossier) -> Iterator[str]:
    yield ""
    yield "forums:" if dossier.forums else "forums: []"
    for forum in dossier.forums:
        aliases = f", aliases: {listed(forum.aliases)}" if forum.aliases else ""
        yield f"  - {{name: {scalar(forum.name)}{aliases}}}"


def _issue_lines(made: Draft, dossier: Dossier) -> Iterator[str]:
    yield ""
    told = f"# {_count(made.taken, 'statement')} on the issues below, {made.aside} on none of them."
    yield told if dossier.issues else "# No issue recurs in what is demanded, offered, refused, promised or warned of."
    if made.further:
        named = "; ".join(f"{safe(one.issue.name)} ({len(one.statements)})" for one in made.further)
        yield f"# Smaller, for you to add if they are issues: {named}."
    yield "issues:" if dossier.issues else "issues: []"
    for issue, found in zip(dossier.issues, made.issues, strict=True):
        yield from _one_issue(issue, found)


def _one_issue(issue: Issue, found: Proposed) -> Iterator[str]:
    yield ""
    yield f"  # {_count(len(found.statements), 'statement')}. Typical of them:"
    yield from (f"  #   {_typical(one)}" for one in found.typical)
    yield f"  - id: {scalar(issue.id)}"
    yield f"    name: {scalar(issue.name)}"
    yield f"    proposition: {scalar(issue.proposition)}"
    if issue.phrases:
        yield f"    phrases: {listed(issue.phrases)}"


def _typical(one: Typical) -> str:
    said, source = one.said, one.said.fullest.source
    who = said.speaker or said.role or "not named"
    words = safe(one.sentence)
    words = words if len(words) <= LONG else words[:LONG].rsplit(" ", 1)[0] + " …"
    head = ", ".join(safe(part) for part in (who, said.date, source.outlet) if part)
    return f"{said.id} · {head} · {said.kind}: {words}"


def clean(dossier: Dossier) -> Dossier:
    """A dossier whose texts hold no control characters, and in which no name stands for two."""
    taken: set[str] = set()
    parties = []
    for party in dossier.parties:
        own = _own(taken, [party.name, *party.aliases, *party.organs])
        if own[0]:
            aliases, organs = own[1 : 1 + len(party.aliases)], own[1 + len(party.aliases) :]
            parties.append(
                DossierParty(
                    name=own[0], aliases=tuple(filter(None, aliases)), organs=tuple(filter(None, organs)),
                    people=tuple(_people_clean(party.people)),
                )
            )  # fmt: skip
    taken = set()
    forums = []
    for forum in dossier.forums:
        own = _own(taken, [forum.name, *forum.aliases])
        if own[0]:
            forums.append(Forum(name=own[0], aliases=tuple(filter(None, own[1:]))))
    issues = [
        i.model_copy(
            update={
                "name": safe(i.name) or i.id,
                "proposition": safe(i.proposition),
                "phrases": tuple(dict.fromkeys(filter(None, map(safe, i.phrases)))),
            }
        )
        for i in dossier.issues
    ]
    title = safe(dossier.title) or "Negotiation"
    return dossier.model_copy(
        update={"title": title, "parties": tuple(parties), "forums": tuple(forums), "issues": tuple(issues)}
    )


def _own(taken: set[str], names: Sequence[str]) -> list[str]:
    """Names made safe, those that are taken or empty as ""."""
    out = []
    for name in map(safe, names):
        key = name.casefold()
        out.append("" if key in taken else name)
        taken.add(key)
    return out


def _people_clean(people: Iterable[Delegate]) -> Iterator[Delegate]:
    for one in people:
        if name := safe(one.name):
            yield Delegate(name=name, role=safe(one.role or "") or None)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Explained:
    """What of a dossier matches nothing, and the lines that say so."""

    found: Unmatched
    lines: tuple[str, ...]


def explained(view: View, weighed: Weighed) -> Explained:
    """Hold a dossier against a store, whose statements were weighed by it."""
    dossier, said = weighed.dossier, weighed.said
    people = {d.name for p in dossier.parties for d in p.people}
    quoted = {name: sum(known.statements for known in view.named(name)) for name in people}
    found = unmatched(dossier, said, view.meetings(Filter(limit=MOST)), quoted, weighed.bearings)
    return Explained(found, tuple(map(harmless, _told(found))))


def summary(dossier: Dossier) -> str:
    """That a dossier is valid, and what it holds."""
    counts = (("part", len(dossier.parties)), ("forum", len(dossier.forums)), ("issue", len(dossier.issues)))
    told = ", ".join(f"{n} {'party' if n == 1 else 'parties'}" if w == "part" else _count(n, w) for w, n in counts)
    return harmless(f"{dossier.title}: valid, {told}.")


def _told(found: Unmatched) -> Iterator[str]:
    if not found.said:
        yield "The store holds no statement yet: nothing can match. Add documents with: onrecord add"
        return
    for names, words in (
        (found.silent_parties, "Say nothing on record (see the spelling in: onrecord actors, or add aliases)"),
        (found.unquoted_people, "Nobody quotes them (see the spelling in: onrecord actors)"),
        (found.forums, "No meeting of theirs on record (see: onrecord meetings, or add aliases)"),
        ([f"{p.words} ({p.issue})" for p in found.phrases], "Phrases that stand in no statement"),
        (found.issues, "Issues no statement bears on (add phrases that statements use)"),
        ([f"{one.party} ({one.statements})" for one in found.lacking], "On record but not in the dossier"),
    ):
        if names:
            yield f"{words}: {', '.join(names)}."
    if found.everything_matches:
        yield "All that the dossier names is on record."
    yield f"{found.said - found.unsorted} of {_count(found.said, 'statement')} bear on an issue."
