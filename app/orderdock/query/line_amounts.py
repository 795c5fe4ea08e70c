"""Quantity times price of a line in SQL: whole numbers that neither round nor overflow."""

_PIECES = 1_000_000
_PRICE = 9_000_000_000_000

SMALL = (
    f"l.quantity_micro % 1000000 = 0 AND abs(l.quantity_micro / 1000000) < {_PIECES}"
    f" AND abs(l.unit_price_micro) < {_PRICE}"
)
"""A whole number of pieces, and few and cheap enough: their product fits a 64-bit integer."""
_PRODUCT = "(l.quantity_micro / 1000000) * l.unit_price_micro"
WHOLE, REST = f"{_PRODUCT} / 1000000", f"{_PRODUCT} % 1000000"
"""Of SMALL lines: whole units, and millionths beside them, each small enough to be added up."""
