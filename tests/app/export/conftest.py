from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.shelf import Shelf, shelf_at

# An optional extra of 170 MB: its tests run where somebody installed it.
collect_ignore = [] if find_spec("pyarrow") else ["test_parquet_file.py"]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with shelf_at(tmp_path / "orders.db") as shelf:
        yield shelf


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """One database for all examples; each looks at orders of its own."""
    with shelf_at(tmp_path_factory.mktemp("shop") / "o.db") as shelf:
        yield shelf
