import io
import locale
from datetime import UTC, datetime

import pytest

from orderdock.cli import regional
from orderdock.cli.output import Output
from orderdock.cli.words import (
    counted,
    data_up_to,
    iso_seconds,
    printable,
    shortened,
    size,
    width,
)
from orderdock.domain.errors import OrderdockError


def test_foreign_text_cannot_play_with_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07") == "a�[31mb�"
    assert printable("one\r\ntwo\u2028three\tfour") == "one⏎two⏎three four"
    assert printable("abc\u202egnp") == "abc�gnp"
    assert printable("שלום 👩‍👩‍👧 Müller") == "שלום 👩‍👩‍👧 Müller"


def test_widths_are_those_of_a_terminal() -> None:
    assert width("さくら") == 6
    assert width("e\u0301") == 1
    assert shortened("さくら", 5) == "さく…"
    assert shortened("abc", 3) == "abc"


def test_numbers_and_moments_in_words() -> None:
    assert counted(1, "line") == "1 line"
    assert counted(1430, "line") == "1,430 lines"
    assert [size(n) for n in (1, 999, 4200, 31_000_000, 2_000_000_000)] == [
        "1 byte",
        "999 bytes",
        "4.2 kB",
        "31.0 MB",
        "2.0 GB",
    ]
    assert (
        data_up_to(datetime(2026, 11, 3, 22, 15, tzinfo=UTC)) == "data up to 2026-11-03 22:15 UTC"
    )
    assert data_up_to(None) == "no data yet"
    assert iso_seconds(-1) == "1969-12-31T23:59:59Z"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "de_DE.UTF-8"}, (";", ",")),
        ({"LANG": "de_CH.UTF-8"}, (",", ".")),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "de_DE"}, (",", ".")),
        ({"LC_NUMERIC": "fr_FR@euro"}, (";", ",")),
        ({}, (",", ".")),
    ],
)
def test_a_named_locale_gives_the_marks_though_not_installed(
    environ: dict[str, str], expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_category: int, name: str | None = None) -> str:
        if name == "":
            raise locale.Error("unsupported locale setting")
        return "C"

    monkeypatch.setattr(locale, "setlocale", missing)
    assert regional.marks(environ) == expected


def test_an_error_is_one_line_whatever_it_holds() -> None:
    err = io.StringIO()
    output = Output(machine=False, stdout=io.StringIO(), stderr=err)
    output.complain(OrderdockError("It\nfailed\x1b[2J.", "Try\nagain."), name="My\nshops")
    assert err.getvalue() == "My⏎shops: It failed�[2J. Try again.\n"


class Screen(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_table_gives_way_where_the_terminal_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    screen = Screen()
    output = Output(machine=False, stdout=screen, stderr=io.StringIO())
    long = "A very long name of a thing indeed"
    output.table(
        ("Item", "Price"), [(long, "100.00")], right=frozenset({1}), elastic=frozenset({0})
    )
    head, shown = screen.getvalue().splitlines()
    assert len(shown) == 30
    assert shown.endswith("…  100.00")
    assert head.endswith(" Price")
