"""One bench per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdock.domain.connections import ProviderId
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.system.locks import Locks
from tests.app.sync.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Database.open(tmp_path / "orderdock.db") as database:
        connection = database.write_now(
            connections.add,
            provider=ProviderId("pretend"),
            name="Mine",
            base_url="https://api.pretend.example",
            now=1,
        )
        yield Bench(database, Locks(tmp_path / "locks"), connection)
