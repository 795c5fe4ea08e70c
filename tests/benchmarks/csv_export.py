"""The default CSV of a million lines against the `sqlite3` shell on a copy of the same file.

python -m tests.benchmarks.csv_export [LINES] [ROUNDS]

Ours works in two processes, and its file is read back: seconds of work are those of both, the peak
is the larger one's. What reads back has some 20 MB.
"""

import csv
import shutil
import sys
from pathlib import Path

import apsw

from orderdock.export.request import ExportRequest
from orderdock.export.writing import export
from orderdock.store.database import Database
from tests.benchmarks.side_by_side import Run, compare, folder, once

QUERY = """
SELECT l.retailer, l.order_number,
 date(l.ordered_at, 'unixepoch') || 'T' || time(l.ordered_at, 'unixepoch') || 'Z' AS ordered_at,
 l.item_name, l.brand, l.department, l.category, l.subcategory, l.sku, l.quantity, l.unit_price,
 l.currency, l.shipment_status, l.order_total
FROM orders o CROSS JOIN lines l ON l.id > (o.id << 20) AND l.id < ((o.id + 1) << 20)
ORDER BY o.ordered_at, o.order_number, o.id, l.id
"""


def ours(database: Path, target: Path) -> None:
    with Database.open(database) as opened:
        export(opened, ExportRequest(), target)


def plain(database: Path, target: Path) -> None:
    db = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    with target.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(db.execute(QUERY))
    db.close()


def main(lines: int, rounds: int) -> None:
    database = folder() / f"orders-{lines}.db"
    # in a process of its own: a child's peak memory is never below its parent's
    once([sys.executable, "-m", "tests.benchmarks.store_filling", str(database), str(lines)])
    copy = folder() / f"copy-{lines}.db"  # two SQLite libraries never share a file
    shutil.copy(database, copy)
    out = folder() / "out.csv"
    shell = f".mode csv\n.headers on\n.output {out}\n{QUERY};\n"
    me = [sys.executable, "-m", "tests.benchmarks.csv_export"]
    runs: dict[str, list[Run]] = {}
    for number in range(rounds + 1):
        for name, command, script in (
            ("sqlite3 .mode csv", ["sqlite3", str(copy)], shell),
            ("orderdock export", [*me, "ours", str(database), str(out)], ""),
            ("csv module, streamed", [*me, "plain", str(database), str(out)], ""),
        ):
            run = once(command, script)
            if number:  # the first round warms up
                runs.setdefault(name, []).append(run)
    compare(runs)
    copy.unlink()
    out.unlink()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", database, target]:
            ours(Path(database), Path(target))
        case ["plain", database, target]:
            plain(Path(database), Path(target))
        case numbers:
            given = [int(number) for number in numbers]
            main(given[0] if given else 1_000_000, given[1] if len(given) > 1 else 5)
