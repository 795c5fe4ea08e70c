"""The look of the window, for every test that makes widgets."""

import pytest
from PySide6.QtWidgets import QApplication

from orderdock_ui.theme import theme


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, "light")
    return qapp
