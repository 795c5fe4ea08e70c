"""The largest memory of both processes of a sync, for more and more lines.

python -m tests.benchmarks.sync_memory [LINES ...] [PROVIDER ...]

Pages are made as they are asked for, so that nothing but the sync keeps anything.
"""

import resource
import subprocess
import sys
from collections.abc import AsyncGenerator

from orderdock.connector.contract import Desk, OrdersRequest, Page, Reading
from orderdock.store.database import Database
from orderdock.system.garbage import collect_seldom
from tests.benchmarks.ingest import fresh
from tests.benchmarks.shapes import SHAPES
from tests.benchmarks.store_filling import connection_in
from tests.benchmarks.syncing import sync


def measure(provider: str, lines: int) -> None:
    """One first sync in this process and the one that it starts."""
    collect_seldom()
    shape = SHAPES[provider]

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        for number, body in enumerate(shape.pages(lines), 1):
            yield Page(await desk.work(shape.decode, body), bookmark={"page": number})

    with Database.open(fresh("memory.db")) as database:
        got = sync(database, connection_in(database), read)
    here, beside = (
        resource.getrusage(who).ru_maxrss / 1000
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{provider:12}{got.added:9} lines: {here:5.0f} MB reading, {beside:5.0f} MB saving")


if __name__ == "__main__":
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    named = [word for word in sys.argv[1:] if not word.isdigit()]
    if sys.argv[-1] == "alone":
        measure(named[0], int(numbers[0]))
        sys.exit()
    for provider in named or list(SHAPES):
        for lines in numbers or ["50000", "100000", "200000"]:
            command = [sys.executable, "-m", "tests.benchmarks.sync_memory", provider, lines]
            subprocess.run([*command, "alone"], check=True)
