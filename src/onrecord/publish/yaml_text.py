"""Texts that are written into YAML: safe whatever documents hold, and read again as they are."""

import json
import re
from collections.abc import Iterable

from onrecord.publish.wording import harmless

# What YAML takes as it stands; anything else is put in quotes. Words that other programs take for something else too.
_PLAIN = re.compile(r"[^\W\d_](?:[\w’.&/-]| (?! ))*(?<! )")
_NOT_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNWRITABLE = re.compile("[\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """A text on one line without characters that YAML or a terminal would act on."""
    return " ".join(_UNWRITABLE.sub("\ufffd", harmless(" ".join(text.split()))).split())


def scalar(text: str) -> str:
    """A text as YAML, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    """Texts as a list on one line."""
    return f"[{', '.join(map(scalar, texts))}]"
