"""The groups of a real profile."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.library import Library
from orderdock_ui.orders.groups.pane import GroupsPane
from orderdock_ui.orders.words import Wording


@pytest.fixture
def pane(dressed: object, qtbot: QtBot, library: Library, wording: Wording) -> Iterator[GroupsPane]:
    made = GroupsPane(library, wording)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_filter(OrderFilter())
    qtbot.waitUntil(lambda: made.table.model().rowCount() > 0)
    yield made
    made.end_work()
