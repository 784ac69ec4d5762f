"""``onrecord serve``: the web desk."""

import getpass
import ipaddress
import secrets
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from onrecord.cli.asking import DEFAULT, Db, fail
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.gather import Pending
    from onrecord.publish.desk.desk import Desk, Editing, Handed
    from onrecord.publish.desk.safety import Access

T = TypeVar("T")
PORT = 8484


def serve(
    db: Db = DEFAULT,
    dossier: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The dossier. Else NAME.dossier.yaml beside the store NAME.db.")
    ] = None,
    conflict: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A conflict. Else NAME.conflict.yaml beside the store NAME.db.")
    ] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen. Other than on this machine one has to sign in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = PORT,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its first line is the password, in place of a token.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Nothing can be added or corrected.")] = False,
) -> None:  # fmt: skip
    """Open the web desk on a store: read, check, correct and follow a negotiation in the browser.

    It listens to this machine alone. With --host it listens elsewhere, and demands a token, which is printed once and
    stored hashed beside the store, or the password in a file. Ctrl-C ends it.
    """
    try:
        desk = desk_of_store(db, dossier, conflict, read_only=read_only)
        access, token = _access(db, host, password_file)
        listening = listening_at(host, port)
    except OnrecordError as error:
        fail(error)
    import uvicorn

    from onrecord.publish.desk.app import application

    app = application(desk, access, judge=_user())
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"The desk is at http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends it)")
    if token:
        typer.echo(f"Sign in with this token, which is not shown again: {token}")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=3))
    server.run(sockets=[listening])


def desk_of_store(
    db: Path, dossier: Path | None = None, conflict: Path | None = None, *, read_only: bool = False
) -> "Desk":
    """The desk of a store; a store that is not there is made, unless nothing may be written. Raises OnrecordError."""
    from onrecord.gather.conflict import load as load_conflict
    from onrecord.gather.dossier import load as load_dossier
    from onrecord.pipeline import bearer, weighed
    from onrecord.publish.desk.desk import Desk
    from onrecord.record.store import open_store
    from onrecord.record.view import View

    if not read_only:
        open_store(db, create=True, write=True).dispose()
    view = View.open(db)
    return Desk(
        view, lambda known, chosen: weighed(view, known, chosen), bearer,
        _file(dossier, db.with_suffix(".dossier.yaml"), load_dossier),
        _file(conflict, db.with_suffix(".conflict.yaml"), load_conflict),
        None if read_only else _editing(db),
    )  # fmt: skip


def _file(named: Path | None, beside: Path, load: Callable[[Path], T]) -> Callable[[], T | None]:
    """Reads a file when asked, and again when it has changed. One that was named has to be there, and be valid, now."""
    path = named or beside
    held: dict[tuple[int, int], T] = {}

    def current() -> T | None:
        if named is None and not path.exists():
            return None
        stat = path.stat() if path.exists() else None
        state = (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)
        if state not in held:
            made = load(path)
            held.clear()
            held[state] = made
        return held[state]

    current()
    return current


def _editing(db: Path) -> "Editing":
    """What may be written to a store. SQLite lets one write at a time, and the others wait."""
    from onrecord.pipeline import Added, add
    from onrecord.publish.desk.desk import Editing, Handed, Taken
    from onrecord.record.store import open_store
    from onrecord.record.writer import Writer

    writer = Writer(open_store(db, write=True), db)

    def added(handed: Handed, tell: Callable[[Taken], None]) -> None:
        def told(one: Added) -> None:
            tell(Taken(one.origin, one.outcome, one.document, one.problem))

        add(db, _pending(handed), tell=told)

    return Editing(
        rule=lambda made, judge: writer.rule(made, judge=judge),
        withdraw=lambda number, judge: writer.withdraw(number, judge=judge),
        merge=lambda keep, other, judge, reason: writer.merge(keep, other, judge=judge, reason=reason),
        split=lambda actor, documents, spelling, judge, reason: writer.split(
            actor, documents=documents, spelling=spelling, judge=judge, reason=reason
        ),
        add=added,
    )


def _pending(handed: "Handed") -> Iterable["Pending"]:
    """The documents of one hand-in: a pasted text is one, a file or an address may hold several."""
    from onrecord.gather import Pending, document_from_text
    from onrecord.pipeline import listed

    if handed.text is None:
        source = handed.url or str(handed.file)
        yield from listed([source], published=handed.published, outlet=handed.outlet)
        return
    text = handed.text
    yield Pending(
        handed.name,
        lambda: document_from_text(text, title=handed.title, outlet=handed.outlet, published=handed.published),
    )


def _access(db: Path, host: str, password_file: Path | None) -> "tuple[Access, str | None]":
    """What the desk demands, and a token to print where it is a new one. Raises OnrecordError."""
    from onrecord.publish.desk.safety import Access, hashed

    if password_file is not None:
        return Access(hashed(_password(password_file)), None), None
    if _own(host):
        return Access(), None
    kept = db.with_name(db.name + ".token")
    if kept.exists():
        return Access(kept.read_text("ascii").strip(), None), None
    token = secrets.token_urlsafe(24)
    kept.touch(mode=0o600)
    kept.write_text(hashed(token) + "\n", "ascii")
    return Access(kept.read_text("ascii").strip(), None), token


def _own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _password(path: Path) -> str:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"--password-file: {path} cannot be read ({error}). Give a text file."
        raise OnrecordError(message) from None
    if not lines or len(lines[0].strip()) < 8:
        message = f"--password-file: the first line of {path} is to be a password of 8 characters or more."
        raise OnrecordError(message)
    return lines[0]


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OnrecordError where none can."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        message = (
            f"cannot listen at {host} port {port} ({error.strerror}). Give another --port, or --port 0 for a free one."
        )
        raise OnrecordError(message) from None
    return made


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
