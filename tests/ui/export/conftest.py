"""The export window over a real profile and the real export."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportService
from orderdock.services.library import Library
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from tests.ui.orders import some_orders

Begin = Callable[[OnScreen], ExportDialog]


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
def begin(
    dressed: QApplication, qtbot: QtBot, library: Library, wording: Wording
) -> Iterator[Begin]:
    """Opens the window for what is on screen and waits until it has looked at everything."""
    made = ExportDialog(library, ExportService(library.database), wording)
    qtbot.addWidget(made)

    def open_for(on_screen: OnScreen) -> ExportDialog:
        made.begin(on_screen)
        until_looked(made, qtbot)
        return made

    yield open_for
    made.end_work()


@pytest.fixture
def dialog(begin: Begin, qtbot: QtBot) -> ExportDialog:
    made = begin(OnScreen(OrderFilter(retailers=("Target",))))
    qtbot.waitUntil(lambda: made.foot.start.text() == "Export 24 rows")
    qtbot.waitUntil(lambda: made.form.scope.everything.text() == "Everything: 60 orders")
    return made


def until_looked(dialog: ExportDialog, qtbot: QtBot) -> None:
    """Nothing that was asked is unanswered."""
    qtbot.waitUntil(lambda: dialog.is_settled())
