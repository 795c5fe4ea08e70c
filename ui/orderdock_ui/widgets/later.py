"""Parts of the window that are made when they are first wanted, so that it opens without them."""

from collections.abc import Callable
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Later(Generic[T_co]):
    """Something that costs nothing until it is wanted.

    Where nobody asks whether it is there yet, a `cached_property` does.
    """

    def __init__(self, make: Callable[[], T_co]) -> None:
        self._make = make
        self._made: T_co | None = None
        self._then: list[Callable[[T_co], object]] = []

    @property
    def made(self) -> T_co | None:
        """What was made; None before."""
        return self._made

    def get(self) -> T_co:
        """What is wanted, made now at the latest."""
        if self._made is None:
            self._made = self._make()
            for do in self._then:
                do(self._made)
        return self._made

    def then(self, do: Callable[[T_co], object]) -> None:
        """Do this to it: now, or as soon as it is made."""
        self._then.append(do)
        if self._made is not None:
            do(self._made)
