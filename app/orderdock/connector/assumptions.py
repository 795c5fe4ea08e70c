"""Assumptions where a provider's documents are silent.

One table per provider, overridable from a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumption:
    """One recommended guess: its key, the value we take, and why (with the sheet's section)."""

    key: str
    value: str
    why: str


class Assumptions:
    """A provider's assumptions with the overrides of the profile's `assumptions.toml` applied."""

    def __init__(
        self, table: tuple[Assumption, ...], overrides: Mapping[str, str] | None = None
    ) -> None:
        overrides = overrides or {}
        self._values = {a.key: overrides.get(a.key, a.value) for a in table}
        self._overridden = frozenset(k for k in overrides if k in self._values)

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def number(self, key: str) -> float:
        """The value as a number."""
        return float(self._values[key])

    def words(self, key: str) -> tuple[str, ...]:
        """The value as a list: "modified, created"."""
        return tuple(word.strip() for word in self._values[key].split(",") if word.strip())

    def items(self) -> list[tuple[str, str, bool]]:
        """(key, value, overridden?) in the table's order, for `doctor`."""
        return [(k, v, k in self._overridden) for k, v in self._values.items()]
