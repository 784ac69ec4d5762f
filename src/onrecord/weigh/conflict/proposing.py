"""A first conflict out of a record: options that parties control, and what they prefer, each with its statements.

docs/conflict.md says the rules in plain words. What the record does not say stays out, and is named as left out.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from onrecord.record.answers import Said
from onrecord.values import Issue
from onrecord.values.conflict import Conflict, Ground, Option, Preferences, Wish
from onrecord.values.formula import FormulaError, Meaning, Taken, meaning, negated, parse
from onrecord.weigh.clashes import ranked
from onrecord.weigh.conflict.controlling import controls, ground
from onrecord.weigh.conflict.dated import day_said
from onrecord.weigh.conflict.on_condition import Conditions, denies, excepts, needed
from onrecord.weigh.conflict.sanctions import Warned, besides, warned
from onrecord.weigh.conflict.states import MOST_STATES
from onrecord.weigh.evidence import weight
from onrecord.weigh.positions import Position, positions
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Weighed, Wording, known_by

MOST: Final = MOST_STATES.bit_length() - 1  # options, so that all their states can be looked at
CITED: Final = 12  # statements that a line cites at most
BARE: Final = 8  # words up to which a name stands in a formula without quotes

Why = Literal["no issue", "unowned", "own", "opposed", "no side", "exception", "not its act", "contradicts"]


@dataclass(frozen=True)
class Left:
    """What a party said that no line of the draft holds, and why.

    ``about`` is what hangs on a condition, an issue or a sanction by its name; ``issue`` what the condition is about;
    ``wish`` what could be written if an analyst finds it right.
    """

    party: str
    words: Wording
    why: Why
    about: str | None = None
    issue: str | None = None
    wish: str | None = None


@dataclass(frozen=True)
class Unowned:
    """An issue that nobody on record controls, and where parties stand on it."""

    issue: Issue
    held: tuple[Position, ...]


@dataclass(frozen=True)
class Note:
    """What is told of a wish: the red line or condition that it rests on, and what its party says to the contrary."""

    red_line: Wording | None = None
    condition: Wording | None = None
    contrary: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A conflict as far as a record can say it, for an analyst to edit.

    ``said`` holds the statements cited by number, ``notes`` what is told of wishes by decision maker and rank.
    ``silent`` are parties without an option, ``unstated`` the issues on which a decision maker takes no side on record,
    ``beyond`` the options that are too many.
    """

    conflict: Conflict
    said: Mapping[int, Said]
    notes: Mapping[tuple[str, int], Note]
    unowned: tuple[Unowned, ...]
    silent: tuple[str, ...]
    unstated: Mapping[str, tuple[str, ...]]
    left: tuple[Left, ...]
    beyond: tuple[Option, ...]
    as_of: str | None = None


def proposed(weighed: Weighed) -> Proposal:
    """Propose options and preferences of a dossier's parties, as of the day that the statements were weighed for."""
    known = tuple(ranked(known_by(weighed.said, weighed.as_of), weighed.dossier).values())
    return _Drafting(weighed, known).whole()


@dataclass(frozen=True)
class _Threat:
    """A sanction as an option, and the warnings that hold it."""

    option: Option
    warnings: tuple[Warned, ...]


