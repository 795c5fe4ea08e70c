"""What the demo in the terminal shows of the file it wrote."""

from pathlib import Path

import pytest

from tests.support.packaging_scripts import script

HEAD = "Retailer,Order Date,Item Name,Quantity,Price,Currency\r\n"


def test_it_counts_rows_and_shows_the_first_five(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    row = 'Books,2026-03-04T08:20:00Z,"A title, with\r\na break and many more words",1,9.99,EUR\r\n'
    file.write_text(HEAD + row * 1234, encoding="utf-8", newline="")
    script("demo").show(file)
    said = capsys.readouterr().out
    assert f"{file} has 1,234 rows" in said
    assert said.count("A title, with  a break and many…") == 5


def test_a_file_without_orders_is_shown_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(HEAD, encoding="utf-8", newline="")
    script("demo").show(file)
    assert "has 0 rows" in capsys.readouterr().out
