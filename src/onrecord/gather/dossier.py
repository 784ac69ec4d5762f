"""A dossier file: YAML that a person writes, checked whole, so that every fault is named at once with its line."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from unicodedata import category

import yaml

from onrecord.errors import DossierError, InputError
from onrecord.gather.file import on_disk
from onrecord.gather.published import iso_date
from onrecord.settings import MAX_DOSSIER
from onrecord.values import Delegate, Dossier, DossierParty, Forum, Issue, Period

T = TypeVar("T")
DEPTH = 12  # the deepest dossier goes to six
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLAIN_NULL = ("", "~", "null", "Null", "NULL")


def load(path: Path) -> Dossier:
    """Read a dossier. Raises DossierError, which names every fault with its line and column; or InputError."""
    return loads(_text(path), str(path))


def loads(text: str, where: str) -> Dossier:
    """The dossier that a text says. Raises DossierError; ``where`` names the text."""
    root = _composed(text, where)
    if root is None or (isinstance(root, yaml.ScalarNode) and _empty(root)):
        raise DossierError(
            where, ["it is empty. Begin with a title, or let: onrecord dossier draft write a first one."]
        )
    check = _Check()
    made = check.dossier(root)
    if check.faults or made is None:
        raise DossierError(where, [f"{line}:{column}: {told}" for line, column, told in sorted(set(check.faults))])
    return made


def _text(path: Path) -> str:
    with on_disk(path).opened() as stream:
        body = stream.read(MAX_DOSSIER + 1)
    if len(body) > MAX_DOSSIER:
        raise InputError.too_big(str(path), MAX_DOSSIER)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError.encoding(str(path)) from None


class _Loader(yaml.SafeLoader):
    """YAML's plain part alone: what could call code, refer to itself or grow without end is refused."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="anchors (&, *) are not used here", problem_mark=event.start_mark)
        if getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(problem="tags (!) are not used here", problem_mark=event.start_mark)
        self.depth += 1
        if self.depth > DEPTH:
            raise yaml.MarkedYAMLError(problem="lists and keys are nested too deep", problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _composed(text: str, where: str) -> yaml.Node | None:
    """The nodes of a YAML text, each with its place."""
    try:
        return _Loader(text).get_single_node()
    except (OverflowError, ValueError):  # an escape in quotes, \UFFFFFFFF, that is no character; yaml lets it through
        raise DossierError(where, [r"not readable as YAML: an escape (\U…) names no character. Remove it."]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"{mark.line + 1}:{mark.column + 1}: " if mark else ""
        problem = " ".join(filter(None, (error.context, error.problem)))
        raise DossierError(where, [f"{at}not readable as YAML: {problem}. {_cure(error.problem or '')}"]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DossierError(where, [f"{line}: a control character stands here. Remove it."]) from None


def _cure(problem: str) -> str:
    """What to do about YAML that cannot be read."""
    if "mapping values" in problem:
        return 'Put a text that holds a colon in quotes: "…".'
    if "not used here" in problem:
        return "Write the words themselves; put a text that begins with such a sign in quotes."
    if "'\\t'" in problem:
        return "Indent with spaces, not tabs."
    return "See that quotes and brackets are closed and that lists and keys are indented alike."


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _PLAIN_NULL


@dataclass
class _Check:
    """Walks the nodes, makes values of them, and keeps every fault with its line and column."""

    faults: list[tuple[int, int, str]] = field(default_factory=list)
    taken: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def wrong(self, node: yaml.Node, told: str) -> None:
        self.faults.append((node.start_mark.line + 1, node.start_mark.column + 1, told))

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
            self.taken.setdefault(key, (owner, node.start_mark.line + 1))

    def named(self, node: yaml.Node, at: str, fields: tuple[str, ...]) -> dict[str, yaml.Node]:
        """An entry's keys; a plain text is an entry of that name."""
        if isinstance(node, yaml.ScalarNode) and not _empty(node):
            return {"name": node}
        return self.keys(node, f"an entry of {at}", fields, ("name",))

    def keys(
        self, node: yaml.Node, what: str, fields: tuple[str, ...], needed: tuple[str, ...]
    ) -> dict[str, yaml.Node]:  # fmt: skip
        """The values of a mapping by key, those left empty not among them."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} is {_shape(node)} where keys and values are wanted ({': …, '.join(fields)}: …).")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name not in fields:
                near = get_close_matches(str(name).lower(), fields, n=1, cutoff=0.5)
                cure = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(fields)}."
                self.wrong(key, f"{what}: unknown key {name!r}. {cure}" if name else f"{what}: a key must be a word.")
            elif name in found:
                told = f"{what}: {name!r} stands twice, first on line {found[name].start_mark.line + 1}. Keep one."
                self.wrong(key, told)
            else:
                found[name] = value
        for name in needed:
            if name not in found or _empty(found[name]):
                self.wrong(found.get(name, node), f"{what} has no {name}. Add: {name}: …")
        return {name: value for name, value in found.items() if not _empty(value)}

    def several(
        self, node: yaml.Node | None, at: str, one: Callable[[yaml.Node], T | None]
    ) -> Iterable[T]:  # fmt: skip
        """What a list holds, entry by entry."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{at} is {_shape(node)} where a list is wanted: begin each entry with a hyphen (- …).")
            return []
        return [made for entry in node.value for made in [one(entry)] if made is not None]

    def texts(self, node: yaml.Node | None, at: str) -> list[tuple[str, yaml.Node]]:
        """The texts of a list, each with its place."""
        found = self.several(node, at, lambda n: (self.text(n, f"an entry of {at}"), n))
        return [(text, entry) for text, entry in found if text]

    def day(self, node: yaml.Node | None, at: str) -> str | None:
        written = self.text(node, at)
        if node is None or written is None:
            return None
        try:
            return iso_date(written, at)
        except InputError as error:
            self.wrong(node, str(error))
            return None

    def text(self, node: yaml.Node | None, at: str) -> str | None:
        """A text as it is written, white space made single; a number or date is text too."""
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, f"{at} is {_shape(node)} where a text is wanted.")
            return None
        if any(category(c) in ("Cc", "Cs") and not c.isspace() for c in node.value):
            self.wrong(node, f"{at} holds a control character. Remove it.")
            return None
        words = " ".join(node.value.split())
        if not words:
            self.wrong(node, f"{at} is empty. Write it out, or remove the line.")
        return words or None


def _shape(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return "empty" if _empty(node) else "a text"


def _once(texts: Iterable[tuple[str, yaml.Node]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text, _ in texts))
