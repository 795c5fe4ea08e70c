"""What an export may take over: the orders on show, their columns, and what is selected."""

from dataclasses import dataclass, replace

from orderdock.query.filters import OrderFilter, Unit
from orderdock.query.views import with_currency
from orderdock.services.export import ExportRequest
from orderdock.services.library import Library
from orderdock_ui.orders.background import Stop
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.selected import Selected


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The question as it stands in the table, or as it stood when a file was saved."""

    filter: OrderFilter
    preset: str = Unit.ORDERS.value
    """The preset whose rows are those of the table."""
    columns: tuple[str, ...] = ()
    """Keys of query.columns from left to right, currency included; empty: not known."""
    columns_name: str = "As shown in the table"
    order_ids: tuple[int, ...] = ()
    """The orders selected."""
    line_ids: tuple[int, ...] = ()
    """The lines selected, where the table shows lines."""
    selection: Selected | None = None
    """What is selected, its ids not looked up yet: see `picked`."""

    def selected(self) -> int:
        """How many rows are selected."""
        return len(self.line_ids or self.order_ids)

    def selected_unit(self) -> str:
        """What a selected row is."""
        return "line" if self.line_ids else "order"

    def picked(self, library: Library, stop: Stop | None = None) -> "OnScreen":
        """The same with the ids of what is selected. Heavy for millions."""
        if self.selection is None:
            return self
        found = self.selection.picked(library, stop)
        ids = tuple(found.ids)
        if found.unit is Unit.LINES:
            return replace(self, line_ids=ids, selection=None)
        return replace(self, order_ids=ids, selection=None)


def of_page(page: OrdersPage) -> OnScreen:
    """What the page shows now. A selection of all rows is none: it is what is filtered."""
    model, heads, selection = page.model, page.table.heads, page.selection
    places = sorted(range(len(model.columns)), key=heads.visualIndex)
    keys = with_currency([model.columns[place].key for place in places])
    some = 0 < selection.count() < model.rowCount()
    chosen = page.marking.selected() if some else None
    return OnScreen(model.filter, model.unit.value, keys, selection=chosen)


def of_request(request: ExportRequest) -> OnScreen:
    """What a file was made from."""
    return OnScreen(
        request.filter,
        request.preset or Unit.LINES.value,
        request.columns or (),
        "The columns of that file",
        request.order_ids or (),
        request.line_ids or (),
    )
