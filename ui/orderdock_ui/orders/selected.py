"""The rows that are selected, light to pass on: what they are is worked out beside the window."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.services.library import Library
from orderdock_ui.orders.background import Stop

if TYPE_CHECKING:
    from orderdock.query.explained import Picked


@dataclass(frozen=True, slots=True)
class Selected:
    """Spans of rows of one question; the list of ids is the table's own, not a copy."""

    filter: OrderFilter
    sorts: tuple[Sort, ...]
    unit: Unit
    spans: tuple[tuple[int, int], ...]
    """First and last row of each."""
    ids: Sequence[int]
    """Ids by row, as far as they are known."""
    rows: int
    """How many rows the table has."""

    def many(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self.spans)

    def is_all(self) -> bool:
        """Whether nothing is left unselected."""
        return self.many() >= self.rows > 0

    def picked(self, library: Library, stop: Stop | None = None) -> "Picked":
        """The ids of the rows. Heavy for millions: call it beside the window."""
        from orderdock.query.explained import Picked

        ids = self.ids
        if self.is_all() or any(last >= len(ids) for _first, last in self.spans):
            ids = library.all_ids(self.filter, self.sorts, self.unit, stop=stop)
        chosen = array("q")
        for first, last in self.spans:
            chosen.extend(ids[first : last + 1])
        return Picked(self.unit, chosen)

    def orders(self, library: Library) -> list[int]:
        """The ids of the orders, each once. Heavy for millions: call it beside the window."""
        ids = self.picked(library).ids
        if self.unit is Unit.ORDERS:
            return ids.tolist()
        return list(dict.fromkeys(map(library.order_of_line, ids)))
