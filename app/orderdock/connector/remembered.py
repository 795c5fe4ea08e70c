"""Values that come again and again, made once."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V")
_REMEMBERED = 1 << 12


class Remembered(dict[Any, V]):
    """What `make` gives for a value, by subscript; forgets all of it when it has become much.

    Cheaper than `lru_cache` where many values come only once. A whole number is taken as its text.
    What cannot be a key raises TypeError.
    """

    def __init__(self, make: Callable[[Any], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> V:
        if type(value) is int:  # never a key itself: True would be found under 1
            return self[str(value)]
        made = self._make(value)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = made
        return made
