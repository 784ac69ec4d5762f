"""A web page's article: main text and what the page says about itself."""

import re
from typing import Any

from onrecord.errors import InputError
from onrecord.gather.language import checked_language

LEAST_WORDS = 25
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}"
)  # Thai, Chinese, …
KEYS = {"title": "title", "outlet": "sitename", "published": "date", "url": "url"}


def article(html: str, where: str) -> tuple[dict[str, Any], str]:
    """The metadata and main text of a page, one paragraph a line.

    Raises InputError where there is no article, or one in another language. The metadata, mostly the date, take two to
    three times as long as the text: they are looked for only behind that, and come out the same.
    """
    import trafilatura
    from trafilatura.metadata import extract_metadata

    found = trafilatura.bare_extraction(html, include_comments=False, include_tables=False)
    text = str((_fields(found) if found is not None else {}).get("text") or "")
    if len(text.split()) + len(_UNSPACED.findall(text)) < LEAST_WORDS:
        raise InputError.no_article(where)
    checked_language(text, where)
    read = _fields(extract_metadata(html))
    known = {ours: read.get(theirs) for ours, theirs in KEYS.items()}
    return {key: value for key, value in known.items() if value}, text


def _fields(found: Any) -> dict[str, Any]:
    """What trafilatura found, by its names."""
    return found if isinstance(found, dict) else dict(found.as_dict())
