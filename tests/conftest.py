"""Where tests keep a store: in a file, and on a PostgreSQL server where one can be started."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from onrecord.record.address import Address
from tests.server import Databases, NoServerError
from tests.server import server as started


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A server of the tests' own; without one, what needs it is skipped, and says why."""
    try:
        with started() as made:
            yield made
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session", params=["file", "server"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Address]:
    """Gives places with no document in them, in files and then on a server: the last two that it gave are kept."""
    if request.param == "file":
        return lambda: tmp_path_factory.mktemp("store") / "record.db"
    databases: Databases = request.getfixturevalue("databases")
    two = cycle([databases.new(), databases.new()])

    def emptied() -> Address:
        at = next(two)
        databases.empty(at)
        return at

    return emptied


@pytest.fixture
def at(stores: Callable[[], Address]) -> Address:
    """Where a test may keep a store, once in a file and once on a server."""
    return stores()
