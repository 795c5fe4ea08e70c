"""Opens the window: painted first, everything that is slow to load afterwards."""

import os
import sys
import threading
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from orderdock.cli.arguments import Arguments
from orderdock.compose import find_profile, load_services, open_library
from orderdock.domain.errors import OrderdockError
from orderdock.services.library import Library
from orderdock.system.locks import WINDOW, Taken
from orderdock_ui.theme import theme
from orderdock_ui.window.conductor import Conductor
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.main_window import MainWindow
from orderdock_ui.window.signals import EndSignals

_WORKER_SWITCH_S = 0.001
"""At Python's own 5 ms a working thread triples the time of a frame."""
_BREATH_S = 0.01


@dataclass(slots=True)
class Opened:
    """A window on the screen, with nothing running behind it yet."""

    app: QApplication
    window: MainWindow
    conductor: Conductor
    library: Library
    signals: EndSignals


def open_window(arguments: Arguments) -> int:
    """Show the window of a profile until it is closed; the exit code."""
    try:
        profile = find_profile(
            profile=arguments.profile,
            data_dir=arguments.data_dir,
            sandbox=arguments.sandbox,
            environ=os.environ,
        )
        library = open_library(profile)
    except OrderdockError as error:
        from orderdock_ui.window.trouble_window import show_trouble

        sys.stderr.write(f"{error}\n")
        show_trouble(application(), error)
        return error.exit_code
    try:
        held = library.locks.take(WINDOW)
    except Taken:
        from orderdock_ui.window.only_one import ring

        ring(profile)
        sys.stderr.write("Orderdock is open already; its window was brought to the front.\n")
        library.close()
        return 0
    with held:
        _live(show_first(application(), library))
    return 0


def application() -> QApplication:
    """The QApplication, named for desktops and screen readers."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("orderdock")
    app.setApplicationDisplayName("Orderdock")
    app.setDesktopFileName("orderdock")
    return app


def show_first(app: QApplication, library: Library) -> Opened:
    """Build and paint the window; imports nothing of the network, of secrets or of asyncio."""
    desk = Desk(library)
    choice = desk.setting("theme", "system")
    theme.apply(app, choice if choice in ("light", "dark") else "system")
    window = MainWindow(desk)
    conductor = Conductor(window, desk)
    signals = EndSignals(window.close)
    window.show()
    while not window.is_painted() and window.isVisible():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return Opened(app, window, conductor, library, signals)


def _live(opened: Opened) -> None:
    """Load the rest beside the window, then run until it is closed."""
    _load_beside(opened.app)
    from orderdock_ui.window.running import run_window

    sys.setswitchinterval(_WORKER_SWITCH_S)
    try:
        run_window(opened.app, opened.window, opened.conductor)
    finally:
        opened.signals.close()
        opened.library.close()


def _load_beside(app: QApplication) -> None:
    """Import in a thread what work needs, while the window already answers."""

    def load() -> None:
        import orderdock_ui.window.running  # noqa: F401 - for its imports

        load_services()

    thread = threading.Thread(target=load, name="load", daemon=True)
    thread.start()
    while thread.is_alive():
        app.processEvents()
        thread.join(_BREATH_S)
