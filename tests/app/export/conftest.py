from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shelf import Shelf, shelf_at


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with shelf_at(tmp_path / "orders.db") as shelf:
        yield shelf
