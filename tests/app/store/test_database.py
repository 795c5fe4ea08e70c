import asyncio
import os
import stat
import threading
from pathlib import Path

import apsw
import pytest

from orderdock.domain.errors import DataFolderTrouble
from orderdock.store import schema, settings
from orderdock.store.database import Database


def touch(db: apsw.Connection, key: str, value: object) -> None:
    settings.save(db, key, value)


def kept(database: Database) -> dict[str, object]:
    return settings.all_settings(database.reader())


def test_a_new_database_is_private_and_at_the_current_version(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    with Database.open(path) as database:
        database.write_now(touch, "a", 1)
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert database.reader().pragma("user_version") == schema.known_version()
        assert database.reader().pragma("journal_mode") == "wal"


def test_a_loose_file_is_tightened(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    Database.open(path).close()
    path.chmod(0o644)
    with Database.open(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    with Database.open(tmp_path / "orders.db") as database:
        database.write_now(touch, "theme", {"dark": True})
    with Database.open(tmp_path / "orders.db") as database:
        assert kept(database) == {"theme": {"dark": True}}


def test_an_error_inside_a_write_undoes_all_of_it(tmp_path: Path) -> None:
    def half(db: apsw.Connection) -> None:
        touch(db, "a", 1)
        raise RuntimeError("no")

    with Database.open(tmp_path / "orders.db") as database:
        with pytest.raises(RuntimeError):
            database.write_now(half)
        assert kept(database) == {}
        database.write_now(touch, "b", 2)
        assert kept(database) == {"b": 2}


def test_a_database_from_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    Database.open(path).close()
    db = apsw.Connection(str(path))
    db.pragma("user_version", 99)
    db.close()
    before, moment = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(DataFolderTrouble, match="newer Orderdock") as trouble:
        Database.open(path)
    assert trouble.value.error_code == "newer_database"
    assert trouble.value.next_step
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment)
    assert [file.name for file in tmp_path.iterdir()] == ["orders.db"]


@pytest.mark.parametrize("content", [b"just some text", b"x" * 5000, os.urandom(4096)])
def test_another_kind_of_file_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders.db"
    path.write_bytes(content)
    with pytest.raises(DataFolderTrouble, match="not an Orderdock database"):
        Database.open(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("version", [0, 1])
def test_a_database_of_another_program_is_refused(tmp_path: Path, version: int) -> None:
    path = tmp_path / "orders.db"
    db = apsw.Connection(str(path))
    db.execute("CREATE TABLE theirs (x)")
    db.pragma("user_version", version)
    db.close()
    with pytest.raises(DataFolderTrouble, match="not an Orderdock database"):
        Database.open(path)
    db = apsw.Connection(str(path))
    assert [name for (name,) in db.execute("SELECT name FROM sqlite_schema")] == ["theirs"]
    db.close()


def test_a_damaged_database_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    Database.open(path).close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(DataFolderTrouble, match="damaged") as trouble:
        use(path)
    assert trouble.value.error_code == "database_damaged"


def use(path: Path) -> None:
    with Database.open(path) as database:
        database.write_now(touch, "a", 1)


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    def fill(db: apsw.Connection) -> None:
        for number in range(100):
            touch(db, f"big{number}", "x" * 100_000)

    with Database.open(tmp_path / "orders.db") as database:
        database.write_now(touch, "a", 1)
        database.write_now(limit_size)
        with pytest.raises(DataFolderTrouble, match="no space left") as trouble:
            database.write_now(fill)
        assert trouble.value.error_code == "disk_full"
        assert kept(database) == {"a": 1}


def limit_size(db: apsw.Connection) -> None:
    db.pragma("max_page_count", int(db.pragma("page_count")) + 50)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataFolderTrouble):
        Database.open(tmp_path / "gone" / "orders.db")


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "orders.db").mkdir()
    with pytest.raises(DataFolderTrouble):
        Database.open(tmp_path / "orders.db")


@pytest.mark.parametrize("turn", range(40))  # one in thirty went wrong once
def test_programs_may_open_a_new_file_at_once(tmp_path: Path, turn: int) -> None:
    opened: list[Database] = []
    failed: list[BaseException] = []
    gate = threading.Barrier(4)

    def start() -> None:
        gate.wait()
        try:
            opened.append(Database.open(tmp_path / "orders.db"))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for number, database in enumerate(opened):
        database.write_now(touch, str(number), number)
    assert len(kept(opened[0])) == 4
    for database in opened:
        database.close()


async def test_writing_and_heavy_work_take_turns_in_one_thread(tmp_path: Path) -> None:
    def thread_of(db: apsw.Connection) -> int:
        return threading.get_ident()

    with Database.open(tmp_path / "orders.db") as database:
        async with asyncio.TaskGroup() as group:
            writes = [group.create_task(database.write(thread_of)) for _ in range(5)]
            works = [group.create_task(database.work(threading.get_ident)) for _ in range(5)]
        threads = {task.result() for task in writes + works}
        assert len(threads) == 1
        assert threads != {threading.get_ident()}


async def test_a_write_that_is_cancelled_while_it_runs_is_finished(tmp_path: Path) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(db: apsw.Connection) -> None:
        touch(db, "a", 1)
        began.set()
        assert go_on.wait(60)

    with Database.open(tmp_path / "orders.db") as database:
        async with asyncio.TaskGroup() as group:
            running = group.create_task(database.write(slow))
            waiting = group.create_task(database.write(touch, "b", 2))
            await asyncio.to_thread(began.wait, 60)
            waiting.cancel()
            running.cancel()
            await asyncio.sleep(0)
            assert not running.done()
            go_on.set()
        assert running.cancelled()
        assert waiting.cancelled()
        assert kept(database) == {"a": 1}


def test_readers_see_what_was_committed_while_a_write_goes_on(tmp_path: Path) -> None:
    began, go_on = threading.Event(), threading.Event()
    seen: list[dict[str, object]] = []

    def slow(db: apsw.Connection) -> None:
        touch(db, "b", 2)
        began.set()
        assert go_on.wait(60)

    with Database.open(tmp_path / "orders.db") as database:
        database.write_now(touch, "a", 1)
        writer = threading.Thread(target=database.write_now, args=(slow,))
        writer.start()
        assert began.wait(60)
        readers = [threading.Thread(target=lambda: seen.append(kept(database))) for _ in range(2)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        go_on.set()
        writer.join()
        assert seen == [{"a": 1}, {"a": 1}]
        assert kept(database) == {"a": 1, "b": 2}


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with Database.open(tmp_path / "orders.db") as database, pytest.raises(apsw.ReadOnlyError):
        touch(database.reader(), "a", 1)


def test_one_look_sees_one_moment(tmp_path: Path) -> None:
    with Database.open(tmp_path / "orders.db") as database:
        database.write_now(touch, "a", 1)

        def look(db: apsw.Connection) -> tuple[dict[str, object], dict[str, object]]:
            first = settings.all_settings(db)
            other = threading.Thread(target=database.write_now, args=(touch, "b", 2))
            other.start()
            other.join()
            return first, settings.all_settings(db)

        assert database.read_now(look) == ({"a": 1}, {"a": 1})
        assert kept(database) == {"a": 1, "b": 2}
