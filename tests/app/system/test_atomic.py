import stat
from pathlib import Path

import pytest

from orderdock.system.atomic import replacing, write_atomically, write_new


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert mode(file) == 0o600
    assert [f.name for f in tmp_path.iterdir()] == ["f.json"]


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    write_atomically(file, b"old")

    def fail() -> None:
        with replacing(file) as new:
            new.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert file.read_bytes() == b"old"
    assert [f.name for f in tmp_path.iterdir()] == ["f.csv"]


def test_a_file_for_others_gets_the_usual_mode_or_keeps_its_own(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    file = tmp_path / "f.csv"
    write_atomically(file, b"x", private=False)
    assert mode(file) == mode(usual)
    file.chmod(0o640)
    write_atomically(file, b"y", private=False)
    assert mode(file) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_missing_folders_and_folders_in_the_way_are_errors(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "f", b"x")
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, b"x")


def test_a_new_file_is_made_only_where_there_is_none(tmp_path: Path) -> None:
    file = tmp_path / "vault.json"
    assert write_new(file, b"one")
    assert not write_new(file, b"two")
    assert file.read_bytes() == b"one"
    assert mode(file) == 0o600
    assert [f.name for f in tmp_path.iterdir()] == ["vault.json"]
