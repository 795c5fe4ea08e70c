"""Variants run in turn (A B A B ...), each in its own process; ratios per round, then medians."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of work, and the largest memory in MB."""

    wall: float
    cpu: float
    peak: float


def folder() -> Path:
    """Where benches keep their data: BENCH_DIR, else a folder among the temporary files."""
    place = Path(os.environ.get("BENCH_DIR", Path(tempfile.gettempdir()) / "orderdock-bench"))
    place.mkdir(parents=True, exist_ok=True)
    return place


def once(command: Sequence[str], script: str = "") -> Run:
    """Run the command to its end, with `script` as its input."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as given:
        given.write(script)
        given.seek(0)
        process = subprocess.Popen(command, stdin=given)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    wall = time.perf_counter() - began
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def compare(runs: Mapping[str, Sequence[Run]]) -> None:
    """Print every variant against the first."""
    base = next(iter(runs.values()))
    print(f"{'variant':34}{'wall s':>9}{'cpu s':>8}{'wall x':>8}{'cpu x':>8}{'peak MB':>9}")
    for name, got in runs.items():
        wall = statistics.median(a.wall / b.wall for a, b in zip(got, base, strict=True))
        cpu = statistics.median(a.cpu / b.cpu for a, b in zip(got, base, strict=True))
        print(
            f"{name:34}{statistics.median(r.wall for r in got):9.2f}"
            f"{statistics.median(r.cpu for r in got):8.2f}{wall:8.2f}{cpu:8.2f}"
            f"{max(r.peak for r in got):9.0f}"
        )
