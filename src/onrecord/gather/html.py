"""A web page's article: main text and what the page says about itself."""

import re
from typing import Any

from onrecord.errors import InputError

LEAST_WORDS = 25
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}"
)  # Thai, Chinese, …
KEYS = {"title": "title", "outlet": "sitename", "published": "date", "url": "url"}


def article(html: str, where: str) -> tuple[dict[str, Any], str]:
    """The metadata and main text of a page, one paragraph a line. Raises InputError where there is no article."""
    import trafilatura

    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    read: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(read.get("text") or "")
    if len(text.split()) + len(_UNSPACED.findall(text)) < LEAST_WORDS:
        raise InputError.no_article(where)
    known = {ours: read.get(theirs) for ours, theirs in KEYS.items()}
    return {key: value for key, value in known.items() if value}, text
