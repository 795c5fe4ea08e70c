"""The window dressed, a real profile, and the orders page over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.services.library import Library
from orderdock_ui.orders.page import OrdersPage
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
    yield made
    made.close()


@pytest.fixture
def page(
    dressed: QApplication, qtbot: QtBot, library: Library, wording: Wording
) -> Iterator[OrdersPage]:
    made = OrdersPage(library, wording)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitSignals([made.model.settled, made.model.counted, made.model.totalled]):
        made.show()
    yield made
    made.close_work()
