"""What is on disk, light and truthful."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from orderdock import compose
from orderdock.domain.connections import ConnectionState, ProviderId
from orderdock.domain.errors import DataFolderTrouble, NoSuchConnection
from orderdock.query import stopping
from orderdock.query.filters import Count, OrderFilter
from orderdock.services.library import Library
from orderdock.services.profile import Profile
from orderdock.store import connections, links
from orderdock.store.database import Database
from tests.support.fake_clock import FakeClock
from tests.support.shelf import line, order, shelf_at

HEAVY = ("asyncio", "httpx2", "keyring", "cryptography", "msgspec", "PySide6", "ssl", "authlib")


def open_at(folder: Path) -> Library:
    return compose.open_library(
        compose.find_profile(profile=None, data_dir=str(folder), sandbox=None, environ={})
    )


def test_opening_it_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from orderdock import compose\n"
        f"profile = compose.find_profile(profile=None, data_dir={str(tmp_path)!r},"
        " sandbox=None, environ={})\n"
        "library = compose.open_library(profile)\n"
        "assert library.connections() == [] and len(library.providers()) == 5\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_known_provider_is_listed_with_why_it_cannot_be_had(tmp_path: Path) -> None:
    library = open_at(tmp_path)
    providers = {info.id: info for info in library.providers()}
    library.close()
    assert list(providers) == ["stackline", "stitchex", "stock2shop", "stitchlabs", "synq"]
    assert providers[ProviderId("stackline")].available
    for info in providers.values():
        assert info.available is (info.why_not == "")
        assert info.icon


def test_the_profile_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    open_at(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "orderdock.db").stat().st_mode & 0o777 == 0o600


def test_a_database_from_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_at(tmp_path).close()
    with Database.open(tmp_path / "orderdock.db") as database:
        database.write_now(lambda db: db.pragma("user_version", 999))
    with pytest.raises(DataFolderTrouble, match="newer Orderdock"):
        open_at(tmp_path)


def test_the_version_changes_when_anybody_commits(tmp_path: Path) -> None:
    library = open_at(tmp_path)
    before = library.version()
    assert library.version() == before
    with Database.open(tmp_path / "orderdock.db") as other:
        other.write_now(
            connections.add, provider=ProviderId("stackline"), name="A", base_url="", now=1
        )
    assert library.version() != before
    library.close()


def test_small_settings_are_kept(tmp_path: Path) -> None:
    library = open_at(tmp_path)
    library.save_setting("theme", "dark")
    library.save_setting("columns", ["a", "b"])
    library.save_setting("theme", None)
    library.close()
    again = open_at(tmp_path)
    assert again.settings() == {"columns": ["a", "b"]}
    again.close()


def test_the_state_is_never_better_than_the_evidence(tmp_path: Path) -> None:
    clock = FakeClock()
    database = Database.open(tmp_path / "orderdock.db")
    library = Library(Profile(tmp_path, "x"), database, clock)
    made = database.write_now(
        connections.add, provider=ProviderId("stackline"), name="Mine", base_url="", now=1
    )
    assert library.connection(made).verdict.state is ConnectionState.NEVER_SYNCED
    database.write_now(links.found, made, [("1", "Amazon"), ("3", "Target")])
    database.write_now(
        lambda db: connections.record(
            db, made, last_verified=clock.now(), last_attempt=clock.now(), data_up_to=clock.now()
        )
    )
    assert library.connection(made).verdict.state is ConnectionState.OK
    assert library.connection(made).last_checked == clock.now()

    database.write_now(
        lambda db: connections.record(
            db, made, link="3", error_code="code_needed", error_says="It asks.", needs_person=True
        )
    )
    view = library.connection(made)
    assert view.verdict.state is ConnectionState.WAITING_FOR_YOU
    assert view.verdict.why == "Target: It asks."
    assert [link.verdict.state.value for link in view.links] == ["never_synced", "waiting_for_you"]

    database.write_now(
        lambda db: connections.record(db, made, link="3", error_code=None, error_says="")
    )
    clock.pass_by(timedelta(days=8).total_seconds())
    assert library.connection(made).verdict.state is ConnectionState.STALE
    with pytest.raises(NoSuchConnection):
        library.connection("nobody")
    library.close()


@pytest.mark.parametrize(
    ("named", "folder", "name"),
    [
        ({"data_dir": "/data/mine"}, "/data/mine", "mine"),
        ({"data_dir": "/data/mine", "sandbox": "small"}, "/data/mine/sandbox", "sandbox"),
        ({"environ": {"ORDERDOCK_DATA_DIR": "/data"}}, "/data", "data"),
        ({"environ": {"ORDERDOCK_DATA_DIR": "/data"}, "profile": "work"}, "/data/work", "work"),
    ],
)
def test_the_profile_in_force(named: dict[str, object], folder: str, name: str) -> None:
    asked: dict[str, object] = {"profile": None, "data_dir": None, "sandbox": None, "environ": {}}
    profile = compose.find_profile(**{**asked, **named})  # type: ignore[arg-type]
    assert (str(profile.data_dir), profile.name) == (folder, name)
    assert profile.sandbox == named.get("sandbox")


def test_a_count_that_nobody_waits_for_any_more_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shelf_at(tmp_path / "orderdock.db") as shelf:
        shelf.save(order("a", line("1", "blue mug")))
    library = open_at(tmp_path)
    monkeypatch.setattr(stopping, "_STEPS", 1)
    mugs = OrderFilter(search="mug")
    for ask in (library.count, library.totals):
        with pytest.raises(apsw.InterruptError):
            ask(mugs, stop=lambda: True)
        ask(mugs, stop=lambda: False)
    assert library.count(mugs) == Count(1, 1)
    library.close()
