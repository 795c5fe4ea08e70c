"""Order numbers as retailers write them, and back to the place in the history."""

from __future__ import annotations


def order_id(numbering: str, order: int, chance: int) -> str:
    """`dashed`: 700-1234567-0000042, `zeros`: 0000042-123456, `plain`: 100042.

    Plain ones are the same at several retailers.
    """
    if numbering == "dashed":
        return f"7{chance % 100:02d}-{chance // 100 % 10_000_000:07d}-{order:07d}"
    if numbering == "zeros":
        return f"{order:07d}-{chance % 1_000_000:06d}"
    return str(100_000 + order)


def number_of(numbering: str, identifier: str) -> int | None:
    """Where an order of that number would be; None when no number of this kind looks like it."""
    parts = identifier.split("-")
    wanted = {"dashed": 3, "zeros": 2, "plain": 1}[numbering]
    if len(parts) != wanted or not all(part.isdecimal() and part.isascii() for part in parts):
        return None
    if numbering == "dashed":
        return int(parts[2])
    return int(parts[0]) - (100_000 if numbering == "plain" else 0)
