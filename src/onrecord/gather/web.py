"""Pages by URL: http and https only, no private address unless allowed, bounded in size, time and redirects."""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from onrecord.errors import InputError
from onrecord.gather.document import document_from_bytes
from onrecord.gather.formats import CONTENT_TYPES, Format, is_feed
from onrecord.settings import FETCH_SECONDS, MAX_DOWNLOAD, MAX_REDIRECTS
from onrecord.values import Document

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Page:
    """What a URL gave: the last address of its redirects, the body, and what the sender says about it."""

    url: str
    body: bytes
    form: Format
    charset: str | None


@dataclass(frozen=True)
class Limits:
    """How much a fetch may take."""

    seconds: float = FETCH_SECONDS
    size: int = MAX_DOWNLOAD
    redirects: int = MAX_REDIRECTS


def document_from_page(
    page: Page, where: str, stated: Mapping[str, Any], *, otherwise: Mapping[str, Any] | None = None
) -> Document:
    """Make a document of a page that was fetched. Raises InputError, as ``document_from_bytes`` does."""
    known = {**stated, "url": page.url}
    return document_from_bytes(page.body, where, page.form, known, charset=page.charset, otherwise=otherwise)


def fetch(url: str, *, allow_private: bool = False, limits: Limits = Limits()) -> Page:
    """Fetch a page.

    Every hop's host is resolved and checked before a connection is made, and the connection goes to the very address
    that was checked, so that a name cannot change its address in between. Raises InputError.
    """
    deadline = time.monotonic() + limits.seconds
    here = url
    with httpx.Client(trust_env=False, timeout=limits.seconds, follow_redirects=False) as client:
        for _ in range(limits.redirects + 1):
            page = _hop(client, here, url, deadline, limits, allow_private=allow_private)
            if isinstance(page, Page):
                return page
            here = page
    raise InputError.fetch(url, f"more than {limits.redirects} redirects.")


def _hop(
    client: httpx.Client, here: str, url: str, deadline: float, limits: Limits, *, allow_private: bool
) -> Page | str:
    """One request: the page, or where it redirects to."""
    try:
        request, host = _request(client, here, url, allow_private=allow_private)
        request.extensions["sni_hostname"] = host
        response = client.send(request, stream=True)
        try:
            if response.is_redirect:
                return urljoin(here, response.headers["location"])
            return _page(response, here, url, deadline, limits)
        finally:
            response.close()
    except httpx.TimeoutException:
        raise InputError.fetch(url, f"no answer within {limits.seconds:g} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise InputError.fetch(url, f"{error}.") from None


def _request(client: httpx.Client, here: str, url: str, *, allow_private: bool) -> tuple[httpx.Request, str]:
    """A request to the address that a URL's host was checked to have, and the host's name."""
    parts = urlsplit(here)
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host:
        raise InputError.fetch(url, "only http and https addresses are fetched.")
    if parts.username or parts.password:
        raise InputError.fetch(url, "addresses with a user name or password are not fetched.")
    port = parts.port or _PORTS[parts.scheme]
    address = _checked_address(host, port, url, allow_private=allow_private)
    literal = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    named = f"[{host}]" if ":" in host else host
    headers = {"Host": named if port == _PORTS[parts.scheme] else f"{named}:{port}", "User-Agent": "onrecord"}
    return client.build_request("GET", target, headers=headers), host


def _checked_address(host: str, port: int, url: str, *, allow_private: bool) -> str:
    """An address of a host, after every one of its addresses was found public."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise InputError.fetch(url, f"the host {host} was not found.") from None
    for address in found:
        if not allow_private and not _public(address):
            raise InputError.fetch(url, f"{host} is a private address. Only onrecord add --allow-private fetches it.")
    return found[0]


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (inner or ip).is_global and not (inner or ip).is_multicast


def _page(response: httpx.Response, here: str, url: str, deadline: float, limits: Limits) -> Page:
    if response.status_code != httpx.codes.OK:
        raise InputError.fetch(url, f"the server answered {response.status_code} {response.reason_phrase}.")
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in CONTENT_TYPES:
        raise InputError.fetch(url, f"it is {kind}. Give the address of a web page, a text, a PDF or a feed.")
    body = bytearray()
    for part in response.iter_bytes(65_536):
        body += part
        if len(body) > limits.size:
            raise InputError.fetch(url, f"it is larger than {limits.size / 1e6:g} MB.")
        if time.monotonic() > deadline:
            raise InputError.fetch(url, f"it took more than {limits.seconds:g} seconds.")
    whole = bytes(body)
    return Page(here, whole, "feed" if is_feed(whole) else CONTENT_TYPES[kind], response.charset_encoding)
