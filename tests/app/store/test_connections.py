from datetime import UTC, datetime

import pytest

from orderdock.domain.errors import NoSuchConnection, WrongUsage
from orderdock.store import bookmarks, connections, links, runs, secrets, settings
from orderdock.store.orders import Saved
from orderdock.store.secrets import PROFILE, SealedRecords
from tests.support.shelf import NOW, Shelf, line, order

MOMENT = datetime(2026, 3, 4, 8, 20, tzinfo=UTC)


def test_ids_count_up_per_provider_and_are_never_used_again(shelf: Shelf) -> None:
    second = shelf.connect("Second")
    shelf.database.write_now(connections.disconnect, second, keep_orders=False, now=NOW)
    assert [shelf.connect("Third"), shelf.connect("Fourth", "synq")] == ["stackline-3", "synq-1"]


def test_a_name_that_is_taken_gets_a_number(shelf: Shelf) -> None:
    shelf.connect("mine")
    shelf.connect("Mine")
    shelf.connect("stackline-1")
    listed = [connection.name for connection in connections.all_connections(shelf.db)]
    assert listed == ["Mine", "mine 2", "Mine 3", "stackline-1 2"]


def test_a_connection_is_found_by_id_or_name(shelf: Shelf) -> None:
    assert connections.find(shelf.db, "stackline-1").name == "Mine"
    assert connections.find(shelf.db, "MINE").id == "stackline-1"
    with pytest.raises(NoSuchConnection, match="no connection “nobody”"):
        connections.find(shelf.db, "nobody")


def test_renaming_refuses_empty_and_taken_names(shelf: Shelf) -> None:
    shelf.connect("Other")
    for name in ("  ", "other"):
        with pytest.raises(WrongUsage):
            shelf.database.write_now(connections.rename, shelf.connection, name)
    shelf.database.write_now(connections.rename, shelf.connection, " Shop ")
    assert connections.find(shelf.db, "shop").id == shelf.connection


def test_evidence_comes_back_as_it_was_noted(shelf: Shelf) -> None:
    shelf.database.write_now(
        connections.record, shelf.connection, last_verified=MOMENT, error_code="unreachable"
    )
    shelf.database.write_now(
        connections.record, shelf.connection, link="7", data_up_to=MOMENT, needs_person=True
    )
    connection = connections.find(shelf.db, shelf.connection)
    assert connection.evidence.last_verified == MOMENT
    assert connection.evidence.error_code == "unreachable"
    amazon, target = connection.links
    assert (amazon.remote_id, amazon.evidence.data_up_to) == ("7", MOMENT)
    assert amazon.evidence.needs_person is True
    assert target.evidence.data_up_to is None
    with pytest.raises(KeyError):
        shelf.database.write_now(connections.record, shelf.connection, mood="good")


def test_links_are_renamed_but_never_dropped(shelf: Shelf) -> None:
    shelf.database.write_now(links.found, shelf.connection, [("7", "Amazon.com"), ("8", "New")])
    present = links.of_connection(shelf.db, shelf.connection)
    assert [(link.remote_id, link.name) for link in present] == [
        ("7", "Amazon.com"),
        ("9", "Target"),
        ("8", "New"),
    ]
    assert links.find(shelf.db, shelf.connection, "target").remote_id == "9"
    with pytest.raises(NoSuchConnection):
        links.find(shelf.db, shelf.connection, "nothing")


def rows_of(shelf: Shelf, table: str) -> int:
    return len(shelf.all(f"SELECT * FROM {table}"))  # noqa: S608 - our own names


