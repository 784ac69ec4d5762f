"""What stands before every page: who is refused, how much may be sent, and what a browser may do with an answer."""

import asyncio
import base64
import binascii
from contextlib import suppress
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.publish.desk.safety import Access, Gate, TooOftenError
from onrecord.settings import MAX_FORM, MAX_UPLOAD

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
FEEDS = ("/calendar.ics", "/changes.atom")  # what programs fetch that know a name and a password, and no forms
LARGEST = {"/sign-in": 16_000, "/add": MAX_UPLOAD}  # bytes of a body by path, of any other MAX_FORM
ADDRESS, HEAD = 8_000, 32_000  # bytes of an address, of all headers
SLOWEST = 30.0  # seconds until the next piece of a body
SESSION = "onrecord"
SESSION_SECONDS = 30 * 24 * 3600
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


class Sessions:
    """Sessions in a signed cookie that no script reads; over https it is kept to that."""

    def __init__(self, app: ASGIApp, secret_key: str) -> None:
        self._plain, self._secure = (
            SessionMiddleware(
                app, secret_key, session_cookie=SESSION, max_age=SESSION_SECONDS, same_site="lax", https_only=secure
            )
            for secure in (False, True)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await (self._secure if scope.get("scheme") == "https" else self._plain)(scope, receive, send)


class Guard:
    """Refuses who may not look or write and what is too much; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access, gate: Gate) -> None:
        self.app, self._access, self._gate = app, access, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._dressed(request, send)
        refusal = await self._refused(request)
        if refusal is not None:
            if request.method not in SAFE:
                refusal.headers["Connection"] = "close"  # what comes of its body is not waited for
            await refusal(scope, receive, answer)
            return
        inner = {**scope, "method": "GET"} if request.method == "HEAD" else scope
        await _Body(request, receive, answer).through(self.app, inner)

    def _dressed(self, request: Request, send: Send) -> Send:
        """Sends an answer with the headers; to HEAD without the body."""
        kept = "no-store" if self._access.demanded else "no-cache"

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not request.url.path.startswith("/static/"):
                    headers.setdefault("Cache-Control", kept)
            elif request.method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        return dressed

    async def _refused(self, request: Request) -> Response | None:
        if len(request.scope["query_string"]) + len(request.scope["path"]) > ADDRESS:
            return PlainTextResponse("This address is too long.\n", 414)
        if sum(len(name) + len(value) for name, value in request.scope["headers"]) > HEAD:
            return PlainTextResponse("There is too much in the head of this request.\n", 431)
        host, path = request.headers.get("host", "").lower(), request.url.path
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if self._access.hosts is not None and name not in self._access.hosts:
            return PlainTextResponse(f"This desk is not at {host!r}. Open it by the address that it printed.\n", 421)
        if request.method not in SAFE and _from_elsewhere(request, host):
            return PlainTextResponse("This was sent from another site's page, and was not done.\n", 403)
        open_to_all = path == "/sign-in" or path.startswith("/static/")
        if not self._access.demanded or open_to_all or self._gate.inside(request.session.get("in")):
            return None
        secret = _secret(request)
        try:
            client = request.client.host if request.client else ""
            if secret and await self._gate.admits(secret, client):
                return None
        except TooOftenError as error:
            return PlainTextResponse(f"{error}\n", 429, {"Retry-After": str(error.seconds)})
        return _to_sign_in(request, path)


def _to_sign_in(request: Request, path: str) -> Response:
    if path.startswith("/api/"):
        told = "Sign in, or send the token: Authorization: Bearer TOKEN"
        return JSONResponse({"detail": told}, 401, {"WWW-Authenticate": "Bearer"})
    if path in FEEDS:
        told = "Give any name, and the token or password of this desk.\n"
        return PlainTextResponse(told, 401, {"WWW-Authenticate": 'Basic realm="onrecord", charset="UTF-8"'})
    back = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?back={quote(back, safe='')}" if request.method in SAFE else "/sign-in", 303)


def _secret(request: Request) -> str:
    """The token or password that comes with a request: as a bearer's, or beside any name."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return given
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _from_elsewhere(request: Request, host: str) -> bool:
    """Whether a browser says that another site's page sent a request."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return site not in (None, "same-origin", "none") or (origin is not None and origin.partition("://")[2] != host)


class _Body:
    """A request whose body is counted as it comes: what is too much, or too slow, is refused before it is kept."""

    def __init__(self, request: Request, receive: Receive, send: Send) -> None:
        self._request, self._receive, self._send = request, receive, send
        self._most = LARGEST.get(request.url.path, MAX_FORM)
        self._came, self._whole, self._started = 0, False, False
        self._refusal: Response | None = None

    async def through(self, app: ASGIApp, scope: Scope) -> None:
        declared = self._request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self._most:
            self._refusal = self._too_much()
        else:
            with suppress(_RefusedError):
                await app(scope, self._counted, self._unless_refused)
        if self._refusal is not None and not self._started:
            await self._refusal(scope, self._receive, self._send)

    async def _counted(self) -> Message:
        if self._whole:  # what comes now is that the browser has gone
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), SLOWEST)
        except TimeoutError:
            told = "What was sent came too slowly, and was not read.\n"
            self._refusal = PlainTextResponse(told, 408, {"Connection": "close"})
            raise _RefusedError from None
        self._came += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._came > self._most:
            self._refusal = self._too_much()
            raise _RefusedError
        return message

    async def _unless_refused(self, message: Message) -> None:
        if self._refusal is None:
            self._started = True
            await self._send(message)

    def _too_much(self) -> Response:
        told = f"This is more than {self._most / 1e6:g} MB at once, and was not read. Send it in parts.\n"
        return PlainTextResponse(told, 413, {"Connection": "close"})


class _RefusedError(Exception):
    """A body that is not read on."""
