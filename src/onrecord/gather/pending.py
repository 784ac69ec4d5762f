"""A document that was found and is not read yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError
from onrecord.values import Document, Reading


@dataclass(frozen=True)
class Pending:
    """A document to come: the stable name of its place, and a call that gathers it or raises InputError.

    ``crawled`` says that a machine put it there with everything else it met, so that much of it is no article.
    ``reading`` gives the reading of one that was read before, or raises InputError; None where it is still to be read.
    """

    origin: str
    gather: Callable[[], Document]
    crawled: bool = False
    reading: Callable[[], Reading] | None = None


@dataclass(frozen=True)
class Options:
    """What the person says about every document, in place of what it says itself; and which hosts may be asked.

    ``columns`` names columns of a Parquet file where they are not called as onrecord calls them: ours, theirs.
    ``worth`` says of the words of a page in a web archive whether it is wanted at all.
    """

    published: str | None = None
    outlet: str | None = None
    allow_private: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    worth: Callable[[str], bool] | None = None

    def stated(self) -> dict[str, Any]:
        """The metadata that the person stated."""
        return {key: value for key in ("published", "outlet") if (value := getattr(self, key)) is not None}


NOTHING_STATED = Options()


def refused(origin: str, error: InputError, *, crawled: bool = False) -> Pending:
    """A place whose document cannot be had: asking for it raises ``error``, so that the others go on."""

    def gather() -> Document:
        raise error

    return Pending(origin, gather, crawled)
