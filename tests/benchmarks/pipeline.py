"""A whole sync: pages read over each other, decoded, written, as the engine does it.

python -m tests.benchmarks.pipeline [LINES] [LATENCY_MS] [stackline | synq]

Prints lines per second, also as a part of the limit that tests.benchmarks.ingest has, and the
largest memory; for the first sync and for one of the same pages again. Pages are cut from memory;
each takes LATENCY_MS to come. Synq is the one whose list is read by offset as a whole.
"""

import asyncio
import itertools
import resource
import sys
from collections.abc import AsyncGenerator, Sequence

import apsw

from orderdock.connector import reading
from orderdock.connector.changes import Row
from orderdock.connector.contract import Desk, OrdersRequest, Page, Reading
from orderdock.connector.dated_list import Limits, Source, SpanReader
from orderdock.connector.loose import Loose
from orderdock.connector.offset_list import OffsetList
from orderdock.connector.spans import DAY, Span
from orderdock.domain.orders import Order, SetAside
from orderdock.http.overlap import Reading as Place
from orderdock.providers.stackline.lines import JSON, WHAT
from orderdock.store.database import Database
from orderdock.system.garbage import collect_seldom
from tests.benchmarks.ingest import fresh, limit, now, rows_of, since
from tests.benchmarks.shapes import SHAPES, synq_lines
from tests.benchmarks.store_filling import connection_in
from tests.benchmarks.syncing import sync
from tests.support.pretend_provider import ReadOrders

_LIMIT, _SPAN, _SYNQ_LIMIT = 1000, 20_000, 100
SWITCH_S = 0.001
"""As the window and the command line have it."""


async def _nobody(_span: Span, _offset: int, _limit: int) -> bytes:
    raise NotImplementedError  # the pages are made here


_LIST = Source(
    _nobody, JSON.read, Limits(_LIMIT, _SPAN, 1994, 60 * DAY, whole_lines=0), WHAT, "Stackline"
)


def reader_of(records: Sequence[bytes], latency: float = 0.0) -> ReadOrders:
    """Reads these records page by page."""

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        for begin in itertools.count(step=_SPAN):
            reader = SpanReader(_LIST, Span())
            done = False
            while not done:
                first = begin + reader.reading.offset
                await asyncio.sleep(latency)
                part = records[first : min(first + _LIMIT, begin + _SPAN)]
                taken = await desk.work(reader.take, b"[%b]" % b",".join(part))
                yield Page(taken.orders, taken.set_aside, bookmark={"next": first})
                if not part:
                    return
                done = taken.done

    return read


def synq_reader_of(records: Sequence[bytes], latency: float = 0.0) -> ReadOrders:
    """Reads these orders as Synq's list is read."""

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        async def ask(at: Place) -> list[Row[Loose]]:
            await asyncio.sleep(latency)
            part = records[at.offset : at.offset + at.limit]
            return await desk.work(synq_lines.rows, b'{"orders": [%b]}' % b",".join(part))

        async def understood(found: list[Loose]) -> list[Order | SetAside]:
            return await desk.work(synq_lines.orders, found)

        every = OffsetList(ask, understood, provider="Synq", limit=_SYNQ_LIMIT, now=0)
        async for one in every.read(None):
            yield one

    return read


def main(lines: int, latency: float, provider: str) -> None:
    sys.setswitchinterval(SWITCH_S)
    collect_seldom()
    shape = SHAPES[provider]
    records = [
        bytes(raw)
        for body in shape.pages(lines)
        for raw in reading.raw_records(body, "the list", provider, "orders")
    ]
    orders = shape.decode(b'{"orders": [%b]}' % b",".join(records))
    read = {"stackline": reader_of, "synq": synq_reader_of}[provider](records, latency)
    rows = rows_of(orders)
    del orders
    limit_took = limit(rows, apsw.Connection).wall
    del rows
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Database.open(fresh("pipeline.db")) as database:
        connection = connection_in(database)
        for what in ("first sync", "the same again"):
            began = now()
            got = sync(database, connection, read)
            wall, cpu = since(began)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"{what:16}{lines / wall:9.0f} lines/s, {limit_took / wall:.2f} of the limit;"
                f" {cpu / lines * 1e6:.1f} us of work a line,"
                f" {wall / lines * 1e6:.1f} by the clock;"
                f" {(peak - before) / 1000:.0f} MB more;"
                f" {got.added} added, {got.unchanged} unchanged",
                flush=True,
            )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    named = [word for word in sys.argv[1:] if not word.isdigit()]
    lines, latency = (*numbers, *(200_000, 0)[len(numbers) :])
    main(lines, latency / 1000, *(named or ["stackline"]))
