"""How long the window's loop is held up: idle, scrolling, and scrolling while a sync commits.

Gaps between the ticks of a precise timer of 10 ms, in milliseconds, and their ratio to the idle
window of the same round. Orders are added to the store.

python -m tests.benchmarks.loop_gaps FOLDER LINES
"""

import os
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from orderdock.query.columns import BY_KEY, LINES
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Unit
from orderdock.services.library import Library
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from tests.benchmarks import made_orders
from tests.benchmarks.orders_window import library_of, settling, show
from tests.benchmarks.store_filling import connection_in, save_pages

TICK_MS = 10
LASTS_MS = 6_000
ROUNDS = 3
PAGES = 60


class Syncing(QObject):
    """Commits pages in a thread, eight at a time, as fast as it goes."""

    committed = Signal()

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._on = threading.Event()
        self._over = False
        self.pages = 0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def turn(self, *, on: bool) -> None:
        (self._on.set if on else self._on.clear)()

    def close(self) -> None:
        self._over = True
        self._on.set()
        self._thread.join()

    def _run(self) -> None:
        database = self._library.database
        connection = connection_in(database)
        some = list(made_orders.pages(1_000 * PAGES, seed=random.randrange(10**9)))
        while not self._over:
            self._on.wait()
            start = self.pages % PAGES
            bodies = [
                body.replace(b'"orderId":"', b'"orderId":"%d-' % self.pages)
                for body in some[start : start + 8]
            ]
            save_pages(database, connection, bodies)
            self.pages += len(bodies)
            self.committed.emit()


def gaps(act: Callable[[], None]) -> list[float]:
    loop, found = QEventLoop(), []
    last = perf_counter()

    def tick() -> None:
        nonlocal last
        now = perf_counter()
        found.append(1000 * (now - last))
        last = now
        act()

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    QTimer.singleShot(LASTS_MS, loop.quit)
    loop.exec()
    timer.stop()
    return sorted(found)


def main(folder: Path, lines: int) -> None:
    app = QApplication([])
    theme.apply(app, "light")
    sys.setswitchinterval(0.001)  # as the window does
    library = library_of(folder, lines)
    background = Background(threads=2)
    model = OrdersModel(library, background, Wording())
    table = OrdersTable(model)
    show(table)
    with settling(model):
        model.show(OrderFilter(), DEFAULT_SORT, Unit.LINES, [BY_KEY[key] for key in LINES])
    syncing = Syncing(library)
    syncing.committed.connect(model.refresh)
    bar = table.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 3) % bar.maximum())

    ratios: dict[str, list[float]] = {"scrolling": [], "scrolling, sync": []}
    for _ in range(ROUNDS):
        idle = told("idle", gaps(lambda: None))
        ratios["scrolling"].append(told("scrolling", gaps(scroll)) / idle)
        began = syncing.pages
        syncing.turn(on=True)
        ratios["scrolling, sync"].append(told("scrolling, sync", gaps(scroll)) / idle)
        syncing.turn(on=False)
        print(f"  {syncing.pages - began} pages of a thousand lines committed meanwhile")
    for what, each in ratios.items():
        print(f"p99 of {what}: {median(each):.2f} of the idle window's")
    syncing.close()
    background.close()
    table.close()
    library.close()


def told(what: str, found: list[float]) -> float:
    p50, p99 = (found[int(part * (len(found) - 1))] for part in (0.5, 0.99))
    print(f"{what:18} p50 {p50:6.1f}  p99 {p99:6.1f}  longest {found[-1]:6.1f}", flush=True)
    return p99


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
