"""Where a store is: a file on this machine, or a database on a PostgreSQL server. A password is never shown."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from onrecord.errors import StoreError

_SCHEMES = ("postgresql://", "postgres://")
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})|%00")
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Server:
    """A database on a PostgreSQL server. Shown, it is its address without the password and without options."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        credentials, at, place = self._parts()
        return f"postgresql://{credentials.partition(':')[0]}{at}{place.partition('?')[0]}"

    @property
    def password(self) -> str:
        """The password as the address has it; empty where it has none."""
        return self._parts()[0].partition(":")[2]

    @property
    def name(self) -> str:
        """How a command names it, as it does a file by its name: the address, without the password."""
        return str(self)

    @property
    def stem(self) -> str:
        """The database's name, fit for a file's: files that belong to a file's store stand beside it."""
        named = unquote(self._parts()[2].partition("?")[0].partition("/")[2])
        return _UNFIT.sub("-", named).strip("-.") or "onrecord"

    def with_suffix(self, suffix: str) -> Path:
        """The file of that kind that belongs to the store: in the current folder, by the database's name."""
        return Path(self.stem + suffix)

    def _parts(self) -> tuple[str, str, str]:
        credentials, at, place = self.url.partition("://")[2].rpartition("@")
        return credentials, at, place


Address = Path | Server


def address(named: str | Address) -> Address:
    """The store that is meant: an address of PostgreSQL's form (``postgresql://user@host/name``), else a file.

    Raises StoreError where an address cannot be read one way alone: what of it is a password is then not known.
    """
    if not isinstance(named, str):
        return named
    if not named.startswith(_SCHEMES):
        return Path(named)
    rest = named.partition("://")[2]
    before = rest.rpartition("@")[0]
    if re.search("[@/?#]", before) or _BAD_ESCAPE.search(rest) or not rest.isprintable():
        raise StoreError.no_address()
    return Server(named)
