"""Shown in the window instead of everything else when the profile cannot be used."""

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from orderdock_ui import text
from orderdock_ui.widgets.notices import EmptyState
from orderdock_ui.window.main_window import MainWindow


def trouble_page(error: BaseException) -> EmptyState:
    """One sentence, the next step, and a button that closes."""
    says, next_step = text.trouble(error)
    return EmptyState(
        "octagon-alert",
        "Orderdock cannot open",
        f"{says} {next_step}".strip(),
        "Close",
        icon_ink="bad",
        identifier="trouble-page",
    )


def show_trouble(app: QApplication, window: MainWindow, error: BaseException) -> None:
    """Show it until the window is closed."""
    page = trouble_page(error)
    page.acted.connect(window.close)
    window.setCentralWidget(page)
    page.button.setFocus()
    while window.isVisible():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