@dataclass
class _Drafting:
    weighed: Weighed
    known: Sequence[Said]
    left: list[Left] = field(default_factory=list)
    notes: dict[tuple[str, int], Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dossier = self.weighed.dossier
        self.said = {s.id: s for s in self.known}
        self.sides, self.conditions = Sides(dossier), Conditions(self.known, dossier)
        self.held = positions(self.known, self.weighed.bearings, dossier, self.weighed.as_of)
        self.day = self.weighed.as_of or max((s.date for s in self.known), default="")
        self.of_issue = self.issue_options()
        threats = self.threats()
        every = [o for of in self.of_issue.values() for o in of] + [t.option for t in threats]
        self.options = tuple(every[:MOST])
        self.beyond = tuple(every[MOST:])
        self.threats_kept = [t for t in threats if t.option in self.options]
        self.names = {_label(o): n for n, o in enumerate(self.options)}
        self.parties = [p.name for p in dossier.parties if any(o.owner == p.name for o in self.options)]

    def whole(self) -> Proposal:
        dossier = self.weighed.dossier
        wishes = {party: tuple(_Wishes(self, party).all()) for party in self.parties}
        conflict = Conflict(
            title=dossier.title,
            decision_makers=tuple(map(_plain, self.parties)),
            options=tuple(o.model_copy(update={"owner": _plain(o.owner)}) for o in self.options),
            preferences=tuple(Preferences(decision_maker=_plain(p), wishes=w) for p, w in wishes.items() if w),
        )
        return Proposal(
            conflict,
            self.said,
            self.notes,
            unowned=tuple(
                Unowned(issue, tuple(p for p in self.held if p.issue == issue.id))
                for issue in dossier.issues if not self.of_issue.get(issue.id)
            ),
            silent=tuple(p.name for p in dossier.parties if p.name not in self.parties),
            unstated={_plain(p): unstated for p in self.parties if (unstated := tuple(self.unstated(p)))},
            left=tuple(self.left),
            beyond=self.beyond,
            as_of=self.weighed.as_of,
        )  # fmt: skip

    def issue_options(self) -> dict[str, list[Option]]:
        """An option of each party that controls an issue, by the issue's id."""
        controlled = controls(self.known, self.weighed.bearings, self.weighed.dossier)
        taken: set[str] = set()
        return {
            issue.id: [
                Option(
                    name=_free(issue.name, party, taken), owner=party, cites=self.cited([s.id for s in shown]),
                    ground=ground([s.id for s in shown], issue.id, self.weighed.bearings),
                )
                for party, shown in controlled[issue.id].items()
            ]
            for issue in self.weighed.dossier.issues
        }  # fmt: skip

    def threats(self) -> list[_Threat]:
        """Warnings as options, those of one party and name together; others are left."""
        found: dict[tuple[str, str], list[Warned]] = {}
        for one in warned(self.known, self.weighed.dossier):
            issue = self.conditions.issue(one.condition.text)
            if one.name is None:
                self.leave(one.party, one.condition, "not its act")
            elif issue and self.stance(one.said.id, issue.id) is None:
                self.leave(one.party, one.condition, "no side", one.name, issue.id)
            else:
                found.setdefault((one.party, one.name.casefold()), []).append(one)
        taken = {_label(o).casefold() for of in self.of_issue.values() for o in of}
        return [
            _Threat(
                Option(
                    name=_free(some[0].name or "", party, taken), owner=party, ground="stated",
                    cites=self.cited([w.said.id for w in some]),
                ),
                tuple(some),
            )
            for (party, _), some in found.items()
        ]  # fmt: skip

    def stance(self, number: int, issue: str) -> Literal["for", "against"] | None:
        """The side that one statement takes on an issue, where it takes one."""
        for bearing in self.weighed.bearings.get(number, ()):
            if bearing.issue == issue and bearing.stance in ("for", "against"):
                return "for" if bearing.stance == "for" else "against"
        return None

    def unstated(self, party: str) -> Iterator[str]:
        sided = {p.issue for p in self.held if p.party == party and p.stance not in (None, "open")}
        for issue in self.weighed.dossier.issues:
            if self.of_issue.get(issue.id) and issue.id not in sided:
                yield issue.name

    def cited(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The ids to cite of some statements, the weightiest first: CITED of them, the earliest always."""
        kept = list(dict.fromkeys(numbers))
        if len(kept) > CITED:
            kept = [*kept[: CITED - 1], min(kept[CITED - 1 :], key=self.when)]
        return tuple(map(str, kept))

    def when(self, number: int) -> str:
        return day_said(self.said[number])

    def carried(self, position: Position) -> float:
        """How much evidence carries a position: what the statements behind it weigh together."""
        voices = {n: side.voice for n in position.behind for side in self.sides.of(self.said[n])
                  if side.party == position.party}  # fmt: skip
        return math.fsum(weight(self.said[n], voice, self.day) for n, voice in voices.items())

    def proposition(self, issue: str, owners: Iterable[str] | None = None) -> str | None:
        """That an issue comes about: everyone who controls it, or those of ``owners``, takes their option."""
        own = [o for o in self.of_issue.get(issue, ()) if o in self.options]
        kept = [o for o in own if owners is None or o.owner in owners]
        return " and ".join(_written(o) for o in kept) or None

    def leave(
        self, party: str, words: Wording, why: Why, about: str | None = None, issue: str | None = None,
        wish: str | None = None,
    ) -> None:  # fmt: skip
        """Keep what no line holds; issues by their ids."""
        self.left.append(Left(party, words, why, self.named(about), self.named(issue), wish))

    def named(self, issue: str | None) -> str | None:
        """An issue's name by its id; any other words as they are."""
        return next((i.name for i in self.weighed.dossier.issues if i.id == issue), issue)


@dataclass
class _Wishes:
    """The wishes of one party, the most important first: none that says again, or denies, what one before it says."""

    of: _Drafting
    party: str
    before: dict[Meaning, Wish] = field(default_factory=dict)
    made: list[Wish] = field(default_factory=list)

    def all(self) -> list[Wish]:
        """Red lines first, then stances by the evidence that carries them, then what warnings imply."""
        held = [p for p in self.of.held if p.party == self.party]
        for position in sorted(held, key=lambda p: (p.red_line is None, -self.of.carried(p))):
            if position.stance in ("for", "against"):
                self.sided(position)
            elif position.stance == "conditional":
                self.conditional(position)
        for threat in self.of.threats_kept:
            if threat.option.owner == self.party:
                self.threatening(threat)
            else:
                cites = threat.option.cites
                self.add(f"not {_written(threat.option)}", list(map(int, cites)), "inferred", Note(), None)
        return self.made

    def sided(self, position: Position) -> None:
        """For, or against, what an issue is about."""
        wanted = self.of.proposition(position.issue)
        if wanted is None:
            return
        drawn = [position.red_line.statement] if position.red_line else []
        text = wanted if position.stance == "for" else _not(wanted)
        note = Note(red_line=position.red_line, contrary=position.contrary)
        grounds = ground(position.behind, position.issue, self.of.weighed.bearings)
        self.add(text, [*drawn, *position.behind], grounds, note, position.red_line)

    def conditional(self, position: Position) -> None:
        """For it if, or only with, what another issue is about: made out by words, and so inferred."""
        wanted = self.of.proposition(position.issue)
        for condition in position.conditions if wanted else ():
            other = self.of.conditions.issue(condition.text, besides=position.issue)
            if other is None:
                self.of.leave(self.party, condition, "no issue", position.issue, wish=f"{wanted} if …")
                continue
            owners = [o.owner for o in self.of.of_issue.get(other.id, ()) if o in self.of.options]
            others = [p for p in self.of.conditions.named(condition.text, owners) if p != self.party]
            asked = self.of.proposition(other.id, others)
            if asked is None or wanted is None:
                self.of.leave(self.party, condition, "own" if owners else "unowned", position.issue, other.id)
                continue
            text = self.hung(wanted, asked, condition)
            if text is None:
                self.of.leave(
                    self.party, condition, "exception", position.issue, other.id, f"{wanted} if {_not(asked)}"
                )
            elif self.against(other.id, condition):
                self.of.leave(self.party, condition, "opposed", position.issue, other.id, text)
            else:
                note = Note(red_line=position.red_line, condition=condition, contrary=position.contrary)
                self.add(text, [condition.statement], "inferred", note, condition)

    def hung(self, wanted: str, asked: str, condition: Wording) -> str | None:
        """How one hangs on the other: "if", or "not … unless"; None for an exception to what is not denied."""
        if excepts(condition.text):
            spoken = besides(self.of.said[condition.statement].fullest)
            return f"{_not(wanted)} unless {asked}" if denies(spoken) else None
        asked = _not(asked) if denies(condition.text) else asked
        return f"{_not(wanted)} unless {asked}" if needed(condition.text) else f"{wanted} if {asked}"

    def against(self, issue: str, condition: Wording) -> bool:
        """Whether a party asks, by a condition's words, for what it is against: then the words were not understood."""
        stance = next((p.stance for p in self.of.held if (p.party, p.issue) == (self.party, issue)), None)
        return stance == ("for" if denies(condition.text) else "against")

    def threatening(self, threat: _Threat) -> None:
        """A sanction just where what its owner warns of comes about: the contrary of the side it takes on that."""
        for one in threat.warnings:
            issue = self.of.conditions.issue(one.condition.text)
            stance = issue and self.of.stance(one.said.id, issue.id)
            if issue is None or stance is None:
                self.of.leave(
                    self.party, one.condition, "no issue", threat.option.name, wish=f"{_written(threat.option)} iff …"
                )
                continue
            owners = [o.owner for o in self.of.of_issue.get(issue.id, ()) if o in self.of.options]
            others = [p for p in self.of.conditions.named(one.condition.text, owners) if p != self.party]
            about = self.of.proposition(issue.id, others)
            if about is None:
                self.of.leave(self.party, one.condition, "own" if owners else "unowned", threat.option.name, issue.id)
                continue
            text = f"{_written(threat.option)} iff {_not(about) if stance == 'for' else about}"
            self.add(text, [one.said.id], "inferred", Note(condition=one.condition), one.condition)

    def add(self, text: str, cites: Sequence[int], grounds: Ground, note: Note, words: Wording | None) -> None:
        """Keep a wish, unless one before it says the same or the opposite."""
        formula = parse(text, self.of.names)
        meant = meaning(formula)
        if meant and meant in self.before:
            return
        if meant and negated(meant) in self.before:
            if words:
                self.of.leave(self.party, words, "contradicts", wish=text)
            return
        rank = len(self.made) + 1
        since = min(self.of.when(number) for number in cites)
        wish = Wish(
            text=text, formula=formula, rank=rank, since=since, cites=self.of.cited(cites), ground=grounds
        )  # fmt: skip
        if meant:
            self.before[meant] = wish
        self.made.append(wish)
        self.of.notes[_plain(self.party), rank] = note


def _not(text: str) -> str:
    """The contrary of a proposition."""
    return f"not ({text})" if " and " in text else f"not {text}"


def _plain(name: str) -> str:
    """A name as a file can hold it: no quote signs, for formulas put names into them."""
    return " ".join(name.replace('"', "'").split())


def _label(option: Option) -> str:
    return f"{_plain(option.owner)}: {option.name}"


def _free(name: str, owner: str, taken: set[str]) -> str:
    """A name that its owner has not yet given; numbered where it has."""
    plain, number = _plain(name), 1
    free = plain
    while f"{_plain(owner)}: {free}".casefold() in taken:
        number += 1
        free = f"{plain} {number}"
    taken.add(f"{_plain(owner)}: {free}".casefold())
    return free


def _written(option: Option) -> str:
    """An option as formulas name it: with its owner, in quotes where its words would be taken for others."""
    label = _label(option)
    try:
        if len(label.split()) <= BARE and parse(label, {label: 0}) == Taken(0):
            return label
    except FormulaError:
        pass
    return f'"{label}"'
