"""Where preferences are partly open: why a state holds in all completions, in none, or on what it hangs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Final

import numpy as np

from onrecord.publish.conflict_wording import FINAL, Told, cited, merged
from onrecord.weigh.conflict import (
    Concept,
    GraphModel,
    JointCompletions,
    OpenStability,
    Possible,
    Share,
    Step,
    possibly_blocking,
)
from onrecord.weigh.conflict.certain import LESS, MORE, OPEN, Certain, Liking
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.open_coalitions import OpenJoint
from onrecord.weigh.conflict.reasons import Reason, reasons
from onrecord.weigh.conflict.sequences import moving, walked
from onrecord.weigh.conflict.states import Mask

PRECISE: Final = 10**12  # completions up to which their number is written out
MOST_NAMED: Final = 20  # states that a sentence names


@dataclass(frozen=True)
class OpenAnalysis:
    """What is known of a conflict with open preferences: what is certain, all completions, what holds in how many.

    ``joint`` is the same of coalitions; none, where they are not looked at.
    """

    model: GraphModel
    known: tuple[Certain, ...]
    completions: JointCompletions
    found: OpenStability
    joint: tuple[OpenJoint, ...] = ()
    ranks: dict[int, Ints] = field(default_factory=dict, repr=False)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that were looked at."""
        return tuple(self.found.held)

    def where(self, liking: Liking) -> Mask:
        """In which completions one state is liked more than another, (completions,)."""
        own = self.completions.each[liking.who]
        if liking.who not in self.ranks:
            self.ranks[liking.who] = own.ranks(np.arange(len(own.orders)))
        ranks = self.ranks[liking.who]
        more = ranks[:, liking.more] > ranks[:, liking.less]
        found: Mask = more[self.completions.picks[:, liking.who]]
        return found


def told_open(made: OpenAnalysis, who: int, state: int) -> tuple[Told, ...]:
    """Why a decision maker stays at a state or leaves it, a sentence for concepts by which it is the same."""
    return merged(made.concepts, lambda concept: _Cell(made, who, state, concept).told())


def told_open_jointly(made: OpenAnalysis, joint: OpenJoint, state: int) -> tuple[Told, ...]:
    """In how many completions a coalition stays at a state, and what its members may gain together."""
    model = made.model
    who, at = " and ".join(model.conflict.decision_makers[n] for n in joint.members), model.name(state)
    ends = sorted({path[-1].to for path in walked([moving(model.movers[n]) for n in joint.members], state)})
    signs = {end: [made.known[n].against(state)[end] for n in joint.members] for end in ends}
    surely = [model.name(end) for end, each in signs.items() if all(sign == MORE for sign in each)]
    perhaps = [
        model.name(end) for end, each in signs.items() if all(sign in (MORE, OPEN) for sign in each) and OPEN in each
    ]
    moves = [
        f"{_listed(names)} ({how})"
        for names, how in ((surely, "whatever is open"), (perhaps, "in some completions"))
        if names
    ]

    def by(concept: Concept) -> tuple[str, tuple[Reason, ...]]:
        if not moves:
            return f"{who} stay at {at} whatever is open: no joint move may be a gain for each of them.", ()
        gains = f"Joint moves that are a gain for each of them: to {'; to '.join(moves)}"
        return f"{who} stay at {at} {joint.stable(concept, state)}. {gains}.", ()

    return merged(tuple(joint.held), by)


def liked(model: GraphModel, known: Sequence[Certain], liking: Liking) -> str:
    """An open comparison in words: of two states, or of the two wishes whose order decides it."""
    who = model.conflict.decision_makers[liking.who]
    more, less = known[liking.who].wishes(liking.more, liking.less)
    if len(more) == len(less) == 1:
        return f"“{more[0].text}” matters more to {who} than “{less[0].text}”"
    return f"{who} likes {model.name(liking.more)} more than {model.name(liking.less)}"


