"""A second process: what is sent arrives, and the end of one side is the end of the other."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orderdock.system.companion import Companion
from orderdock.system.frames import Gone
from tests.support.processes import first_line, running

ECHO = """
import os, sys
from orderdock.system.frames import starter

frames = starter(nice=3)
print("printed by whoever", flush=True)
for frame in frames.each():
    match frame:
        case b"who": frames.send(f"{os.getpid()} {sys.argv[1:]}".encode())
        case b"nice": frames.send(str(os.nice(0)).encode())
        case b"heard": frames.send(os.environ.get("ANY_OTHER", "-").encode())
        case b"where": frames.send(os.environ.get("ORDERDOCK_PASSPHRASE", "-").encode())
        case b"input": frames.send(sys.stdin.buffer.read())
        case b"die": os._exit(1)
        case b"hang": os.read(os.pipe()[0], 1)
        case _: frames.send(frame)
"""
STARTER = """
import sys
from orderdock.system.companion import Companion

companion = Companion("echo_companion")
companion.send(b"who")
print(companion.receive().decode().split()[0], flush=True)
companion.receive()
"""
Start = Callable[..., Companion]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    (tmp_path / "echo_companion.py").write_text(ECHO)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    started: list[Companion] = []

    def start(*arguments: str) -> Companion:
        started.append(Companion("echo_companion", *arguments))
        return started[-1]

    yield start
    for companion in started:
        companion.close()


def ask(companion: Companion, frame: bytes) -> bytes | None:
    companion.send(frame)
    return companion.receive()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_frames_of_any_size_come_back_as_they_were_sent(start: Start) -> None:
    companion = start()
    for frame in (b"", b"x", b"\0" * 70_000, os.urandom(3_000_000)):
        assert ask(companion, frame) == frame


def test_it_runs_beside_us_with_its_arguments_and_what_others_print_stays_out(start: Start) -> None:
    companion = start("one", "two words")
    said = ask(companion, b"who")
    assert said == f"{companion.pid} ['one', 'two words']".encode()
    assert companion.pid != os.getpid()
    assert ask(companion, b"input") == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no nice values")
def test_it_can_stand_behind_the_others(start: Start) -> None:
    assert ask(start(), b"nice") == str(min(os.nice(0) + 3, 19)).encode()


def test_the_passphrase_alone_is_kept_back(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANY_OTHER", "said")
    monkeypatch.setenv("ORDERDOCK_PASSPHRASE", "said")
    companion = start()
    assert ask(companion, b"heard") == b"said"
    assert ask(companion, b"where") == b"-"


def test_when_it_dies_its_starter_hears_the_end(start: Start) -> None:
    companion = start()
    assert ask(companion, b"die") is None
    with pytest.raises(Gone):
        companion.send(b"\0" * 10_000_000)


def test_a_module_that_is_not_there_is_an_end_too(start: Start) -> None:
    companion = Companion("orderdock.no_such_module")
    assert companion.receive() is None
    companion.close()


def test_closing_ends_it_and_leaves_nothing_behind(start: Start) -> None:
    companion = start()
    assert ask(companion, b"ready") == b"ready"
    companion.close()
    assert is_gone(companion.pid)
    companion.close()
    assert companion.receive() is None
    with pytest.raises(Gone):
        companion.send(b"too late")


def test_one_that_hangs_is_ended_all_the_same(start: Start) -> None:
    companion = start()
    companion.send(b"hang")
    companion.close(patience=0.2)
    assert is_gone(companion.pid)


def test_one_that_takes_nothing_more_is_ended_although_a_frame_is_on_its_way(start: Start) -> None:
    companion = start()
    companion.send(b"hang")
    ended: list[bool] = []

    def send() -> None:
        try:
            while True:  # some are fetched, although nobody works
                companion.send(b"\0" * 10_000_000)
        except Gone:
            ended.append(True)

    sender = threading.Thread(target=send)
    sender.start()
    companion.close(patience=0.2)
    sender.join()
    assert ended
    assert is_gone(companion.pid)


def test_it_ends_when_its_starter_is_killed(start: Start) -> None:
    command = [sys.executable, "-c", STARTER]
    with running(command, os.environ, stdout=subprocess.PIPE) as starter:
        pid = int(first_line(starter))
        alive = os.pidfd_open(pid)
        starter.kill()
        starter.wait()
        ended, _, _ = select.select([alive], [], [], 60)
        os.close(alive)
    assert ended


def test_ctrl_c_is_for_its_starter_alone(start: Start) -> None:
    companion = start()
    assert ask(companion, b"ready") == b"ready"
    os.kill(companion.pid, signal.SIGINT)
    assert os.getpgid(companion.pid) != os.getpgid(0)
    assert ask(companion, b"still there") == b"still there"
