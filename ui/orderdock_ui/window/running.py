"""The window at work: services, tasks and the event loop. Imported after the first paint."""

import asyncio
import logging
import sys
from types import TracebackType

from PySide6.QtWidgets import QApplication

from orderdock.compose import open_services
from orderdock.domain.errors import OrderdockError
from orderdock.services.front import Services
from orderdock.system.logs import set_up_logs
from orderdock_ui.bridge import loop
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Questions
from orderdock_ui.forms.pictures import pictures
from orderdock_ui.window.conductor import Conductor
from orderdock_ui.window.main_window import MainWindow
from orderdock_ui.window.only_one import Doorbell

_log = logging.getLogger(__name__)


def _fetch_pictures(services: Services, tasks: Tasks) -> None:
    """From now on logos that a page wants are fetched; they come when they come."""

    async def fetch(url: str) -> None:
        data = await services.pictures.fetch(url)
        if data is not None:
            pictures.offer(url, data)

    def want(url: str) -> None:
        tasks.spawn(fetch(url), "logo")

    pictures.fetch = want


def run_window(app: QApplication, window: MainWindow, conductor: Conductor) -> None:
    """Serve the window until it is closed, then end all work in order."""
    desk = conductor.desk
    profile = desk.library.profile
    set_up_logs(profile.folder.logs)

    def report(error: BaseException) -> None:
        if not isinstance(error, OrderdockError):
            _log.error("something unexpected happened in the window", exc_info=error)
        desk.troubled.emit(error)

    def hook(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            window.close()
        else:
            report(error)

    sys.excepthook = hook
    doorbell = Doorbell(profile.data_dir, window.come_forward)

    async def serve() -> None:
        closed = asyncio.Event()
        window.closed.connect(closed.set)
        if not window.isVisible():
            closed.set()
        tasks = Tasks(report)
        try:
            async with open_services(desk.library, apart=True) as services:
                desk.open(services, tasks, Questions(desk))
                _fetch_pictures(services, tasks)
                await closed.wait()
                pictures.fetch = None
                conductor.close()
                await tasks.close()
        except OrderdockError as error:
            # Reading and searching go on without the services.
            report(error)
            await closed.wait()
            conductor.close()

    try:
        loop.run(app, serve, report)
    finally:
        doorbell.close()
        sys.excepthook = sys.__excepthook__
