"""Is it English? Clear cases by its commonest words; the rest by a language identifier, which is slow to load."""

import re
from functools import lru_cache
from importlib import resources
from typing import Any

from onrecord.errors import InputError

SAMPLE = 5000  # characters
SHORT = 8  # words too few to tell a language by
CLEAR = 0.22  # share of function words above which a text is English: most other languages stay under a tenth
SURE = 0.8
LONG, CERTAIN = 20, 0.999  # Danish has more English words than a tenth; near kin (Croatian) share what is sure of them
_WORD = re.compile(r"[^\W\d_]+")


def checked_language(text: str, where: str) -> str:
    """``en``. Raises InputError, naming the language, where a text is clearly in another one."""
    words = _WORD.findall(_sample(text).lower())
    common = sum(word in _function_words() for word in words)
    if (len(words) < SHORT and text.isascii()) or (words and common / len(words) >= CLEAR):
        return "en"
    code, sure, english = _identified(_sample(text))
    rare = (words or not text.isascii()) and common / max(len(words), 1) < CLEAR / 2
    if code != "en" and ((sure >= SURE and rare) or (len(words) >= LONG and 1 - english >= CERTAIN)):
        raise InputError.language(where, _english_name(code))
    return "en"


def _sample(text: str) -> str:
    """The middle of a long text: its beginning may be a title or a list of links."""
    middle = max(0, (len(text) - SAMPLE) // 2)
    return text[middle : middle + SAMPLE]


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    data = resources.files("onrecord.gather") / "data" / "english.txt"
    return frozenset(data.read_text(encoding="utf-8").split())


def _identified(text: str) -> tuple[str, float, float]:
    """The likeliest language's code, its probability and that of English."""
    ranked = {str(code): float(sure) for code, sure in _identifier().rank(text)}
    code = max(ranked, key=lambda one: ranked[one])
    return code, ranked[code], ranked["en"]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The identifier of py3langid, giving probabilities."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)


def _english_name(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return f"a language with the code {code}"
