"""CSV by the names of its columns."""

import pytest

from orderdock.connector.csv_rows import csv_rows
from orderdock.domain.errors import UnexpectedAnswer


def rows(text: str, *needed: str) -> list[tuple[dict[str, str], bool]]:
    return [(row.cells, row.whole) for row in csv_rows(text.encode(), "the list", "Acme", needed)]


def test_cells_go_by_their_columns_and_a_short_row_says_so() -> None:
    assert rows('\ufeffb, a\r\n"1,\r\n2",3\r\n\r\nb,a\r\n4\r\n', "a") == [
        ({"b": "1,\r\n2", "a": "3"}, True),
        ({"b": "4"}, False),
    ]


def test_nothing_at_all_is_no_rows() -> None:
    assert rows("", "a") == rows("\r\n", "a") == rows("a\r\n", "a") == []


@pytest.mark.parametrize("text", ["b\r\n1\r\n", 'a\r\n"broken'])
def test_something_else_is_an_error(text: str) -> None:
    with pytest.raises(UnexpectedAnswer, match="the list"):
        rows(text, "a")


def test_a_row_is_kept_as_it_came() -> None:
    (row,) = csv_rows("a,b\r\n1,é\r\n".encode(), "the list", "Acme", ())
    assert row.raw == '{"a":"1","b":"é"}'.encode()
