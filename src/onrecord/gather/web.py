"""Pages by URL: http and https only, no private address unless allowed, bounded in size, time and redirects."""

import io
import ipaddress
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, BinaryIO, TypeVar
from urllib.parse import urljoin, urlsplit
from weakref import finalize

import httpx

from onrecord.errors import InputError
from onrecord.gather.document import document_from_bytes
from onrecord.gather.file import File
from onrecord.gather.formats import CONTENT_TYPES, Format, is_feed
from onrecord.settings import FETCH_SECONDS, MAX_DOWNLOAD, MAX_REDIRECTS, MAX_SHARD, SHARD_SECONDS
from onrecord.values import Document

T = TypeVar("T")
CHUNK = 65_536  # bytes that are taken at once
_PORTS = {"http": 80, "https": 443}
# Of others, a few bytes may unpack to more than the memory holds before they can be counted.
_CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


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


LARGE = Limits(SHARD_SECONDS, MAX_SHARD)


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
    take = partial(_page, url=url, deadline=deadline, limits=limits)
    return _followed(url, limits, take, "gzip, deflate", allow_private=allow_private)


def downloaded(url: str, *, allow_private: bool = False, limits: Limits = LARGE) -> File:
    """Fetch a large file, under the same rules, into one on disk that has no name and goes with its last reader.

    Not read from the network as it is worked through: that takes hours, in which a server closes the connection, and
    what is behind damage is found by going back. Raises InputError.
    """
    kept = _Kept()
    deadline = time.monotonic() + limits.seconds
    store = partial(_stored, url=url, into=kept.file, deadline=deadline, limits=limits)
    _followed(url, limits, store, "identity", allow_private=allow_private)
    return File(url, url, kept.opened)


def _followed(
    url: str, limits: Limits, take: Callable[[httpx.Response, str], T], accept: str, *, allow_private: bool
) -> T:  # fmt: skip
    """What ``take`` makes of the last response behind a URL's redirects, and of its address.

    ``accept`` names the ways in which it may be packed.
    """
    here = url
    seconds = min(limits.seconds, FETCH_SECONDS)
    with httpx.Client(trust_env=False, timeout=seconds, follow_redirects=False) as client:
        for _ in range(limits.redirects + 1):
            try:
                request, host = _request(client, here, url, accept, allow_private=allow_private)
                request.extensions["sni_hostname"] = host
                response = client.send(request, stream=True)
                try:
                    if not response.is_redirect:
                        return take(response, here)
                    here = urljoin(here, response.headers["location"])
                finally:
                    response.close()
            except httpx.TimeoutException:
                raise InputError.fetch(url, f"no answer within {seconds:g} seconds.") from None
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise InputError.fetch(url, f"{error}.") from None
    raise InputError.fetch(url, f"more than {limits.redirects} redirects.")


def _request(
    client: httpx.Client, here: str, url: str, accept: str, *, allow_private: bool
) -> tuple[httpx.Request, str]:  # fmt: skip
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
    headers["Accept-Encoding"] = accept
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


def _page(response: httpx.Response, here: str, *, url: str, deadline: float, limits: Limits) -> Page:
    _answered(response, url)
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in CONTENT_TYPES:
        raise InputError.fetch(url, f"it is {kind}. Give the address of a web page, a text, a PDF or a feed.")
    if response.headers.get("content-encoding", "identity").strip().lower() not in _CODINGS:
        raise InputError.fetch(url, "the server packed it in a way that was not asked for.")
    whole = b"".join(_bounded(response.iter_bytes(CHUNK), url, deadline, limits))
    return Page(here, whole, "feed" if is_feed(whole) else CONTENT_TYPES[kind], response.charset_encoding)


def _stored(
    response: httpx.Response, _: str, *, url: str, into: IO[bytes], deadline: float, limits: Limits
) -> None:  # fmt: skip
    _answered(response, url)
    try:
        for part in _bounded(response.iter_raw(CHUNK), url, deadline, limits):
            into.write(part)
        into.flush()
    except OSError as error:
        raise InputError.fetch(url, f"it cannot be kept meanwhile ({error.strerror}).") from None


def _answered(response: httpx.Response, url: str) -> None:
    if response.status_code != httpx.codes.OK:
        raise InputError.fetch(url, f"the server answered {response.status_code} {response.reason_phrase}.")


def _bounded(parts: Iterator[bytes], url: str, deadline: float, limits: Limits) -> Iterator[bytes]:
    """Parts of a body, as long as there are not too many and they do not take too long."""
    size = 0
    for part in parts:
        size += len(part)
        if size > limits.size:
            raise InputError.fetch(url, f"it is larger than {limits.size / 1e6:g} MB.")
        if time.monotonic() > deadline:
            raise InputError.fetch(url, f"it took more than {limits.seconds:g} seconds.")
        yield part


class _Kept:
    """A file without a name: it is gone when nothing refers to it any more, also when the process is killed."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
        finalize(self, self.file.close)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file, read from its beginning; several readers at once do not disturb each other."""
        with io.BufferedReader(_Shared(self.file)) as stream:
            yield stream


class _Shared(io.RawIOBase):
    """A reader of an open file that has a position of its own."""

    def __init__(self, kept: IO[bytes]) -> None:
        self._kept, self._at = kept, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._kept.seek(0, io.SEEK_END)}[whence]
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read what follows the position."""
        self._kept.seek(self._at)
        data = self._kept.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
