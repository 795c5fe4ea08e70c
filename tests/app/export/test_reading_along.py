"""A file is read by a second process while it grows."""

from hashlib import sha256
from pathlib import Path

import pytest

from orderdock.export.reading_along import Found, Layout, Reading, ReadingAlong
from orderdock.system.frames import Gone

HEAD = b"Name,Currency,Total\r\n"
ROWS = b'"x, ""y""\r\nz",USD,12.50\r\na,EUR,-3.005\r\nb,USD,\r\nc,,7\r\nd,USD,12.50\r\n'
SUMS = {"total": {"USD": 25_000_000, "EUR": -3_005_000, "": 7_000_000}}
LAYOUT = Layout(",", ".", {"total": 2}, 1, 3)


def test_rows_sums_and_digest_are_found_by_any_pieces() -> None:
    data = HEAD + ROWS
    for piece in (1, 7, 1000):
        reading = Reading(LAYOUT)
        for at in range(0, len(data), piece):
            reading.take(data[at : at + piece])
        assert reading.found() == Found(5, SUMS, sha256(data).hexdigest())


def test_numbers_of_many_decimals_are_rounded_one_by_one() -> None:
    reading = Reading(Layout(";", ",", {"total": 0}, None, 2))
    reading.take(b"Total;Name\r\n0,0000005;x\r\n0,0000015;x\r\n-1,25;x\r\n")
    assert reading.found().sums == {"total": {"": 2 - 1_250_000}}


def test_a_growing_file_is_followed_by_a_process(tmp_path: Path) -> None:
    path = tmp_path / "größe.part"
    told: list[int] = []
    with path.open("wb", buffering=0) as file:
        file.write(HEAD)
        along = ReadingAlong(path, LAYOUT)
        for _ in range(200):
            file.write(ROWS)
            along.written(file.tell())
        file.write(ROWS)
        found = along.rest(told.append)
    along.close()
    assert (found.rows, told[-1]) == (1005, 1005)
    assert found.sha256 == sha256(path.read_bytes()).hexdigest()
    assert found.sums["total"]["USD"] == 201 * 25_000_000


def test_a_file_that_is_none_ends_the_process(tmp_path: Path) -> None:
    path = tmp_path / "broken.part"
    path.write_bytes(HEAD + b"x,USD,twelve\r\n")
    along = ReadingAlong(path, LAYOUT)
    with pytest.raises(Gone):
        along.rest(lambda _rows: None)
    along.close()


def test_a_file_that_is_not_there_ends_the_process(tmp_path: Path) -> None:
    along = ReadingAlong(tmp_path / "nothing", LAYOUT)
    with pytest.raises(Gone):
        along.rest(lambda _rows: None)
    along.close()
