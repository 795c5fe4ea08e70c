"""The sandbox of a profile: started by the first, joined by the next, found again at a new port."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdock.domain.connections import ProviderId
from orderdock.domain.errors import WrongUsage
from orderdock.services.profile import Profile
from orderdock.services.sandbox_process import SandboxProcess
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.system.locks import Locks


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "orderdock.db") as opened:
        yield opened


def process(folder: Path, database: Database, scenario: str = "small") -> SandboxProcess:
    return SandboxProcess(
        Profile(folder, "sandbox", scenario), Locks(folder / "locks"), database, speed=50
    )


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_the_first_starts_it_the_second_joins_and_it_ends_with_the_first(
    tmp_path: Path, database: Database
) -> None:
    first, second = process(tmp_path, database), process(tmp_path, database)
    place = await first.ensure()
    try:
        assert answers(place.port)
        assert (await second.ensure()) == place
        assert (await first.ensure()) == place
        await second.stop()
        assert answers(place.port), "who only joined does not stop it"
        with pytest.raises(WrongUsage, match="already plays"):
            await process(tmp_path, database, "outage").ensure()
    finally:
        await first.stop()
    assert not answers(place.port)


async def test_connections_follow_it_to_another_port(tmp_path: Path, database: Database) -> None:
    first = process(tmp_path, database)
    before = await first.ensure()
    await first.stop()
    connection = database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name="Mine",
        base_url=before.bases["stackline"],
        now=1,
    )
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", before.port))
        squatter.listen()
        second = process(tmp_path, database)
        after = await second.ensure()
        await second.stop()
    assert after.port != before.port
    moved = database.read_now(connections.find, connection).base_url
    assert moved == after.bases["stackline"]


async def test_an_unknown_scenario_is_named_with_those_there_are(
    tmp_path: Path, database: Database
) -> None:
    with pytest.raises(WrongUsage, match=r"'windy'.*default"):
        await process(tmp_path, database, "windy").ensure()
    after = process(tmp_path, database)
    assert answers((await after.ensure()).port), "nothing is left locked"
    await after.stop()
