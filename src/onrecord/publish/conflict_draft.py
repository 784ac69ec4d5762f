"""The draft of a conflict as YAML: each line with the words that it rests on, and what is left out and why."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onrecord.errors import StoreError
from onrecord.publish.wording import date_text
from onrecord.publish.yaml_text import listed, safe, scalar
from onrecord.record.address import Address
from onrecord.record.answers import Said
from onrecord.values.conflict import Line, Option, Wish
from onrecord.weigh.conflict.drafting import MOST
from onrecord.weigh.conflict.naming import plain
from onrecord.weigh.conflict.proposal import Left, Note, Proposal, Unowned, Why
from onrecord.weigh.conflict.proposing import proposed
from onrecord.weigh.disputes import stems
from onrecord.weigh.evidence import best
from onrecord.weigh.quoting import words_of
from onrecord.weigh.weighed import Weighed, Wording

LONG: Final = 240  # characters of a statement that a comment quotes
QUOTED: Final = 3  # statements quoted above a line; it cites them all

HEAD: Final = (
    "# Everything in it is for you to edit; docs/conflict.md tells the rules by which it was made.",
    "# Taking an option (Y) is its owner's part in what the issue of that name proposes; what several control comes",
    "# about where each of them takes theirs. Wishes: red lines first, then stances by the evidence that carries them,",
    "# and last what warnings imply. A red line beyond all bargaining can go to infeasible. What no statement says",
    "# in so many words is marked inferred. Add what holds now: status_quo, a letter Y or N an option.",
)
BECAUSE: Final[Mapping[Why, str]] = {
    "no issue": "names no issue of the dossier that it can be hung on",
    "unowned": "is about “{issue}”, which nobody on record controls",
    "beyond": "is about “{issue}”, which is among the options left out above",
    "own": "is about “{issue}”, which only {party} itself controls",
    "opposed": "reads as asking for what {party} is against elsewhere: “{issue}”",
    "no side": "is about “{issue}”, on which the statement takes no side: it may be a threat or a promise",
    "exception": "is an exception, of which it is not clear what it leaves: “{issue}”",
    "not its act": "is followed by what is not said to be an act of {party}'s",
    "contradicts": "is the contrary of a wish above",
}


def drafted(weighed: Weighed, store: Address) -> str:
    """A first conflict of a dossier's parties as YAML. Raises StoreError where no party has an option on record."""
    if not weighed.said:
        raise StoreError.silent(store)
    made = proposed(weighed)
    if not made.conflict.options:
        raise StoreError.no_options(store, weighed.dossier.title)
    return written(made)


