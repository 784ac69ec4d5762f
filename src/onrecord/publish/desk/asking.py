"""What a page is asked for: the day, the filters and the place in a list, from its address."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, get_args
from urllib.parse import quote, urlencode

from fastapi import Depends, Query

from onrecord.errors import OnrecordError
from onrecord.record.answers import Filter
from onrecord.values import Kind, MeetingKind

PAGE = 50  # rows of a list
KINDS = (*get_args(Kind), *get_args(MeetingKind))


@dataclass(frozen=True)
class Asked:
    """The day that the whole desk shows, and what a list is narrowed to."""

    as_of: str | None = None
    since: str | None = None
    party: str | None = None
    speaker: str | None = None
    kind: str | None = None
    outlet: str | None = None
    page: int = 1

    @property
    def filter(self) -> Filter:
        """The same for the record; one row more than a page holds, to know whether there are more."""
        return Filter(
            self.as_of, self.since, self.party, self.speaker, self.kind, self.outlet,
            limit=PAGE + 1, offset=(self.page - 1) * PAGE,
        )  # fmt: skip

    def here(self, path: str, **changed: str | int | None) -> str:
        """An address of the desk on the same day, with what is given in ``changed``; None leaves something out."""
        named = {"as_of": self.as_of, **changed}
        asked = urlencode([(k, v) for k, v in named.items() if v not in (None, "")])
        return quote(path) + (f"?{asked}" if asked else "")

    def narrowed(self, path: str, **changed: str | int | None) -> str:
        """The same with the filters kept, and the first page unless another is given."""
        kept = {"since": self.since, "party": self.party, "speaker": self.speaker, "kind": self.kind,
                "outlet": self.outlet}  # fmt: skip
        return self.here(path, **{**kept, **changed})


def day(value: str | None, name: str) -> str | None:
    """A day as YYYY-MM-DD, None for none. Raises OnrecordError, naming what it was given for."""
    if not value:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        message = f"{name}: cannot read the date {value!r}. Write it as YYYY-MM-DD."
        raise OnrecordError(message) from None


Text = Annotated[str | None, Query(max_length=300)]


def asked(
    as_of: Annotated[str | None, Query(max_length=20, description="The record as of the end of this day.")] = None,
    since: Annotated[str | None, Query(max_length=20, description="Leave out what is dated earlier.")] = None,
    party: Text = None, speaker: Text = None, kind: Text = None, outlet: Text = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Asked:  # fmt: skip
    """What an address asks for. Raises OnrecordError for a date or kind that is none."""
    if kind and kind not in KINDS:
        message = f"kind: {kind!r} is none of {', '.join(KINDS)}."
        raise OnrecordError(message)
    made = Asked(day(as_of, "as_of"), day(since, "since"), page=page)
    return replace(made, party=party or None, speaker=speaker or None, kind=kind or None, outlet=outlet or None)


Asking = Annotated[Asked, Depends(asked)]
