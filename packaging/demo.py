"""The main job in the terminal, on the built-in sandbox, by the commands a person would type.

Connects the sandbox's Stackline with the sandbox's own demo answers, syncs, writes `orders.csv`
into the current folder, and shows where it is, how many rows it has and how it begins. A second run
finds the connection and only syncs and exports again.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

from orderdock.sandbox.demo import demo_answers

PROVIDER = "stackline"
PROGRAM = Path(sys.executable).parent / "orderdock"
ROWS_SHOWN = 5
COLUMNS_SHOWN = ("Retailer", "Order Date", "Item Name", "Quantity", "Price", "Currency")
WIDEST_CELL = 32


class DemoError(Exception):
    """A command did not come through; its own words stand above."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def orderdock(*arguments: str, stdin: str | None = None, capture: bool = False) -> str:
    """Run one command on the sandbox, shown as it would be typed, and return what it printed."""
    if not capture:
        print(f"\n$ orderdock --sandbox {' '.join(arguments)}", flush=True)
    done = subprocess.run(
        [PROGRAM, "--sandbox", *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        stdout=subprocess.PIPE if capture else None,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DemoError(done.returncode)
    return done.stdout or ""


def is_connected() -> bool:
    found = json.loads(orderdock("connections", "--json", capture=True))
    return any(connection["provider"] == PROVIDER for connection in found["connections"])


def show(file: Path) -> None:
    """Say where `file` is and how it begins, without reading more of it than that into memory."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        first = [
            [shortened(row[column]) for column in COLUMNS_SHOWN] for row in islice(rows, ROWS_SHOWN)
        ]
        count = len(first) + sum(1 for _ in rows)
    print(f"\n{file} has {count:,} rows, one for each order line. It begins:\n")
    table = [list(COLUMNS_SHOWN), *first]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def shortened(text: str) -> str:
    """A cell on one line, safe for a terminal, at most WIDEST_CELL characters long."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return line if len(line) <= WIDEST_CELL else line[: WIDEST_CELL - 1] + "…"


def main() -> int:
    target = Path.cwd() / "orders.csv"
    try:
        if is_connected():
            print("The sandbox's Stackline is connected already.", flush=True)
        else:
            orderdock(
                "connect", PROVIDER, "--answers", "-", stdin=json.dumps(demo_answers(PROVIDER))
            )
        orderdock("sync")
        orderdock("export", target.name)
    except DemoError as problem:
        return problem.code
    except KeyboardInterrupt:
        print("\nStopped. What was read stays; run the same command again to go on.")
        return 130
    show(target)
    print("\nWith a display, the same command opens the window. All commands: orderdock --help")
    return 0


if __name__ == "__main__":
    sys.exit(main())
