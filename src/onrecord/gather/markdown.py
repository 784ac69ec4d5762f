"""Front matter off, the rest character for character."""

import datetime as dt
import re
from typing import Any

import yaml

from onrecord.errors import InputError
from onrecord.values import Genre

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
GENRES: tuple[Genre, ...] = ("article", "readout", "transcript")
KEYS = ("title", "outlet", "url", "published", "genre")


def split(text: str, where: str) -> tuple[dict[str, Any], str]:
    """The metadata of a text's front matter, if it has any, and the text after it.

    Keys that onrecord does not know are left out. Raises InputError for front matter that is not a YAML mapping, or
    that names a genre or a date that does not exist.
    """
    front = _FRONT.match(text)
    if not front:
        return {}, text
    try:
        read = yaml.safe_load(front[1]) or {}
    except (yaml.YAMLError, ValueError) as error:
        raise InputError.front_matter(where, " ".join(str(error).split())[:120]) from None
    if not isinstance(read, dict):
        raise InputError.front_matter(where, "it is not a list of keys and values")
    known = {key: _plain(read[key]) for key in KEYS if read.get(key) not in (None, "")}
    if known.get("genre", "article") not in GENRES:
        raise InputError.front_matter(where, f"genre {known['genre']!r} is none of {', '.join(GENRES)}")
    return known, text[front.end() :]


def _plain(value: object) -> str:
    """A value as text: YAML reads an unquoted date as a date."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
