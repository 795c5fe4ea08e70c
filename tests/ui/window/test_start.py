"""Starting: what is loaded before the first paint, one window per profile, no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdock.domain.errors import DataFolderTrouble
from orderdock.system.locks import WINDOW, Locks
from orderdock.system.paths import ProfileFolder
from orderdock_ui.window import launch
from orderdock_ui.window.display import NO_DISPLAY, no_display
from orderdock_ui.window.main_window import MainWindow
from orderdock_ui.window.only_one import Doorbell, ring
from orderdock_ui.window.trouble_page import trouble_page
from tests.ui.orders import some_orders

LATER = (
    "asyncio", "qasync", "httpx2", "keyring", "cryptography", "msgspec", "ssl", "authlib",
    "PySide6.QtNetwork", "PySide6.QtSql", "apsw", "sqlite3",
)  # fmt: skip
FIRST_PAINT = """
import sys
from pathlib import Path
from orderdock_ui.start import main
from orderdock_ui.window import launch
opened = launch.show_first(launch.application(), Path(sys.argv[1]), sandbox=False)
assert opened.window.isVisible() and opened.window.is_painted()
print([name for name in sys.argv[2:] if name in sys.modules])
"""


def start(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "orderdock_ui", *arguments],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_window_is_painted_before_anything_slow_is_loaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path), *LATER],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_without_a_display_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = start("--data-dir", str(tmp_path), env=bare)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", NO_DISPLAY)


def test_a_display_that_does_not_answer_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert no_display() == NO_DISPLAY
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert no_display() == ""


def test_a_second_start_rings_and_ends(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    heard: list[bool] = []
    with Locks(ProfileFolder(tmp_path).locks).take(WINDOW):
        bell = Doorbell(tmp_path, lambda: heard.append(True))
        done = start("--data-dir", str(tmp_path), env={"QT_QPA_PLATFORM": "offscreen"})
        qtbot.waitUntil(lambda: bool(heard))
        bell.close()
    assert done.returncode == 0
    assert done.stderr.strip() == "Orderdock is open already; its window was brought to the front."


def test_ringing_at_a_folder_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    ring(tmp_path / "nowhere")


def test_a_profile_that_cannot_be_used_is_explained_in_the_window(
    dressed: QApplication, qtbot: QtBot
) -> None:
    error = DataFolderTrouble("This data is from a newer Orderdock.", "Install the newer one.")
    page = trouble_page(error)
    qtbot.addWidget(page)
    assert "This data is from a newer Orderdock. Install the newer one." in page.accessibleName()
    assert page.button.text() == "Close"


def test_an_impossible_profile_name_is_a_usage_error(tmp_path: Path) -> None:
    done = start("--profile", "../evil", env={"QT_QPA_PLATFORM": "offscreen"})
    assert done.returncode == 2
    assert "cannot be the name of a profile" in done.stderr


def test_the_window_tells_its_place_when_it_closes(dressed: QApplication, qtbot: QtBot) -> None:
    from orderdock_ui.window.first_look import FirstLook

    window = MainWindow(FirstLook("light"), "", sandbox=False)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignals([window.left, window.closed]):
        window.close()


def test_settings_that_were_damaged_are_said_and_not_lost(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    library = some_orders.profile_at(tmp_path / "profile")
    (tmp_path / "profile" / "settings.json").write_text("{broken")
    conductor = launch.furnish(
        launch.show_first(qapp, tmp_path / "profile", sandbox=False), library
    )
    qtbot.addWidget(conductor.window)
    banner = conductor.window.findChild(QWidget, "banner")
    assert banner is not None
    assert "The settings in settings.json were damaged" in banner.accessibleName()
    assert (tmp_path / "profile" / "settings.damaged.json").read_text() == "{broken"
    conductor.close()
    library.close()
