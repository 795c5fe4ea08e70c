"""What was read and not yet taken to be written: so much, and then reading waits."""

import asyncio
from typing import Generic, TypeVar

from orderdock.sync.batch import Pack

T = TypeVar("T")

_MOST = 16_000
"""Lines, orders and whatever else; so that more than a commit is read while one is being made: one
in eight takes three times as long, as it moves what was committed into the database file."""


class Inbox(Generic[T]):
    """A queue between who reads and who writes, bounded by what is in it."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[T] = asyncio.Queue()
        self._room = asyncio.Event()
        self._room.set()
        self._weight = 0

    async def put(self, reading: T) -> None:
        """Hand over one reading, once there is room."""
        await self._room.wait()
        self._count(reading, 1)
        self._queue.put_nowait(reading)

    async def get(self) -> T:
        """The next one, once there is one."""
        reading = await self._queue.get()
        self._count(reading, -1)
        return reading

    def take_all(self) -> list[T]:
        """Everything that is there."""
        taken = []
        while not self._queue.empty():
            taken.append(self._queue.get_nowait())
            self._count(taken[-1], -1)
        return taken

    def _count(self, reading: T, sign: int) -> None:
        self._weight += sign * _weight(reading)
        if self._weight < _MOST:
            self._room.set()
        else:
            self._room.clear()


def _weight(reading: object) -> int:
    if not isinstance(reading, Pack):
        return 1
    return 1 + len(reading.orders) + reading.lines + len(reading.set_aside)
