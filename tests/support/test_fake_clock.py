"""The clock of tests."""

import asyncio
from datetime import timedelta

from orderdock.system.clock import Clock
from tests.support.fake_clock import START, FakeClock


async def test_sleeping_moves_the_clock_and_overlaps() -> None:
    fake = FakeClock()
    clock: Clock = fake
    await asyncio.gather(clock.sleep(3), clock.sleep(5))
    assert clock.now() - START == timedelta(seconds=5)
    fake.pass_by(60)
    assert clock.monotonic() == 65
    assert fake.naps == [3, 5]
