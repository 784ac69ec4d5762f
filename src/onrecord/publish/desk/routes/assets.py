"""The desk's own style, scripts and icon: held in memory, compressed once, and kept by browsers."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.publish.desk.rendering import asset

router = APIRouter(include_in_schema=False)
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "LICENSE": "text/plain"}


@dataclass(frozen=True)
class Held:
    """A file as it is and compressed, its type, and the mark that changes with it."""

    body: bytes
    compressed: bytes
    media_type: str
    mark: str


@router.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """One file. What the address marks (``?v=``) never changes; any other is asked for again."""
    held = _held(name) if name in _names() else None
    if held is None:
        raise HTTPException(404, f"There is no file {name}.")
    forever = request.query_params.get("v") == held.mark
    headers = {
        "ETag": f'"{held.mark}"', "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=31536000, immutable" if forever else "no-cache",
    }  # fmt: skip
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(held.compressed, media_type=held.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(held.body, media_type=held.media_type, headers=headers)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    folder = files("onrecord.publish.desk").joinpath("static")
    own = {one.name for one in folder.iterdir() if one.is_file()}
    return frozenset(own | {f"vendor/{one.name}" for one in folder.joinpath("vendor").iterdir() if one.is_file()})


@lru_cache(maxsize=64)
def _held(name: str) -> Held:
    body = files("onrecord.publish.desk").joinpath("static", name).read_bytes()
    media_type = TYPES[name.rpartition(".")[2]]
    return Held(body, gzip.compress(body, mtime=0), media_type, asset(name).partition("?v=")[2])
