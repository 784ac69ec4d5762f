"""An HTTP response as it went over the wire becomes the bytes of its page."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from onrecord.errors import InputError
from onrecord.gather.warc_records import header_fields
from onrecord.settings import MAX_DOWNLOAD

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
MOST_CODINGS: Final = 3
STEP: Final = 1 << 20  # bytes that are unpacked at once


@dataclass(frozen=True)
class Response:
    """What an HTTP response says of itself: its status, what it is, and how it was sent."""

    status: int
    content_type: str
    charset: str | None
    chunked: bool
    codings: tuple[str, ...]


def response(header: bytes, where: str) -> Response:
    """Read a response's header. Raises InputError for what is none."""
    status = _STATUS.match(header)
    if status is None or not header.endswith((b"\n\n", b"\n\r\n")):
        raise InputError.damaged(where, "it has no whole HTTP header")
    fields = header_fields(header)
    kind, charset = media_type(fields.get("content-type", ""))
    codings = [coding.strip().lower() for coding in fields.get("content-encoding", "").split(",")]
    return Response(
        status=int(status[1]),
        content_type=kind,
        charset=charset,
        chunked="chunked" in fields.get("transfer-encoding", "").lower(),
        codings=tuple(coding for coding in codings if coding not in ("", "identity", "none", "utf-8")),
    )


def media_type(value: str) -> tuple[str, str | None]:
    """A media type in small letters, and the charset that is stated with it."""
    message = Message()
    message["content-type"] = " ".join(value.split())
    kind = value.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    return kind, charset if isinstance(charset, str) and charset else None


def body(sent: Response, data: bytes, where: str) -> bytes:
    """A response's body, put together and unpacked. What was done so already when it was recorded is left as it is.

    Raises InputError where it is cut off, packed in an unknown way, or unpacks to more than a page may have.
    """
    if sent.chunked and _CHUNK.match(data):
        data = b"".join(_chunks(data, where))
    if len(sent.codings) > MOST_CODINGS:
        raise InputError.damaged(where, "it was packed again and again")
    for coding in reversed(sent.codings):
        data = _unpacked(coding, data, where)
    return data


def _chunks(data: bytes, where: str) -> Iterator[bytes]:
    at = 0
    while True:
        size = _CHUNK.match(data, at)
        length = int(size[1], 16) if size else 0
        if size is None or size.end() + length > len(data):
            raise InputError.damaged(where, "its body is cut off")
        if not length:
            return
        yield data[size.end() : size.end() + length]
        at = size.end() + length
        at += 2 if data.startswith(b"\r\n", at) else data.startswith(b"\n", at)


def _unpacked(coding: str, data: bytes, where: str) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, 16 + zlib.MAX_WBITS, where) if data.startswith(b"\x1f\x8b") else data
    if coding == "deflate":
        if data.lstrip().startswith(b"<"):
            return data
        with_header = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflated(data, zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS, where)
    if coding == "br":
        return data if data.lstrip().startswith(b"<") else _brotli(data, where)
    raise InputError(where, f"it is packed as {coding[:40]!r}, which is not read.", "encoding")


def _inflated(data: bytes, form: int, where: str) -> bytes:
    found = bytearray()
    while data:
        unpacker = zlib.decompressobj(form)
        try:
            while not unpacker.eof and data:
                found += unpacker.decompress(data, STEP)
                data = unpacker.unconsumed_tail
                if len(found) > MAX_DOWNLOAD:
                    raise InputError.too_big(where, MAX_DOWNLOAD)
        except zlib.error:
            raise InputError.damaged(where, "its body cannot be unpacked") from None
        if not unpacker.eof:
            raise InputError.damaged(where, "its body is cut off")
        data = unpacker.unused_data if unpacker.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(found)


def _brotli(data: bytes, where: str) -> bytes:
    try:
        import brotli
    except ImportError:
        raise InputError.not_installed(where, "a page packed as br", "brotli", "sweep") from None
    unpacker, found = brotli.Decompressor(), bytearray()
    try:
        found += unpacker.process(data, output_buffer_limit=STEP)
        while not unpacker.is_finished() and not unpacker.can_accept_more_data():
            found += unpacker.process(b"", output_buffer_limit=STEP)
            if len(found) > MAX_DOWNLOAD:
                raise InputError.too_big(where, MAX_DOWNLOAD)
    except brotli.error:
        raise InputError.damaged(where, "its body cannot be unpacked") from None
    if not unpacker.is_finished():
        raise InputError.damaged(where, "its body is cut off")
    return bytes(found)
