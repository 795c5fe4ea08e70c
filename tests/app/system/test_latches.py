import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orderdock.domain.errors import AlreadySyncing
from orderdock.system.clock import SystemClock
from orderdock.system.latches import Latch, Latches, until_free
from tests.support.fake_clock import FakeClock

HOLD = """
import sys
from pathlib import Path
from orderdock.system.latches import Latches
latch = Latches(Path(sys.argv[1])).named("ask")
print(latch.take(), flush=True)
sys.stdin.read()
"""


def test_one_hand_has_it_at_a_time_and_leaves_word_for_the_next(tmp_path: Path) -> None:
    latches = Latches(tmp_path / "new")
    one, other = latches.named("ask a/1"), latches.named("ask a/1")
    assert one.take()
    assert not one.take()
    assert not other.take()
    assert latches.named("ask a/2").take()
    one.write(b"twelve")
    one.release()
    one.release()
    assert other.take()
    assert other.read() == b"twelve"
    one.write(b"eleven")
    assert other.read() == b"eleven"
    assert [file.parent for file in tmp_path.rglob("*.latch")] == [tmp_path / "new"] * 2


def test_a_latch_is_free_when_its_holder_was_killed(tmp_path: Path) -> None:
    latch = Latches(tmp_path).named("ask")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        assert not latch.take()
        holder.send_signal(signal.SIGKILL)
    assert latch.take()
    latch.release()


async def test_waiting_for_it_lets_others_work_and_can_be_cancelled(tmp_path: Path) -> None:
    latches, clock = Latches(tmp_path), SystemClock()
    holder = latches.named("ask")
    assert holder.take()
    async with asyncio.TaskGroup() as group:
        impatient = group.create_task(until_free(latches.named("ask").take, clock))
        waiting = group.create_task(until_free(latches.named("ask").take, clock))
        await asyncio.sleep(0)
        impatient.cancel()
        holder.release()
    assert impatient.cancelled()
    assert waiting.result()


async def test_who_hangs_is_said_after_two_minutes(tmp_path: Path) -> None:
    latches, clock = Latches(tmp_path), FakeClock()
    async with latches.named("ask").held(clock):
        with pytest.raises(AlreadySyncing, match="hangs"):
            async with latches.named("ask").held(clock):
                pass
    assert 120 < clock.monotonic() < 121
    assert latches.named("ask").take()


@pytest.mark.parametrize("nowhere", [None, Path("/dev/null/locks")])
def test_where_there_is_no_file_everybody_goes_on_alone(nowhere: Path | None) -> None:
    latch: Latch = Latches(nowhere).named("ask")
    assert latch.take()
    assert latch.take()
    latch.write(b"twelve")
    assert latch.read() == b""
    latch.release()
