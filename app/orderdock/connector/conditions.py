"""Conditions and sorting over records, for what a provider does not do itself: pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from orderdock.domain.errors import WrongUsage

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(_DAY.pattern + r"[T ]\d", re.ASCII)
"""How a day with a time of day begins."""
Condition = tuple[str, str, str]
"""Field (dots lead into inner objects), operator, text."""
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "contains")
"""As they are typed and offered; `==` is understood, too."""


def holds(record: Mapping[str, Any], condition: Condition) -> bool:
    """Whether the record meets the condition; a field that is missing or null meets only `!=`.

    Numbers compare as numbers when both sides are numbers, all else as text whatever the case. A
    day is compared with the day of a moment: `<= 2026-03-31` takes in all of it.
    """
    field, operator, wanted = condition
    value = value_at(record, field)
    if value is None:
        return operator == "!="
    if operator == "contains":
        return wanted.casefold() in _as_text(value).casefold()
    return _OPERATORS[operator](_compare(value, wanted))


def in_days(condition: Condition) -> list[Condition]:
    """The condition for a server that compares numbers, texts and days: all of these must hold.

    Whether a bound takes in its day differs from server to server: so only the first moments of
    days are named. Empty when it cannot be said, as with a time of day.
    """
    field, operator, wanted = condition
    if operator not in _OPERATORS or _TIME.match(wanted):
        return []
    if not _is_day(wanted):
        return [condition]
    try:
        after = str(date.fromisoformat(wanted) + timedelta(days=1))
    except (ValueError, OverflowError):
        return []
    bounds = {
        "=": [(">=", wanted), ("<", after)],
        ">": [(">=", after)],
        ">=": [(">=", wanted)],
        "<": [("<", wanted)],
        "<=": [("<", after)],
    }
    return [(field, said, day) for said, day in bounds.get(operator, [])]


def check(condition: Condition) -> None:
    """Raise WrongUsage for an operator that there is not."""
    if condition[1] not in (*OPERATORS, "=="):
        raise WrongUsage(f"{condition[1]} is no operator.", f"Use one of: {' '.join(OPERATORS)}")


def in_words(condition: Condition) -> str:
    """The condition as it was typed."""
    return " ".join(condition)


def in_order(
    records: Iterable[dict[str, Any]], field: str, *, descending: bool = False
) -> list[dict[str, Any]]:
    """The records by a field: numbers before texts, what is missing last either way."""
    known: list[dict[str, Any]] = []
    missing: list[dict[str, Any]] = []
    for record in records:
        (missing if value_at(record, field) is None else known).append(record)
    known.sort(key=lambda record: _rank(value_at(record, field)), reverse=descending)
    return known + missing


def _rank(value: Any) -> tuple[int, Decimal, str]:
    number = _number(value)
    return (0, number, "") if number is not None else (1, Decimal(0), _as_text(value).casefold())


def value_at(record: Mapping[str, Any], field: str) -> Any:
    """The value of a field; None when it is not there. A key with dots in it wins."""
    if field in record:
        return record[field]
    value: Any = record
    for part in field.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


class Unknown:
    """Finds fields that were asked about and that no record has: a typing mistake, most likely."""

    def __init__(self, fields: set[str]) -> None:
        self._missing = set(fields)
        self._present: dict[str, None] = {}

    def look_at(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Take in some records."""
        for record in records:
            self._present.update(dict.fromkeys(record))
            if self._missing:
                self._missing = {f for f in self._missing if value_at(record, f) is None}

    def complain(self) -> None:
        """Raise WrongUsage when records were read and a field was in none of them.

        A field that is there and always null is no mistake.
        """
        missing = sorted(f for f in self._missing if f.split(".")[0] not in self._present)
        if missing and self._present:
            raise WrongUsage(
                f"No record has a field {missing[0]}.", f"There are: {', '.join(self._present)}."
            )


_OPERATORS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "==": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def _compare(value: Any, wanted: str) -> int:
    mine, other = _number(value), _number(wanted)
    if mine is not None and other is not None:
        return (mine > other) - (mine < other)
    if _is_day(wanted) and isinstance(value, str) and _is_day(value[:10]):
        value = value[:10]
    left, right = _as_text(value).casefold(), wanted.casefold()
    return (left > right) - (left < right)


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
