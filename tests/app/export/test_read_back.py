from pathlib import Path

import pytest

from orderdock.export.read_back import Adding, Sums, csv_rows, jsonl_rows

ROWS = [
    ["AB\r\n1", "USD", "12.50"],
    ['say "hi"', "EUR", "-3.005"],
    ["c, d", "USD", ""],
    ["e", "", "7"],
    ["f", "USD", "12.50"],
]
SUMS = Sums(5, {"total": {"USD": 25_000_000, "EUR": -3_005_000, "": 7_000_000}})


def adding() -> Adding:
    return Adding(["name", "currency", "total"], [2], 1)


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
    sums = adding()
    for chunk in csv_rows(file, delimiter, decimal, [2]):
        sums.take(chunk)
    assert sums.sums() == SUMS


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
    sums = adding()
    for chunk in jsonl_rows(file, ["name", "currency", "total"]):
        sums.take(chunk)
    assert sums.sums() == SUMS


def test_many_different_amounts_add_up_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderdock.export.read_back._MANY", 3)
    sums = Adding(["total"], [0], None)
    for cent in range(1, 101):
        sums.take([[f"0.{cent:03}"], ["0.001"]])
    assert sums.sums() == Sums(200, {"total": {"": 5_150_000}})


def test_an_amount_that_is_no_number_is_an_error() -> None:
    sums = Adding(["total"], [0], None)
    sums.take([["twelve"]])
    with pytest.raises(ValueError, match="twelve"):
        sums.sums()


def test_a_file_with_no_rows_has_no_sums(tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("Name,Currency,Total\r\n")
    sums = adding()
    for chunk in csv_rows(file, ",", ".", [2]):
        sums.take(chunk)
    assert sums.sums() == Sums(0, {"total": {}})
