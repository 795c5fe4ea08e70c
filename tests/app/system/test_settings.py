import json
import stat
from pathlib import Path

import pytest

from orderdock.system.settings import Setting, Settings, read_overrides

THEME = Setting("theme", "system")
WIDTH = Setting("width", 800)
SCALE = Setting("scale", 1.0)
TRAY = Setting("tray", default=False)


def test_what_is_saved_is_read_again_and_the_file_is_private(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    assert settings.read(THEME) == "system"
    settings.save("theme", "dark")
    settings.save("columns", ["a", "ü"])
    again = Settings(tmp_path / "settings.json")
    assert again.read(THEME) == "dark"
    assert again.all() == {"theme": "dark", "columns": ["a", "ü"]}
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600
    again.save("theme", None)
    assert settings.read(THEME) == "system"
    assert not settings.trouble


def test_a_value_of_another_type_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"theme": 3, "width": "wide", "scale": 2, "tray": 1}))
    settings = Settings(file)
    assert (settings.read(THEME), settings.read(WIDTH)) == ("system", 800)
    assert (settings.read(SCALE), settings.read(TRAY)) == (2, False)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.read(THEME) == "system"
    assert "damaged; defaults are used. It was kept as settings.damaged.json." in settings.trouble
    assert (tmp_path / "settings.damaged.json").read_bytes() == content
    settings.save("theme", "dark")
    assert settings.read(THEME) == "dark"


def test_assumptions_are_read_by_provider(tmp_path: Path) -> None:
    file = tmp_path / "assumptions.toml"
    file.write_text(
        '[stackline]\ncipher = "b"\npoll_seconds = 5\nslow = true\nfields = ["a", "b"]\n'
        '[stackline.path]\norders = "/v2/orders"\n[synq]\nx = 1.5\n',
        encoding="utf-8-sig",
    )
    overrides = read_overrides(file)
    assert overrides.of("stackline") == {
        "cipher": "b",
        "poll_seconds": "5",
        "slow": "true",
        "fields": "a,b",
        "path.orders": "/v2/orders",
    }
    assert overrides.of("synq") == {"x": "1.5"}
    assert overrides.of("stitchex") == {}
    assert not overrides.trouble


def test_assumptions_that_cannot_be_read_are_said_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "assumptions.toml"
    assert not read_overrides(file).trouble
    file.write_text("[stackline]\ncipher = b\n")
    overrides = read_overrides(file)
    assert overrides.trouble == (
        "assumptions.toml is not valid TOML (at line 2, column 10); "
        "none of it is used until corrected."
    )
    assert not overrides.tables
    assert file.exists()
    file.write_bytes(b"\xff\xfe")
    assert "not valid TOML" in read_overrides(file).trouble
    file.write_text('cipher = "b"\n[stackline]\n')
    assert read_overrides(file).trouble.endswith("which are not used: cipher.")