@pytest.mark.parametrize("alone", [True, False])
def test_erasing_takes_everything_of_the_connection_and_nothing_else(
    shelf: Shelf, alone: bool
) -> None:
    other = shelf.connect("Other")
    if not alone:
        shelf.save(order("x", line("1", "Kept", raw=b"{}")), connection=other)
    shelf.save(order("a", line("1", "Gone", raw=b"{}")), bookmarks={"orders": {"page": 1}})
    shelf.database.write_now(secrets.put, shelf.connection, {"token": b"sealed"})
    shelf.database.write_now(connections.disconnect, shelf.connection, keep_orders=False, now=NOW)
    left = 0 if alone else 1
    for table in ("orders", "lines", "raw_records"):
        assert rows_of(shelf, table) == left
    for table in ("secrets", "bookmarks", "links"):
        assert rows_of(shelf, table) == 0
    words = "SELECT count(*) FROM line_words WHERE line_words MATCH ?"
    assert shelf.all(words, ["gone"]) == [(0,)]
    assert shelf.all(words, ["kept"]) == [(left,)]
    with pytest.raises(NoSuchConnection):
        connections.find(shelf.db, shelf.connection, kept=True)


def test_keeping_the_orders_forgets_secrets_and_hides_the_connection(shelf: Shelf) -> None:
    shelf.save(order("a", line()), bookmarks={"orders": {"page": 1}})
    shelf.database.write_now(secrets.put, shelf.connection, {"token": b"sealed"})
    shelf.database.write_now(connections.disconnect, shelf.connection, keep_orders=True, now=NOW)
    assert connections.all_connections(shelf.db) == []
    [kept] = connections.all_connections(shelf.db, kept=True)
    assert (kept.connected, kept.orders) == (False, 1)
    assert SealedRecords(shelf.database).names(shelf.connection) == []
    assert bookmarks.of_connection(shelf.db, shelf.connection) == {}


def test_sealed_records_are_kept_by_connection_and_name(shelf: Shelf) -> None:
    records = SealedRecords(shelf.database)
    records.write(shelf.connection, {"access": b"1", "refresh": b"2"})
    records.write(PROFILE, {"salt": b"3"})
    records.write(shelf.connection, {"access": None, "refresh": b"4"})
    assert records.read(shelf.connection, "access") is None
    assert records.read(shelf.connection, "refresh") == b"4"
    assert records.read(PROFILE, "salt") == b"3"
    assert records.names(shelf.connection) == ["refresh"]
    assert records.read("nobody-1", "salt") is None
    with pytest.raises(NoSuchConnection):
        records.write("nobody-1", {"x": b""})


def test_settings_are_plain_values_and_none_removes(shelf: Shelf) -> None:
    shelf.database.write_now(settings.save, "columns", ["a", "b"])
    shelf.database.write_now(settings.save, "theme", "dark")
    shelf.database.write_now(settings.save, "theme", None)
    assert settings.all_settings(shelf.db) == {"columns": ["a", "b"]}


def test_runs_remember_their_counts_and_sentences(shelf: Shelf) -> None:
    run = shelf.database.write_now(runs.begin, shelf.connection, NOW)
    shelf.database.write_now(
        runs.end,
        run,
        now=NOW + 5,
        outcome="ok",
        saved=Saved(1, 2, 3, 4),
        expected=10,
        seen=9,
        notes=["One is missing."],
    )
    killed = shelf.database.write_now(runs.begin, shelf.connection, NOW + 9)
    newest, oldest = runs.latest(shelf.db, shelf.connection)
    assert (newest.id, newest.ended) == (killed, None)
    assert (oldest.saved, oldest.seen, oldest.notes) == (Saved(1, 2, 3, 4), 9, ("One is missing.",))


def test_forgetting_a_bookmark_reads_from_the_beginning(shelf: Shelf) -> None:
    shelf.save(bookmarks={"a": {"x": 1}, "b": {"x": 2}})
    shelf.database.write_now(bookmarks.forget, shelf.connection, "a")
    assert bookmarks.of_connection(shelf.db, shelf.connection) == {"b": {"x": 2}}
    shelf.database.write_now(bookmarks.forget, shelf.connection)
    assert bookmarks.of_connection(shelf.db, shelf.connection) == {}
