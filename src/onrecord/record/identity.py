"""Who is whom: whether someone in a document is an actor on record, and why. Pure; refuses rather than guesses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.record.names import agree, parsed
from onrecord.values import ActorType

_WORD = re.compile(r"[a-z]+")
_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "s", "to", "in", "at", "us", "u"})
# Words that make another office of one: a deputy foreign minister is no foreign minister.
_RANK = frozenset(
    {"deputy", "vice", "assistant", "under", "former", "acting", "ex", "first", "second", "special", "permanent"}
    | {"associate", "shadow"}
)
HALF = 0.5


@dataclass(frozen=True)
class Appearing:
    """Someone as one document knows them."""

    name: str
    type: ActorType
    role: str | None
    party: str | None


@dataclass(frozen=True)
class Known:
    """An actor on record: every spelling, party and role so far."""

    id: int
    type: ActorType
    spellings: frozenset[str]
    parties: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """The actor that an appearance is held to be, and why."""

    actor: int
    reason: str


def identify(who: Appearing, candidates: Sequence[Known]) -> Verdict | None:
    """The one candidate that ``who`` is, on the strongest evidence that any has; None where none or several have it.

    ``candidates`` share the folded surname (persons) or the name (others). A person's full name is evidence where no
    party contradicts it; a surname alone, or another given name's spelling, needs the same party or office too.
    """
    if who.type != "person":
        same = [k for k in candidates if k.type != "person" and who.name in k.spellings]
        return Verdict(same[0].id, "same name") if len(same) == 1 else None
    people = [k for k in candidates if k.type == "person"]
    for rule, reason in ((_same_name, "same name"), (_one_name, "spellings of one name"), (_surname, "one surname")):
        found = [k for k in people if rule(who, k)]
        if found:
            return Verdict(found[0].id, reason + _beside(who, found[0])) if len(found) == 1 else None
    return None


def lasting(who: Appearing) -> bool:
    """Whether someone who is nobody on record may become an actor: a surname that nothing is known of may not."""
    return who.type != "person" or len(who.name.split()) > 1 or bool(who.party or who.role)


def alike(a: str, b: str) -> bool:
    """Whether two roles are one office: the same rank, and half of their other words shared."""
    mine, theirs = (frozenset(_WORD.findall(r.lower())) - _SMALL for r in (a, b))
    if mine & _RANK != theirs & _RANK:
        return False
    left, right = mine - _RANK, theirs - _RANK
    return bool(left & right) and len(left & right) >= HALF * len(left | right)


def _same_name(who: Appearing, k: Known) -> bool:
    return len(who.name.split()) > 1 and who.name in k.spellings and (_no_other_party(who, k) or _same_role(who, k))


def _one_name(who: Appearing, k: Known) -> bool:
    """Another spelling of a full name: alone where the folded given names are equal, else with party or office."""
    mine = parsed(who.name)
    for spelled in k.spellings:
        theirs = parsed(spelled)
        fits = mine.given and theirs.given and agree(mine, theirs) and _no_other_party(who, k)
        if fits and (mine.given[0] == theirs.given[0] or who.party in k.parties or _same_role(who, k)):
            return _agrees_with_all(who, k)
    return False


def _surname(who: Appearing, k: Known) -> bool:
    """A surname on one of both sides, one party, and no office that contradicts; or one office and no other party."""
    bare = not parsed(who.name).given or all(not parsed(s).given for s in k.spellings)
    if not (bare and _agrees_with_all(who, k)):
        return False
    if who.party and who.party in k.parties:
        return not who.role or not k.roles or _same_role(who, k)
    return _same_role(who, k) and _no_other_party(who, k)


def _agrees_with_all(who: Appearing, k: Known) -> bool:
    mine = parsed(who.name)
    return all(agree(mine, parsed(s)) for s in k.spellings)


def _no_other_party(who: Appearing, k: Known) -> bool:
    return not who.party or not k.parties or who.party in k.parties


def _same_role(who: Appearing, k: Known) -> bool:
    return bool(who.role) and any(alike(who.role or "", r) for r in k.roles)


def _beside(who: Appearing, k: Known) -> str:
    shared: Iterable[str] = (
        f"party {who.party}" if who.party and who.party in k.parties else "",
        f"role {who.role}" if _same_role(who, k) else "",
    )
    return "".join(f", {s}" for s in shared if s)
