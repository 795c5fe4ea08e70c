"""The table of views: in old profiles too."""

from pathlib import Path

import apsw

from orderdock.store import schema, views
from orderdock.store.database import Database

LAST_WITHOUT = 5


def test_a_profile_from_before_there_were_views_gets_the_first_few(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    old = apsw.Connection(str(path))
    for number, file in sorted(schema._migrations().items()):
        if number <= LAST_WITHOUT:
            old.execute(file.read_text(encoding="utf-8"))
            old.pragma("user_version", number)
    old.pragma("application_id", schema._APPLICATION_ID)
    old.execute("INSERT INTO settings VALUES ('kept', '1')")
    old.close()
    with Database.open(path) as database:
        names = [view.name for view in database.read_now(views.all_views)]
        assert names[:2] == ["This month", "Last month"]
        assert database.reader().execute("SELECT count(*) FROM settings").get == 1


def test_names_that_look_alike_are_one(tmp_path: Path) -> None:
    with Database.open(tmp_path / "orders.db") as database:
        for name in ("Café  Straße", "CAFÉ STRASSE", "Cafe\u0301 strasse"):
            database.write_now(views.save, name, "{}")
        assert [view.name for view in database.read_now(views.all_views)][-1] == (
            "Cafe\u0301 strasse"
        )
        assert sum("afe" in view.name for view in database.read_now(views.all_views)) == 1
