"""The driver of PostgreSQL, imported only where a store is on a server."""

from typing import Any

import psycopg


class Pooled(psycopg.Connection[Any]):
    """A connection that goes with the pool that holds it: that nobody closed it is no fault then."""

    def __del__(self, *_: Any) -> None:
        """Say nothing: the driver closes it."""
