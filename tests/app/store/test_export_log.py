import pytest

from orderdock.store import export_log, revisions
from orderdock.store.revisions import Moment
from tests.support.shelf import NOW, Shelf

START = Moment()


def save(shelf: Shelf, path: str, same: str = "lines", moment: Moment = START) -> None:
    shelf.database.write_now(
        export_log.add,
        at=NOW,
        path=path,
        request="{}",
        same=same,
        rows=3,
        bytes_=120,
        sha256="ab" * 32,
        moment=moment,
    )


def test_the_newest_comes_first_and_the_last_of_a_kind_is_found(shelf: Shelf) -> None:
    save(shelf, "one.csv", moment=Moment(5, 2))
    save(shelf, "two.csv", same="orders")
    save(shelf, "three.csv", moment=Moment(9, 4))
    newest = shelf.database.read_now(export_log.newest)
    assert [entry.path for entry in newest] == ["three.csv", "two.csv", "one.csv"]
    last = shelf.database.read_now(export_log.last_of, "lines")
    assert last == newest[0]
    assert last is not None
    assert (last.rows, last.bytes, last.moment) == (3, 120, Moment(9, 4))
    assert shelf.database.read_now(export_log.last_of, "nothing like it") is None


def test_one_can_be_forgotten(shelf: Shelf) -> None:
    save(shelf, "one.csv")
    [entry] = shelf.database.read_now(export_log.newest)
    shelf.database.write_now(export_log.forget, entry.number)
    assert shelf.database.read_now(export_log.newest) == []


def test_the_list_is_cut_but_the_last_of_a_kind_stays(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_log, "KEPT", 2)
    save(shelf, "rare.csv", same="orders")
    for number in range(4):
        save(shelf, f"{number}.csv")
    kept = [entry.path for entry in shelf.database.read_now(export_log.newest, 10)]
    assert kept == ["3.csv", "2.csv", "rare.csv"]


def test_a_file_remembers_up_to_where_it_read(shelf: Shelf) -> None:
    moment = shelf.database.read_now(revisions.now)
    save(shelf, "one.csv", moment=moment)
    last = shelf.database.read_now(export_log.last_of, "lines")
    assert last is not None
    assert last.moment == moment
