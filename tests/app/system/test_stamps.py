import os
from pathlib import Path

from orderdock.system.stamps import Stamps


def test_a_stamp_grows_old_and_can_be_renewed(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "new")
    assert stamps.age("asked a/b") is None
    stamps.stamp("asked a/b")
    (file,) = (tmp_path / "new").iterdir()
    os.utime(file, (1_000_000_000, 1_000_000_000))
    age = stamps.age("asked a/b")
    assert age is not None
    assert age > 100_000_000
    stamps.stamp("asked a/b")
    age = stamps.age("asked a/b")
    assert age is not None
    assert age < 100_000


def test_a_time_to_come_is_no_age(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path)
    stamps.stamp("x")
    (file,) = tmp_path.iterdir()
    os.utime(file, (5_000_000_000, 5_000_000_000))
    assert stamps.age("x") is None


def test_what_cannot_be_written_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    stamps = Stamps(tmp_path / "a file")
    stamps.stamp("x")
    assert stamps.age("x") is None
