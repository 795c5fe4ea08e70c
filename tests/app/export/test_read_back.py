from itertools import repeat
from pathlib import Path

import pytest

from orderdock.export import adding_up
from orderdock.export.adding_up import Adding
from orderdock.export.read_back import jsonl_columns


def test_rows_and_sums_of_a_json_lines_file_are_found_again(tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    lines = (
        '{"name":"a","currency":"USD","total":12.50}',
        '{"name":"b","currency":"EUR","total":-3.005}',
        '{"name":"c","currency":"USD","total":null}',
        '{"name":"d","currency":null,"total":7}',
        '{"name":"e","currency":"USD","total":12.50}',
    )
    file.write_text("".join(f"{line}\n" for line in lines))
    sums, rows = Adding(["total"]), 0
    for many, (currencies, totals) in jsonl_columns(file, ["currency", "total"]):
        sums.take(currencies, [totals])
        rows += many
    assert rows == 5
    assert sums.sums() == {"total": {"USD": 25_000_000, "EUR": -3_005_000, "": 7_000_000}}


def test_many_different_amounts_add_up_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding_up, "_MANY", 3)
    sums = Adding(["total"])
    for cent in range(1, 101):
        sums.take(repeat(""), [[f"0.{cent:03}", b"0.001"]])
    assert sums.sums() == {"total": {"": 5_150_000}}


def test_an_amount_that_is_no_number_is_an_error() -> None:
    sums = Adding(["total"])
    sums.take(repeat(""), [["twelve"]])
    with pytest.raises(ValueError, match="twelve"):
        sums.sums()
