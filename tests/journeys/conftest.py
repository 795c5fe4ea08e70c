"""The installed program with a data folder of its own, at a sandbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdock.sandbox.running import RunningSandbox, running_sandbox
from tests.journeys.program import Program


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    """A small Stackline whose sessions take no time."""
    with running_sandbox("small", speed=100) as running:
        yield running


@pytest.fixture
def program(tmp_path: Path, sandbox: RunningSandbox) -> Program:
    return Program(tmp_path / "profile", sandbox.bases["stackline"])
