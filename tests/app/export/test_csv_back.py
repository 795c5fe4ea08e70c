import csv
import io
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.export.csv_back import CsvBack

CELLS = st.text(st.sampled_from('ab,;"\r\n.é'), max_size=6)
KEYS = st.sampled_from(["a", "aa", "", ",", "b"])
"""So few that neighbours are often alike, or end alike."""


def written(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def read(back: CsvBack, data: bytes, piece: int = 1 << 20) -> Counter[tuple[bytes, ...]]:
    found: Counter[tuple[bytes, ...]] = Counter()
    for at in range(0, len(data), piece):
        for fields, times in back.take(data[at : at + piece]):
            found[tuple(fields[place] for place in back.at)] += times
    back.end()
    return found


def counted(rows: Sequence[Sequence[str]], places: Sequence[int]) -> Counter[tuple[bytes, ...]]:
    return Counter(tuple(row[place].encode() for place in places) for row in rows)


@given(
    rows=st.lists(st.lists(CELLS | KEYS, min_size=4, max_size=4), max_size=12),
    places=st.lists(st.integers(0, 3), max_size=3, unique=True),
    piece=st.integers(1, 40),
)
def test_any_cells_of_any_file_are_those_that_the_csv_module_reads(
    rows: list[list[str]], places: list[int], piece: int
) -> None:
    back = CsvBack(",", places, 4)
    found = read(back, written([["a", "b", "c", "d"], *rows]), piece)
    assert back.records == len(rows)
    assert found == (counted(rows, places) if places else Counter())


@given(rows=st.lists(CELLS | KEYS, max_size=12), piece=st.integers(1, 20))
def test_a_single_column_is_compared_whole(rows: list[str], piece: int) -> None:
    cells = [[cell] for cell in rows]
    found = read(CsvBack(",", [0], 1), written([["a"], *cells]), piece)
    assert found == counted(cells, [0])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_any_mark_may_stand_between(delimiter: str) -> None:
    rows = [["x,y", "12,50"], ['say "hi"', "7"], ["\r\n", "12,50"]]
    data = "\ufeff".encode() + written([["a", "b"], *rows], delimiter)
    found = read(CsvBack(delimiter, [1], 2), data)
    assert found == {(b"12,50",): 2, (b"7",): 1}


@pytest.mark.parametrize("text", ["", "Name,Currency,Total\r\n"])
def test_a_file_with_no_rows_holds_nothing(text: str) -> None:
    back = CsvBack(",", [1, 2], 3)
    assert read(back, text.encode()) == {}
    assert back.records == 0


@pytest.mark.parametrize(
    "text",
    [
        'A,B\r\n"x,1\r\n',
        "A,B\r\nx,1",
        'A,B\r\nx,"1"2"\r\n',
        "A,B\r\nx\r\n",
        'A,B\r\nx,"1"2\r\n',
    ],
)
def test_a_file_that_breaks_off_or_lacks_a_column_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, csv.Error)):
        read(CsvBack(",", [1], 2), text.encode())
