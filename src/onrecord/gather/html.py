"""A web page's article: main text and what the page says about itself."""

import re
from collections.abc import Callable
from typing import Any

from onrecord.errors import InputError
from onrecord.gather.language import checked_language

LEAST_WORDS = 25
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}"
)  # Thai, Chinese, …
KEYS = {"title": "title", "outlet": "sitename", "published": "date", "url": "url"}
_WORDLESS = frozenset(("script", "style", "noscript", "template", "svg", "head"))
_INLINE = frozenset(("a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u"))
Worth = Callable[[str], bool]


def article(html: str, where: str, worth: Worth | None = None) -> tuple[dict[str, Any], str]:
    """The metadata and main text of a page, one paragraph a line.

    Raises InputError where there is no article, one in another language, or where ``worth``, asked first of all words
    of the page, does not want it: to find the article among them takes thirty times as long. The metadata, mostly the
    date, take two to three times as long as the text: they are looked for only behind that, and come out the same.
    """
    import trafilatura
    from trafilatura.metadata import extract_metadata

    if worth is not None and not worth(_words(html)):
        raise InputError.not_about(where)
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


def _words(html: str) -> str:
    """All words that a page shows, and its title; what is not in one line with others is in another."""
    from lxml import etree
    from trafilatura import load_html

    tree = load_html(html)
    if tree is None:
        return ""
    out, skipping = [tree.findtext(".//title") or ""], None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        wordless = not isinstance(element.tag, str) or element.tag in _WORDLESS
        if event == "start" and skipping is None and wordless:
            skipping = element
        elif event == "end" and skipping is element:
            skipping = None
        if skipping is None:
            words = element.tail if event == "end" else element.text
            out += ["" if element.tag in _INLINE else "\n", words or ""]
    return "".join(out)
