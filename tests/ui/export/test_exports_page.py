"""The list of what was exported."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.services.export import ExportResult
from orderdock_ui.export import places
from orderdock_ui.export.page import ExportsPage
from orderdock_ui.orders.words import Wording


class Keeper:
    def __init__(self, kept: dict[str, Any] | None = None) -> None:
        self.kept = kept or {}

    def settings(self) -> dict[str, Any]:
        return self.kept

    def save_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value


def words(page: ExportsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def test_files_are_listed_newest_first_and_missing_ones_say_so(
    dressed: QApplication, wording: Wording, qtbot: QtBot, tmp_path: Path
) -> None:
    keeper = Keeper()
    page = ExportsPage(keeper, wording)
    qtbot.addWidget(page)
    page.show()
    empty = page.findChild(QWidget, "exports-empty")
    assert empty is not None
    assert empty.isVisible()
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_text("x")
        page.note(ExportResult(tmp_path / name, 41_377, 6_800_000), "lines", at=1_795_284_120)
    assert not empty.isVisible()
    (tmp_path / "first.csv").unlink()
    page.refresh()
    said = [text for text in words(page) if text]
    assert said.index("second.csv") < said.index("first.csv")
    assert "41,377 rows · 6.8 MB" in said
    assert "21 Nov 2026, 18:02 UTC" in said
    assert f"No longer in {tmp_path}" in said
    button = page.findChild(QPushButton, "exports-open-1")
    assert button is not None
    assert button.accessibleName() == "Open folder of first.csv"


def test_exporting_is_one_step_away(dressed: QApplication, wording: Wording, qtbot: QtBot) -> None:
    page = ExportsPage(Keeper(), wording)
    qtbot.addWidget(page)
    for name in ("empty-action", "exports-new"):
        button = page.findChild(QPushButton, name)
        assert button is not None
        with qtbot.waitSignal(page.export_asked):
            button.click()


@pytest.mark.parametrize(
    "log", ["x", [1, {"path": 3}, {"path": "a"}], [{"path": "a", "rows": "1", "bytes": 1, "at": 1}]]
)
def test_a_damaged_list_is_left_out(
    dressed: QApplication, wording: Wording, qtbot: QtBot, log: object
) -> None:
    page = ExportsPage(Keeper({"export.log": log}), wording)
    qtbot.addWidget(page)
    assert places.log(Keeper({"export.log": log})) == []


def test_the_list_does_not_grow_for_ever() -> None:
    keeper = Keeper()
    for number in range(60):
        places.remember(keeper, {"path": f"/x/{number}", "rows": 1, "bytes": 1, "at": number})
    assert len(places.log(keeper)) == 50
    assert places.log(keeper)[0]["path"] == "/x/59"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (6_812_000, "6.8 MB"), (2e11, "200 GB")],
)
def test_sizes_are_short(size: float, said: str) -> None:
    assert places.file_size(int(size)) == said
