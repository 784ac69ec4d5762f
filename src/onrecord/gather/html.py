"""A web page's article: main text and what the page says about itself."""

import re
from collections.abc import Callable
from typing import Any

from onrecord.errors import InputError

LEAST_WORDS = 25
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}"
)  # Thai, Chinese, …
KEYS = {"title": "title", "outlet": "sitename", "published": "date", "url": "url"}
_WORDLESS = frozenset(("script", "style", "noscript", "template", "svg", "head"))
_INLINE = frozenset(("a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u"))
Worth = Callable[[str], bool]


def article(html: str, where: str, worth: Worth | None = None) -> tuple[dict[str, Any], str]:
    """The metadata and main text of a page, one paragraph a line. Raises InputError where there is no article.

    ``worth`` is asked first of all words of the page: finding the article among them takes a hundred times as long.
    """
    import trafilatura

    tree = trafilatura.load_html(html)
    if worth is not None and tree is not None and not worth(_words(tree)):
        raise InputError.not_about(where)
    found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, include_tables=False)
    read: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(read.get("text") or "")
    if len(text.split()) + len(_UNSPACED.findall(text)) < LEAST_WORDS:
        raise InputError.no_article(where)
    known = {ours: read.get(theirs) for ours, theirs in KEYS.items()}
    return {key: value for key, value in known.items() if value}, text


def _words(tree: Any) -> str:
    """All words that a page shows, and its title; what is not in one line with them is on another."""
    out = [tree.findtext(".//title") or ""]
    skipping = None
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        plain = isinstance(element.tag, str)
        if event == "start":
            if skipping is None and (not plain or element.tag in _WORDLESS):
                skipping = element
            if skipping is None:
                out += ["" if element.tag in _INLINE else "\n", element.text or ""]
        else:
            if skipping is element:
                skipping = None
            if skipping is None:
                out += ["" if element.tag in _INLINE else "\n", element.tail or ""]
    return "".join(out)
