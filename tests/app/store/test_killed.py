"""kill -9 at any moment: what was committed stays, rows and bookmark agree, a next run goes on."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orderdock.store import bookmarks
from orderdock.store.database import Database
from orderdock.store.orders import Saved
from tests.support.shelf import Shelf, line, order, shelf_at

WRITER = """
import sys
from pathlib import Path
from tests.support.shelf import shelf_at, line, order

with shelf_at(Path(sys.argv[1])) as shelf:
    for page in range(100_000):
        orders = [order(f"{page}-{n}", line("1"), line("2"), line("3")) for n in range(50)]
        shelf.save(*orders, bookmarks={"orders": {"pages": page + 1}})
        print(page + 1, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_rows_and_bookmark_of_the_same_moment(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "orders.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = 0
    for _ in range(random.Random(seed).randrange(3, 25)):
        said = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    writer.stdout.close()
    writer.wait()
    with Database.open(path) as database:
        db = database.reader()
        [(key,)] = list(db.execute("SELECT key FROM connections"))
        pages = bookmarks.of_connection(db, key)["orders"]["pages"]
        assert pages >= said
        counts = "SELECT count(*), sum(line_count), (SELECT count(*) FROM lines) FROM orders"
        assert list(db.execute(counts)) == [(50 * pages, 150 * pages, 150 * pages)]
        assert db.pragma("integrity_check") == "ok"
        words = db.execute("SELECT count(*) FROM line_words WHERE line_words MATCH 'cotton'").get
        assert words == 150 * pages
    with shelf_at(path) as shelf:
        goes_on(shelf, key, pages)


def goes_on(shelf: Shelf, key: str, pages: int) -> None:
    last = [order(f"{pages - 1}-{n}", line("1"), line("2"), line("3")) for n in range(50)]
    new = [order(f"{pages}-{n}", line("1"), line("2"), line("3")) for n in range(50)]
    saved = shelf.save(*last, *new, connection=key)  # type: ignore[arg-type] # it is an id
    assert saved == Saved(added=150, unchanged=150)
