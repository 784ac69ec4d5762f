"""A publication date as people write it, or a refusal."""

import re
from datetime import date

from onrecord.errors import InputError

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")


def iso_date(value: str, where: str) -> str:
    """A date as YYYY-MM-DD. Raises InputError where day, month or year is missing or the date does not exist."""
    bare = value.strip()
    iso = _ISO.fullmatch(bare)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        raise InputError.date(where, value) from None
    if not re.search(r"\d{4}", bare) or not re.search(r"[A-Za-z]{3}", bare):
        raise InputError.date(where, value)  # 10/01/2022 is two dates
    import dateparser

    strict = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    found = dateparser.parse(bare, languages=["en"], settings=strict)
    if found is None:
        raise InputError.date(where, value)
    return found.date().isoformat()
