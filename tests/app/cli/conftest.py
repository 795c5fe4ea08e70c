"""Commands run in this process against fake services."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orderdock import compose
from orderdock.cli.main import main
from orderdock.system.logs import close_logs
from tests.app.cli.fake_services import FakeHouse, view


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeHouse:
    """Two connections and the services behind them."""
    made = FakeHouse(tmp_path, [view(1), view(2)])
    for name in ("find_profile", "open_library", "open_services"):
        monkeypatch.setattr(compose, name, getattr(made, name))
    return made


@pytest.fixture
def run(house: FakeHouse, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command, without a terminal."""

    def run_once(*arguments: str) -> Ended:
        try:
            code = main(arguments)
        finally:
            close_logs()
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run_once
