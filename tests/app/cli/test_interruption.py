"""Signals, each against a process of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.processes import first_line, running

WAITING = """
import asyncio
async def work(dialogue):
    print("at work", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        print("cleaned up", flush=True)
"""
STUBBORN = """
import asyncio
async def work(dialogue):
    print("at work", flush=True)
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            pass
"""
BUSY = """
async def work(dialogue):
    print("at work", flush=True)
    while True:
        sum(range(1000))
"""
RUN = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # who runs the tests may ignore it
from orderdock import compose
from orderdock.cli.main import main
from tests.app.cli.fake_services import FakeHouse, view
house = FakeHouse(Path(sys.argv[1]), [view(1)])
for name in ("find_profile", "open_library", "open_services"):
    setattr(compose, name, getattr(house, name))
house.sync.work = work
sys.exit(main(["sync", *sys.argv[2:]]))
"""


def interrupted(
    script: str, folder: Path, *options: str, word: signal.Signals = signal.SIGINT, times: int = 1
) -> tuple[int, str, str, float]:
    """(exit code, further output, errors, seconds) after `times` signals to a sync at work."""
    command = [sys.executable, "-c", script + RUN, str(folder), *options]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with running(command, env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert first_line(process) == "at work"
        began = time.monotonic()
        for _ in range(times):
            process.send_signal(word)
        out, err = process.communicate(timeout=120)
        return process.returncode, out.decode(), err.decode(), time.monotonic() - began


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_cancels_in_order(tmp_path: Path, word: signal.Signals) -> None:
    code, out, err, seconds = interrupted(WAITING, tmp_path, word=word)
    assert code == 130
    assert "cleaned up" in out
    assert err == "Interrupted. What was read until now is kept.\n"
    assert seconds < 8  # two, and what a busy test machine needs


def test_with_json_the_result_still_comes(tmp_path: Path) -> None:
    code, out, err, _ = interrupted(WAITING, tmp_path, "--json")
    assert code == 130
    assert '"result"' in out.splitlines()[-1]
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("script", [STUBBORN, BUSY])
def test_work_that_does_not_stop_is_left_within_two_seconds(tmp_path: Path, script: str) -> None:
    code, _, err, seconds = interrupted(script, tmp_path)
    assert (code, err) == (130, "Interrupted. What was read until now is kept.\n")
    assert seconds < 8  # two, and what a busy test machine needs


MANY = """
async def work(dialogue): pass
"""
PRINT = RUN.replace(
    'sys.exit(main(["sync", *sys.argv[2:]]))',
    "house.library.lines = [{'item_name': 'x' * 500, 'order_id': 1}] * 20_000\n"
    "sys.exit(main(sys.argv[2:]))",
)


@pytest.mark.parametrize("options", [["orders", "--json"], ["orders", "--limit", "20000"]])
def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path, options: list[str]) -> None:
    command = [sys.executable, "-c", MANY + PRINT, str(tmp_path), *options]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with running(command, env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


def test_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MANY + PRINT, str(tmp_path), "orders", "--json"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("The output cannot be written: No space left")
    assert len(ended.stderr.splitlines()) == 1


def test_closed_streams_are_no_trouble(tmp_path: Path) -> None:
    script = MANY + PRINT.replace("main(sys.argv[2:])", "main(['link', 'stackline-1'])")
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" 0<&- 1>&-', "sh", sys.executable, "-c", script, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
