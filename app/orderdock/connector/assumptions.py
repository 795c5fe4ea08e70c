"""Assumptions where a provider's documents are silent.

One table per provider, overridable from a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_ENDPOINT = re.compile(r"(GET|POST|PUT|PATCH|DELETE) /\S*")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One recommended guess: its key, the value we take, and why (with the sheet's section)."""

    key: str
    value: str
    why: str
    least: int = 0
    """Of a number: below it the work would stand still or end too early."""
    one_of: tuple[str, ...] = ()
    """In small letters; empty where anything may stand."""

    def mistake(self, value: str) -> str:
        """What another value has to be, when `value` is not that; else empty."""
        if self.one_of:
            return "" if value.lower() in self.one_of else f"one of {', '.join(self.one_of)}"
        if _NUMBER.fullmatch(self.value):
            fits = _NUMBER.fullmatch(value) is not None and float(value) >= self.least
            return "" if fits else f"a number of {self.least} or more"
        if _ENDPOINT.fullmatch(self.value):
            return "" if _ENDPOINT.fullmatch(value) else f"written like {self.value}"
        return "" if value.strip() else "more than nothing"


def mistakes(table: tuple[Assumption, ...], overrides: Mapping[str, str]) -> Iterator[str]:
    """A clause for each override that cannot be: "page_size must be ..., not “many”"."""
    for assumption in table:
        value = overrides.get(assumption.key)
        if value is not None and (wanted := assumption.mistake(value)):
            yield f"{assumption.key} must be {wanted}, not “{value[:40]}”"


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
