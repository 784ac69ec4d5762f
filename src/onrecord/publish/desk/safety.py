"""Who may look, who may write, and what a browser may do with a page."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

OPEN = ("/static/", "/sign-in")  # what is shown to those who have not signed in
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Access:
    """What the desk demands: ``secret_hash``, of a token or password, None where it listens to this machine alone.

    ``hosts`` are the names by which it may be addressed, None for any: a page elsewhere whose name was pointed at this
    machine (DNS rebinding) is none of them.
    """

    secret_hash: str | None = None
    hosts: frozenset[str] | None = frozenset(("127.0.0.1", "localhost", "[::1]"))

    @property
    def demanded(self) -> bool:
        """Whether one has to sign in."""
        return self.secret_hash is not None

    def admits(self, secret: str) -> bool:
        """Whether a token or password is the right one."""
        return self.secret_hash is not None and hmac.compare_digest(hashed(secret, self.secret_hash), self.secret_hash)


def hashed(secret: str, like: str | None = None) -> str:
    """A secret as it is stored: scrypt with a salt, new unless it is to be ``like`` another."""
    salt = like.split("$")[1] if like else secrets.token_hex(16)
    made = hashlib.scrypt(secret.strip().encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return f"scrypt${salt}${made.hex()}"


def token_of(request: Request) -> str:
    """The session's token, which every write has to send back; made at first use."""
    held: str = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return held


async def guard(request: Request, call_next: Next) -> Response:
    """Refuse who may not look or write; tell the browser what a page may do."""
    response = _refused(request) or await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store" if request.app.state.access.demanded else "no-cache")
    return response


def _refused(request: Request) -> Response | None:
    access: Access = request.app.state.access
    host = request.headers.get("host", "").lower()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if access.hosts is not None and name not in access.hosts:
        return PlainTextResponse(f"This desk is not at {host!r}. Open it by the address that it printed.\n", 421)
    if request.method not in SAFE and _from_elsewhere(request, host):
        return PlainTextResponse("This was sent from another site's page, and was not done.\n", 403)
    inside = request.session.get("in") == access.secret_hash
    if not access.demanded or inside or request.url.path.startswith(OPEN):
        return None
    if _bearer(request) and access.admits(_bearer(request)):
        return None
    if request.url.path.startswith("/api/"):
        return PlainTextResponse("Sign in, or send the token: Authorization: Bearer TOKEN\n", 401)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?back={quote(back, safe='')}", 303)


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else ""


def _from_elsewhere(request: Request, host: str) -> bool:
    """Whether a browser says that another site's page sent a request."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return site not in (None, "same-origin", "none") or (origin is not None and origin.partition("://")[2] != host)


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
