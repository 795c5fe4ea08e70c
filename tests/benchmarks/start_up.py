"""From the start of the process to its window on the screen, beside a bare PySide6 window.

python -m tests.benchmarks.start_up [FOLDER] [ROUNDS]

Looks at the pixels of a virtual screen from outside: "first" is when anything shows, "whole" when
the filled button of the orders page does (the real content). FOLDER is a profile to open, an empty
one by default. Memory is the proportional set size 2 s later.
"""

import mmap
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support.desktop import Desktop, desktop

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setStyleSheet("background: #F5F6F8")
window.resize(1280, 800)
window.show()
app.exec()
"""
_ACCENT = bytes.fromhex("cf4f3a")  # blue, green, red of the filled button
_PATIENCE = 15.0


class Seen(NamedTuple):
    """Seconds after the start; `whole` is 0 where nothing of the kind is drawn."""

    first: float
    whole: float
    memory: float


def screen_of(place: Desktop) -> mmap.mmap:
    with (place.folder / "Xvfb_screen0").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def rows(screen: mmap.mmap) -> list[bytes]:
    """Every 16th row of pixels below the pointer's place at rest."""
    wide = 1280 * 4
    start = len(screen) - 800 * wide
    return [screen[start + y * wide : start + (y + 1) * wide] for y in range(8, 800, 16)]


def memory_of(pid: int) -> float:
    """Proportional set size of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def watch(command: Sequence[str], *, whole: bool) -> Seen:
    with (
        tempfile.TemporaryDirectory() as folder,
        desktop(Path(folder)) as place,
    ):
        screen = screen_of(place)
        empty = rows(screen)
        began = time.perf_counter()
        with place.program(command) as process:
            first = until(lambda: rows(screen) != empty, began)
            seen = until(lambda: any(_ACCENT in row for row in rows(screen)), began) if whole else 0
            time.sleep(2)
            memory = memory_of(process.pid)
    return Seen(first, seen, memory)


def until(condition: Callable[[], bool], began: float) -> float:
    while not condition():
        if time.perf_counter() - began > _PATIENCE:
            raise SystemExit("nothing was drawn")
        time.sleep(0.001)
    return time.perf_counter() - began


def main(folder: str, rounds: int) -> None:
    window = [sys.executable, "-m", "orderdock_ui", "--data-dir", folder]
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(watch([sys.executable, "-c", BARE], whole=False))
        ours.append(watch(window, whole=True))
    pairs = list(zip(bare, ours, strict=True))
    middle = statistics.median
    print(f"{'window':22}{'first s':>9}{'x bare':>8}{'whole s':>9}{'x bare':>8}{'PSS MB':>8}")
    print(f"{'bare PySide6':22}{middle(b.first for b in bare):9.2f}{1.0:8.2f}{'':17}"
          f"{middle(b.memory for b in bare):8.0f}")  # fmt: skip
    print(f"{'Orderdock':22}{middle(o.first for o in ours):9.2f}"
          f"{middle(o.first / b.first for b, o in pairs):8.2f}"
          f"{middle(o.whole for o in ours):9.2f}"
          f"{middle(o.whole / b.first for b, o in pairs):8.2f}"
          f"{middle(o.memory for o in ours):8.0f}")  # fmt: skip


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as empty_profile:
        main(given[0] if given else empty_profile, int(given[1]) if len(given) > 1 else 5)
