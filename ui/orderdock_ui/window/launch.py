"""Opens the window: on the screen first, everything that takes time to load afterwards."""

import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from orderdock.cli.arguments import Arguments
from orderdock.domain.errors import OrderdockError
from orderdock.system.locks import WINDOW, HeldLock, Locks, Taken
from orderdock.system.paths import ProfileFolder, profile_path
from orderdock.system.settings import Settings
from orderdock_ui.window.first_look import FirstLook
from orderdock_ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from orderdock.services.library import Library
    from orderdock_ui.window.conductor import Conductor

_WORKER_SWITCH_S = 0.001
"""At Python's own 5 ms a working thread triples the time of a frame."""
_BREATH_S = 0.01


@dataclass(slots=True)
class Opened:
    """A window on the screen, with nothing in it or behind it yet."""

    app: QApplication
    window: MainWindow
    theme: str
    """The setting: system, light or dark."""
    trouble: str = ""
    """A sentence about settings that could not be read; empty when all is well."""


def open_window(arguments: Arguments) -> int:
    """Show the window of a profile until it is closed; the exit code."""
    try:
        folder = profile_path(
            profile=arguments.profile,
            data_dir=arguments.data_dir,
            sandbox=arguments.sandbox is not None,
            environ=os.environ,
        )
    except OrderdockError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    try:
        held = _only_one(folder)
    except Taken:
        from orderdock_ui.window.only_one import ring

        ring(folder)
        sys.stderr.write("Orderdock is open already; its window was brought to the front.\n")
        return 0
    with held or _Nothing():
        return _live(
            show_first(application(), folder, sandbox=arguments.sandbox is not None), arguments
        )


class _Nothing:
    """Stands for a lock that could not be had; opening the profile says why."""

    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def _only_one(folder: Path) -> HeldLock | None:
    try:
        return Locks(ProfileFolder(folder).locks).take(WINDOW)
    except OSError:
        return None


def application() -> QApplication:
    """The QApplication, named for desktops and screen readers."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("orderdock")
    app.setApplicationDisplayName("Orderdock")
    app.setDesktopFileName("orderdock")
    return app


def show_first(app: QApplication, folder: Path, *, sandbox: bool) -> Opened:
    """Put the window's outline on the screen.

    Imports nothing of the network, of secrets, of the database or of asyncio.
    """
    settings = Settings(ProfileFolder(folder).settings)
    kept = settings.all()
    choice = str(kept.get("theme", "system"))
    look = FirstLook(choice)
    window = MainWindow(look, str(kept.get("window.geometry", "")), sandbox=sandbox)
    window.show()
    while not window.is_painted() and window.isVisible():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return Opened(app, window, choice, settings.trouble)


def furnish(opened: Opened, library: "Library") -> "Conductor":
    """Put sidebar and first page into the window and join everything to its action."""
    from orderdock_ui.window.conductor import Conductor
    from orderdock_ui.window.desk import Desk

    conductor = Conductor(opened.window, Desk(library))
    if opened.trouble:
        conductor.banner.say(opened.trouble)
    return conductor


def _live(opened: Opened, arguments: Arguments) -> int:
    """Open the profile, load the rest beside the window, then run until it is closed."""
    from orderdock.compose import find_profile, open_library
    from orderdock_ui.theme import theme
    from orderdock_ui.window.garbage import Garbage
    from orderdock_ui.window.signals import EndSignals

    theme.apply(opened.app, theme.choice(opened.theme))
    try:
        profile = find_profile(
            profile=arguments.profile,
            data_dir=arguments.data_dir,
            sandbox=arguments.sandbox,
            environ=os.environ,
        )
        library = open_library(profile)
    except OrderdockError as error:
        from orderdock_ui.window.trouble_page import show_trouble

        sys.stderr.write(f"{error}\n")
        show_trouble(opened.app, opened.window, error)
        return error.exit_code
    signals = EndSignals(opened.window.close)
    try:
        conductor = furnish(opened, library)
        garbage = Garbage(opened.window)
        _load_beside(opened.app)
        garbage.keep_all()
        from orderdock_ui.window.running import run_window

        sys.setswitchinterval(_WORKER_SWITCH_S)
        run_window(opened.app, opened.window, conductor)
        garbage.close()
    finally:
        signals.close()
        library.close()
    return 0


def _load_beside(app: QApplication) -> None:
    """Import in a thread what work needs, while the window already answers."""
    from orderdock.compose import load_services

    def load() -> None:
        import orderdock_ui.window.running  # noqa: F401 - for its imports

        load_services()

    thread = threading.Thread(target=load, name="load", daemon=True)
    app.processEvents()  # the content is laid out and painted with nothing running against it
    thread.start()
    while thread.is_alive():
        app.processEvents()
        thread.join(_BREATH_S)
