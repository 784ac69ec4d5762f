"""YAML that a person writes, as nodes that know their place: so that every fault is named at once, with its line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar, get_args
from unicodedata import category

import yaml

from onrecord.errors import FileFaultError, InputError
from onrecord.gather.file import on_disk
from onrecord.gather.published import iso_date
from onrecord.values.conflict import Ground

T = TypeVar("T")
DEPTH = 12  # the deepest dossier goes to six
BASIS: Final = ("cites", "ground")  # what an analyst's line rests on
GROUNDS: Final = get_args(Ground)
_PLAIN_NULL = ("", "~", "null", "Null", "NULL")
# By these a name could be shown as another: letters of every script turn by themselves.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def written(path: Path, most: int) -> str:
    """The text of a file of ``most`` bytes at the most. Raises InputError."""
    with on_disk(path).opened() as stream:
        body = stream.read(most + 1)
    if len(body) > most:
        raise InputError(str(path), f"larger than {most / 1e6:g} MB. Leave some of it out.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError.encoding(str(path)) from None


def composed(text: str, where: str, begin: str, error: type[FileFaultError] = FileFaultError) -> yaml.Node:
    """The nodes of a YAML text, each with its place. Raises ``error``; where the text is empty, saying ``begin``."""
    try:
        root = _Loader(text).get_single_node()
    except (OverflowError, ValueError):  # an escape in quotes, \UFFFFFFFF, that is no character; yaml lets it through
        raise error(where, [r"not readable as YAML: an escape (\U…) names no character. Remove it."]) from None
    except yaml.MarkedYAMLError as found:
        mark = found.problem_mark or found.context_mark
        at = f"{mark.line + 1}:{mark.column + 1}: " if mark else ""
        problem = " ".join(filter(None, (found.context, found.problem)))
        raise error(where, [f"{at}not readable as YAML: {problem}. {_cure(found.problem or '')}"]) from None
    except yaml.reader.ReaderError as found:
        line = text.count("\n", 0, found.position) + 1
        raise error(where, [f"{line}: a control character stands here. Remove it."]) from None
    if root is None or empty(root):
        raise error(where, [f"it is empty. {begin}"])
    return root


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


def _cure(problem: str) -> str:
    """What to do about YAML that cannot be read."""
    if "mapping values" in problem:
        return 'Put a text that holds a colon in quotes: "…".'
    if "not used here" in problem:
        return "Write the words themselves; put a text that begins with such a sign in quotes."
    if "'\\t'" in problem:
        return "Indent with spaces, not tabs."
    return "See that quotes and brackets are closed and that lists and keys are indented alike."


def empty(node: yaml.Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _PLAIN_NULL


def line_of(node: yaml.Node) -> int:
    """The line of a node, from 1."""
    return node.start_mark.line + 1


@dataclass
class Nodes:
    """Makes values of nodes, and keeps every fault with its line and column."""

    faults: list[tuple[int, int, str]] = field(default_factory=list)

    def wrong(self, node: yaml.Node, told: str) -> None:
        """Keep a fault, at a node."""
        self.faults.append((line_of(node), node.start_mark.column + 1, told))

    def told(self) -> list[str]:
        """Every fault, led by its line and column, in their order."""
        return [f"{line}:{column}: {told}" for line, column, told in sorted(set(self.faults))]

    def named(self, node: yaml.Node, at: str, fields: tuple[str, ...]) -> dict[str, yaml.Node]:
        """An entry's keys; a plain text is an entry of that name."""
        if isinstance(node, yaml.ScalarNode) and not empty(node):
            return {"name": node}
        return self.keys(node, f"an entry of {at}", fields, ("name",))

    def keys(
        self, node: yaml.Node, what: str, fields: tuple[str, ...], needed: tuple[str, ...]
    ) -> dict[str, yaml.Node]:  # fmt: skip
        """The values of a mapping by key, those left empty not among them."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} is {shape(node)} where keys and values are wanted ({': …, '.join(fields)}: …).")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name not in fields:
                near = get_close_matches(str(name).lower(), fields, n=1, cutoff=0.5)
                cure = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(fields)}."
                self.wrong(key, f"{what}: unknown key {name!r}. {cure}" if name else f"{what}: a key must be a word.")
            elif name in found:
                told = f"{what}: {name!r} stands twice, first on line {line_of(found[name])}. Keep one."
                self.wrong(key, told)
            else:
                found[name] = value
        for name in needed:
            if name not in found or empty(found[name]):
                self.wrong(found.get(name, node), f"{what} has no {name}. Add: {name}: …")
        return {name: value for name, value in found.items() if not empty(value)}

    def entries(self, node: yaml.Node | None, at: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """The keys of a mapping whose names are the author's own, each with its place and its value."""
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{at} is {shape(node)} where names and values are wanted (name: …).")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            name = self.text(key, f"a name in {at}")
            if name is None:
                continue
            if name in seen:
                self.wrong(key, f"{at}: {name!r} stands twice, first on line {seen[name]}. Keep one.")
            elif empty(value):
                self.wrong(key, f"{at}: {name} is empty. Write it out, or remove the line.")
            else:
                yield name, key, value
            seen.setdefault(name, line_of(key))

    def several(
        self, node: yaml.Node | None, at: str, one: Callable[[yaml.Node], T | None]
    ) -> Iterable[T]:  # fmt: skip
        """What a list holds, entry by entry."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{at} is {shape(node)} where a list is wanted: begin each entry with a hyphen (- …).")
            return []
        return [made for entry in node.value for made in [one(entry)] if made is not None]

    def texts(self, node: yaml.Node | None, at: str) -> list[tuple[str, yaml.Node]]:
        """The texts of a list, each with its place."""
        found = self.several(node, at, lambda n: (self.text(n, f"an entry of {at}"), n))
        return [(text, entry) for text, entry in found if text]

    def day(self, node: yaml.Node | None, at: str) -> str | None:
        """A day as YYYY-MM-DD."""
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
            self.wrong(node, f"{at} is {shape(node)} where a text is wanted.")
            return None
        if any(category(c) in ("Cc", "Cs") and not c.isspace() for c in node.value):
            self.wrong(node, f"{at} holds a control character. Remove it.")
            return None
        if _TURNING & {*node.value}:
            self.wrong(node, f"{at} holds a sign that turns the direction of what follows. Remove it.")
            return None
        words = " ".join(node.value.split())
        if not words:
            self.wrong(node, f"{at} is empty. Write it out, or remove the line.")
        return words or None

    def unknown(self, node: yaml.Node, at: str, name: str, what: str, known: Iterable[str]) -> None:
        """Keep the fault of a name that nothing has."""
        near = get_close_matches(name, list(known), n=1, cutoff=0.5)
        cure = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
        self.wrong(node, f"{at}: no {what} is called {name!r}. {cure}")

    def one_of(self, node: yaml.Node | None, at: str, known: tuple[str, ...]) -> str | None:
        """One of a few words."""
        word = self.text(node, at)
        if node is None or word is None or word in known:
            return word
        near = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
        cure = f"Did you mean {near[0]!r}?" if near else f"Write one of: {', '.join(known)}."
        self.wrong(node, f"{at}: {word!r} is not known. {cure}")
        return None

    def twice(self, named: Iterable[tuple[str, yaml.Node]]) -> Iterator[tuple[str, yaml.Node]]:
        """Those whose name stood before."""
        seen: set[str] = set()
        for name, node in named:
            if name in seen:
                yield name, node
            seen.add(name)

    def basis(self, known: dict[str, yaml.Node], node: yaml.Node) -> dict[str, Any]:
        """Where a line stands, what it cites and whether that says it."""
        cites = tuple(dict.fromkeys(text for text, _ in self.texts(known.get("cites"), "cites")))
        return {"line": line_of(node), "cites": cites, "ground": self.one_of(known.get("ground"), "ground", GROUNDS)}


def shape(node: yaml.Node) -> str:
    """What a node is, in words."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return "empty" if empty(node) else "a text"
