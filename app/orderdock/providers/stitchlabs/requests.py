"""The whole grammar of read requests as values (sheet 4 to 6). Nothing here is sent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Per = Literal["DAY", "MONTH", "YEAR"]


class Condition(NamedTuple):
    """A sub-filter: one of = != >= <= > <. Dates are written YYYY-MM-DD, flags "0" or "1"."""

    field: str
    operation: str
    value: str

    def body(self) -> dict[str, str]:
        """As it is sent."""
        said = {} if self.operation == "=" else {"operation": self.operation}
        return {self.field: self.value, **said}


class Filter(NamedTuple):
    """Conditions that must all hold, and some of which one must; avoid both at once."""

    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()

    def body(self) -> dict[str, Any]:
        """As it is sent; empty for nothing."""
        both = {"and": self.every, "or": self.some}
        return {word: [c.body() for c in found] for word, found in both.items() if found}


class Sort(NamedTuple):
    """A field to sort by."""

    field: str
    descending: bool = False


class Sums(NamedTuple):
    """Numeric field -> name of its sum; over all, or over each stretch of a date (sheet 5)."""

    fields: Mapping[str, str]
    date_field: str = ""
    per: Per = "DAY"

    def body(self) -> dict[str, Any]:
        """As it is sent."""
        sums = {"sum": [{field: name} for field, name in self.fields.items()]}
        if not self.date_field:
            return {"aggregate_fields": sums}
        dates = {"date_field": self.date_field, "aggregate_per": self.per}
        return {"aggregate_by_date": {**dates, "aggregate_fields": sums}}


class Read(NamedTuple):
    """One read request. What is left out is the server's own choice: 15 records, no order."""

    page_size: int | None = None
    page_num: int | None = None
    filter: Filter = Filter()
    sort: tuple[Sort, ...] = ()
    counts: Mapping[str, Filter] = MappingProxyType({})
    """Name -> what to count of the whole list, whatever the filter (sheet 4.5)."""
    links: tuple[str, ...] = ()
    """Paths of linked records; documented for details only (sheet 6)."""
    ids: tuple[str, ...] = ()
    """Of the records to show in detail."""
    sums: tuple[Sums, ...] = ()

    def body(self, objects: str) -> dict[str, Any]:
        """As it is sent for `objects`, "SalesOrders" say; empty parts are left out."""
        parts: dict[str, Any] = {
            "page_size": self.page_size,
            "page_num": self.page_num,
            "filter": self.filter.body(),
            "sort": [{s.field: "desc" if s.descending else "asc"} for s in self.sort],
            "filter_counts": {name: wanted.body() for name, wanted in self.counts.items()},
            "links": self.links,
            objects: [{"id": key} for key in self.ids],
        }
        for sums in self.sums:
            parts |= sums.body()
        return {"action": "read"} | {name: part for name, part in parts.items() if part}
