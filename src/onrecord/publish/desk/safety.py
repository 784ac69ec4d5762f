"""Who may look and who may write: the secret, who has shown it, and the token that every write sends back."""

import asyncio
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

from fastapi import Request
from starlette.concurrency import run_in_threadpool

WRONG, WITHIN = 10, 300.0  # wrong secrets from one address, and in how many seconds
ADDRESSES, SESSIONS = 10_000, 10_000  # remembered at most; the oldest makes room
TRYING = 20  # who wait for their secret to be looked at; the next is sent away
LOOPBACK = frozenset(("127.0.0.1", "localhost", "[::1]"))


@dataclass(frozen=True)
class Access:
    """What the desk demands: ``secret_hash``, of a token or password, None where it listens to this machine alone.

    ``hosts`` are the names by which it may be addressed, None for any. Where nobody signs in they are this machine's
    own names: a page elsewhere whose name was pointed at this machine (DNS rebinding) is none of them. Where one has
    to sign in any name will do: a browser sends a session only to the name it was begun at, so that a page under
    another name has none, and the desk cannot know by which names its network, or a proxy before it, calls it.
    """

    secret_hash: str | None = None
    hosts: frozenset[str] | None = LOOPBACK

    @property
    def demanded(self) -> bool:
        """Whether one has to sign in."""
        return self.secret_hash is not None

    def admits(self, secret: str) -> bool:
        """Whether a token or password is the right one: a twentieth of a second of work."""
        return self.secret_hash is not None and hmac.compare_digest(hashed(secret, self.secret_hash), self.secret_hash)


class Gate:
    """Lets in who has the secret, remembers who is in, and slows down who guesses."""

    def __init__(self, access: Access, clock: Callable[[], float] = time.monotonic) -> None:
        self._access, self._clock = access, clock
        self._lock = Lock()
        self._busy = Lock()  # one look at a secret at a time: each takes 16 MB and a processor
        self._trying = 0
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._sessions: OrderedDict[str, None] = OrderedDict()
        self._key = secrets.token_bytes(32)
        self._right: bytes | None = None  # the right secret's digest, by a key of this process, once it was shown

    async def admits(self, secret: str, client: str) -> bool:
        """Whether a secret is the right one. Raises TooOftenError for who was wrong too often."""
        if self._known(secret):
            return True
        with self._lock:
            if self._trying >= TRYING:
                raise TooOftenError(1)
            self._trying += 1
        try:
            while not self._busy.acquire(blocking=False):  # no thread is held while one waits: pages need them
                await asyncio.sleep(0.02)
            try:
                return self._known(secret) or await self._looked_at(secret, _network(client))
            finally:
                self._busy.release()
        finally:
            with self._lock:
                self._trying -= 1

    async def _looked_at(self, secret: str, network: str) -> bool:
        since = self._clock() - WITHIN
        with self._lock:
            lately = [at for at in self._wrong.get(network, ()) if at > since]
        if len(lately) >= WRONG:
            raise TooOftenError(int(lately[0] - since) + 1)
        right = await run_in_threadpool(self._access.admits, secret)
        with self._lock:
            if right:
                self._right = self._digest(secret)
                self._wrong.pop(network, None)
            else:
                self._wrong[network] = [*lately, self._clock()]
                self._wrong.move_to_end(network)
                _bound(self._wrong, ADDRESSES)
        return right

    def _digest(self, secret: str) -> bytes:
        return hmac.digest(self._key, secret.strip().encode(), "sha256")

    def _known(self, secret: str) -> bool:
        return self._right is not None and hmac.compare_digest(self._digest(secret), self._right)

    def enter(self) -> str:
        """Begin a session: its name."""
        name = secrets.token_urlsafe(18)
        with self._lock:
            self._sessions[name] = None
            _bound(self._sessions, SESSIONS)
        return name

    def inside(self, name: object) -> bool:
        """Whether a session of that name was begun and not left."""
        with self._lock:
            return name in self._sessions

    def leave(self, name: object) -> None:
        """End a session, wherever its cookie is kept."""
        with self._lock:
            self._sessions.pop(str(name), None)


def _bound(held: OrderedDict[str, list[float]] | OrderedDict[str, None], most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)


def _network(client: str) -> str:
    """What counts as one address: one has sixty-four bits of addresses of the newer kind to oneself."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    return str(int(address) >> 64) if isinstance(address, IPv6Address) and not address.ipv4_mapped else str(address)


def hashed(secret: str, like: str | None = None) -> str:
    """A secret as it is stored: scrypt with a salt, new unless it is to be ``like`` another."""
    salt = like.split("$")[1] if like else secrets.token_hex(16)
    made = hashlib.scrypt(secret.strip().encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return f"scrypt${salt}${made.hex()}"


def gate_of(request: Request) -> Gate:
    """The gate of the desk that serves a request."""
    made: Gate = request.app.state.gate
    return made


def token_of(request: Request) -> str:
    """The session's token, which every write has to send back; made at first use."""
    held: str = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return held


async def checked(request: Request) -> None:
    """Demand the session's token of a write, in a field or a header. Raises ForgedError."""
    sent = request.headers.get("x-csrf-token")
    if sent is None:
        field = (await request.form()).get("csrf")
        sent = field if isinstance(field, str) else ""
    if not hmac.compare_digest(sent.encode(), token_of(request).encode()):
        raise ForgedError


class ForgedError(Exception):
    """A write without the session's token."""


class TooOftenError(Exception):
    """Too many wrong secrets; ``seconds`` until the next is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many tries. Try again in {seconds} second{'' if seconds == 1 else 's'}.")
        self.seconds = seconds
