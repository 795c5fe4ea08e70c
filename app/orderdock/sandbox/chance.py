"""Numbers that look like chance and are the same every time."""

from __future__ import annotations

_MASK = (1 << 64) - 1


def mix(value: int) -> int:
    """A number from which the given one cannot be guessed by eye; 64 bits (splitmix64)."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)
