"""What a party holds on an issue as of a day: its stance, red line and conditions, and the statements behind them."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.record.answers import Said
from onrecord.values import Dossier, Forum, Stance
from onrecord.weigh.disputes import stems
from onrecord.weigh.evidence import CLOSE, RANKS, best, rank, settles, stance_of, weight
from onrecord.weigh.quoting import words_of
from onrecord.weigh.sides import Sides, Voice
from onrecord.weigh.weighed import Bearings, Wording, known_by

OPPOSED = ({"for", "against"}, {"conditional", "against"})


@dataclass(frozen=True)
class Place:
    """The forum of the dossier that a party last named when it spoke on an issue, and the words that name it."""

    forum: str
    words: Wording


@dataclass(frozen=True)
class Position:
    """What a party holds on an issue.

    ``stance`` is None where nothing sets it: its statements take no side, or, where ``unconfirmed``, those that do come
    from unnamed sources or are read unsurely. ``decided_by`` is the statement that sets it; ``contrary`` are statements
    of the same party for the opposite that nothing of equal rank has superseded. ``statements`` stand in order of
    weight, and each of them counts for the party in one of ``values.Relation`` or as its own.
    """

    party: str
    issue: str
    stance: Stance | None
    unconfirmed: bool
    decided_by: int | None
    red_line: Wording | None
    conditions: tuple[Wording, ...]
    forum: Place | None
    statements: tuple[int, ...]
    behind: tuple[int, ...]  # those of them that take this stance
    contrary: tuple[int, ...]
    speakers: tuple[str, ...]
    last: str

    @property
    def count(self) -> int:
        """How many statements there are."""
        return len(self.statements)

    @property
    def disagrees(self) -> bool:
        """Whether the party says both."""
        return bool(self.contrary)


@dataclass(frozen=True)
class Counted:
    """A statement as it counts for a party."""

    said: Said
    voice: Voice
    stance: Stance | None
    weight: float

    @property
    def order(self) -> tuple[float, str, int]:
        """What it stands by among others, the heaviest last."""
        return self.weight, self.said.date, self.said.id

    @property
    def clear(self) -> bool:
        """Whether it can set a position: it takes a side, and someone answers for it."""
        return self.stance is not None and settles(self.said)


def positions(
    said: Iterable[Said], bearings: Bearings, dossier: Dossier, as_of: str | None = None
) -> tuple[Position, ...]:
    """The positions of a dossier's parties, by issue and then party in the dossier's order.

    Of the clear statements (a side is taken, a named source, surely read) that weigh nearly as much as the heaviest
    (``evidence.CLOSE``), those of the latest day decide. A party that says nothing on an issue has no position there.
    """
    known = known_by(said, as_of)
    day = as_of or max((s.date for s in known), default="")
    sides = Sides(dossier)
    counted: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for s in known:
        if not bearings.get(s.id):
            continue
        role = sides.role(s)
        ranked = s if role == s.role else replace(s, role=role)
        for side in sides.of(s):
            heavy = weight(ranked, side.voice, day)
            for b in bearings[s.id]:
                one = Counted(ranked, side.voice, stance_of(b.stance, side.voice), heavy)
                counted[b.issue, side.party].append(one)
    return tuple(
        _position(party.name, issue.id, counted[issue.id, party.name], dossier.forums)
        for issue in dossier.issues
        for party in dossier.parties
        if counted.get((issue.id, party.name))
    )


def _position(party: str, issue: str, counted: Sequence[Counted], forums: Sequence[Forum]) -> Position:
    ordered = sorted(counted, key=lambda c: c.order, reverse=True)
    decisive = decisive_of([c for c in ordered if c.clear])
    stance = decisive.stance if decisive else None
    behind = [c for c in ordered if decisive and c.stance == stance]
    speakers = dict.fromkeys(c.said.speaker for c in ordered if c.said.speaker)
    return Position(
        party=party,
        issue=issue,
        stance=stance,
        unconfirmed=decisive is None and any(c.stance for c in ordered),
        decided_by=decisive.said.id if decisive else None,
        red_line=next((w for c in behind if _draws(c) for w in _wording(c.said, "red_line")), None),
        conditions=_conditions(behind, decisive),
        forum=_forum(ordered, forums),
        statements=tuple(c.said.id for c in ordered),
        behind=tuple(c.said.id for c in behind),
        contrary=tuple(c.said.id for c in ordered if decisive and _stands_against(c, decisive)),
        speakers=tuple(speakers),
        last=max(c.said.date for c in counted),
    )


def decisive_of(clear: Sequence[Counted]) -> Counted | None:
    """Of the statements that weigh nearly as much as the heaviest, those of the latest day decide together.

    The stance that weighs most on that day is the party's: one of many answers given at one lectern, in other words or
    misread, does not outdo the others. The heaviest statement for it stands for them.
    """
    close = [c for c in clear if c.weight >= CLOSE * clear[0].weight]
    day = max((c.said.date for c in close), default="")
    latest = [c for c in close if c.said.date == day]
    return max(latest, key=lambda c: (_together(latest, c.stance), *c.order), default=None)


def _together(counted: Sequence[Counted], stance: Stance | None) -> float:
    """What the statements for a stance weigh together."""
    return math.fsum(c.weight for c in counted if c.stance == stance)


def _stands_against(one: Counted, decisive: Counted) -> bool:
    """Whether a statement still says the opposite: it is no older, or of higher rank and time has not outweighed it."""
    if not one.clear or {one.stance, decisive.stance} not in OPPOSED:
        return False
    outranks = RANKS[rank(one.said)] > RANKS[rank(decisive.said)] and one.said.speaker != decisive.said.speaker
    return one.said.date >= decisive.said.date or (outranks and one.weight >= CLOSE * decisive.weight)


def _draws(one: Counted) -> bool:
    """Whether a statement can draw a red line for a party: supporters and opponents of it did not use its words."""
    return settles(one.said) and one.voice not in ("supported_by", "opposed_by")


def _conditions(behind: Sequence[Counted], decisive: Counted | None) -> tuple[Wording, ...]:
    """The conditions of a conditional position, those of the statement that decides first."""
    if not decisive or decisive.stance != "conditional":
        return ()
    told = [c for c in behind if settles(c.said) and c.voice != "opposed_by"]
    ordered = sorted(told, key=lambda c: c.said.id != decisive.said.id)
    return tuple(w for c in ordered for w in _wording(c.said, "condition"))


def _wording(said: Said, part: str) -> Iterable[Wording]:
    """The words of a part, from the best telling that has them."""
    having = tuple(c for c in said.citations if c.spans.get(part))
    if having:
        told = best(replace(said, citations=having))
        yield Wording(said.id, told.source.key, told.key, told.spans[part])


def _forum(ordered: Sequence[Counted], forums: Sequence[Forum]) -> Place | None:
    """The forum named in the latest statement that names one."""
    for one in sorted(ordered, key=lambda c: (c.said.date, *c.order), reverse=True):
        for forum in forums if settles(one.said) and one.voice != "opposed_by" else ():
            if any(_names(span.exact, forum) for span in best(one.said).content):
                return Place(forum.name, words_of(one.said, stems(" ".join((forum.name, *forum.aliases)))))
    return None


@lru_cache(maxsize=65_536)  # the words of a statement are asked for on every issue that it bears on
def _names(text: str, forum: Forum) -> bool:
    return _naming(forum.name, *forum.aliases).search(" ".join(text.split())) is not None


@lru_cache(maxsize=256)
def _naming(*names: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in names), re.I)
