"""What browsing costs: a frame against a stock table view, opening, jumping, memory.

python -m tests.benchmarks.orders_window FOLDER LINES
"""

import gc
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import apsw
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from orderdock import compose
from orderdock.query.columns import BY_KEY, LINES
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock.services.library import Library
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from tests.benchmarks.store_filling import filled

SIZE = (1600, 1000)
ROUNDS = 5


def main(folder: Path, lines: int) -> None:
    app = QApplication([])
    theme.apply(app, "light")
    library = library_of(folder, lines)
    background = Background(threads=2)
    base, sqlite = memory_mb(), apsw.memory_used()
    model = OrdersModel(library, background, Wording())
    table = OrdersTable(model)
    show(table)
    opening = {"first rows": 0.0, "whole order": 0.0}
    began = perf_counter()
    model.answered.connect(lambda: opening.update({"first rows": perf_counter() - began}))
    with settling(model):
        model.show(OrderFilter(), DEFAULT_SORT, Unit.LINES, [BY_KEY[key] for key in LINES])
    opening["whole order"] = perf_counter() - began
    app.processEvents()
    print(f"{model.rowCount():,} lines, {len(LINES)} columns, {SIZE[0]} x {SIZE[1]}")
    for what, took in opening.items():
        print(f"open: {what:12} {took * 1000:8.1f} ms")
    caches = (apsw.memory_used() - sqlite) / 1e6
    print(f"memory: {memory_mb() - base:.0f} MB more, of which SQLite's caches {caches:.0f} MB")
    frames(table, model)
    jumps(table)
    sorting(model)
    searching(model)
    background.close()
    table.close()
    library.close()


def library_of(folder: Path, lines: int) -> Library:
    folder.mkdir(parents=True, exist_ok=True)
    filled(folder / "orderdock.db", lines)
    found = compose.find_profile(profile=None, data_dir=str(folder), sandbox=None, environ={})
    return compose.open_library(found)


def show(view: QTableView) -> None:
    view.resize(*SIZE)
    view.show()


def frames(table: OrdersTable, model: OrdersModel) -> None:
    """A whole frame from kept rows, in turn with a stock view of the same model and look."""
    stock = QTableView()
    stock.setModel(model)
    stock.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    stock.setShowGrid(False)
    stock.setAlternatingRowColors(True)
    stock.verticalHeader().hide()
    stock.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
    for section in range(len(LINES)):
        table.setColumnWidth(section, 114)
        stock.setColumnWidth(section, 114)
    show(stock)
    QApplication.processEvents()
    ratios, ours, theirs = [], [], []
    for _ in range(ROUNDS):
        one, other = (timed(view.viewport().repaint, 20) for view in (table, stock))
        ours.append(one)
        theirs.append(other)
        ratios.append(one / other)
    stock.close()
    print(f"frame: ours {ms(ours)}, stock QTableView {ms(theirs)}, ratio {median(ratios):.2f}")


def jumps(table: OrdersTable) -> None:
    bar, chance = table.verticalScrollBar(), random.Random(5)
    took = []
    for _ in range(60):
        began = perf_counter()
        bar.setValue(chance.randrange(bar.maximum()))
        QApplication.processEvents()
        took.append(perf_counter() - began)
    took.sort()
    print(f"jump anywhere: p50 {took[30] * 1000:.1f} ms, p95 {took[57] * 1000:.1f} ms")
    began, steps = perf_counter(), 200
    for step in range(steps):
        bar.setValue(bar.maximum() // 2 + 3 * step)
        QApplication.processEvents()
    print(f"scroll by 3 rows: {(perf_counter() - began) / steps * 1000:.1f} ms a step")


def sorting(model: OrdersModel) -> None:
    for key in ("order_total", "item_name", "retailer"):
        first, whole = asked(model, OrderFilter(), (Sort(key),))
        print(f"sort by {key:12} first rows {first * 1000:7.1f} ms, whole {whole * 1000:7.0f} ms")


def searching(model: OrdersModel) -> None:
    for words in ("headphones", "organ cof", "zzz"):
        first, whole = asked(model, OrderFilter(search=words), DEFAULT_SORT)
        said = f"first rows {first * 1000:7.1f} ms, whole {whole * 1000:7.0f} ms"
        print(f"search {words!r:13} {said}, {model.rowCount():,} found")


def asked(model: OrdersModel, f: OrderFilter, sorts: tuple[Sort, ...]) -> tuple[float, float]:
    seen: list[float] = []
    model.answered.connect(lambda: seen.append(perf_counter()))
    began = perf_counter()
    with settling(model):
        model.show(f, sorts, model.unit, model.columns)
    whole = perf_counter() - began
    model.answered.disconnect()
    return seen[0] - began, whole


@contextmanager
def settling(model: OrdersModel) -> Iterator[None]:
    loop = QEventLoop()
    model.settled.connect(loop.quit)
    yield
    loop.exec()
    model.settled.disconnect(loop.quit)


def timed(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = perf_counter()
        work()
        took.append(perf_counter() - began)
    return median(took)


def ms(took: list[float]) -> str:
    return f"{median(took) * 1000:.1f} ms"


def memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
