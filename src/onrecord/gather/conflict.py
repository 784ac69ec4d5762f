"""A conflict file: YAML that an analyst writes, checked whole, so that every fault is named at once with its line.

Whether a state is feasible and comparisons agree is not looked at here: `weigh.conflict.checking` does that.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from onrecord.errors import FileFaultError
from onrecord.gather.conflict_terms import Terms
from onrecord.gather.preferences import preferences
from onrecord.gather.yaml_nodes import BASIS, composed, line_of, written
from onrecord.settings import MAX_CONFLICT
from onrecord.values.conflict import Conflict, Infeasible, Irreversible
from onrecord.values.formula import Formula, Join, Not, Taken, some

BEGIN: Final = "Begin with a title, decision makers and options: docs/conflict.md shows how."
FIELDS: Final = (
    "title", "decision_makers", "options", "infeasible", "irreversible", "states", "status_quo", "coalitions",
    "preferences",
)  # fmt: skip


def load(path: Path) -> Conflict:
    """Read a conflict file. Raises FileFaultError, which names every fault with its line and column; or InputError."""
    return loads(written(path, MAX_CONFLICT), str(path))


def loads(text: str, where: str) -> Conflict:
    """The conflict that a text says. Raises FileFaultError; ``where`` names the text."""
    check = _Check()
    made = check.conflict(composed(text, where, BEGIN))
    if check.faults or made is None:
        raise FileFaultError(where, check.told())
    return made


class _Check(Terms):
    """Walks the nodes, makes values of them, and keeps every fault with its line and column."""

    def conflict(self, root: yaml.Node) -> Conflict | None:
        known = self.keys(root, "the conflict", FIELDS, ("title", "options"))
        title = self.text(known.get("title"), "title")
        if "options" not in known:  # every other line would be at fault for it
            return None
        self.own(known["options"], known.get("decision_makers"))
        self.states = dict(self.named_states(known.get("states")))
        if "status_quo" in known:
            self.lines["status_quo"] = line_of(known["status_quo"])
        made = Conflict(
            title=title or "",
            decision_makers=self.decision_makers,
            options=self.options,
            infeasible=tuple(self.several(known.get("infeasible"), "infeasible", self.infeasible)),
            irreversible=tuple(self.several(known.get("irreversible"), "irreversible", self.irreversible)),
            state_names=tuple(self.states.items()),
            preferences=tuple(preferences(self, known.get("preferences"))),
            coalitions=tuple(self.coalitions(known.get("coalitions"))),
            status_quo=self.state(known.get("status_quo"), "status_quo", one=True),
            lines=tuple(self.lines.items()),
        )
        return None if self.faults else made

    def infeasible(self, node: yaml.Node) -> Infeasible | None:
        ways = ("exclusive", "at_least_one", "when", "option")
        known = self.keys(node, "an entry of infeasible", (*ways, "needs", *BASIS), ())
        basis = self.basis(known, node)
        found = [way for way in ways if way in known]
        if not known:
            return None
        if len(found) != 1 or ("option" in known) != ("needs" in known):
            forms = "exclusive: […], at_least_one: […], when: …, or option: … with needs: …"
            self.wrong(node, f"an entry of infeasible is one of: {forms}. Make one entry of each rule.")
            return None
        if found[0] == "when":
            return self.rule(known["when"], basis, self.formula(known["when"], "infeasible.when"))
        if found[0] == "option":
            return self.needing(known, basis)
        listed = self.listed(known[found[0]], f"infeasible.{found[0]}")
        if listed is None:
            return None
        told = ", ".join(self.spelled(number) for number in listed)
        if found[0] == "at_least_one":
            return Infeasible(text=f"none of {told}", when=Not(some(map(Taken, listed))), **basis)
        if len(listed) < 2:
            self.wrong(known["exclusive"], "infeasible.exclusive names one option. Name two or more.")
            return None
        both = [Join("and", Taken(n), some(map(Taken, listed[:at]))) for at, n in enumerate(listed) if at]
        return Infeasible(text=f"more than one of {told}", when=some(both), **basis)

    def rule(self, node: yaml.Node, basis: dict[str, Any], when: Formula | None) -> Infeasible | None:
        return Infeasible(text=self.text(node, "") or "", when=when, **basis) if when else None

    def needing(self, known: dict[str, yaml.Node], basis: dict[str, Any]) -> Infeasible | None:
        option = self.formula(known["option"], "infeasible.option")
        needs = self.formula(known["needs"], "infeasible.needs")
        if option is None or needs is None:
            return None
        text = f"{self.text(known['option'], '')} without {self.text(known['needs'], '')}"
        return Infeasible(text=text, when=Join("and", option, Not(needs)), **basis)

    def irreversible(self, node: yaml.Node) -> Irreversible | None:
        fields = ("owner", "from", "to")
        known = self.keys(node, "an entry of irreversible", (*fields, *BASIS), fields)
        owner = self.who(known.get("owner"), "irreversible.owner")
        start, end = (self.formula(known.get(key), f"irreversible.{key}") for key in ("from", "to"))
        basis = self.basis(known, node)
        if owner is None or start is None or end is None:
            return None
        text = f"from {self.text(known['from'], '')} to {self.text(known['to'], '')}"
        return Irreversible(owner=owner, text=text, start=start, end=end, **basis)

    def coalitions(self, node: yaml.Node | None) -> Iterator[tuple[str, ...]]:
        for entry in self.several(node, "coalitions", lambda n: n):
            given = self.texts(entry, "a coalition")
            members = [self.who(n, "coalitions") for _, n in given]
            if given and len(given) < 2:
                self.wrong(entry, "a coalition of one is no coalition. Name two or more decision makers.")
            for name, double in self.twice(given):
                self.wrong(double, f"a coalition: {name} stands twice. Take one out.")
            yield tuple(m for m in members if m)