def written(made: Proposal) -> str:
    """A proposal as YAML, which gather.conflict reads again as the same conflict."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Proposal) -> Iterator[str]:
    day = f", as of {date_text(made.as_of)}" if made.as_of else ""
    yield f"# A first conflict, drafted by onrecord from its record{day}."
    yield from HEAD
    yield f"title: {scalar(safe(made.conflict.title))}"
    for party in made.silent:
        yield f"# {safe(party)} is not among them: it offers, refuses, promises or warns of nothing here, on record."
    for party in dict.fromkeys(o.owner for o in made.beyond):
        if plain(party) not in made.conflict.decision_makers:
            yield f"# {safe(party)} is not among them: all its options are among those left out below."
    yield f"decision_makers: {listed(made.conflict.decision_makers)}"
    yield ""
    yield "options:"
    for option in made.conflict.options:
        yield from (f"  {line}" for line in _quotes(made.said, option, option.name))
        yield f"  - {_option(option)}"
    yield from (f"  {line}" for one in made.unowned for line in _unowned(made.said, one))
    yield from _beyond(made.beyond)
    yield ""
    yield from _preferences(made)


def _option(option: Option) -> str:
    return f"{{name: {scalar(option.name)}, owner: {scalar(option.owner)}, {_basis(option)}}}"


def _basis(line: Line) -> str:
    return f"ground: {line.ground}, cites: [{', '.join(line.cites)}]"


def _unowned(said: Mapping[int, Said], one: Unowned) -> Iterator[str]:
    """An issue for the analyst to give to someone, and who stands where on it."""
    held = "; ".join(f"{p.party}: {p.stance}" for p in one.held if p.stance)
    stands = f" ({safe(held)})" if held else ""
    yield f"# Nobody on record controls “{safe(one.issue.name)}”{stands}. Give it an owner:"
    for position in one.held:
        if position.stance and position.decided_by is not None:
            yield _quote(said[position.decided_by], one.issue.name)
    yield f"# - {{name: {scalar(safe(one.issue.name))}, owner: …}}"


def _beyond(options: Iterable[Option]) -> Iterator[str]:
    some = list(options)
    if some:
        yield f"  # More options than can be looked at: {MOST} are. What is wished of these is left out, too. Where it"
        yield "  # matters, put one in the place of another, with all of that name, and write the wishes:"
        yield from (f"  # - {_option(option)}" for option in some)


def _preferences(made: Proposal) -> Iterator[str]:
    given = {p.decision_maker: p.wishes for p in made.conflict.preferences}
    yield "preferences:" if given else "# No preference is on record."
    for who in made.conflict.decision_makers:
        left = [one for one in made.left if one.party == who]
        if who in given:
            yield f"  {scalar(who)}:"
            yield "    wishes:"
        else:
            yield f"  # {safe(who)}: what it prefers is not on record. Write its wishes."
        for wish in given.get(who, ()):
            yield from (f"      {line}" for line in _wish(made, who, wish))
        yield from (f"      # {line}" for one in left for line in _left(made.said, one))
        if made.unstated.get(who):
            yield f"      # Not on record, where {safe(who)} stands on: {'; '.join(map(safe, made.unstated[who]))}."
    others = [one for one in made.left if one.party not in made.conflict.decision_makers]
    yield from (f"  # {safe(one.party)}: {line}" for one in others for line in _left(made.said, one))


def _wish(made: Proposal, who: str, wish: Wish) -> Iterator[str]:
    note = made.notes.get((who, wish.rank), Note())
    if note.red_line:
        yield f"# Red line: {_words(note.red_line)}"
    if note.condition:
        yield f"# On the condition: {_words(note.condition)}"
    yield from _quotes(made.said, wish, wish.text)
    if note.contrary:
        yield "# It says the contrary, too:"
        yield from (_quote(made.said[n], wish.text) for n in note.contrary[:QUOTED])
    since = f"since: {wish.since}, " if wish.since else ""
    yield f"- {{says: {_formula(wish.text)}, {since}{_basis(wish)}}}"


def _left(said: Mapping[int, Said], one: Left) -> Iterator[str]:
    """What is left out, why, and what could be written."""
    about = f" (of “{safe(one.about)}”)" if one.about else ""
    because = BECAUSE[one.why].format(issue=safe(one.issue or ""), party=safe(one.party))
    yield f"Left out: the condition {_words(one.words)}{about} {because}."
    yield _quote(said[one.words.statement], one.words.text).removeprefix("# ")
    if one.wish:
        yield f"If it is right: - {{says: {_formula(one.wish)}, ground: inferred, cites: [{one.words.statement}]}}"


def _quotes(said: Mapping[int, Said], line: Line, about: str) -> Iterator[str]:
    """The words that a line rests on, those of the weightiest statements, as comments."""
    yield from (_quote(said[int(cited)], about) for cited in line.cites[:QUOTED])
    more = len(line.cites) - QUOTED
    if more > 0:
        yield f"#   and {more} more"


def _quote(said: Said, about: str) -> str:
    """A statement as a comment: its number, who, when, in which document, and the words that are most on a matter."""
    source = best(said).source
    who = said.speaker or said.role or "not named"
    document = source.outlet or source.title or source.key
    head = ", ".join(safe(part) for part in (who, date_text(said.date), document))
    return f"#   {said.id} · {head} · {said.kind}: {_words(words_of(said, stems(about)))}"


def _words(wording: Wording) -> str:
    words = safe(wording.text)
    short = words if len(words) <= LONG else words[:LONG].rsplit(" ", 1)[0] + " …"
    return short if short[:1] in '"“„«' else f"“{short}”"


def _formula(text: str) -> str:
    """A formula as YAML; names in it that stand in quotes are easier to read between single ones."""
    return "'" + text.replace("'", "''") + "'" if '"' in text else scalar(text)
