"""The wishes of a first conflict: from red lines, stances, conditions and warnings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.values.conflict import Ground, Wish
from onrecord.values.formula import Meaning, meaning, negated, parse
from onrecord.weigh.conflict.controlling import ground
from onrecord.weigh.conflict.drafting import Drafting, Threat
from onrecord.weigh.conflict.naming import contrary, plain, written
from onrecord.weigh.conflict.on_condition import denies, excepts, needed
from onrecord.weigh.conflict.proposal import Note
from onrecord.weigh.conflict.sanctions import besides
from onrecord.weigh.positions import Position
from onrecord.weigh.weighed import Wording


@dataclass
class Wishes:
    """The wishes of one party, the most important first: none that says again, or denies, what one before it says."""

    of: Drafting
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
                self.add(f"not {written(threat.option)}", list(map(int, cites)), "inferred", Note(), None)
        return self.made

    def sided(self, position: Position) -> None:
        """For, or against, what an issue is about."""
        wanted = self.of.proposition(position.issue)
        if wanted is None:
            return
        drawn = [position.red_line.statement] if position.red_line else []
        text = wanted if position.stance == "for" else contrary(wanted)
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
                why = "own" if owners else self.of.uncontrolled(other.id)
                self.of.leave(self.party, condition, why, position.issue, other.id)
                continue
            text = self.hung(wanted, asked, condition)
            if text is None:
                self.of.leave(
                    self.party, condition, "exception", position.issue, other.id, f"{wanted} if {contrary(asked)}"
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
            return f"{contrary(wanted)} unless {asked}" if denies(spoken) else None
        asked = contrary(asked) if denies(condition.text) else asked
        return f"{contrary(wanted)} unless {asked}" if needed(condition.text) else f"{wanted} if {asked}"

    def against(self, issue: str, condition: Wording) -> bool:
        """Whether a party asks, by a condition's words, for what it is against: then the words were not understood."""
        stance = next((p.stance for p in self.of.held if (p.party, p.issue) == (self.party, issue)), None)
        return stance == ("for" if denies(condition.text) else "against")

    def threatening(self, threat: Threat) -> None:
        """A sanction just where what its owner warns of comes about: the contrary of the side it takes on that."""
        for one in threat.warnings:
            issue = self.of.conditions.issue(one.condition.text)
            stance = issue and self.of.stance(one.said.id, issue.id)
            if issue is None or stance is None:
                self.of.leave(
                    self.party, one.condition, "no issue", threat.option.name, wish=f"{written(threat.option)} iff …"
                )
                continue
            owners = [o.owner for o in self.of.of_issue.get(issue.id, ()) if o in self.of.options]
            others = [p for p in self.of.conditions.named(one.condition.text, owners) if p != self.party]
            about = self.of.proposition(issue.id, others)
            if about is None:
                why = "own" if owners else self.of.uncontrolled(issue.id)
                self.of.leave(self.party, one.condition, why, threat.option.name, issue.id)
                continue
            text = f"{written(threat.option)} iff {contrary(about) if stance == 'for' else about}"
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
        self.of.notes[plain(self.party), rank] = note
