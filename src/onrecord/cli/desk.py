"""The desk of a store: what it reads, and what it may write, put together for ``onrecord serve``."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from onrecord.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from onrecord.gather import Pending
    from onrecord.publish.desk.desk import Desk, Editing, Handed, Taken
    from onrecord.publish.desk.yaml_file import YamlFile
    from onrecord.record.address import Address
    from onrecord.record.view import View
    from onrecord.values.conflict import Conflict

T = TypeVar("T")


def desk_of_store(
    at: "Address", dossier: Path | None = None, conflict: Path | None = None, *, read_only: bool = False
) -> "Desk":
    """The desk of a store; a store that is not there is made, unless nothing may be written. Raises OnrecordError."""
    from onrecord.gather.conflict import load as load_conflict
    from onrecord.gather.dossier import load as load_dossier
    from onrecord.pipeline import bearer
    from onrecord.publish.desk.desk import Desk
    from onrecord.record.store import open_store
    from onrecord.record.view import View
    from onrecord.weighing import Weighing

    if not read_only:
        open_store(at, create=True, write=True).dispose()
    view = View.open(at)
    kept = _Files.of(dossier or at.with_suffix(".dossier.yaml"), conflict or at.with_suffix(".conflict.yaml"))
    return Desk(
        view, Weighing(view), bearer,
        _file(dossier, kept.dossier.path, load_dossier), kept.dossier.held,
        _file(conflict, kept.conflict.path, load_conflict), kept.conflict.held,
        None if read_only else _editing(at, view, kept),
    )  # fmt: skip


def _file(named: Path | None, beside: Path, load: Callable[[Path], T]) -> Callable[[], T | None]:
    """Reads a file when asked, and again when it has changed. One that was named has to be there, and be valid, now."""
    path = named or beside
    held: tuple[tuple[int, ...], T] | None = None

    def current() -> T | None:
        nonlocal held
        state: tuple[int, ...] = ()
        try:
            stat = path.stat()
            state = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        except OSError:
            if named is None:
                return None
        known = held  # another thread may put another there
        if known is None or known[0] != state:
            known = held = (state, load(path))
        return known[1]

    if named is not None:
        current()
    return current


@dataclass(frozen=True)
class _Files:
    """The files beside a store that are edited in the browser."""

    dossier: "YamlFile"
    conflict: "YamlFile"

    @classmethod
    def of(cls, dossier: Path, conflict: Path) -> "_Files":
        from onrecord.gather.dossier import loads
        from onrecord.gather.yaml_nodes import written
        from onrecord.publish.desk.yaml_file import YamlFile
        from onrecord.settings import MAX_CONFLICT, MAX_DOSSIER

        return cls(
            YamlFile(dossier, lambda path: written(path, MAX_DOSSIER), lambda text: loads(text, dossier.name)),
            YamlFile(
                conflict, lambda path: written(path, MAX_CONFLICT), lambda text: checked_conflict(text, conflict.name)
            ),
        )


def checked_conflict(text: str, where: str) -> "Conflict":
    """The conflict that a text says. Raises FileFaultError or ConflictError, with every fault."""
    from onrecord.gather.conflict import loads
    from onrecord.weigh.conflict import graph_model
    from onrecord.weigh.conflict.checking import check

    made = loads(text, where)
    check(graph_model(made))
    return made


def _editing(at: "Address", view: "View", kept: _Files) -> "Editing":
    """What may be written to a store. SQLite lets one write at a time, and the others wait."""
    from onrecord.gather.dossier import loads
    from onrecord.publish.desk.desk import Editing
    from onrecord.publish.dossier import drafted
    from onrecord.record.answers import Filter
    from onrecord.record.store import open_store
    from onrecord.record.writer import Writer

    writer, turn = Writer(open_store(at, write=True), at), Lock()

    def in_turn(write: Callable[[], T]) -> T:
        with turn:  # SQLite would let them wait too, but not in the order in which they came
            return write()

    return Editing(
        rule=lambda made, judge: in_turn(lambda: writer.rule(made, judge=judge)),
        withdraw=lambda number, judge: in_turn(lambda: writer.withdraw(number, judge=judge)),
        merge=lambda keep, other, judge, reason: in_turn(lambda: writer.merge(keep, other, judge=judge, reason=reason)),
        split=lambda actor, documents, spelling, judge, reason: in_turn(
            lambda: writer.split(actor, documents=documents, spelling=spelling, judge=judge, reason=reason)
        ),
        add=partial(_added, at),
        check_dossier=lambda text: loads(text, kept.dossier.path.name),
        save_dossier=lambda text, state: in_turn(lambda: kept.dossier.save(text, state)),
        check_conflict=lambda text: checked_conflict(text, kept.conflict.path.name),
        save_conflict=lambda text, state: in_turn(lambda: kept.conflict.save(text, state)),
        draft_dossier=lambda: drafted(view, Filter()),
        close=lambda: _close(writer.engine),
    )


def _close(engine: "Engine") -> None:
    """Leave the store as one file: who closes it last has to be one who may write, and nobody else may have it open."""
    with engine.connect():
        pass
    engine.dispose()


def _added(at: "Address", handed: "Handed", tell: Callable[["Taken"], None]) -> None:
    from onrecord.pipeline import Added, add
    from onrecord.publish.desk.desk import Taken

    origin = _origin(handed)

    def told(one: Added) -> None:
        named = handed.name + one.origin.removeprefix(origin) if one.origin.startswith(origin) else one.origin
        tell(Taken(named, one.outcome, one.document, one.problem))

    add(at, _pending(handed, origin), tell=told)


def _origin(handed: "Handed") -> str:
    """The stable name of the place of what was handed in.

    It is made from what is there, not from its name alone: two files that share a name (``index.html``) are two
    places, so that neither takes the other's; the same file again, or with another date, is the same place.
    """
    if handed.url is not None:
        return handed.url
    body = handed.file.open("rb") if handed.file else None
    if body is None:
        return f"desk:text/{hashlib.sha256((handed.text or '').encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    with body:
        return f"desk:{hashlib.file_digest(body, 'sha256').hexdigest()[:16]}/{handed.name}"


def _pending(handed: "Handed", origin: str) -> Iterable["Pending"]:
    """The documents of one hand-in: a pasted text is one, a file or an address may hold several."""
    from onrecord.gather import Pending
    from onrecord.gather.document import document_from_bytes
    from onrecord.pipeline import listed

    if handed.file is not None:
        found = listed([str(handed.file)], published=handed.published, outlet=handed.outlet)
        yield from _renamed(handed.file, origin, found)
    elif handed.url is not None:
        if not handed.url.lower().startswith(("http://", "https://")):  # a path would be one of this machine's
            raise InputError.fetch(handed.name, "only http and https addresses are fetched.")
        yield from listed([handed.url], published=handed.published, outlet=handed.outlet)
    else:
        body = (handed.text or "").encode("utf-8", "surrogatepass")
        known = {"title": handed.title, "outlet": handed.outlet, "published": handed.published}
        stated = {name: said for name, said in known.items() if said}
        yield Pending(origin, lambda: document_from_bytes(body, "the text", "text", stated))


def _renamed(file: Path, origin: str, found: Iterable["Pending"]) -> Iterator["Pending"]:
    """The same documents, at the place of the hand-in and not of the folder in which it waits to be read."""
    from onrecord.gather.file import place

    for one in found:
        for waiting in (place(file), str(file)):
            if one.origin.startswith(waiting):
                one = replace(one, origin=origin + one.origin.removeprefix(waiting))
        yield one
