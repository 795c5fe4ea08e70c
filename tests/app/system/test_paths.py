import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orderdock.domain.errors import DataFolderTrouble, WrongUsage
from orderdock.system.paths import make_private_file, open_profile_folder, profile_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_where_the_person_says(tmp_path: Path) -> None:
    here, env = str(tmp_path), {"ORDERDOCK_DATA_DIR": str(tmp_path / "env")}
    assert profile_path(data_dir=here, environ=env) == tmp_path
    assert profile_path(environ=env) == tmp_path / "env"
    assert profile_path(profile="work", environ=env) == tmp_path / "env" / "work"
    assert profile_path(data_dir=here, sandbox=True, environ={}) == tmp_path / "sandbox"


def test_without_a_word_it_is_where_programs_keep_their_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert profile_path(environ={}) == tmp_path / "orderdock" / "default"
    assert profile_path(profile="work", environ={}) == tmp_path / "orderdock" / "work"
    assert profile_path(sandbox=True, environ={}) == tmp_path / "orderdock/default/sandbox"


@pytest.mark.parametrize("name", ["", "..", "a/b", "/etc", "-x", "a\nb", "x" * 99, ".hidden"])
def test_a_profile_name_cannot_leave_its_place(name: str) -> None:
    with pytest.raises(WrongUsage):
        profile_path(profile=name, environ={})


def test_profile_and_data_dir_exclude_each_other() -> None:
    with pytest.raises(WrongUsage):
        profile_path(profile="a", data_dir="/b", environ={})


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = open_profile_folder(tmp_path / "a" / "b")
    assert mode(folder.path) == 0o700
    make_private_file(folder.settings)
    assert mode(folder.settings) == 0o600


def test_what_is_made_above_it_is_closed_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "data" / "sandbox"
    open_profile_folder(folder)
    assert mode(folder.parent) == 0o700
    assert mode(tmp_path) == 0o755


def test_an_existing_folder_is_tightened_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "logs").mkdir(parents=True, mode=0o755)
    outside = tmp_path / "outside"
    outside.write_text("mine")
    outside.chmod(0o644)
    for file in (folder / "orderdock.db", folder / "logs" / "orderdock.log"):
        file.write_text("x")
        file.chmod(0o644)
    (folder / "link").symlink_to(outside)
    folder.chmod(0o755)

    open_profile_folder(folder)
    assert mode(folder) == mode(folder / "logs") == 0o700
    assert mode(folder / "orderdock.db") == mode(folder / "logs" / "orderdock.log") == 0o600
    assert mode(outside) == 0o644


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("x")
    for path in (file, file / "below"):
        with pytest.raises(DataFolderTrouble, match="there is a file in its place"):
            open_profile_folder(path)


def test_the_home_folder_is_left_alone() -> None:
    before = mode(Path.home())
    with pytest.raises(DataFolderTrouble, match="other things live there"):
        open_profile_folder(Path.home())
    assert mode(Path.home()) == before


def test_a_folder_that_cannot_be_made_is_said() -> None:
    with pytest.raises(DataFolderTrouble, match="cannot be used"):
        open_profile_folder(Path("/proc/orderdock"))


def test_files_that_come_and_go_meanwhile_do_not_matter(tmp_path: Path) -> None:
    over = threading.Event()

    def make_and_remove() -> None:
        while not over.is_set():
            file = tmp_path / "orderdock.db-wal"
            file.touch(mode=0o600)
            file.unlink()

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(make_and_remove)
        try:
            for _ in range(300):
                open_profile_folder(tmp_path)
        finally:
            over.set()
        busy.result()
