"""The file of a negotiation: YAML that an analyst writes, checked whole, so that every fault is named with its line.

Whether its packages are too many to be weighed is not looked at here: `weigh.deals.packages` does that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml

from onrecord.errors import FileFaultError
from onrecord.gather.yaml_nodes import BASIS, Nodes, composed, shape, written
from onrecord.settings import MAX_DEAL
from onrecord.values.deal import Bounds, DealIssue, DealParty, Negotiation, Scores, Threshold, ranked

BEGIN: Final = "Begin with a title, issues and parties: docs/deals.md shows how."
NOTHING: Final = Bounds(low=Decimal(0), high=Decimal(0))  # in the place of what is at fault: nothing is made of it
_NUMBER: Final = r"[-−+]?\d{1,9}(?:\.\d{1,6})?"
_RANGE: Final = re.compile(rf"({_NUMBER})(?:\s*(?:-|–|\.\.|to)\s*({_NUMBER}))?")
_LONG: Final = ("worth", "ranking", "worst", "best")
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


def load(path: Path) -> Negotiation:
    """Read a negotiation. Raises FileFaultError, which names every fault with its line and column; or InputError."""
    return loads(written(path, MAX_DEAL), str(path))


def loads(text: str, where: str) -> Negotiation:
    """The negotiation that a text says. Raises FileFaultError; ``where`` names the text."""
    check = _Check()
    made = check.negotiation(composed(text, where, BEGIN))
    if check.faults or made is None:
        raise FileFaultError(where, check.told())
    return made


@dataclass
class _Check(Nodes):
    """Walks the nodes, makes values of them, and keeps every fault with its line and column."""

    issues: tuple[DealIssue, ...] = ()

    def negotiation(self, root: yaml.Node) -> Negotiation | None:
        needed = ("title", "issues", "parties")
        known = self.keys(root, "the negotiation", ("title", "all_but", "issues", "parties"), needed)
        title = self.text(known.get("title"), "title")
        if "issues" not in known:  # every other line would be at fault for it
            return None
        issues = list(self.several(known["issues"], "issues", self.issue))
        self.each_once("issues", ((issue.name, node) for issue, node in issues))
        self.issues = tuple(issue for issue, _ in issues)
        parties = list(self.several(known.get("parties"), "parties", self.party))
        self.each_once("parties", ((party.name, node) for party, node in parties))
        for at in ("issues", "parties"):
            if at in known and isinstance(known[at], yaml.SequenceNode) and not known[at].value:
                self.wrong(known[at], f"{at} is an empty list. Name at least one: - name: …")
        all_but = self.all_but(known.get("all_but"), len(parties))
        if self.faults:
            return None
        return Negotiation(title=title or "", issues=self.issues, parties=tuple(p for p, _ in parties), all_but=all_but)

    def issue(self, node: yaml.Node) -> tuple[DealIssue, yaml.Node] | None:
        known = self.keys(node, "an issue", ("name", "resolutions", *BASIS), ("name", "resolutions"))
        name = self.text(known.get("name"), "issues.name")
        resolutions = self.texts(known.get("resolutions"), "issues.resolutions")
        if "resolutions" in known and isinstance(known["resolutions"], yaml.SequenceNode) and len(resolutions) < 2:
            told = f"issues.resolutions: {name or 'an issue'} can be settled in one way only. Name two or more."
            self.wrong(known["resolutions"], told)
        self.each_once(f"the resolutions of {name}", resolutions)
        basis = self.basis(known, node)
        if name is None:
            return None
        return DealIssue(name=name, resolutions=tuple(text for text, _ in resolutions), **basis), known["name"]

    def party(self, node: yaml.Node) -> tuple[DealParty, yaml.Node] | None:
        fields = ("name", "veto", "threshold", "scores")
        known = self.keys(node, "a party", (*fields, *BASIS), ("name", "threshold", "scores"))
        name = self.text(known.get("name"), "parties.name")
        who = name or "a party"
        threshold = self.threshold(known["threshold"], f"the threshold of {who}") if "threshold" in known else None
        veto = self.one_of(known.get("veto"), f"the veto of {who}", tuple(_YES_NO))
        scores = tuple(self.every_score(known["scores"], who)) if "scores" in known else ()
        basis = self.basis(known, node)
        if name is None or threshold is None:
            return None
        made = DealParty(name=name, scores=scores, threshold=threshold, veto=_YES_NO[veto or "no"], **basis)
        return made, known["name"]

    def threshold(self, node: yaml.Node, at: str) -> Threshold:
        known = {"is": node}
        if isinstance(node, yaml.MappingNode):
            known = self.keys(node, at, ("is", *BASIS), ("is",))
        return Threshold(bounds=self.bounds(known.get("is"), at), **self.basis(known, node))

    def every_score(self, node: yaml.Node, who: str) -> Iterator[Scores]:
        """A party's scores in the order of the issues."""
        given = {name: (key, value) for name, key, value in self.entries(node, f"the scores of {who}")}
        names = [issue.name for issue in self.issues]
        for name, (key, _) in given.items():
            if name not in names:
                self.unknown(key, f"the scores of {who}", name, "issue", names)
        for issue in self.issues:
            if issue.name in given:
                yield self.scores(given[issue.name][1], issue, f"{who}, {issue.name}")
            elif isinstance(node, yaml.MappingNode):
                told = f"the scores of {who} miss {issue.name}. Add {issue.name}: with a score for each resolution."
                self.wrong(node, told)

    def scores(self, node: yaml.Node, issue: DealIssue, at: str) -> Scores:
        known = {"worth": node}
        if isinstance(node, yaml.MappingNode) and not self.names_any(node, issue):
            known = self.keys(node, at, (*_LONG, *BASIS), ())
        basis = self.basis(known, node)
        if ("worth" in known) == ("ranking" in known):
            told = "write a score for each resolution, or ranking: with the best first, worst: and best:"
            self.wrong(node, f"{at}: {told}.")
        elif "worth" in known:
            for name in sorted({"worst", "best"} & set(known)):
                self.wrong(known[name], f"{at}: {name} goes with a ranking, and scores are given. Take it out.")
            return Scores(bounds=tuple(self.worth(known["worth"], issue, at)), **basis)
        else:
            return self.ranked(known, issue, at).model_copy(update=basis)
        return Scores(bounds=())

    def names_any(self, node: yaml.MappingNode, issue: DealIssue) -> bool:
        """Whether a mapping's keys are resolutions."""
        keys = {" ".join(key.value.split()) for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        return bool(keys & set(issue.resolutions)) or not keys & {*_LONG, *BASIS}

    def worth(self, node: yaml.Node, issue: DealIssue, at: str) -> Iterator[Bounds]:
        """The scores of the resolutions: in their order, or by name."""
        if isinstance(node, yaml.SequenceNode):
            if len(node.value) != len(issue.resolutions):
                told = f"{len(node.value)} scores for {len(issue.resolutions)} resolutions ({_told(issue)})"
                self.wrong(node, f"{at}: {told}. Give one for each, in that order.")
            yield from (self.bounds(entry, at) for entry in node.value)
        elif isinstance(node, yaml.MappingNode):
            given = {name: (key, value) for name, key, value in self.entries(node, at)}
            for name, (key, _) in given.items():
                if name not in issue.resolutions:
                    self.unknown(key, at, name, "resolution", issue.resolutions)
            for name in issue.resolutions:
                if name in given:
                    yield self.bounds(given[name][1], f"{at}, {name}")
                else:
                    self.wrong(node, f"{at}: {name} has no score. Add {name}: with a number or a range.")
        else:
            self.wrong(node, f"{at} is {shape(node)} where a list of scores is wanted: [0, 10, 5–8].")

    def ranked(self, known: dict[str, yaml.Node], issue: DealIssue, at: str) -> Scores:
        """The order of the resolutions, and what the ends of it are worth."""
        places: dict[str, int] = {}
        for rank, entry in enumerate(self.several(known["ranking"], f"{at}, ranking", lambda n: n), start=1):
            for node in entry.value if isinstance(entry, yaml.SequenceNode) else [entry]:
                name = self.text(node, f"{at}, ranking")
                if name is None:
                    continue
                if name not in issue.resolutions:
                    self.unknown(node, f"{at}, ranking", name, "resolution", issue.resolutions)
                elif name in places:
                    self.wrong(node, f"{at}, ranking: {name} stands twice. Take one out.")
                places.setdefault(name, rank)
        missing = [name for name in issue.resolutions if name not in places]
        if missing and isinstance(known["ranking"], yaml.SequenceNode):
            self.wrong(known["ranking"], f"{at}, ranking: {', '.join(missing)} is missing. Rank every resolution.")
        worst, best = (self.end(known, name, at) for name in ("worst", "best"))
        if best < worst:
            self.wrong(known["best"], f"{at}: the best is worth less than the worst, {worst}. Swap or mend them.")
        elif not missing and not self.faults:
            return ranked(tuple(places[name] for name in issue.resolutions), worst, best)
        return Scores(bounds=())

    def end(self, known: dict[str, yaml.Node], name: str, at: str) -> Decimal:
        """What the worst or the best resolution is worth."""
        if name not in known:
            told = f"a ranking alone cannot be added up. Add {name}: and what that resolution is worth."
            self.wrong(known["ranking"], f"{at}: {told}")
            return Decimal(0)
        found = self.bounds(known[name], f"{at}, {name}")
        if not found.known:
            self.wrong(known[name], f"{at}, {name}: one number is wanted. To leave it open, give scores as ranges.")
        return found.low

    def bounds(self, node: yaml.Node | None, at: str) -> Bounds:
        """A number, a range (10–20), or a list of its two ends."""
        if isinstance(node, yaml.SequenceNode) and len(node.value) == 2:
            ends = [self.bounds(end, at) for end in node.value]
            return self.between(node, ends[0].low, ends[1].high, at)
        text = self.text(node, at)
        found = _RANGE.fullmatch(text) if text else None
        if node is not None and text and found is None:
            self.wrong(
                node, f"{at}: {text!r} is no number. Write one below 1,000,000,000 as 12 or 12.5, or a range: 10–20."
            )
        if node is None or found is None:
            return NOTHING
        low, high = (Decimal(end.replace("−", "-")) for end in (found[1], found[2] or found[1]))
        return self.between(node, low, high, at)

    def between(self, node: yaml.Node, low: Decimal, high: Decimal, at: str) -> Bounds:
        if high < low:
            self.wrong(node, f"{at}: the range from {low} to {high} is upside down. Write the lower end first.")
            return NOTHING
        return Bounds(low=low, high=high)

    def all_but(self, node: yaml.Node | None, parties: int) -> int:
        """How many parties a deal can do without."""
        text = self.text(node, "all_but")
        if node is None or text is None:
            return 0
        if not (text.isascii() and text.isdecimal() and len(text) < 5):
            told = f"all_but: {text!r} is no count. Write how many parties without a veto may refuse: 0, 1, …"
            self.wrong(node, told)
            return 0
        if parties and int(text) >= parties:
            self.wrong(node, f"all_but: {text} of {parties} parties may refuse, so no one need accept. Write less.")
        return int(text)

    def each_once(self, at: str, named: Iterable[tuple[str, yaml.Node]]) -> None:
        """See that no name stands twice."""
        for name, node in self.twice(named):
            self.wrong(node, f"{at}: {name!r} stands twice. Give one of them another name.")


def _told(issue: DealIssue) -> str:
    return ", ".join(issue.resolutions)
