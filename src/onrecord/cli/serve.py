"""``onrecord serve``: the web desk."""

import getpass
import ipaddress
import os
import re
import secrets
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.asking import DEFAULT, Db, fail
from onrecord.cli.desk import desk_of_store
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.publish.desk.safety import Access
    from onrecord.record.address import Address

PORT = 8484
_HASH = re.compile(r"scrypt\$[0-9a-f]{32}\$[0-9a-f]{128}")


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
    new_token: Annotated[bool, typer.Option("--new-token", help="Replace the token: the old one is void.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Nothing can be added or corrected.")] = False,
) -> None:  # fmt: skip
    """Open the web desk on a store: read, check, correct and follow a negotiation in the browser.

    It listens to this machine alone. With --host it listens elsewhere, and demands a token, which is printed once and
    stored hashed beside the store, or the password in a file. Ctrl-C ends it.
    """
    from onrecord.record.address import address

    try:
        with ExitStack() as unless_it_begins:
            listening = unless_it_begins.enter_context(listening_at(host, port))
            at = address(db)
            access, told = _access(at, host, listening, password_file, new_token=new_token)
            desk = desk_of_store(at, dossier, conflict, read_only=read_only)
            unless_it_begins.pop_all()
    except OnrecordError as error:
        fail(error)
    from onrecord.publish.desk.app import application
    from onrecord.publish.desk.serving import run

    typer.echo(f"The desk is at http://{_shown(host)}:{listening.getsockname()[1]}/ (Ctrl-C ends it)")
    for line in told:
        typer.echo(line)
    try:
        # Who signs in gives a name of their own; at this machine it is the one who started the desk.
        run(application(desk, access, judge="" if access.demanded else _user()), listening)
    finally:
        desk.view.engine.dispose()
        if desk.editing:
            desk.editing.close()  # last, so that all that was written is in the one file


def _access(
    at: "Address", host: str, listening: socket.socket, password_file: Path | None, *, new_token: bool
) -> "tuple[Access, list[str]]":
    """What the desk demands, and what to say about it. Raises OnrecordError."""
    from onrecord.publish.desk.safety import LOOPBACK, Access, hashed
    from onrecord.record.address import Server

    own = ipaddress.ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback
    if new_token and (own or password_file):
        message = "--new-token: nobody signs in with a token here. It goes with --host, and without --password-file."
        raise OnrecordError(message)
    if own and password_file is None:
        return Access(hosts=LOOPBACK | {_shown(host).lower()}), []
    told = [] if own else ["It is not encrypted: on a network that is not your own, put a server with TLS before it."]
    if password_file is not None:
        return Access(hashed(_password(password_file)), None), told
    kept = at.with_suffix(".token") if isinstance(at, Server) else at.with_name(at.name + ".token")
    if kept.exists() and not new_token:
        return Access(_hash_in(kept), None), [
            *told,
            "Sign in with its token. One that is lost is replaced by --new-token.",
        ]
    token = secrets.token_urlsafe(24)
    made = hashed(token)
    _keep(kept, made)
    return Access(made, None), [*told, f"Sign in with this token, which is not shown again: {token}"]


def _hash_in(kept: Path) -> str:
    try:
        made = kept.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        made = ""
    if not _HASH.fullmatch(made):
        message = f"{kept} holds no token that can be read. Make a new one with --new-token."
        raise OnrecordError(message)
    return made


def _keep(kept: Path, made: str) -> None:
    """Write a token's hash where only its owner reads it, whole or not at all."""
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        with open(unfinished, "x", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(made + "\n")
        unfinished.replace(kept)
    except OSError as error:
        message = f"{kept} cannot be written ({error.strerror}). Give --password-file, whose file you choose."
        raise OnrecordError(message) from None


def _password(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(1000).strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"--password-file: {path} cannot be read ({error}). Give a text file."
        raise OnrecordError(message) from None
    if len(line) < 8:
        message = f"--password-file: the first line of {path} is to be a password of 8 characters or more."
        raise OnrecordError(message)
    return line


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OnrecordError where none can."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as unless_it_listens:
            # The protocol is named: else asyncio leaves small answers to wait for each other, forty milliseconds.
            made = unless_it_listens.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(128)
            unless_it_listens.pop_all()
    except (OSError, UnicodeError) as error:
        problem = getattr(error, "strerror", None) or "no such address"
        message = f"cannot listen at {host} port {port} ({problem}). Give another --port, or --port 0 for a free one."
        raise OnrecordError(message) from None
    return made


def _shown(host: str) -> str:
    """A host as an address names it; where it listens everywhere, by this machine's name."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
