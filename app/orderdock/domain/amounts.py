"""Exact numbers as providers write them.

Plain decimal text for show, millionths for sorting and sums.
"""

import re
from decimal import Decimal, InvalidOperation

MILLION = 1_000_000
_LARGEST = 9_000_000_000_000  # so that millionths fit a signed 64-bit integer
_SMALLEST = -30  # powers of ten; "1e-999999" written out would be a megabyte

is_plain = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,20})?").fullmatch
"""What `plain` would give back as it is."""


class OutOfRange(ValueError):
    """A number, but not one that can be kept."""


def plain(value: Decimal | int | str) -> str:
    """The number as plain decimal text: a point, no exponent, no grouping, decimals kept as given.

    Raises ValueError for anything that is not a finite decimal number, OutOfRange for one that is
    beyond nine million millions either way, or nearer to nothing than any price.
    """
    text = value.strip() if isinstance(value, str) else str(value)
    if is_plain(text):
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text[:40]!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{text[:40]!r} is not a number")
    if abs(number) > _LARGEST or number.adjusted() < _SMALLEST:
        raise OutOfRange(f"{text[:40]!r} is out of range")
    return f"{number:f}"


def millionths(text: str) -> int:
    """The plain decimal `text` in millionths, rounded half to even.

    For sorting, filters and sums.
    """
    whole, _, rest = text.partition(".")
    if len(rest) <= 6:
        return int(whole + rest.ljust(6, "0"))
    return int((Decimal(text) * MILLION).to_integral_value())


def from_millionths(value: int) -> Decimal:
    """The exact Decimal of a sum of millionths, at least two decimals, no needless zeros."""
    whole, rest = divmod(abs(value), MILLION)
    digits = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return Decimal(f"{'-' if value < 0 else ''}{whole}.{digits}")
