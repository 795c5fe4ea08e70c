"""The export window over a real profile and the real export."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportService
from orderdock.services.library import Library
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from tests.ui.orders import some_orders


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def wording() -> Wording:
    return Wording(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = some_orders.profile_at(tmp_path / "profile")
    made.save_setting("export.folder", str(tmp_path))
    yield made
    made.close()


@pytest.fixture
def dialog(
    dressed: QApplication, qtbot: QtBot, library: Library, wording: Wording
) -> Iterator[ExportDialog]:
    made = ExportDialog(library, ExportService(library.database), wording)
    qtbot.addWidget(made)
    made.begin(OrderFilter(retailers=("Target",)), ())
    qtbot.waitUntil(lambda: made.foot.start.text() == "Export 24 rows")
    qtbot.waitUntil(lambda: made.form.everything.text() == "Everything: 60 orders")
    yield made
    made.end_work()
