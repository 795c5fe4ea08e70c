"""Filter, sort, counts and sums over the records of a list (sheet 4, 5)."""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchlabs.catalogue import Record
from orderdock.sandbox.stitchlabs.manners import Manners

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_PERIODS = {"DAY": 10, "MONTH": 7, "YEAR": 4}


class Shelf(NamedTuple):
    """One list: its ids ascending, a record by id, and a record that has every field."""

    ids: Sequence[int]
    record: Callable[[int], Record]
    example: Record

    def has(self, key: int) -> bool:
        at = bisect_left(self.ids, key)
        return at < len(self.ids) and self.ids[at] == key


class Condition(NamedTuple):
    """One sub-filter."""

    field: str
    operation: str
    value: str


def bad(message: str) -> Refusal:
    """The refusal of a request that breaks the grammar."""
    return Refusal(400, "bad_request", message)


class Query:
    """Requests against one shelf."""

    def __init__(self, shelf: Shelf, manners: Manners) -> None:
        self._shelf = shelf
        self._manners = manners

    def chosen(self, body: dict[str, Any]) -> Sequence[int]:
        """The ids that `filter` lets through, as `sort` wants them; newest first without it."""
        ids = self._filtered(body.get("filter"))
        return self._sorted(ids, body.get("sort"))

    def counts(self, wanted: object) -> dict[str, str]:
        """Named numbers over the whole list, whatever the filter (sheet 4.5)."""
        if not isinstance(wanted, dict):
            raise bad("filter_counts must be an object.")
        return {name: str(len(self._filtered(one))) for name, one in wanted.items()}

    # filter

    def _filtered(self, wanted: object) -> Sequence[int]:
        every, some = self._conditions(wanted)
        if self._manners.filter_by_change == "empty" and any(
            c.field == "updated_at" for c in (*every, *some)
        ):
            return []
        every = [c for c in every if not self._is_ignored(c)]
        some = [c for c in some if not self._is_ignored(c)]
        ids = self._shelf.ids
        for condition in [c for c in every if c.field == "id" and c.operation in (">", ">=")]:
            cut = bisect_right if condition.operation == ">" else bisect_left
            ids = ids[cut(ids, _whole(condition.value)) :]
            every = [c for c in every if c is not condition]
        if not every and not some:
            return ids
        return [key for key in ids if self._holds(self._shelf.record(key), every, some)]

    def _is_ignored(self, condition: Condition) -> bool:
        manners = self._manners
        return (condition.field == "id" and manners.filter_by_id == "ignored") or (
            condition.field == "updated_at" and manners.filter_by_change == "ignored"
        )

    def _conditions(self, wanted: object) -> tuple[list[Condition], list[Condition]]:
        if wanted in (None, {}, []):
            return [], []
        if not isinstance(wanted, dict) or not set(wanted) <= {"and", "or"}:
            raise bad("filter must hold and, or, or both.")
        every, some = (self._sub_filters(wanted.get(key, [])) for key in ("and", "or"))
        return every, some

    def _sub_filters(self, given: object) -> list[Condition]:
        if not isinstance(given, list):
            raise bad("A conditional must be a list of sub-filters.")
        return [self._sub_filter(one) for one in given]

    def _sub_filter(self, one: object) -> Condition:
        fields = [key for key in one if key != "operation"] if isinstance(one, dict) else []
        if not isinstance(one, dict) or len(fields) != 1:
            raise bad("A sub-filter must have one field and its value.")
        field, operation = fields[0], one.get("operation", "=")
        value = one[field]
        if operation not in _COMPARE:
            raise bad(f"There is no operation {operation}.")
        if field not in self._shelf.example and field != "connector_id":
            raise bad(f"The field {field} cannot be filtered.")
        manners = self._manners
        if (field == "id" and manners.filter_by_id == "refused" and operation != "=") or (
            field == "updated_at" and manners.filter_by_change == "refused"
        ):
            raise bad(f"The field {field} cannot be filtered.")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise bad(f"The value for {field} must be a text or a number.")
        if _is_moment(field):
            _day(str(value))
        return Condition(field, operation, str(value))

    def _holds(self, record: Record, every: list[Condition], some: list[Condition]) -> bool:
        return all(self._meets(record, c) for c in every) and (
            not some or any(self._meets(record, c) for c in some)
        )

    def _meets(self, record: Record, condition: Condition) -> bool:
        field, operation, wanted = condition
        if field == "connector_id":
            own = record["links"]
            channels = own.get("Channels", []) if isinstance(own, dict) else []
            return _COMPARE[operation](channels[0]["id"] if channels else "", wanted)
        value = record.get(field)
        if value is None:
            return operation == "!="
        if _is_moment(field):
            return self._meets_day(datetime.fromisoformat(value), operation, _day(wanted))
        mine, other = _number(value), _number(wanted)
        if mine is not None and other is not None:
            return _COMPARE[operation](mine, other)
        return _COMPARE[operation](value, wanted)

    def _meets_day(self, moment: datetime, operation: str, day: datetime) -> bool:
        after = day + timedelta(days=1)
        if operation in ("=", "!="):
            return (day <= moment < after) == (operation == "=")
        if self._manners.last_day and operation == "<=":
            return moment < after
        return _COMPARE[operation](moment, day)

    # sort

    def _sorted(self, ids: Sequence[int], wanted: object) -> Sequence[int]:
        keys = self._sort_keys(wanted)
        if self._manners.sort_by_id == "ignored":
            keys = [key for key in keys if key[0] != "id"]
        if not keys:
            return ids[::-1]
        if keys == [("id", "asc")]:
            return ids
        result = list(ids)
        for field, direction in reversed(keys):
            result.sort(
                key=lambda key, field=field: _rank(self._shelf.record(key).get(field)),  # type: ignore[misc] # bound now
                reverse=direction == "desc",
            )
        return result

    def _sort_keys(self, wanted: object) -> list[tuple[str, str]]:
        if wanted in (None, {}):
            return []
        if not isinstance(wanted, list) or not wanted:
            raise bad("sort must be a list of at least one object.")
        keys = []
        for one in wanted:
            if not isinstance(one, dict) or len(one) != 1:
                raise bad("Each object of sort must have one key.")
            ((field, direction),) = one.items()
            refused = field == "id" and self._manners.sort_by_id == "refused"
            if field not in self._shelf.example or refused:
                raise bad(f"The field {field} cannot be sorted.")
            if direction not in ("asc", "desc"):
                raise bad("Sort asc or desc.")
            keys.append((field, direction))
        return keys

    # sums (sheet 5)

    def aggregates(self, body: dict[str, Any]) -> dict[str, Any]:
        """What `aggregate_fields` and `aggregate_by_date` ask for."""
        records = [self._shelf.record(key) for key in self.chosen(body)]
        found: dict[str, Any] = {}
        if "aggregate_fields" in body:
            found["aggregate_fields"] = _sums(records, body["aggregate_fields"])
        by_date = body.get("aggregate_by_date")
        if by_date is not None:
            found["aggregate_by_date"] = self._by_date(records, by_date)
        if not found:
            raise bad("aggregate_fields or aggregate_by_date is needed.")
        return found

    def _by_date(self, records: list[Record], wanted: object) -> list[dict[str, str]]:
        if not isinstance(wanted, dict) or wanted.get("aggregate_per") not in _PERIODS:
            raise bad("aggregate_per must be DAY, MONTH or YEAR.")
        field = wanted.get("date_field")
        if not isinstance(field, str) or not _is_moment(field):
            raise bad("date_field must be a date of the object.")
        length = _PERIODS[wanted["aggregate_per"]]
        groups: dict[str, list[Record]] = {}
        for record in records:
            if record.get(field) is not None:
                groups.setdefault(record[field][:length], []).append(record)
        sums = wanted.get("aggregate_fields")
        return [{field: period, **_sums(group, sums)} for period, group in groups.items()]


def _sums(records: list[Record], wanted: object) -> dict[str, str]:
    if (
        not isinstance(wanted, dict)
        or set(wanted) != {"sum"}
        or not isinstance(wanted["sum"], list)
    ):
        raise bad("aggregate_fields must hold sum, a list.")
    found = {}
    for one in wanted["sum"]:
        if not isinstance(one, dict) or len(one) != 1:
            raise bad("Each entry of sum must have one field and one name.")
        ((field, name),) = one.items()
        total = sum((Decimal(record[field]) for record in records), Decimal("0.00"))
        found[name] = str(total)
    return found


def _is_moment(field: str) -> bool:
    return field.endswith(("_at", "_date"))


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise bad("Dates are written YYYY-MM-DD.") from error


def _number(text: Any) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _rank(value: Any) -> tuple[int, Decimal, str]:
    number = _number(value) if value is not None else None
    return (
        (0, Decimal(0), "")
        if value is None
        else ((1, number, "") if number is not None else (2, Decimal(0), str(value)))
    )
