import csv
import io
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.export import read_back
from orderdock.export.read_back import Adding, Sums, csv_columns, jsonl_columns

ROWS = [
    ["AB\r\n1", "USD", "12.50"],
    ['say "hi"', "EUR", "-3.005"],
    ["c, d", "USD", ""],
    ["e", "", "7"],
    ["f", "USD", "12.50"],
]
SUMS = Sums(5, {"total": {"USD": 25_000_000, "EUR": -3_005_000, "": 7_000_000}})
CELLS = st.text(st.sampled_from('ab,;"\r\n.é'), max_size=6)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("delimiter", "decimal", "bom"), [(",", ".", ""), (";", ",", "\ufeff"), ("\t", ".", "")]
)
def test_rows_and_sums_of_a_csv_file_are_found_again(
    tmp_path: Path, delimiter: str, decimal: str, bom: str
) -> None:
    file = tmp_path / "orders.csv"
    rows = [["Name", "Currency", "Total"]]
    rows += [[name, currency, total.replace(".", decimal)] for name, currency, total in ROWS]
    text = "".join(delimiter.join(map(quoted, row)) + "\r\n" for row in rows)
    file.write_bytes((bom + text).encode())
    sums = Adding(["total"], decimal)
    for many, (currencies, totals) in csv_columns(file, delimiter, [1, 2], 3):
        sums.take(many, currencies, [totals])
    assert sums.sums() == SUMS


@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=12),
    places=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
    block=st.integers(1, 40),
)
def test_any_columns_of_any_file_are_those_that_the_csv_module_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], places: list[int], block: int
) -> None:
    file = tmp_path_factory.mktemp("csv") / "any.csv"
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([["a", "b", "c", "d"], *rows])
    file.write_bytes(text.getvalue().encode())
    found: list[tuple[str, ...]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_back, "_BLOCK", block)
        for many, columns in csv_columns(file, ",", places, 4):
            shown = [[unquoted(cell) for cell in column] for column in columns]
            assert {len(column) for column in shown} == {many}
            found += zip(*shown, strict=True)
    assert found == [tuple(row[place] for place in places) for row in rows]


def unquoted(cell: str | bytes | None) -> str:
    return (cell or b"").decode() if not isinstance(cell, str) else cell


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
    sums = Adding(["total"])
    for many, (currencies, totals) in jsonl_columns(file, ["currency", "total"]):
        sums.take(many, currencies, [totals])
    assert sums.sums() == SUMS


def test_many_different_amounts_add_up_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_back, "_MANY", 3)
    sums = Adding(["total"])
    for cent in range(1, 101):
        sums.take(2, repeat(""), [[f"0.{cent:03}", b"0.001"]])
    assert sums.sums() == Sums(200, {"total": {"": 5_150_000}})


def test_an_amount_that_is_no_number_is_an_error() -> None:
    sums = Adding(["total"])
    sums.take(1, repeat(""), [["twelve"]])
    with pytest.raises(ValueError, match="twelve"):
        sums.sums()


@pytest.mark.parametrize("text", ["", "Name,Currency,Total\r\n"])
def test_a_file_with_no_rows_has_no_sums(tmp_path: Path, text: str) -> None:
    file = tmp_path / "empty.csv"
    file.write_bytes(text.encode())
    assert list(csv_columns(file, ",", [1, 2], 3)) == []


@pytest.mark.parametrize("text", ['A,B\r\n"x,1\r\n', "A,B\r\nx,1", 'A,B\r\nx,"1"2"\r\n'])
def test_a_file_that_breaks_off_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.csv"
    file.write_bytes(text.encode())
    with pytest.raises((ValueError, csv.Error)):
        list(csv_columns(file, ",", [1], 2))
