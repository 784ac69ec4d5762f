"""Who is whom: whether someone in a document is an actor on record, and why. Pure; refuses rather than guesses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.record.names import agree, bare, equal, parsed
from onrecord.record.offices import alike, told
from onrecord.values import ActorType

__all__ = [
    "Appearing", "Known", "Verdict", "alike", "identify", "lasting", "may_be", "may_be_one", "no_other_party",
    "one_kind", "same_speaker", "whose",
]  # fmt: skip

_THE = re.compile(r"^the\s+|[.’']|^government of (?:the )?", re.I)
# Organs that every state has: without its state such a name tells nothing.
_ORGAN = re.compile(
    r"\b(?:ministry|department|embassy|mission|government|parliament|army|navy|air force|military|police|cabinet|"
    r"delegation|senate|congress|house|assembly|central bank|presidency|administration|treasury|opposition|"
    r"(?:supreme|constitutional|high) court|foreign office|security council)$",
    re.I,
)


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
    """The actors that most speaks for, and what; ``one`` are several that fit, and that may be one among themselves."""

    actors: tuple[int, ...]
    reason: str
    one: tuple[int, ...] = ()

    @property
    def actor(self) -> int | None:
        """The one actor, if it is one."""
        return self.actors[0] if len(self.actors) == 1 else None


def lasting(who: Appearing) -> bool:
    """Whether someone who is nobody on record may become an actor.

    A surname that nothing is known of may not, nor an organ of some state ("the Foreign Ministry") that is not told.
    """
    if who.type == "person":
        return not bare(who.name) or bool(who.party) or told(who.role)
    return bool(who.party) or not _ORGAN.search(who.name)


def identify(who: Appearing, candidates: Sequence[Known]) -> Verdict | None:
    """Whom a full name, an organisation or a government means, on the strongest evidence that any candidate has.

    A person's full name is evidence where no party contradicts it; another spelling of it needs the same party or
    office too, unless only the romanisation differs. None where nobody fits.
    """
    if who.type != "person":
        same = [k for k in candidates if one_kind(who, k) and _same_body(who, k)]
        return _verdict(who, same, "same name") if same else None
    people = [k for k in candidates if k.type == "person"]
    same, spelled = ([k for k in people if rule(who, k)] for rule in (_same_name, _one_name))
    found = list({k.id: k for k in (*same, *spelled)}.values())
    reason = "same name" if same else "spellings of one name"
    return _verdict(who, same or spelled, reason, found) if found else None


def same_speaker(who: Appearing, candidates: Iterable[Known]) -> Verdict | None:
    """Whom a surname alone means among surnames alone, by party and office."""
    found = [k for k in candidates if may_be(as_known([who]), k)]
    return _verdict(who, found, "one surname") if found else None


def whose(surname: Known, candidates: Iterable[Known]) -> Verdict | None:
    """Which full-named person a surname alone is: the same rule, over all that is known of both."""
    found = [k for k in candidates if may_be(surname, k)]
    if not found:
        return None
    score = {k.id: bool(surname.parties & k.parties) + _one_office(surname.roles, k.roles) for k in found}
    best = [k for k in found if score[k.id] == max(score.values())]
    shared = sorted(surname.parties & best[0].parties)
    reason = ", ".join(("one surname", *(f"party {p}" for p in shared), *_roles_beside(surname.roles, best[0])))
    return Verdict(tuple(k.id for k in best), reason)


def may_be_one(actors: Sequence[Known]) -> bool:
    """Whether nothing that is known of some actors speaks against their being one."""
    return all(
        (not a.parties or not b.parties or bool(a.parties & b.parties))
        and all(agree(parsed(x), parsed(y)) for x in a.spellings for y in b.spellings)
        for a, b in combinations(actors, 2)
    )


def one_kind(who: Appearing, k: Known) -> bool:
    """Whether both are persons, or neither is."""
    return (who.type == "person") == (k.type == "person")


def no_other_party(who: Appearing, k: Known) -> bool:
    """Whether no party contradicts."""
    return not who.party or not k.parties or who.party in k.parties


def _verdict(who: Appearing, found: Sequence[Known], reason: str, fitting: Sequence[Known] = ()) -> Verdict:
    """The candidates that most speaks for, and all that fit where they may be one."""
    score = {k.id: (bool(who.party) and who.party in k.parties) + _same_role(who, k) for k in found}
    best = [k for k in found if score[k.id] == max(score.values())]
    together = fitting or found
    one = tuple(k.id for k in together) if len(together) > 1 and may_be_one(together) else ()
    return Verdict(tuple(k.id for k in best), reason + _beside(who, best[0]), one)


def _same_body(who: Appearing, k: Known) -> bool:
    if _body(who.name) not in map(_body, k.spellings) or not no_other_party(who, k):
        return False
    return bool(who.party in k.parties or not _ORGAN.search(who.name))


def _body(name: str) -> str:
    """An organisation's name as a key."""
    return " ".join(_THE.sub("", _THE.sub("", name)).casefold().split())


def _same_name(who: Appearing, k: Known) -> bool:
    return who.name in k.spellings and (no_other_party(who, k) or _same_role(who, k))


def _one_name(who: Appearing, k: Known) -> bool:
    """Another spelling of a full name: a middle name needs a party or office beside it, an initial what surnames do."""
    mine = parsed(who.name)
    names = [n for n in map(parsed, k.spellings) if n.given]
    if not names or not no_other_party(who, k) or not all(agree(mine, n) for n in names):
        return False
    if any(equal(mine, n) for n in names) or may_be(as_known([who]), k):
        return True
    return who.party in k.parties and any(len(n.given[0]) > 1 and n.given[0] == mine.given[0] for n in names)


def may_be(a: Known, b: Known) -> bool:
    """What a surname needs: a shared party and no office that contradicts, or an office and no other party."""
    if a.parties and b.parties:
        return bool(a.parties & b.parties) and (not a.roles or not b.roles or _one_office(a.roles, b.roles))
    return _one_office(a.roles, b.roles)


def as_known(those: Sequence[Appearing]) -> Known:
    """Someone (at least one appearance) as documents have them, who is nobody on record yet."""
    parties = frozenset(who.party for who in those if who.party)
    roles = frozenset(who.role for who in those if who.role)
    return Known(0, those[0].type, frozenset(who.name for who in those), parties, roles)


def _one_office(roles: Iterable[str], others: frozenset[str]) -> bool:
    return any(alike(mine, theirs) for mine in roles for theirs in others)


def _same_role(who: Appearing, k: Known) -> bool:
    return bool(who.role) and any(alike(who.role or "", r) for r in k.roles)


def _roles_beside(roles: Iterable[str], k: Known) -> list[str]:
    return [f"role {r}" for r in sorted(roles) if any(alike(r, other) for other in k.roles)][:1]


def _beside(who: Appearing, k: Known) -> str:
    shared: Iterable[str] = (
        f"party {who.party}" if who.party and who.party in k.parties else "",
        f"role {who.role}" if _same_role(who, k) else "",
    )
    return "".join(f", {s}" for s in shared if s)
