"""What programs read from standard output."""

import io
from decimal import Decimal

from orderdock.cli.output import Output
from orderdock.export.records import text_of


def test_records_keep_numbers_as_written_and_stay_in_ascii() -> None:
    said = io.StringIO()
    Output(machine=True, stdout=said).records(
        [{"price": Decimal("18.50"), "name": "さくら 😀\u2028", "tags": [Decimal("1.0")]}], text_of
    )
    assert said.getvalue() == (
        '{"price":18.50,"name":"\\u3055\\u304f\\u3089 \\ud83d\\ude00\\u2028","tags":[1.0]}\n'
    )
