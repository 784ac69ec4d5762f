"""A dossier file: YAML that a person writes, checked whole, so that every fault is named at once with its line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from onrecord.errors import DossierError
from onrecord.gather.yaml_nodes import Nodes, composed, line_of, written
from onrecord.settings import MAX_DOSSIER
from onrecord.values import Delegate, Dossier, DossierParty, Forum, Issue, Period

BEGIN = "Begin with a title, or let: onrecord dossier draft write a first one."
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load(path: Path) -> Dossier:
    """Read a dossier. Raises DossierError, which names every fault with its line and column; or InputError."""
    return loads(written(path, MAX_DOSSIER), str(path))


def loads(text: str, where: str) -> Dossier:
    """The dossier that a text says. Raises DossierError; ``where`` names the text."""
    root = composed(text, where, BEGIN, DossierError)
    check = _Check()
    made = check.dossier(root)
    if check.faults or made is None:
        raise DossierError(where, check.told())
    return made


@dataclass
class _Check(Nodes):
    """Walks the nodes, makes values of them, and keeps every fault with its line and column."""

    taken: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def dossier(self, root: yaml.Node) -> Dossier | None:
        known = self.keys(root, "the dossier", ("title", "period", "parties", "forums", "issues"), ("title",))
        made = Dossier(
            title=self.text(known.get("title"), "title") or "",
            period=self.period(known.get("period")),
            parties=tuple(self.several(known.get("parties"), "parties", self.party)),
            forums=tuple(self.several(known.get("forums"), "forums", self.forum)),
            issues=tuple(self.several(known.get("issues"), "issues", self.issue)),
        )
        return None if self.faults else made

    def period(self, node: yaml.Node | None) -> Period:
        if node is None:
            return Period()
        known = self.keys(node, "period", ("start", "end"), ())
        start, end = (self.day(known.get(name), f"period.{name}") for name in ("start", "end"))
        if start and end and end < start:
            self.wrong(known["end"], f"period.end: {end} is before the start, {start}. Swap or mend them.")
            return Period()
        return Period(start=start, end=end)

    def party(self, node: yaml.Node) -> DossierParty | None:
        fields = ("name", "aliases", "people", "organs")
        known = self.named(node, "parties", fields)
        name = self.text(known.get("name"), "parties.name")
        if name is None:
            return None
        aliases, organs = (self.texts(known.get(k), f"parties.{k}") for k in ("aliases", "organs"))
        self.claim("party", name, [(name, known["name"]), *aliases, *organs])
        people = self.several(known.get("people"), "parties.people", self.delegate)
        return DossierParty(name=name, aliases=_once(aliases), people=tuple(people), organs=_once(organs))

    def delegate(self, node: yaml.Node) -> Delegate | None:
        known = self.named(node, "parties.people", ("name", "role"))
        name = self.text(known.get("name"), "parties.people.name")
        role = self.text(known.get("role"), "parties.people.role")
        return Delegate(name=name, role=role) if name else None

    def forum(self, node: yaml.Node) -> Forum | None:
        known = self.named(node, "forums", ("name", "aliases"))
        name = self.text(known.get("name"), "forums.name")
        if name is None:
            return None
        aliases = self.texts(known.get("aliases"), "forums.aliases")
        self.claim("forum", name, [(name, known["name"]), *aliases])
        return Forum(name=name, aliases=_once(aliases))

    def issue(self, node: yaml.Node) -> Issue | None:
        fields = ("id", "name", "proposition", "phrases")
        known = self.keys(node, "an issue", fields, fields[:3])
        key, name, proposition = (self.text(known.get(k), f"issues.{k}") for k in fields[:3])
        phrases = self.texts(known.get("phrases"), "issues.phrases")
        if key is not None and not _ID.fullmatch(key):
            better = "-".join(re.findall(r"[a-z0-9]+", key.lower())) or "nato-enlargement"
            told = f"issues.id: {key!r} may hold small letters, digits and single hyphens only. Write: {better}"
            self.wrong(known["id"], told)
            return None
        if key is None or name is None or proposition is None:
            return None
        self.claim("issue", name, [(key, known["id"])])
        return Issue(id=key, name=name, proposition=proposition, phrases=_once(phrases))

    def claim(self, what: str, owner: str, names: Iterable[tuple[str, yaml.Node]]) -> None:
        """See that no two parties, forums or issues share a name; one may repeat its own."""
        own: set[str] = set()
        for name, node in names:
            key = (what, name.casefold())
            if key in self.taken and key[1] not in own:
                other, line = self.taken[key]
                also = f"line {line}" if other.casefold() == key[1] or what == "issue" else f"{other!r}, line {line}"
                cure = (
                    "Give each issue its own id."
                    if what == "issue"
                    else "A name can mean only one: remove one of them."
                )
                self.wrong(node, f"{name!r} is another {what}'s already ({also}). {cure}")
            own.add(key[1])
            self.taken.setdefault(key, (owner, line_of(node)))


def _once(texts: Iterable[tuple[str, yaml.Node]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text, _ in texts))
