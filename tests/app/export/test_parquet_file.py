"""Parquet: typed, exact, in UTC, whole or not at all. Runs where pyarrow is installed."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orderdock.domain.errors import PersonCancelled
from orderdock.export import parquet_file
from orderdock.export.request import ExportRequest
from orderdock.export.writing import export
from orderdock.query.columns import LINES
from orderdock.query.filters import OrderFilter
from tests.support.shelf import Shelf, line, order

AT = 1_772_612_400  # 2026-03-04T08:20:00Z


def written(shelf: Shelf, folder: Path, **request: Any) -> pa.Table:
    export(shelf.database, ExportRequest(format="parquet", **request), folder / "out.parquet")
    return pq.read_table(folder / "out.parquet")


def test_columns_have_their_types_and_values_are_exact(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        order(
            "a",
            line("1", "=x", sku="007", quantity="0.125", unit_price="-42", order_total="1.10"),
            line("2", quantity=None, unit_price=None),
            ordered_at=AT,
            total="1.10",
        )
    )
    found = written(shelf, tmp_path, filter=OrderFilter(timezone="Asia/Tokyo"))
    assert found.column_names == list(LINES)
    assert found.schema.field("quantity").type == pa.decimal128(38, 3)
    assert found.schema.field("unit_price").type == pa.decimal128(38, 2)
    assert found.schema.field("ordered_at").type == pa.timestamp("ms", tz="UTC")
    first, second = found.to_pylist()
    assert first["item_name"] == "=x"
    assert first["sku"] == "007"
    assert first["quantity"] == Decimal("0.125")
    assert first["unit_price"] == Decimal("-42.00")
    assert first["ordered_at"] == datetime.fromtimestamp(AT, UTC)
    assert second["quantity"] is None
    assert found.schema.metadata[b"Preset"] == b"Order lines (lines)"


@pytest.mark.parametrize("digits", [24, 25, 30])
def test_amounts_with_many_decimals_stay_exact(shelf: Shelf, tmp_path: Path, digits: int) -> None:
    amount = f"9000000000000.{'1' * digits}"
    shelf.save(order("a", line("1", unit_price=amount)))
    [row] = written(shelf, tmp_path, columns=("unit_price",)).to_pylist()
    assert row["unit_price"] == Decimal(amount)


def test_months_banks_and_no_rows_at_all(shelf: Shelf, tmp_path: Path) -> None:
    assert written(shelf, tmp_path).num_rows == 0
    assert written(shelf, tmp_path, preset="bookkeeper-monthly").num_rows == 0
    shelf.save(order("a", line("1"), ordered_at=AT, currency="USD", total="49.00"))
    [month] = written(shelf, tmp_path, preset="bookkeeper-monthly").to_pylist()
    assert month == {
        "month": "2026-03",
        "retailer": "Amazon",
        "currency": "USD",
        "orders": 1,
        "order_total": Decimal("49.00"),
        "without_total": 0,
    }
    [row] = written(shelf, tmp_path, preset="quickbooks-bank").to_pylist()
    assert row["description"] == "Amazon N-a"


def test_many_rows_come_in_groups_and_a_cancel_leaves_nothing(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "_GROUP", 4_000)
    shelf.save(*[order(f"{n:06d}", line("1"), ordered_at=AT) for n in range(9_000)])
    assert written(shelf, tmp_path).num_rows == 9_000
    assert pq.read_metadata(tmp_path / "out.parquet").num_row_groups == 3
    (tmp_path / "there").mkdir()
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 40

    with pytest.raises(PersonCancelled):
        export(
            shelf.database,
            ExportRequest(format="parquet"),
            tmp_path / "there" / "out.parquet",
            stop=stop,
        )
    assert list((tmp_path / "there").iterdir()) == []
