"""Rows met while a long list is read, by numbers: eight bytes a row, where a set takes a hundred.

A row's number is the hash of its key, of 64 bits and another one in each run, so that it is kept
in memory only. Numbers lie in order on shelves short enough for putting one between others.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable

_SHELVES = 256


class Met:
    """Numbers of 64 bits, each as often as it was added."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._shelves = _shelves()
        self._count = 0
        for number in numbers:
            self._shelves[number % _SHELVES].append(number)
            self._count += 1
        self._shelves = [array("q", sorted(shelf)) for shelf in self._shelves]

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: int) -> bool:
        shelf = self._shelves[number % _SHELVES]
        place = bisect_left(shelf, number)
        return place < len(shelf) and shelf[place] == number

    def add(self, number: int) -> None:
        """Once more."""
        shelf = self._shelves[number % _SHELVES]
        shelf.insert(bisect_left(shelf, number), number)
        self._count += 1

    def add_new(self, number: int) -> bool:
        """Add it unless it is there; whether it was not."""
        if number in self:
            return False
        self.add(number)
        return True

    def remove(self, number: int) -> None:
        """Once less; it must be there."""
        shelf = self._shelves[number % _SHELVES]
        del shelf[bisect_left(shelf, number)]
        self._count -= 1


class Versions:
    """By key the version in which a row was met last."""

    def __init__(self) -> None:
        self._keys = _shelves()
        self._versions = _shelves()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, key: Hashable, version: Hashable) -> bool:
        """Whether the row was not met before, or in another version."""
        number, of = hash(key), hash(version)
        keys, versions = self._keys[number % _SHELVES], self._versions[number % _SHELVES]
        place = bisect_left(keys, number)
        if place == len(keys) or keys[place] != number:
            keys.insert(place, number)
            versions.insert(place, of)
            self._count += 1
            return True
        changed = versions[place] != of
        versions[place] = of
        return changed


def _shelves() -> "list[array[int]]":
    return [array("q") for _ in range(_SHELVES)]