@dataclass(frozen=True)
class _Cell:
    """One decision maker at one state, by one concept."""

    made: OpenAnalysis
    who: int
    state: int
    concept: Concept

    def told(self) -> tuple[str, tuple[Reason, ...]]:
        model, share = self.made.model, self.made.found.stable(self.concept, self.who, self.state)
        who, at = self.party(self.who), self.name(self.state)
        if not len(model.movers[self.who].targets(self.state)):
            return f"{who} stays at {at}: it has no move.", ()
        known = possibly_blocking(model.movers, self.made.known, self.who, self.state, self.concept)
        free = next((p for p in known if p.surely and p.sanction is None), None)
        if free is not None:
            rests_on = self.reasons([(self.who, free.to, self.state)])
            likes = f"which it likes more{cited(rests_on)}"
            return f"{who} leaves {at} for {self.name(free.to)}, {likes}, whatever is open.", rests_on
        if all(p.blocked for p in known):
            return self.stays(known)
        if share.verdict != "in some":
            return f"{who} stays at {at} {share}, though not for one reason in all of them.", ()
        return f"{who} stays at {at} {share}{self.hanging(known, share)}.", ()

    def stays(self, known: Sequence[Possible]) -> tuple[str, tuple[Reason, ...]]:
        """It does in every completion."""
        who, at = self.party(self.who), self.name(self.state)
        if not known:
            return (
                f"{who} stays at {at} whatever is open: no move of its own leads to a state that it may like more.",
                (),
            )
        rests_on = self.reasons(pair for p in known for pair in self.pairs(p))
        each = "; ".join(f"to {self.name(p.to)} by {self.sanction(p)}" for p in known)
        what = "all that may be an improvement is sanctioned"
        return f"{who} stays at {at} whatever is open: {what}: {each}{cited(rests_on)}.", rests_on

    def hanging(self, known: Sequence[Possible], share: Share) -> str:
        """On what it hangs: the one comparison, or those of its moves, that decide; or else what bears on it."""
        verdicts = self.made.found.which(self.concept, self.who, self.state)
        staying = [Liking(self.who, self.state, p.to) for p in known if not p.surely and not p.blocked]
        others = [one for p in known for one in p.hangs_on]
        tried = [(one,) for one in dict.fromkeys([*staying, *others])] + ([tuple(staying)] if len(staying) > 1 else [])
        for likings in tried if verdicts is not None else ():
            if (np.logical_and.reduce([self.made.where(one) for one in likings]) == verdicts).all():
                both = " and ".join(dict.fromkeys(self.liked(one) for one in likings))
                return f": {'exactly ' if share.exact else ''}those in which {both}"
        return f". {'. '.join(self.bearing(p) for p in known if not p.blocked)}"

    def bearing(self, possible: Possible) -> str:
        """One move that is not surely blocked, and what would block it."""
        who, to = self.party(self.who), self.name(possible.to)
        gain = f"{who} {'likes' if possible.surely else 'may like'} {to} more"
        if possible.sanction is None:
            return f"{gain}, and nothing blocks that move" if self.concept != "nash" else gain
        asked = " and ".join(dict.fromkeys(self.liked(one) for one in possible.hangs_on))
        comma = "," if self.concept == "simultaneous" else ""
        return f"{gain}; {self.moves(possible)}{comma} blocks that if {asked}"

    def sanction(self, possible: Possible) -> str:
        """The others' moves, and what they leave."""
        end = self.landing(possible)
        less = self.made.known[self.who].against(self.state)[end] == LESS
        liking = f"{self.party(self.who)} likes less" if less else f"it likes no more than {self.name(self.state)}"
        final = " and cannot leave for a better one" if self.concept in FINAL else ""
        return f"{self.moves(possible)}, which {liking}{final}"

    def moves(self, possible: Possible) -> str:
        steps = self.walked(possible)
        told = " and then ".join(f"{self.party(who)}'s {self.name(at)}→{self.name(to)}" for who, at, to in steps)
        if self.concept != "simultaneous":
            return told
        return f"{told} at the same time, both leading to {self.name(self.landing(possible))}"

    def walked(self, possible: Possible) -> Iterator[tuple[int, int, int]]:
        """Each step of a sanction: who, from where, to where."""
        at = self.state if self.concept == "simultaneous" else possible.to
        for step in possible.sanction or ():
            yield step.who, at, step.to
            at = step.to

    def landing(self, possible: Possible) -> int:
        """Where a sanction ends."""
        last: Step = (possible.sanction or ())[-1]
        if self.concept != "simultaneous":
            return last.to
        both = self.made.model.movers[self.who].beside(possible.to, last.to)
        return last.to if both is None else both

    def pairs(self, possible: Possible) -> Iterator[tuple[int, int, int]]:
        """Who must prefer which state to which for a sanction to be one."""
        yield self.who, self.state, self.landing(possible)
        yield from ((who, to, at) for who, at, to in self.walked(possible))

    def reasons(self, pairs: Iterable[tuple[int, int, int]]) -> tuple[Reason, ...]:
        """Why each of some pairs is surely preferred, where it is and the file says it."""
        sure = (pair for pair in pairs if self.made.known[pair[0]].against(pair[2])[pair[1]] == MORE)
        return tuple(dict.fromkeys(one for pair in sure for one in reasons(self.made.model, *pair)))

    def liked(self, liking: Liking) -> str:
        return liked(self.made.model, self.made.known, liking)

    def party(self, who: int) -> str:
        return self.made.model.conflict.decision_makers[who]

    def name(self, state: int) -> str:
        return self.made.model.name(state)


def what_is_open(known: Certain) -> str | None:
    """What one decision maker's preferences leave open, in a sentence; None where that is nothing."""
    who = known.order.who
    if known.unordered:
        groups = (" and ".join(f"“{w.text}”{_at(w.line)}" for w in group) for group in known.unordered)
        return f"Open: in which order {who} holds {'; and '.join(groups)}."
    some, every = known.pairs
    if not some:
        return None
    if some == every:
        return f"Open: all that {who} prefers; nothing is stated of it."
    return f"Open: which of two states {who} prefers in {some:,} of {every:,} pairs."


def looked_at(found: JointCompletions) -> str:
    """How many completions there are, and how many were looked at."""
    of, count = len(found), found.count
    if found.exact:
        return f"{of:,} completions agree with what is stated; all are looked at."
    few = count is not None and count < PRECISE
    many = "more than can be counted" if count is None else f"the {count:,}" if few else f"about 10^{log10(count):.0f}"
    worst = Share(of // 2, of, exact=False).error
    return (
        f"{of:,} completions are looked at, drawn from {many} that agree with what is stated: "
        f"a share is off by {worst:.1%} at most, with 95 % confidence."
    )


def _at(line: int | None) -> str:
    return f" (line {line})" if line is not None else ""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
