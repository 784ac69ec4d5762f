"""What a reviewer writes, as answers that a ruling takes: the terminal and the desk read it alike."""

import re
from collections.abc import Sequence
from typing import Any, get_args

from onrecord.errors import CorrectionError
from onrecord.record.answers import Said
from onrecord.record.view import View
from onrecord.spans import Range
from onrecord.values import Issue, Kind, Stance

NO_SIDE = "none"


def kind(written: str) -> str:
    """A kind, or the one that begins so; else what was written, which a ruling refuses."""
    fits = [one for one in get_args(Kind) if written and one.startswith(written.lower())]
    return fits[0] if len(fits) == 1 else written


def stance(written: str) -> str | None:
    """A stance, None for taking no side. Raises CorrectionError."""
    known = (*get_args(Stance), NO_SIDE)
    if written not in known:
        raise CorrectionError.not_one_of("stance", written, known)
    return None if written == NO_SIDE else written


def issue(written: str, issues: Sequence[Issue]) -> str:
    """An issue of the dossier by its id. Raises CorrectionError."""
    if not issues:
        raise CorrectionError.no_dossier()
    known = [one.id for one in issues]
    if written not in known:
        raise CorrectionError.not_one_of("issue", written, known)
    return written


def unnamed(role: str) -> dict[str, Any]:
    """A speaker who is not named."""
    return {"name": None, "type": "unnamed", "role": role.strip() or None}


def speaker(view: View, name: str, party: str) -> dict[str, Any]:
    """A speaker by a name as on record, or by a new one. Raises CorrectionError where several have it."""
    known = view.named(name) if name else ()
    exact = tuple(k for k in known if k.name == name and (not party or k.party == party))
    known = exact if len(exact) == 1 else known
    if len(known) > 1:
        raise CorrectionError.several(name, [f"{k.name}, {k.party}" if k.party else k.name for k in known])
    who = known[0] if known else None
    return {
        "name": who.name if who else name, "type": who.type if who else "person",
        "party": party or (who.party if who else None),
    }  # fmt: skip


def words_at(text: str, said: Said, words: str) -> Range:
    """Where words stand nearest to what was said, whatever the white space between them. Raises CorrectionError."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = list(re.finditer(pattern, text)) if pattern else []
    if not found:
        raise CorrectionError.not_found(words)
    first, last = said.fullest.content[0].start, said.fullest.content[-1].end
    return min(found, key=lambda m: max(first - m.start(), m.end() - last, 0)).span()
