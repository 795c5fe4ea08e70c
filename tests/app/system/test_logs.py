import asyncio
import logging
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orderdock.domain.connections import ConnectionState
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.system.clock import SystemClock
from orderdock.system.logs import close_logs, set_up_logs
from orderdock.system.redaction import harmless, without_query
from tests.support.rude_server import rude_server, says

LOG = logging.getLogger("orderdock.test")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    levels = {name: logging.getLogger(name).level for name in ("orderdock", "httpx2", "asyncio")}
    filters = {handler: list(handler.filters) for handler in logging.getLogger().handlers}
    set_up_logs(tmp_path / "logs", level=logging.DEBUG)
    yield lambda: (tmp_path / "logs" / "orderdock.log").read_text()
    close_logs()
    for handler, before in filters.items():
        handler.filters = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_only_harmless_fields_are_written(written: Callable[[], str], tmp_path: Path) -> None:
    LOG.info(
        "Sync of %(connection)s: %(code)s after %(seconds).1f s, body %(body)s",
        {"connection": "stackline-1", "code": "ok", "seconds": 2.5, "body": "hunter2"},
    )
    LOG.info("Positions: %s %d %s %s", "hunter2", 7, ConnectionState.OK, ValueError)
    LOG.info("Secrets: %(code)s %(what)s", {"code": Secret("hunter2"), "what": {"a": "hunter2"}})
    LOG.info("Addresses: %(what)s", {"what": "https://a.example/x?token=hunter2#hunter2"})
    text = written()
    assert "hunter2" not in text
    assert "Sync of stackline-1: ok after 2.5 s, body •••" in text
    assert "Positions: ••• 7 ok ValueError" in text
    assert "Secrets: ••• •••" in text
    assert "Addresses: https://a.example/x\n" in text
    assert stat.S_IMODE((tmp_path / "logs" / "orderdock.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


@pytest.mark.logs("Went wrong")
def test_an_exception_shows_its_place_and_not_its_words(written: Callable[[], str]) -> None:
    def fail() -> None:
        raise ValueError("token hunter2")

    try:
        fail()
    except ValueError:
        LOG.exception("Went wrong")
    text = written()
    assert "hunter2" not in text
    assert "Went wrong [ValueError at test_logs.py:" in text
    assert "Traceback" not in text


@pytest.mark.logs("Retry|first")
def test_foreign_messages_are_sifted(written: Callable[[], str]) -> None:
    logging.getLogger("asyncio").warning("first line\npassword=hunter2")
    logging.getLogger("stranger").warning(
        "Retry of %s for https://u:hunter2@a.example/?code=hunter2", "hunter2"
    )
    text = written()
    assert "hunter2" not in text
    assert "first line" in text


def test_a_message_that_does_not_fit_its_values_does_no_harm(written: Callable[[], str]) -> None:
    LOG.info("%d and %s", "hunter2")  # noqa: PLE1206 - the mistake is the point
    LOG.info("%(missing)s", {"code": "x"})
    assert "hunter2" not in written()


async def test_the_wire_says_nothing_of_what_it_carries(written: Callable[[], str]) -> None:
    call = Call("GET", "/x", "it", query={"token": Secret("hunter2")}).with_headers(
        Authorization=Secret("Bearer hunter2")
    )
    LOG.info("begins")
    async with (
        rude_server(says(body=[])) as server,
        ApiClient(
            server.url, provider="A", pace=Pace(), clock=SystemClock(), user_agent="x"
        ) as client,
    ):
        await client.send(call)
    assert "hunter2" not in written()
    assert "HTTP Request" not in written()


def test_the_file_rotates_and_stays_private(
    written: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for handler in logging.getLogger().handlers:
        if hasattr(handler, "maxBytes"):
            monkeypatch.setattr(handler, "maxBytes", 500)
    for number in range(50):
        LOG.info("line %d", number)
    files = sorted(file.name for file in (tmp_path / "logs").iterdir())
    assert files == ["orderdock.log", *(f"orderdock.log.{n}" for n in (1, 2, 3))]
    for file in (tmp_path / "logs").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    filters = {handler: list(handler.filters) for handler in logging.getLogger().handlers}
    set_up_logs(tmp_path / "logs")
    LOG.info("nothing happens")
    close_logs()
    for handler, before in filters.items():
        handler.filters = before


async def test_setting_up_twice_writes_once(written: Callable[[], str], tmp_path: Path) -> None:
    await asyncio.to_thread(set_up_logs, tmp_path / "logs")
    LOG.info("once")
    assert written().count("once") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Invalid token: expired", "Invalid token: expired"),
        ("token=abc123 was bad", "••• was bad"),
        ("Bearer abcdefgh no", "••• no"),
        ("see eyJhbGciOiJI.eyJzdWIiOiIx.c2ln now", "see ••• now"),
        ("key 0123456789abcdef0123456789abcdefXY no", "key ••• no"),
        (
            "order 0f8fad5b-d9cb-469f-a165-70867728950e",
            "order 0f8fad5b-d9cb-469f-a165-70867728950e",
        ),
        ("a\r\n\tb\x00\x1b[31mc", "a b [31mc"),
        ("x " * 300, "x " * 99 + "x…"),
    ],
)
def test_foreign_texts_become_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_addresses_lose_their_query_and_their_user() -> None:
    assert (
        without_query("to https://u:p@a.example/b?c=d#e and on") == "to https://a.example/b and on"
    )
    assert without_query("https://u:p@a.example/b") == "https://a.example/b"
    assert without_query("https://a.example/b") == "https://a.example/b"
