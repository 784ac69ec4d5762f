"""The statements of a store that a conflict cites, by the numbers that it gives them."""

from collections.abc import Iterable

from onrecord.record.answers import Said
from onrecord.record.view import View
from onrecord.values.conflict import Conflict, Line
from onrecord.weigh.conflict.changing import cites

LONGEST = 18  # digits of a statement's number: what the store can count


def cited_in(view: View, citing: Conflict | Iterable[Line], *, as_of: str | None = None) -> dict[str, Said]:
    """The statements that a conflict, or some lines of one, cite and that are on record. Raises StoreError."""
    named = (
        (c for c, _ in cites(citing)) if isinstance(citing, Conflict) else (c for line in citing for c in line.cites)
    )
    numeric = {c: int(c) for c in named if c.isascii() and c.isdecimal() and len(c) <= LONGEST}
    found = (
        {s.id: s for s in view.statements_numbered([*dict.fromkeys(numeric.values())], as_of=as_of)} if numeric else {}
    )
    return {cited: found[number] for cited, number in numeric.items() if number in found}
