"""Lists of words and phrases, one a line, as patterns."""

import re
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=8)
def any_of(name: str) -> re.Pattern[str]:
    """A pattern of whatever a data file of ``weigh`` lists: whole words in any case, an ending where it begins so."""
    text = (resources.files("onrecord.weigh") / "data" / name).read_text(encoding="utf-8")
    listed = [" ".join(line.split()) for line in text.splitlines() if line and not line.startswith("#")]
    parts = ((r"(?<!\w)" if one[0].isalpha() else "") + re.escape(one) for one in listed)
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)", re.I)
