"""Round numbers for the axis of a chart."""

from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10), Decimal(20))

_SIZES = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "M"), (Decimal(1_000), "k"))


def ticks(low: Decimal, high: Decimal, most: int) -> list[Decimal]:
    """At most `most` + 1 evenly spaced round numbers around `low` to `high`, zero among them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    rough = (high - low) / max(1, most)
    power = Decimal(10) ** rough.adjusted()
    step = power
    for factor in _STEPS:
        step = power * factor
        if (_up(high, step) - _down(low, step)) / step <= most:
            break
    at, last = _down(low, step), _up(high, step)
    found = []
    while at <= last:
        found.append(at)
        at += step
    return found


def _down(value: Decimal, step: Decimal) -> Decimal:
    whole = value // step  # towards zero
    return (whole - 1 if whole * step > value else whole) * step


def _up(value: Decimal, step: Decimal) -> Decimal:
    return -_down(-value, step)


def short(value: Decimal) -> str:
    """A round number in few figures: 1200 -> 1.2k, 2500000 -> 2.5M; a point as decimal mark."""
    for size, letter in (
        (Decimal(1_000_000_000), "bn"),
        (Decimal(1_000_000), "M"),
        (Decimal(1_000), "k"),
    ):
        if abs(value) >= size:
            return f"{_bare(value / size)}{letter}"
    return _bare(value)


def _bare(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
