import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orderdock.system.locks import Locks, Taken, sync_of

HOLD = """
import sys
from pathlib import Path
from orderdock.system.locks import Locks
lock = Locks(Path(sys.argv[1])).take("window", "a window")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_is_held_until_released(tmp_path: Path) -> None:
    locks = Locks(tmp_path / "locks")
    assert not locks.held("window")
    with locks.take("window", "here"):
        assert locks.held("window")
        holder = locks.holder("window")
        assert holder is not None
        assert (holder.pid, holder.about) == (os.getpid(), "here")
        with pytest.raises(Taken) as taken:
            locks.take("window")
        assert taken.value.holder == holder
    assert not locks.held("window")
    assert locks.holder("window") is None
    locks.take("window").release()


def test_asking_leaves_no_trace_and_locks_have_their_own_names(tmp_path: Path) -> None:
    locks = Locks(tmp_path / "locks")
    assert not locks.held(sync_of("stackline-1"))
    assert not (tmp_path / "locks").exists()
    with locks.take(sync_of("stackline-1")), locks.take(sync_of("stackline-2")):
        assert not locks.held(sync_of("stackline-3"))
    with locks.take("../../odd/name"):
        assert [file.parent for file in tmp_path.rglob("*.lock")] == [tmp_path / "locks"] * 3


def test_a_lock_dies_with_its_holder(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"held\n"
    assert locks.held("window")
    with pytest.raises(Taken) as taken:
        locks.take("window")
    assert taken.value.holder is not None
    assert taken.value.holder.pid == holder.pid

    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert not locks.held("window")
    assert locks.holder("window") is None
    locks.take("window").release()
