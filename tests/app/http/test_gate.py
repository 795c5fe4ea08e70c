"""One gate, and the gates of several programs at one connection."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from orderdock.domain.errors import AlreadySyncing
from orderdock.http.gate import Gate
from orderdock.http.others import Others
from orderdock.http.pacing import Pace
from orderdock.system.latches import Latches
from tests.support.fake_clock import FakeClock

SLOW = Pace(per_second=0.1)


class Provider:
    """When it was asked by whom, and how many requests were under way at once."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.asked: list[tuple[float, str]] = []
        self.open = self.most = 0

    async def exchange(self, who: str) -> None:
        self.asked.append((self.clock.monotonic(), who))
        self.open += 1
        self.most = max(self.most, self.open)
        for _ in range(20):
            await self.clock.sleep(0.05)
        self.open -= 1


class Program:
    """One of several over the same folder, with a gate of its own."""

    def __init__(self, folder: Path, provider: Provider, name: str, pace: Pace = SLOW) -> None:
        self.gate = Gate(pace, Others(Latches(folder), "ask-acme-1", pace.in_flight))
        self.provider = provider
        self.name = name
        self.waits: list[float] = []

    async def asks(self, times: int = 1) -> None:
        for _ in range(times):
            async with self.gate.passage(self.provider.clock, 1.0, self.waits.append):
                await self.provider.exchange(self.name)


async def side_by_side(*programs: Program, times: int) -> None:
    async with asyncio.TaskGroup() as group:
        for program in programs:
            group.create_task(program.asks(times))


async def test_programs_keep_their_distance_together_and_take_turns(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    both = [Program(tmp_path, provider, name) for name in "ab"]
    await side_by_side(*both, times=10)
    assert provider.most == 1
    moments = [moment for moment, _ in provider.asked]
    assert all(10 <= after - before < 10.1 for before, after in pairwise(moments))
    assert "".join(name for _, name in provider.asked) == "ab" * 10


@pytest.mark.parametrize("at_once", [1, 2, 3])
async def test_requests_under_way_are_counted_together(tmp_path: Path, at_once: int) -> None:
    provider, pace = Provider(FakeClock()), Pace(per_second=100, in_flight=at_once)
    three = [Program(tmp_path, provider, name, pace) for name in "abc"]
    await side_by_side(*three, times=20)
    assert len(provider.asked) == 60
    assert provider.most == at_once
    assert all(b[0] - a[0] >= 0.00999 for a, b in pairwise(provider.asked))


async def test_a_wish_for_quiet_and_a_lesson_hold_for_all_of_them(tmp_path: Path) -> None:
    provider, pace = Provider(FakeClock()), Pace(per_second=1, slowest=8)
    one, other = (Program(tmp_path, provider, name, pace) for name in "ab")
    async with one.gate.passage(provider.clock, 1.0, one.waits.append):
        one.gate.tempo = one.gate.tempo.refused().refused().resting(90)
    await other.asks(2)
    assert other.waits == [90, pytest.approx(3)]
    assert [moment for moment, _ in provider.asked] == [90, pytest.approx(94)]
    provider.clock.pass_by(600)
    later = Program(tmp_path, provider, "c", pace)
    await later.asks(2)
    assert later.waits == []


async def test_a_wait_of_many_minutes_may_be_asked_about_again(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    one, other = (Program(tmp_path, provider, name) for name in "ab")
    async with one.gate.passage(provider.clock, 1.0, one.waits.append):
        one.gate.tempo = one.gate.tempo.resting(900)
    await other.asks()
    assert other.waits == [10]
    await one.asks()
    assert one.waits[0] > 800


async def test_others_step_up_while_somebody_waits_long(tmp_path: Path) -> None:
    """Each program tells its own people that the provider wants quiet."""
    provider = Provider(FakeClock())
    one, other = (Program(tmp_path, provider, name) for name in "ab")
    one.gate.tempo = one.gate.tempo.resting(100)
    await side_by_side(one, other, times=1)
    assert one.waits[0] == 100
    assert [name for _, name in provider.asked] == ["b", "a"]


async def test_who_is_cancelled_while_waiting_stands_in_nobodys_way(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    one, other = (Program(tmp_path, provider, name) for name in "ab")
    await one.asks()
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(one.asks())
        await asyncio.sleep(0)
        waiting.cancel()
    await other.asks()
    async with (
        other.gate.passage(provider.clock, 1.0, other.waits.append),
        asyncio.TaskGroup() as group,
    ):
        waiting = group.create_task(one.asks())
        await asyncio.sleep(0)
        waiting.cancel()
    await other.asks()
    assert [name for _, name in provider.asked] == ["a", "b", "b"]


async def test_what_is_raised_before_a_wait_ends_the_passage_for_one_only(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    one, other = (Program(tmp_path, provider, name) for name in "ab")
    await one.asks()

    def impatient(_: float) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        async with one.gate.passage(provider.clock, 1.0, impatient):
            pass
    await other.asks()
    assert [moment for moment, _ in provider.asked] == [0, 10]


async def test_a_program_that_hangs_in_mid_request_is_told_of(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    hanging, other = (Program(tmp_path, provider, name) for name in "ab")
    async with hanging.gate.passage(provider.clock, 1.0, hanging.waits.append):
        with pytest.raises(AlreadySyncing):
            await other.asks()
    await other.asks()
    assert [name for _, name in provider.asked] == ["b"]


async def test_a_request_that_may_have_been_late_moves_the_next_a_little(tmp_path: Path) -> None:
    provider = Provider(FakeClock())
    one = Program(tmp_path, provider, "a", Pace(per_second=1))
    for seconds, counted in [(0.04, 0.04), (0.04, 0), (0.07, 0.03), (0.5, 0.1), (0.01, 0)]:
        left = provider.clock.monotonic()
        one.gate.tempo = one.gate.tempo.started(left)
        provider.clock.pass_by(seconds)
        one.gate.answered(provider.clock.monotonic(), 1.0)
        assert one.gate.tempo.last_start == pytest.approx(left + counted)


async def test_word_left_before_the_computer_was_started_anew_is_not_heeded(tmp_path: Path) -> None:
    before, now = FakeClock(), FakeClock()
    before.pass_by(1e6)
    await Program(tmp_path, Provider(before), "a").asks()
    await Program(tmp_path, Provider(now), "b").asks()
    assert now.monotonic() == pytest.approx(1)
