"""Evidence columns of connections and links: datetimes outside, seconds since 1970 UTC inside."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from orderdock.domain.connections import Evidence

_TIMES = ("last_verified", "data_up_to", "last_attempt", "paused_until")
_FLAGS = ("needs_person", "paused")
NAMES = (*_TIMES, "error_code", "error_says", *_FLAGS, "incomplete")
COLUMNS = ", ".join(NAMES)


def seconds(moment: datetime | None) -> int | None:
    """Whole seconds since 1970 UTC."""
    return None if moment is None else int(moment.timestamp())


def moment(value: int | None) -> datetime | None:
    """The aware UTC datetime of seconds since 1970."""
    return None if value is None else datetime.fromtimestamp(value, UTC)


def evidence_of(values: Sequence[Any]) -> Evidence:
    """Evidence from the values of COLUMNS.

    What is only known at run time (syncing, waiting) is not here.
    """
    facts = dict(zip(NAMES, values, strict=True))
    for name in _TIMES:
        facts[name] = moment(facts[name])
    for name in _FLAGS:
        facts[name] = bool(facts[name])
    return Evidence(**facts)


def assignments(facts: dict[str, Any]) -> tuple[str, list[Any]]:
    """The SET clause and values for some facts by name.

    Raises KeyError for a name that is no fact.
    """
    values = []
    for name, value in facts.items():
        if name not in NAMES:
            raise KeyError(name)
        values.append(seconds(value) if isinstance(value, datetime) else value)
    return ", ".join(f"{name} = ?" for name in facts), values
