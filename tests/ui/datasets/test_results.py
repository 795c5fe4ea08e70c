"""How many records are here, in words that are never better than the truth."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from orderdock.services.datasets import FetchRequest, Records
from orderdock_ui.datasets.result import Result, Stand, shortage, state_line


def made(stand: Stand, rows: int, limit: int | None = None, **news: Any) -> Result:
    result = Result(FetchRequest(limit=limit), stand=stand)
    result.model.add([{"n": n} for n in range(rows)])
    result.news = Records([], **{"read": rows, "fit": rows, **news})
    return result


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (made(Stand.NOT_READ, 0), ""),
        (made(Stand.READING, 0), "Asking for the first records"),
        (made(Stand.READING, 50), "50 read"),
        (made(Stand.READING, 50, total=1430), "50 of 1,430 read"),
        (made(Stand.READING, 50, 200, total=1430), "50 of 200 read"),
        (made(Stand.READING, 1, read=50, fit=1, total=90), "50 of 90 read, 1 fits"),
        (made(Stand.WHOLE, 150, total=150), "All 150 records"),
        (made(Stand.WHOLE, 150), "150 records"),
        (made(Stand.WHOLE, 1, total=1), "1 record"),
        (made(Stand.WHOLE, 200, 200, total=1430), "The first 200 records, of 1,430"),
        (made(Stand.WHOLE, 200, 200), "The first 200 records; there may be more"),
        (made(Stand.WHOLE, 200, 200, total=200), "All 200 records"),
        (made(Stand.WHOLE, 200, 200, read=900, fit=200), "The first 200 records, of 900 read"),
        (made(Stand.WHOLE, 3, read=90, fit=3), "3 of 90 records fit"),
        (made(Stand.CANCELLED, 0), "No records: the reading was cancelled"),
        (
            made(Stand.CANCELLED, 50, total=90),
            "50 records of 90, not all: the reading was cancelled",
        ),
        (made(Stand.FAILED, 50), "50 records, not all: the reading stopped"),
    ],
)
def test_the_line_says_how_many_of_how_many(qapp: QApplication, result: Result, said: str) -> None:
    assert state_line(result) == said


def test_numbers_that_do_not_agree_are_said(qapp: QApplication) -> None:
    assert shortage(made(Stand.WHOLE, 90, total=90)) == ""
    assert shortage(made(Stand.WHOLE, 90)) == ""
    assert shortage(made(Stand.WHOLE, 90, 90, total=100)) == ""
    assert shortage(made(Stand.READING, 90, total=100)) == ""
    lacking = made(Stand.WHOLE, 90, total=100)
    assert shortage(lacking) == "The provider says there are 100, and sent 90."
