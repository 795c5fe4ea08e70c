"""A small sandbox, and a profile at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdock.sandbox.running import RunningSandbox, running_sandbox
from tests.journeys.core.journey import Journey


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Iterator[RunningSandbox]:
    """A small sandbox; parametrize it indirectly with (scenario, lines) for another."""
    scenario, lines = getattr(request, "param", ("default", 60))
    with running_sandbox(scenario, lines, speed=100) as running:
        yield running


@pytest.fixture
def journey(tmp_path: Path, sandbox: RunningSandbox) -> Journey:
    return Journey(tmp_path / "profile", sandbox)
