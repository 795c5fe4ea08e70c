"""How long the window's loop is held up: idle, scrolling, and scrolling while a sync commits.

The whole window on a store of so many lines. The sync runs where the product runs it, in a process
of its own, at a provider that always has another page; the window follows it as it follows any.
Gaps between the ticks of a precise timer of 10 ms, in milliseconds, and their ratio to the idle
window of the same round. Orders are added to the store.

With `here` the sync is a thread of the window instead, as it was before.

Others on the machine are part of every gap. On Linux a share of it can be had by
`setsid -w sh -c 'echo -15 > /proc/self/autogroup; exec python -m ...'` (as root).

python -m tests.benchmarks.loop_gaps FOLDER LINES [ROUNDS] [here]
"""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ORDERDOCK_PASSPHRASE"] = "of the bench"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from PySide6.QtCore import Qt, QTimer

from orderdock import compose
from orderdock.query.filters import DEFAULT_SORT, Unit
from orderdock.services import sync_apart
from orderdock.services.library import Library
from orderdock_ui.bridge import loop
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Questions
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.theme import theme
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from orderdock_ui.window.garbage import Garbage
from tests.benchmarks import endless_sync
from tests.benchmarks.orders_window import SIZE, library_of

TICK_MS = 10
LASTS_S = 12.0
ROUNDS = 5


async def gaps(act: Callable[[], None]) -> list[float]:
    """Sorted; `act` is done at each tick."""
    found: list[float] = []
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
    await asyncio.sleep(LASTS_S)
    timer.stop()
    return sorted(found)


def prepare(library: Library) -> None:
    """The order in force is there at once, as in a window that has been open for a while."""
    while not library.is_prepared(DEFAULT_SORT, Unit.LINES):
        if not library.prepare(DEFAULT_SORT, Unit.LINES, lambda: False):
            return


async def rounds(conductor: Conductor, number: int) -> None:
    desk, page = conductor.desk, conductor.orders.page()
    quiet(page)
    page.show_unit(Unit.LINES)
    [view] = desk.connections()

    def lines() -> int:
        return desk.library.connection(view.id).lines

    bar = page.table.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 3) % max(1, bar.maximum()))

    ratios: dict[str, list[float]] = {"scrolling": [], "scrolling, sync": []}
    for _ in range(number):
        await settled(conductor)
        idle = told("idle", await gaps(lambda: None))
        ratios["scrolling"].append(told("scrolling", await gaps(scroll)) / idle)
        before = lines()
        conductor.sync_one(view.id)
        while lines() == before:  # noqa: ASYNC110 - until the first rows are there
            await asyncio.sleep(0.1)
        used = process_time()
        ratios["scrolling, sync"].append(told("scrolling, sync", await gaps(scroll)) / idle)
        used = process_time() - used
        came = lines() - before
        conductor.syncing.cancel()
        print(f"  {came:,} lines committed meanwhile; the window took {used:.1f} s of a processor")
    for what, each in ratios.items():
        print(f"p99 of {what}: {median(each):.2f} of the idle window's")
    await settled(conductor)


def quiet(page: OrdersPage) -> None:
    """Other sortings are made while nothing else goes on: not here, or idle would not be idle."""
    page.model.settled.disconnect(page._preparing._settled)
    page.model.asked.disconnect(page._preparing._look)
    page._preparing.close()


async def settled(conductor: Conductor) -> None:
    """No sync, and the table knows what it shows; then a breath."""
    page = conductor.orders.page()
    await until(lambda: not conductor.syncing.board.is_running() and page.model.is_settled())
    await asyncio.sleep(2)
    await until(page.model.is_settled)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - asked seldom, of things that tell in many ways
        await asyncio.sleep(0.1)


def told(what: str, found: list[float]) -> float:
    p50, p99 = (found[int(part * (len(found) - 1))] for part in (0.5, 0.99))
    print(f"{what:18} p50 {p50:6.1f}  p99 {p99:6.1f}  longest {found[-1]:6.1f}", flush=True)
    return p99


def main(folder: Path, lines: int, number: int, *, apart: bool) -> None:
    library = library_of(folder, lines)
    prepare(library)
    app = launch.application()
    opened = launch.show_first(app, folder, sandbox=False)
    theme.apply(app, "light")
    opened.window.resize(*SIZE)
    sys.setswitchinterval(0.001)  # as the window does
    sync_apart.PROCESS = endless_sync.__name__
    if not apart:
        endless_sync.at_endless_provider()
    conductor = launch.furnish(opened, library)
    garbage = Garbage(opened.window)

    def report(error: BaseException) -> None:
        raise error

    async def serve() -> None:
        tasks = Tasks(report)
        async with compose.open_services(library, apart=apart) as services:
            conductor.desk.open(services, tasks, Questions(conductor.desk))
            await rounds(conductor, number)
            conductor.close()
            await tasks.close()

    loop.run(app, serve, report)
    garbage.close()
    library.close()


if __name__ == "__main__":
    _, place, size, *more = sys.argv
    times = [int(word) for word in more if word.isdecimal()]
    main(Path(place), int(size), times[0] if times else ROUNDS, apart="here" not in more)
