"""The preferences of a conflict file: rankings, wishes and comparisons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Final

import yaml

from onrecord.gather.conflict_terms import BASIS, Terms
from onrecord.gather.yaml_nodes import line_of
from onrecord.values.conflict import Comparison, Pattern, Preferences, Ranking, Wish
from onrecord.values.formula import Meaning, meaning, negated

WAYS: Final = ("ranking", "wishes", "compare")


def preferences(check: Terms, node: yaml.Node | None) -> Iterator[Preferences]:
    """What each decision maker prefers."""
    for name, key, value in check.entries(node, "preferences"):
        if name not in check.decision_makers:
            check.unknown(key, "preferences", name, "decision maker", check.decision_makers)
        known = check.keys(value, f"preferences.{name}", (*WAYS, "alternatives", *BASIS), ())
        given = [way for way in WAYS if way in known]
        if len(given) > 1:
            told = f"preferences.{name} has {' and '.join(given)}. Keep one; another ranking goes to alternatives."
            check.wrong(known[given[1]], told)
        alternatives = [
            (label, ranking)
            for label, _, n in check.entries(known.get("alternatives"), f"preferences.{name}.alternatives")
            if (ranking := _ranking(check, n, f"preferences.{name}.alternatives.{label}"))
        ]
        yield Preferences(
            decision_maker=name,
            ranking=_ranking(check, known.get("ranking"), f"preferences.{name}.ranking"),
            wishes=tuple(_Wishes(check, f"preferences.{name}.wishes").read(known.get("wishes"))),
            comparisons=tuple(_comparisons(check, known.get("compare"), f"preferences.{name}.compare")),
            alternatives=tuple(alternatives),
            **check.basis(known, key),
        )


def _ranking(check: Terms, node: yaml.Node | None, at: str) -> Ranking | None:
    def group(entry: yaml.Node) -> tuple[tuple[Pattern, ...], int] | None:
        listed = entry.value if isinstance(entry, yaml.SequenceNode) else [entry]
        states = [check.state(one, at) for one in listed]
        return tuple(s for s in states if s), line_of(entry)

    found = list(check.several(node, at, group))
    if node is None:
        return None
    return Ranking(groups=tuple(g for g, _ in found), lines=tuple(n for _, n in found), line=line_of(node))


def _comparisons(check: Terms, node: yaml.Node | None, at: str) -> Iterator[Comparison]:
    for entry in check.several(node, at, lambda n: n):
        known = {"says": entry}
        if isinstance(entry, yaml.MappingNode):
            known = check.keys(entry, f"an entry of {at}", ("says", *BASIS), ("says",))
        text, basis = check.text(known.get("says"), at), check.basis(known, entry)
        if text is None:
            continue
        parts = text.replace(">", "\n>\n").replace("=", "\n=\n").split("\n")
        if len(parts) < 3 or not all(part.strip() for part in parts) or "<" in text:
            check.wrong(known["says"], f'{at}: {text!r} compares nothing. Write the better state first: "calm > war".')
            continue
        states = [check.state_of(part.strip(), known["says"], at) for part in parts[::2]]
        for (better, worse), sign in zip(pairwise(states), parts[1::2], strict=True):
            if better and worse:
                yield Comparison(better=better, worse=worse, equal=sign == "=", **basis)


@dataclass
class _Wishes:
    """Reads the wishes of one decision maker, and sees that none repeats or contradicts one before it."""

    check: Terms
    at: str
    before: dict[Meaning, list[Wish]] = field(default_factory=dict)

    def read(self, node: yaml.Node | None) -> Iterator[Wish]:
        for rank, entry in enumerate(self.check.several(node, self.at, lambda n: n), start=1):
            if isinstance(entry, yaml.MappingNode) and [k.value for k, _ in entry.value] == ["any_order"]:
                listed = entry.value[0][1]
                yield from self.check.several(listed, f"{self.at}.any_order", partial(self.wish, rank=rank))
            elif wish := self.wish(entry, rank):
                yield wish

    def wish(self, node: yaml.Node, rank: int) -> Wish | None:
        check, at, known = self.check, self.at, {"says": node}
        if isinstance(node, yaml.MappingNode):
            fields = ("says", "since", "until", *BASIS)
            if not any(key.value in (*fields, "any_order") for key, _ in node.value):
                check.wrong(node, f'{at}: a text that holds a colon is taken for a key. Put it in quotes: "…".')
                return None
            known = check.keys(node, f"an entry of {at}", fields, ("says",))
        since, until = (check.day(known.get(key), f"{at}.{key}") for key in ("since", "until"))
        if since and until and until < since:
            check.wrong(known["until"], f"{at}: until {until} is before since {since}. Swap or mend them.")
        formula, basis = check.formula(known.get("says"), at), check.basis(known, node)
        if formula is None:
            return None
        text = check.text(known["says"], at) or ""
        made = Wish(text=text, formula=formula, rank=rank, since=since, until=until, **basis)
        meant = meaning(formula)
        if meant:
            if told := self.settled(made, meant):
                check.wrong(known["says"], f"{at}: {made.text!r} {told}")
            self.before.setdefault(meant, []).append(made)
        return made

    def settled(self, made: Wish, meant: Meaning) -> str | None:
        """What is wrong with a wish that tells no state from another, or that an earlier one of the same days says."""
        if not meant[0]:
            return f"holds in {'every state' if meant[1] else 'no state'}: it prefers none. Mend it or take it out."
        same, opposite = (
            next((other for other in self.before.get(one, ()) if _together(made, other)), None)
            for one in (meant, negated(meant))
        )
        if same:
            return f"says what {same.text!r} said on line {same.line}. Keep one of them."
        if opposite:
            return f"contradicts {opposite.text!r} on line {opposite.line}. Keep one, or give each its days."
        return None


def _together(one: Wish, other: Wish) -> bool:
    """Whether there is a day on which both count."""
    starts = [w.since for w in (one, other) if w.since]
    ends = [w.until for w in (one, other) if w.until]
    return not starts or not ends or max(starts) <= min(ends)
