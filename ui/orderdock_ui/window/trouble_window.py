"""Shown instead of the main window when the profile cannot be used."""

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QWidget

from orderdock_ui import text
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.notices import EmptyState


def trouble_window(error: BaseException) -> QWidget:
    """One sentence, the next step, and a button that closes."""
    window = named(QWidget(), "trouble-window", "Orderdock")
    window.setWindowTitle("Orderdock")
    window.setProperty("surface", "bg")
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    says, next_step = text.trouble(error)
    page = EmptyState(
        "octagon-alert", "Orderdock cannot open", f"{says} {next_step}".strip(), "Close",
        icon_ink="bad",
    )  # fmt: skip
    page.acted.connect(window.close)
    column(window).addWidget(page)
    window.resize(theme.length(680), theme.length(360))
    return window


def show_trouble(app: QApplication, error: BaseException) -> None:
    """Show it until it is closed."""
    theme.apply(app)
    window = trouble_window(error)
    window.show()
    while window.isVisible():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
